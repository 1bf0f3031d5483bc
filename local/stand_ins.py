"""Stand-ins for the outside services that the demo needs: today, Meta's Graph API.

A stand-in is a process of its own, from ``tests/``. Like the emulator it holds a lock for as long
as it lives, so that a stale file cannot mislead anybody; its address stays the same over restarts.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
SECONDS = 20
TOKEN = "demo-page-token"


def start(home: Path, app_secret: str) -> str:
    """Start the Graph API's stand-in where it does not run; return its base address."""
    folder = home / "stand-ins"
    folder.mkdir(parents=True, exist_ok=True)
    port = _port(folder)
    with (folder / "lock").open("a+") as lock:
        if _is_free(lock):
            log = (folder / "log").open("ab")
            process = subprocess.Popen(
                [
                    *(PYTHON, "-m", "tests.stand_ins.graph", "--port", str(port)),
                    *("--token", TOKEN, "--app-secret", app_secret),
                ],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(lock.fileno(),),  # the lock lives as long as the process
            )
            (folder / "pid").write_text(str(process.pid))
            _wait(port, folder / "log")
    return f"http://127.0.0.1:{port}/v24.0"


def stop(home: Path) -> None:
    """Stop the stand-ins, where they run."""
    folder = home / "stand-ins"
    if not (folder / "pid").exists():
        return
    with (folder / "lock").open("a+") as lock:
        if not _is_free(lock):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int((folder / "pid").read_text()), signal.SIGTERM)
    (folder / "pid").unlink()


def _is_free(lock: object) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except BlockingIOError:
        return False
    return True


def _port(folder: Path) -> int:
    """Return the port of last time, or one that is free now."""
    kept = folder / "port"
    if not kept.exists():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            kept.write_text(str(free.getsockname()[1]))
    return int(kept.read_text())


def _wait(port: int, log: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"The stand-in for the Graph API did not start:\n{log.read_text()[-2000:]}")


def app_secret(known: str | None) -> str:
    """Return the demo's app secret: the known one, so that it stays the same."""
    return known or secrets.token_hex(16)
