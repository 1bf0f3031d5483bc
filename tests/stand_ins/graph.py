"""A stand-in for Meta's Graph API: leads, forms, ads, tokens, errors and limits, over real HTTP.

Composed after wire-formats.md, 1.5 to 1.7. In a test::

    with GraphStandIn(token="page-token", app_secret="secret") as graph:
        graph.leads["900000000000101"] = lead("900000000000101", {"email": ["kari@example.com"]})
        graph.script("900000000000101", error(80005), error(2))   # then the lead
        …  graph_base=graph.base …

On its own, with leads from files, for ``make demo``::

    python -m tests.stand_ins.graph --port 8099 --token page-token --app-secret secret FILE.json …

A file holds one node, or a list of nodes; a node with ``field_data`` is a lead, one with
``questions`` a form, any other an advertisement. ``POST /stand-in/nodes`` (a node or a list) adds
more while it runs, ``POST /stand-in/script/{id}`` (a list of steps) scripts what goes wrong.
"""

import argparse
import hashlib
import hmac
import json
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

VERSION = "v24.0"
#: What a read without ``fields`` gives.
DEFAULT_FIELDS = ("id", "created_time", "field_data")
HTML = b"<!DOCTYPE html><html><body><h1>Sorry, something went wrong.</h1></body></html>"


@dataclass(frozen=True)
class Step:
    """One answer that is not the node: an error, a page of HTML, nothing, or a slow answer."""

    status: int = 400
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    passes: bool = False


def error(
    code: int, subcode: int | None = None, *, status: int = 400, minutes: int | None = None
) -> Step:
    """Return an error as Graph writes it; ``minutes`` names a wait in the usage header."""
    told: dict[str, Any] = {
        "message": f"(#{code}) stand-in",
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": "AStandIn",
    }
    if subcode is not None:
        told["error_subcode"] = subcode
    headers = {} if minutes is None else {"X-Business-Use-Case-Usage": business_usage(minutes)}
    return Step(status=status, body=json.dumps({"error": told}).encode(), headers=headers)


def business_usage(minutes: int) -> str:
    """Return the usage header that names a wait."""
    use = {
        "type": "leadgen",
        "call_count": 100,
        "total_cputime": 25,
        "total_time": 25,
        "estimated_time_to_regain_access": minutes,
    }
    return json.dumps({"1040000000000": [use]})


def html(status: int = 502) -> Step:
    """Return a page of HTML instead of JSON."""
    return Step(status=status, body=HTML, headers={"Content-Type": "text/html"})


def slow(seconds: float) -> Step:
    """Wait, then answer with the node."""
    return Step(seconds=seconds, passes=True)


def lead(lead_id: str, fields: Mapping[str, Sequence[str]], **node: Any) -> dict[str, Any]:
    """Return a lead node."""
    return {
        "id": lead_id,
        "created_time": "2026-11-21T10:30:00+0000",
        "field_data": [{"name": name, "values": list(fields[name])} for name in fields],
        **node,
    }


@dataclass
class Asked:
    """One request that was made, without its token."""

    node: str
    fields: tuple[str, ...]
    proved: bool


class GraphStandIn:
    """The stand-in; starts on entering, on a free port of 127.0.0.1 unless told otherwise."""

    def __init__(self, *, token: str = "", app_secret: str = "", port: int = 0) -> None:
        self.token = token
        self.app_secret = app_secret
        self.leads: dict[str, dict[str, Any]] = {}
        self.forms: dict[str, dict[str, Any]] = {}
        self.ads: dict[str, dict[str, Any]] = {}
        self.asked: list[Asked] = []
        #: Fields that this token may not read: asking for one fails the whole call.
        self.forbidden: set[str] = set()
        self._scripts: dict[str, deque[Step]] = {}
        self._lock = threading.Lock()
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                stand_in.answer(self)

            def do_POST(self) -> None:
                stand_in.control(self)

            def log_message(self, *args: Any) -> None:
                """Say nothing: the address holds the token."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True

    @property
    def base(self) -> str:
        """The ``graph_base`` of a source that reads here."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/{VERSION}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def script(self, node_id: str, *steps: Step) -> None:
        """Answer the next reads of a node with these steps, then with the node."""
        with self._lock:
            self._scripts.setdefault(node_id, deque()).extend(steps)

    def add(self, node: Mapping[str, Any]) -> None:
        """Add a node, by what it looks like."""
        kind = (
            self.leads if "field_data" in node else self.forms if "questions" in node else self.ads
        )
        kind[str(node["id"])] = dict(node)

    # -- answering --------------------------------------------------------------------------------

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        version, _, node_id = parts.path.strip("/").partition("/")
        step = self._refusal(version, node_id, query, handler.headers) or self._next(node_id)
        if step.seconds:
            time.sleep(step.seconds)
        if step.status != 200 or not step.passes:
            _send(handler, step)
            return
        fields = tuple(_top(query["fields"])) if "fields" in query else DEFAULT_FIELDS
        proved = "appsecret_proof" in query
        self.asked.append(Asked(node=node_id, fields=fields, proved=proved))
        denied = sorted(self.forbidden.intersection(fields))
        node = self.leads.get(node_id) or self.forms.get(node_id) or self.ads.get(node_id)
        if denied:
            _send(handler, error(200, status=403))
        elif node is None:
            _send(handler, error(100, 33))
        else:
            shown = {name: node[name] for name in ("id", *fields) if name in node}
            _send(handler, Step(status=200, body=json.dumps(shown).encode()))

    def _refusal(
        self, version: str, node_id: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Step | None:
        bearer = (headers.get("Authorization") or "").removeprefix("Bearer ")
        token = query.get("access_token") or bearer
        if version != VERSION or not node_id:
            return error(2500, status=400)
        if not token:
            return error(104, status=400)
        if self.token and token != self.token:
            return error(190, 460, status=401)
        if self.app_secret and not hmac.compare_digest(
            query.get("appsecret_proof", ""), _proof(token, self.app_secret)
        ):
            return error(100, status=400)
        return None

    def _next(self, node_id: str) -> Step:
        with self._lock:
            steps = self._scripts.get(node_id)
            step = steps.popleft() if steps else Step(passes=True)
        return Step(status=200, seconds=step.seconds, passes=True) if step.passes else step

    def control(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        path = urlsplit(handler.path).path.strip("/").split("/")
        sent = json.loads(body)
        if path == ["stand-in", "nodes"]:
            for node in sent if isinstance(sent, list) else [sent]:
                self.add(node)
        elif path[:2] == ["stand-in", "script"] and len(path) == 3:
            self.script(path[2], *[_step(one) for one in sent])
        else:
            _send(handler, Step(status=404))
            return
        _send(
            handler,
            Step(status=200, body=json.dumps({"asked": [asdict(a) for a in self.asked]}).encode()),
        )


def _step(told: Mapping[str, Any]) -> Step:
    """Return a step told over HTTP: ``{"code": 190, "subcode": 460}``, ``{"html": 502}`` …"""
    if "html" in told:
        return html(int(told["html"]))
    if "slow" in told:
        return slow(float(told["slow"]))
    return error(
        int(told["code"]),
        told.get("subcode"),
        status=int(told.get("status", 400)),
        minutes=told.get("minutes"),
    )


def _proof(token: str, app_secret: str) -> str:
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def _top(fields: str) -> list[str]:
    """Return the names of ``a,b{c,d}`` at the top."""
    names, depth, name = [], 0, ""
    for char in fields + ",":
        depth += (char == "{") - (char == "}")
        if char == "," and depth == 0:
            names.append(name.partition("{")[0])
            name = ""
        else:
            name += char
    return names


def _send(handler: BaseHTTPRequestHandler, step: Step) -> None:
    handler.send_response(step.status)
    headers = {"Content-Type": "application/json; charset=UTF-8", **step.headers}
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(step.body)))
    handler.end_headers()
    handler.wfile.write(step.body)


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in for Meta's Graph API.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default="")
    parser.add_argument("--app-secret", default="")
    parser.add_argument("files", nargs="*", type=Path)
    told = parser.parse_args()
    with GraphStandIn(token=told.token, app_secret=told.app_secret, port=told.port) as graph:
        for path in told.files:
            nodes = json.loads(path.read_text())
            for node in nodes if isinstance(nodes, list) else [nodes]:
                graph.add(node)
        print(graph.base, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
