"""The typed client: current, and patient where the API asks it to come back."""

import ast
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import leadfold
from leadfold.client import ApiProblem, Client, generated
from local import client

PACKAGE = Path(leadfold.__file__).parent


def meaning(code):
    """Leave out what the formatter decides."""
    return ast.dump(ast.parse(code))


def test_the_client_is_current():
    document = json.loads((PACKAGE / "web" / "openapi.json").read_text("utf-8"))
    kept = (PACKAGE / "client" / "generated.py").read_text("utf-8")
    assert meaning(client.text(document)) == meaning(kept), "run `make openapi`"


def test_the_client_and_its_types_are_exported_and_nothing_of_other_modules():
    found = {name for name in vars(leadfold.client) if not name.startswith("_")}
    assert found - set(generated.__all__) == {"ApiProblem", "Caller", "calling", "generated"}
    assert {"Client", "Card", "Answer"} < found


class Answers(BaseHTTPRequestHandler):
    """Gives the answers that it was given, in their order, and keeps the requests."""

    def _next(self):
        length = int(self.headers.get("content-length", 0))
        self.server.asked.append((self.command, self.path, self.rfile.read(length)))
        status, headers, body = self.server.answers.pop(0)
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = _next  # noqa: N815 (the names that the server looks for)

    def log_message(self, *_):
        pass


@pytest.fixture
def api():
    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.asked, server.answers = [], []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def caller(api):
    return Client(f"http://127.0.0.1:{api.server_port}", "a key")


def test_a_lead_is_posted_with_its_source_and_answered_with_what_became_of_it(api, caller):
    api.answers = [(201, {}, b'{"outcome": "created"}')]
    assert caller.post_lead({"full_name": "Ola Hansen"}, source="site")["outcome"] == "created"
    assert api.asked == [("POST", "/v1/leads?source=site", b'{"full_name": "Ola Hansen"}')]


def test_an_api_that_asks_to_come_back_is_asked_again(api, caller):
    api.answers = [(503, {"retry-after": "0"}, b"{}"), (200, {}, b'{"outcome": "repeat"}')]
    assert caller.post_lead({}, source="site")["outcome"] == "repeat"


def test_it_is_not_asked_for_ever(api, caller):
    api.answers = [(429, {"retry-after": "0"}, b'{"detail": "Slow down."}')] * 3
    with pytest.raises(ApiProblem, match="Slow down") as raised:
        caller.get_health()
    assert raised.value.status == 429
    assert len(api.asked) == 3


def test_a_problem_says_what_is_wrong_whoever_wrote_it(api, caller):
    api.answers = [
        (404, {}, b'{"detail": "There is no card with this id."}'),
        (502, {}, b"<html>Bad gateway</html>"),
    ]
    with pytest.raises(ApiProblem, match="no card with this id"):
        caller.get_card("card_1")
    with pytest.raises(ApiProblem, match="502"):
        caller.get_card("card_1")


def test_a_list_is_read_to_its_end(api, caller):
    api.answers = [
        (200, {}, b'{"items": [1, 2], "next_cursor": "on"}'),
        (200, {}, b'{"items": [3], "next_cursor": null}'),
    ]
    assert list(caller.items("/tasks", owner="ann")) == [1, 2, 3]
    assert [path for _, path, _ in api.asked] == [
        "/v1/tasks?owner=ann",
        "/v1/tasks?owner=ann&cursor=on",
    ]


def test_an_id_stays_one_part_of_the_path(api, caller):
    api.answers = [(204, {}, b"")]
    assert caller.delete_key("a/../b") is None
    assert api.asked[0][1] == "/v1/keys/a%2F..%2Fb"
