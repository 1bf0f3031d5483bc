"""Sources are configured and deleted on either store, whoever does it at the same instant."""

import pytest

from leadfold.errors import Problem
from leadfold.store import items
from leadfold.web.configuration import sources
from leadfold.web.http import Request
from leadfold.web.tools import Tools


@pytest.fixture
def tools(office):
    return Tools(
        desk=office.desk, config=office.config, api_url="https://api.test", collect=[].append
    )


def call(handler, tools, body=b""):
    request = Request(
        method="", path="", request_id="r", api_url="", parameters={"id": "m"}, body=body
    )
    return handler(tools, request)


def put(tools, secrets="{}"):
    body = f'{{"platform": "meta", "secrets": {secrets}}}'.encode()
    return call(sources.put_source, tools, body).body


def delete(tools):
    return call(sources.delete_source, tools).status


def test_a_source_is_made_deleted_and_made_again(tools, office):
    assert put(tools, '{"app_secret": "one", "verify_token": "verify-me"}')["secrets"]["app_secret"]
    assert delete(tools) == 204
    assert office.config.open_source("m") is None
    assert office.config.source("m").platform == "meta"
    with pytest.raises(Problem, match="no such source"):
        delete(tools)
    assert not any(put(tools)["secrets"].values())
    assert call(sources.get_source, tools).body["platform"] == "meta"
    key = items.config_key("SECRETS", "m")
    assert "ttl" not in office.store.get([key])[key]


def test_what_never_was_is_not_deleted(tools, office):
    with pytest.raises(Problem, match="no such source"):
        delete(tools)
    assert office.config.source("m") is None
    assert office.stored("SECRETS") == []


def test_a_put_that_a_delete_overtakes_brings_no_old_secret_back(tools, office, monkeypatch):
    put(tools, '{"app_secret": "old"}')
    transact, overtaken = office.store.transact, []

    def after_a_delete(writes, *, deadline):
        if not overtaken:
            overtaken.append(writes)
            delete(tools)
        transact(writes, deadline=deadline)

    monkeypatch.setattr(office.store, "transact", after_a_delete)
    assert put(tools)["secrets"]["app_secret"] is False
    assert call(sources.get_source, tools).body["secrets"]["app_secret"] is False
