"""The local stack: `python -m local.stack up | down | clean`, run by .local/venv's Python.

`up` may be repeated at any time, and is how a change goes live. A home folder (`--home`) holds one
stack with its own emulator, port, state and stack.json; the build and the virtual environments are
shared by all.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from local import deploy, stand_ins
from local.emulator import Emulator, NotRunningError

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".local"
# A cold burst starts that many interpreters at once, which takes its time on two cores.
WARM_SECONDS = 180


class StackError(Exception):
    """A command failed; the message says why, and where to look."""


def main() -> None:
    """Run one command; a failure is one message, not a traceback."""
    options = parse()
    home = options.home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    try:
        with one_at_a_time(home):
            COMMANDS[options.command](home, options)
    except (StackError, NotRunningError, deploy.DeployError) as error:
        sys.exit(f"\n{error}\n")
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. Every command may simply be repeated.")


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m local.stack", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--home", type=Path, default=HOME, help="the folder of this stack (.local)")
    parser.add_argument("--burst", type=int, default=32, help="parallel leads to be ready for (32)")
    return parser.parse_args()


@contextlib.contextmanager
def one_at_a_time(home: Path) -> Iterator[None]:
    """Keep two commands from working on one stack at once."""
    with (home / "stack.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another command on this stack …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def say(text: str) -> None:
    """Print a line for the user."""
    print(text, flush=True)


# ------------------------------------------------------------------------------------- commands


def up(home: Path, options: argparse.Namespace) -> None:
    """Start, build, deploy, seed and warm up, as far as needed."""
    began = time.monotonic()
    emulator = Emulator(home)
    if emulator.start():
        say(f"Emulator started at {emulator.url}")
    try:
        deploy.bring_up_to_date(emulator.url, say)
        stack = describe(emulator.url, read(home))
        write(home, stack)
        secret = stand_ins.app_secret(stack["sources"].get("meta-demo", {}).get("app_secret"))
        stack["sources"].setdefault("meta-demo", {})["app_secret"] = secret
        write(home, stack)
        graph_base = stand_ins.start(home, secret)
        stack |= seed(home, stack, graph_base) | {"stand_ins": {"graph": graph_base}}
        write(home, stack)
        warm(stack, options.burst)
    except (StackError, BotoCoreError, ClientError) as error:
        tail = emulator.log_tail()
        raise StackError(f"The end of {emulator.log}:\n\n{tail}\n\n{error}") from error
    show(home, stack)
    say(f"Up in {time.monotonic() - began:.1f} s.")


def down(home: Path, _options: argparse.Namespace) -> None:
    """Stop the emulator, which saves its state."""
    stand_ins.stop(home)
    if not Emulator(home).stop():
        raise StackError("The emulator had to be killed: what was written since its start is lost.")
    say("Down. State is kept; `make up` goes on with it, `make clean` forgets it.")


def clean(home: Path, _options: argparse.Namespace) -> None:
    """Stop the emulator and forget its state, its port and its keys."""
    stand_ins.stop(home)
    shutil.rmtree(home / "stand-ins", ignore_errors=True)
    Emulator(home).forget()
    (home / "stack.json").unlink(missing_ok=True)
    say("Forgotten.")


COMMANDS = {"up": up, "down": down, "clean": clean}


# ------------------------------------------------------------------------------------- stack.json


def describe(endpoint: str, before: dict[str, Any]) -> dict[str, Any]:
    """Return stack.json's content: where everything is, with the keys and sources it had before."""
    outputs = deploy.outputs(endpoint)
    return {
        "api_url": deploy.public_url(endpoint),
        "console_url": None,
        "keys": before.get("keys", {}),
        "sources": before.get("sources", {}),
        "aws": {
            "endpoint_url": endpoint,
            "region": deploy.REGION,
            "access_key_id": "test",
            "secret_access_key": "test",
            "table": outputs["TableName"],
            "raw_bucket": outputs["RawBucketName"],
            "facts_bucket": outputs["FactsBucketName"],
            "hash_key_arn": outputs["HashKeyArn"],
            "react_queue_url": local(outputs["ReactQueueUrl"], endpoint),
            "react_dead_letters_url": local(outputs["ReactDeadLettersUrl"], endpoint),
            "collect_queue_url": local(outputs["CollectQueueUrl"], endpoint),
            "functions": deploy.functions(endpoint),
        },
    }


def local(url: str, endpoint: str) -> str:
    """Return a queue's address with the host that the emulator really answers on."""
    return endpoint + urlsplit(url).path


def read(home: Path) -> dict[str, Any]:
    """Return stack.json, empty where there is none or where it was broken off."""
    try:
        stack: dict[str, Any] = json.loads((home / "stack.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return stack


def write(home: Path, stack: dict[str, Any]) -> None:
    """Replace stack.json at once: a reader never sees half of it."""
    part = home / "stack.json.part"
    part.write_text(json.dumps(stack, indent=2) + "\n")
    part.replace(home / "stack.json")


def seed(home: Path, stack: dict[str, Any], graph_base: str) -> dict[str, Any]:
    """Write the demo configuration into the table and return its keys and sources."""
    aws = stack["aws"]
    variables = deploy.environment(aws["endpoint_url"]) | {
        "TABLE": aws["table"],
        "RAW_BUCKET": aws["raw_bucket"],
        "HASH_KEY_ARN": aws["hash_key_arn"],
        "API_URL": stack["api_url"],
        "GRAPH_BASE": graph_base,
    }
    done = subprocess.run(
        [ROOT / ".venv" / "bin" / "python", "-m", "local.seed", home / "stack.json"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise StackError(f"Seeding the demo configuration failed:\n\n{done.stderr[-4000:]}")
    seeded: dict[str, Any] = json.loads(done.stdout)
    return seeded


# ------------------------------------------------------------------------------------- warming up


def warm(stack: dict[str, Any], burst: int) -> None:
    """Call every function once, then those behind HTTP many times at once.

    Each request in flight needs a worker of its own, of some 50 MB. Leads come in bursts, reads of
    cards do not. Scheduled functions start by themselves.
    """
    api_url = stack["api_url"]
    intake = (api_url, "POST", "/v1/leads")
    health = (api_url, "GET", "/v1/health")
    names = stack["aws"]["functions"]
    background = [names["relay"], names["react"], names["collect"]]
    with ThreadPoolExecutor(max(burst * 2, 8)) as pool:
        first = [*pool.map(broken, [intake, health]), *pool.map(partial(stuck, stack), background)]
        # Half as many again, since the first workers are free before the last requests come in.
        crowd = [intake] * (burst * 3 // 2) + [health] * (burst // 4)
        for problem in first if any(first) else pool.map(broken, crowd):
            if problem:
                raise StackError(problem)


def broken(request: tuple[str, str, str]) -> str:
    """Return what is wrong with the answer to a request, "" if nothing; 401 is fine, too."""
    status, body = ask(*request)
    fine = status < HTTPStatus.INTERNAL_SERVER_ERROR
    return "" if fine else f"{request[1]} {request[2]} answered {status}: {body[:2000]}"


def stuck(stack: dict[str, Any], name: str) -> str:
    """Return what is wrong with a function that is not behind HTTP, "" if nothing."""
    aws_lambda = deploy.client("lambda", stack["aws"]["endpoint_url"])
    answer = aws_lambda.invoke(FunctionName=name, Payload=b'{"Records": []}')
    fine = "FunctionError" not in answer
    return "" if fine else f"{name} failed: {answer['Payload'].read().decode()[:2000]}"


def ask(api_url: str, method: str, path: str) -> tuple[int, str]:
    """Send one request and return its status and body; 599 stands for no answer."""
    url = urlsplit(api_url)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=WARM_SECONDS)
    try:
        connection.request(method, url.path + path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except OSError as error:
        return 599, str(error)
    finally:
        connection.close()


def show(home: Path, stack: dict[str, Any]) -> None:
    """Print the addresses and keys for the user."""
    say(f"\n  API      {stack['api_url']}/v1")
    say(f"  Docs     {stack['api_url']}/v1/docs")
    for role, key in stack["keys"].items():
        say(f"  Key      {role:<10} {key}")
    for name, source in stack["sources"].items():
        say(f"  Source   {name:<12} {stack['api_url']}{source.get('path', '')}")
    say(f"  Details  {os.path.relpath(home / 'stack.json')}\n")


if __name__ == "__main__":
    main()
