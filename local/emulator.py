"""The AWS emulator as a process: start it, find it, stop it.

A file lock says whether it runs: the process itself holds it for as long as it lives, so a stale
pid file, a reused pid or a `kill -9` cannot mislead anybody. Run as a script, this module *is* the
emulator.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".local" / "venv"
# Where a handler finds what the layers hold on AWS: the dependencies as built (see deploy.py), the
# package as it is being edited.
IMPORTS = (ROOT / ".local" / "dependencies", ROOT / "layers" / "leadfold")

START_SECONDS = 60
STOP_SECONDS = 60
DRAIN_SECONDS = 1.5
LOG_BYTES = 20_000_000
NOISE = ("Lambda worker spawned", "[persistence]", "Loaded persisted state")
# Outside the range that systems hand out by themselves, so likely to be free next time too.
PORTS = range(20_000, 30_000)


class NotRunningError(Exception):
    """The emulator could not be started, or is not there."""


@dataclass(frozen=True)
class Emulator:
    """One emulator with its own state, in the folder `home`."""

    home: Path

    @property
    def folder(self) -> Path:
        """The folder that `make clean` removes (stack.json is beside it)."""
        return self.home / "emulator"

    @property
    def log(self) -> Path:
        """The file of the emulator's output."""
        return self.folder / "log"

    @property
    def url(self) -> str:
        """The address of the running emulator, or of the last one."""
        return f"http://127.0.0.1:{(self.folder / 'port').read_text()}"

    # -- state

    def runs(self) -> bool:
        """Tell whether its process lives."""
        pid_file = self.folder / "pid"
        if not pid_file.exists():
            return False
        with pid_file.open("r+") as file:
            return not lock(file)

    def healthy(self) -> bool:
        """Tell whether it answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=5) as answer:
                return bool(answer.status == HTTPStatus.OK)
        except OSError:
            return False

    def log_tail(self, lines: int = 30) -> str:
        """Return the last lines of the log, without noise."""
        if not self.log.exists():
            return ""
        lines_of_log = self.log.read_text(errors="replace").splitlines()
        return "\n".join(
            [line for line in lines_of_log if not any(noise in line for noise in NOISE)][-lines:]
        )

    # -- starting

    def start(self) -> bool:
        """Start it, if possible on its last port; return True if it was not running."""
        if self.runs():
            if self._is_current() and self._wait_until_healthy(self.runs):
                return False
            self.stop()
        for _ in range(3):
            port = self._choose_port()
            process = self._spawn(port)
            if self._wait_until_healthy(partial(is_alive, process)):
                return True
            if process.poll() is None:
                process.kill()
                process.wait()
                break
            if "already in use" not in self.log_tail(5):
                break
        raise NotRunningError(
            f"The emulator did not start. The end of {self.log}:\n\n{self.log_tail()}"
        )

    def _wait_until_healthy(self, alive: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and alive():
            if self.healthy():
                return True
            time.sleep(0.05)
        return False

    def _is_current(self) -> bool:
        """Tell whether it was started from the virtual environment that is installed now."""
        started_from = self.folder / "installed"
        return (
            started_from.exists() and started_from.read_bytes() == (VENV / "installed").read_bytes()
        )

    def _choose_port(self) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        remembered = self.folder / "port"
        before = remembered.read_text() if remembered.exists() else ""
        candidates = [int(before)] if before else []
        port = next(port for port in candidates + random.sample(PORTS, 50) if is_free(port))
        if before and before != str(port):
            self._move_state(before, str(port))
        remembered.write_text(str(port))
        return port

    def _move_state(self, before: str, after: str) -> None:
        """Put the new port into saved addresses: handlers hold the URL of a queue."""
        for path in (self.folder / "state").glob("*.json"):
            text = path.read_text()
            moved = text.replace(f"http://127.0.0.1:{before}/", f"http://127.0.0.1:{after}/")
            if moved != text:
                path.write_text(moved)

    def _spawn(self, port: int) -> subprocess.Popen[bytes]:
        # Code folders that a killed emulator left behind.
        shutil.rmtree(self.folder / "tmp", ignore_errors=True)
        (self.folder / "tmp").mkdir()
        shutil.copyfile(VENV / "installed", self.folder / "installed")
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_name("log.1"))
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [VENV / "bin" / "python", __file__, self.folder],
                env=self._environment(port),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _environment(self, port: int) -> dict[str, str]:
        """Return the environment of the emulator and handlers: nothing of the user's AWS."""
        kept = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ")
        return {name: os.environ[name] for name in kept if name in os.environ} | {
            "GATEWAY_PORT": str(port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LAMBDA_EXECUTOR": "local",
            "DOCKER_HOST": "unix:///nonexistent",
            "PERSIST_STATE": "1",
            "S3_PERSIST": "1",
            "STATE_DIR": str(self.folder / "state"),
            "S3_DATA_DIR": str(self.folder / "s3"),
            "TMPDIR": str(self.folder / "tmp"),
            "LOG_LEVEL": "INFO",
            # A worker that is idle for half an hour goes; the first of each function stays.
            "LAMBDA_WARM_TTL_SECONDS": "1800",
            # Every request in flight holds a thread, and so does every call that its handler makes.
            "MINISTACK_WORKER_THREADS": "256",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    # -- stopping

    def stop(self) -> bool:
        """Ask it to save its state and go, and wait for that; False if it had to be killed."""
        if self.runs():
            # The table's stream is in memory only: give the relay a moment to empty it.
            time.sleep(DRAIN_SECONDS)
        asked = self._signal(signal.SIGTERM)
        if not asked or self._wait_until_gone(STOP_SECONDS):
            return True
        self._signal(signal.SIGKILL)
        self._wait_until_gone(10)
        return False

    def forget(self) -> None:
        """Stop it without saving anything, and drop its state."""
        self._signal(signal.SIGKILL)
        self._wait_until_gone(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _signal(self, number: int) -> bool:
        if not self.runs():
            return False
        with contextlib.suppress(ValueError, ProcessLookupError):
            os.kill(int((self.folder / "pid").read_text()), number)
        return True

    def _wait_until_gone(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self.runs():
                return True
            time.sleep(0.05)
        return False


def is_alive(process: subprocess.Popen[bytes]) -> bool:
    """Tell whether a child has not ended."""
    return process.poll() is None


def is_free(port: int) -> bool:
    """Tell whether nobody listens on a port (connections that are winding down do not count)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def lock(file: IO[str]) -> bool:
    """Take the lock of an open file, unless another process has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def rewind_streams(state: Path) -> None:
    """Forget how far the relay has read the table's stream.

    The emulator saves that position but not the stream, which is empty after a start: without this,
    the relay would not hear of the next changes, as many as were ever made before.
    """
    if not state.exists():
        return
    saved = json.loads(state.read_text())
    positions = saved.get("payload", saved).get("dynamodb_stream_positions", {})
    positions["data"] = {}
    state.write_text(json.dumps(saved))


def be_the_emulator(folder: Path) -> None:
    """Run the emulator in this process, holding the lock until it ends."""
    with (folder / "pid").open("a+") as pid_file:
        if not lock(pid_file):
            sys.exit("another emulator runs in this folder")
        pid_file.truncate(0)
        pid_file.write(str(os.getpid()))
        pid_file.flush()
        rewind_streams(folder / "state" / "lambda.json")
        # Only now, so that the handlers see it and the emulator's own imports do not.
        os.environ["PYTHONPATH"] = os.pathsep.join(map(str, IMPORTS))
        sys.argv[1:] = []
        from ministack.app import main

        main()


if __name__ == "__main__":
    be_the_emulator(Path(sys.argv[1]))
