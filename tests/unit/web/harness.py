"""The HTTP functions in process: their routes over the Memory store, called with raw events."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from leadfold.errors import Unavailable
from leadfold.ids import new_id
from leadfold.keyed import KeyedHash
from leadfold.resolve.desk import Desk
from leadfold.runtime import access
from leadfold.runtime.config import Config
from leadfold.store.memory import Memory
from leadfold.web import api
from leadfold.web.http import Dispatcher
from leadfold.web.intake import leads, webhooks
from leadfold.web.tools import Tools

KEYED = KeyedHash(b"k" * 32)
JSON = "application/json"
OLA = {"full_name": "Ola Hansen", "phone": "+4791234567", "email": "ola@example.com"}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> Any:
        return json.loads(self.text)


@dataclass
class Service:
    """Intake and configuration on one store; ``queue`` holds what was enqueued."""

    store: Memory = field(default_factory=Memory)
    queue: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    queue_is_down: bool = False

    def __post_init__(self) -> None:
        # A clock that leaps: whatever was configured a moment ago counts at once.
        config = Config(self.store, clock=_leaping())
        desk = Desk(store=self.store, raw=self.store, keyed=KEYED, directory=config, new_id=new_id)
        tools = leads.Tools(
            desk=desk, config=config, api_url="https://api.test", enqueue=self._enqueue
        )
        self._intake = Dispatcher((*leads.ROUTES, *webhooks.ROUTES), tools, config)
        self._api = Dispatcher(
            api.ROUTES,
            Tools(
                desk=desk,
                config=config,
                api_url="https://api.test",
                collect=lambda queued: self._enqueue(queued.source, [queued.notice]),
            ),
            config,
        )
        self.keys = {role: self._key(role) for role in access.ROLES}

    def _key(self, role):
        key, writes = access.new_key(role, role, f"key_{role}", "2026-11-21T00:00:00Z")
        for write in writes:
            self.store.write(write)
        return key

    def _enqueue(self, source_id, notices):
        if self.queue_is_down:
            raise Unavailable("queue")
        self.queue += [(source_id, dict(notice)) for notice in notices]

    def call(
        self,
        method,
        path,
        body=b"",
        *,
        role=None,
        headers=None,
        query="",
        content_type=JSON,
        b64=False,
    ) -> Answer:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        b64 = b64 or not _is_text(sent)
        event = {
            "rawPath": f"/v1{path}",
            "rawQueryString": query,
            "headers": {"content-type": content_type, **(headers or {})},
            "requestContext": {"requestId": "r-1", "http": {"method": method}, "domainName": "x"},
            "body": base64.b64encode(sent).decode() if b64 else sent.decode(),
            "isBase64Encoded": b64,
        }
        if role:
            event["headers"]["x-api-key"] = self.keys[role]
        is_intake = path.startswith(("/leads", "/webhooks"))
        answer = (self._intake if is_intake else self._api)(event)
        return Answer(answer["statusCode"], answer["headers"], answer["body"])

    def source(self, source_id, **values) -> Answer:
        answer = self.call("PUT", f"/sources/{source_id}", values, role="admin")
        assert answer.status == 200, answer.text
        return answer

    def items(self, sk):
        """Return every item of a kind, by the beginning of its sort key."""
        return [item for item in self.store.everything() if item["sk"].startswith(sk)]


def furnished(service):
    """Configure a bucket, two owners and a source."""
    service.call("PUT", "/buckets/sales", {"name": "Sales"}, role="admin")
    for owner in ("ann", "bob"):
        service.call("PUT", f"/owners/{owner}", {"name": owner.title()}, role="admin")
    service.source("site", country="NO", bucket="sales", owners=[{"owner_id": "ann"}])
    return service


def _leaping():
    moment = 0.0

    def clock():
        nonlocal moment
        moment += 1000.0
        return moment

    return clock


def _is_text(body):
    try:
        body.decode()
    except ValueError:
        return False
    return True
