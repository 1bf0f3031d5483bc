"""AWS's own DynamoDB Local for the tests, with the table that template.yaml deploys, streamless.

One server serves a whole test run. With pytest-xdist it belongs to the controller: a JVM for each
worker would cost 300 MB and some seconds of CPU apiece, and one that belonged to a worker could go
while the others still need it. Tests keep apart by a table of their own.
"""

import re
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests.template import RESOURCES

ROOT = Path(__file__).parent.parent
EMULATOR = ROOT / ".local" / "dynamodb" / "emulator"
LAUNCHER = Path(__file__).with_name("Loopback.java")
SECONDS_TO_START = 90.0
BATCH = 25  # what one BatchWriteItem takes

# As in production, apart from the time-outs, which a loaded machine would meet, and from the proxy:
# one of the machine cannot reach the loopback address.
STANDARD = Config(
    retries={"mode": "standard"},
    parameter_validation=False,
    user_agent="leadfold",
    proxies={},
)

# Not the stream: nobody reads it here, and the server looks through all that a stream has told for
# each thing that it tells, which soon takes most of its time. The stack's tests prove the stream.
SCHEMA = (
    "AttributeDefinitions",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "LocalSecondaryIndexes",
)


class DynamoDBLocal:
    """One server process; `log` is all that another process needs to find it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="dynamodb-local-"))
        self._process: subprocess.Popen[bytes] | None = None
        self.log = self._folder / "log"

    def start(self) -> None:
        """Start without waiting for the first answer, see `url_from`."""
        with self.log.open("wb") as log:
            # The pipe is the server's lifeline: it ends when nobody holds the other end.
            self._process = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                start_new_session=True,  # Ctrl-C is for pytest: tests still clean up after it
            )

    def stop(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def _command() -> list[str]:
    return [
        # Small heap, quick start: the tables of a test run are a few megabytes.
        *("java", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        f"-Djava.library.path={EMULATOR}/DynamoDBLocal_lib",
        *("-cp", f"{EMULATOR}/DynamoDBLocal.jar:{EMULATOR}/DynamoDBLocal_lib/*"),
        str(LAUNCHER),
        *("-inMemory", "-sharedDb", "-disableTelemetry"),
    ]


def is_installed() -> bool:
    return shutil.which("java") is not None and EMULATOR.is_dir()


def url_from(log: Path) -> str:
    """Wait until the server that writes this log listens, and return its address."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        said = log.read_text(errors="replace")
        if listening := re.search(r"^LISTENING (\d+)\n", said, re.MULTILINE):
            return f"http://127.0.0.1:{listening[1]}"
        if re.search(r"^Exception in thread|^error:|error: compilation failed", said, re.MULTILINE):
            break
        time.sleep(0.05)
    raise RuntimeError(f"DynamoDB Local did not start:\n{said}")


def connect(url: str, config: Config | None = None) -> Any:
    return boto3.client(
        "dynamodb",
        endpoint_url=url,
        region_name="eu-north-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=STANDARD.merge(config) if config else STANDARD,
    )


def table_schema() -> dict[str, Any]:
    """Return what CreateTable takes of the resource `Table`, so that tests use what is deployed."""
    properties = RESOURCES["Table"]["Properties"]
    return {name: properties[name] for name in SCHEMA if name in properties}


def create_table(client: Any, name: str | None = None) -> str:
    """Create the deployed table under this name, or one that nobody else uses; return the name."""
    name = name or f"leadfold-{uuid.uuid4().hex}"
    client.create_table(TableName=name, **table_schema())
    return name


class Tables:
    """Tables to borrow, each empty. They are used again: the server slows with every one it made.

    After 500 tables made and deleted, the next ones take half a second each.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._free: list[str] = []

    @contextmanager
    def borrowed(self) -> Iterator[str]:
        name = self._free.pop() if self._free else create_table(self._client)
        yield name
        self._empty(name)
        self._free.append(name)

    def _empty(self, name: str) -> None:
        keys = {"ProjectionExpression": "pk, sk", "ConsistentRead": True}
        pages = self._client.get_paginator("scan").paginate(TableName=name, **keys)
        deletes = [{"DeleteRequest": {"Key": key}} for page in pages for key in page["Items"]]
        for start in range(0, len(deletes), BATCH):
            self._client.batch_write_item(RequestItems={name: deletes[start : start + BATCH]})
