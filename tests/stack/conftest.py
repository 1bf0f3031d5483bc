"""The deployed template on the local emulator: one stack for the session, apart from the user's."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest

ROOT = Path(__file__).parents[2]
HOME = ROOT / ".local" / "test"
PYTHON = ROOT / ".local" / "venv" / "bin" / "python"


@dataclass(frozen=True)
class Answer:
    """What the API answered."""

    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Stack:
    """The running stack: what ``stack.json`` says."""

    about: Mapping[str, Any]

    def call(
        self,
        method: str,
        path: str,
        *,
        role: str | None = None,
        body: bytes | None = None,
        **headers: str,
    ) -> Answer:
        """Call the API; header names are written with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if role:
            sent["x-api-key"] = self.about["keys"][role]
        request = urllib.request.Request(
            f"{self.about['api_url']}/v1{path}", data=body, headers=sent, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return _answer(answer.status, answer)
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error.code, error)

    def post_lead(self, source: str = "site", **lead: Any) -> Answer:
        """Post one lead as JSON."""
        body = json.dumps(lead).encode()
        return self.call(
            "POST",
            f"/leads?source={source}",
            role="intake",
            body=body,
            content_type="application/json",
        )

    def get(self, path: str, role: str = "operator") -> Any:
        """Read from the API, which must answer 200."""
        answer = self.call("GET", path, role=role)
        assert answer.status == 200, answer
        return answer.body

    def command(self, name: str, **options: str) -> str:
        """Run a command of ``leadfold`` against the emulated AWS; return what it prints."""
        aws = self.about["aws"]
        words = [word for option in options.items() for word in (f"--{option[0]}", option[1])]
        told = {
            "AWS_ENDPOINT_URL": aws["endpoint_url"],
            "AWS_REGION": aws["region"],
            "AWS_DEFAULT_REGION": aws["region"],
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
        done = subprocess.run(
            [Path(sys.executable).with_name("leadfold"), name, *words],
            env=os.environ | told,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def client(self, service: str) -> Any:
        """Return a client of the emulated AWS."""
        aws = self.about["aws"]
        return boto3.client(
            service,
            endpoint_url=aws["endpoint_url"],
            region_name=aws["region"],
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )


@pytest.fixture(scope="session")
def graph(stack: "Stack") -> str:
    """Return the address of the stand-in for Meta's Graph API that the stack's source reads."""
    address = urlsplit(stack.about["stand_ins"]["graph"])
    return f"{address.scheme}://{address.netloc}/stand-in"


def _answer(status: int, answer: Any) -> Answer:
    raw = answer.read()
    headers = {name.lower(): value for name, value in answer.headers.items()}
    is_json = "json" in headers.get("content-type", "")
    return Answer(status=status, headers=headers, body=json.loads(raw) if is_json and raw else raw)


def _local(command: str) -> None:
    done = subprocess.run(
        [PYTHON, "-m", "local.stack", command, "--home", HOME],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Bring the template up on an emulator of its own, and take it down and away afterwards."""
    _local("clean")
    _local("up")
    running = Stack(json.loads((HOME / "stack.json").read_text()))
    yield running
    logged = (HOME / "emulator" / "log").read_text(errors="replace") + _logs(running)
    _local("clean")
    assert '"outcome":"created"' in logged, "the search must see the lines of leads"
    assert [told for told in _personal if told in logged] == [], "personal data in a log line"


def _logs(running: Stack) -> str:
    """Return every line that the functions logged."""
    logs = running.client("logs")
    groups = logs.get_paginator("describe_log_groups").paginate()
    names = [group["logGroupName"] for page in groups for group in page["logGroups"]]
    events = logs.get_paginator("filter_log_events")
    return "\n".join(
        event["message"]
        for name in names
        for page in events.paginate(logGroupName=name)
        for event in page["events"]
    )


_numbers = iter(range(41_000_001, 42_000_000))

#: What the tests of this folder send; nothing of it may be in a log.
_personal = {"Hansen", "Kari Berg", "Per Lie", "@example.org", "Fact Ual", "Parked Person"}


@pytest.fixture
def new_phone() -> Callable[[], str]:
    """Return numbers that no other test uses."""

    def number() -> str:
        national = str(next(_numbers))
        _personal.add(national)
        return f"+47{national}"

    return number
