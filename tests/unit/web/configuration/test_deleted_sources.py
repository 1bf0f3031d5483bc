"""A source is deleted: no lead comes by it any more, and none that came is lost."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from leadfold.ids import new_id
from leadfold.intake.collecting import collect
from leadfold.intake.graph_client import GraphClient
from leadfold.intake.notices import QueuedNotice
from leadfold.intake.parking import park_unread
from leadfold.intake.sweep import sweep
from leadfold.model import Arrival
from leadfold.resolve.desk import Desk
from leadfold.runtime.config import Config
from leadfold.store import items
from tests.stand_ins.graph import GraphStandIn, lead
from tests.unit.web.harness import KEYED, Service
from tests.unit.web.intake.test_webhooks import META, post_meta

PATH = "p" * 20
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LEAD_ID = "900000000000101"
OLA = {"lead_id": "1", "full_name": "Ola Lie", "phone": "91234567"}


@pytest.fixture
def service():
    service = Service()
    service.source("site", country="NO", retention_days=30, secrets={"secret_path": PATH})
    return service


def delete(service, source_id="site"):
    return service.call("DELETE", f"/sources/{source_id}", role="admin")


def post(service, body=OLA):
    return service.call("POST", f"/webhooks/generic/site/{PATH}", body)


def config_of(service):
    return Config(service.store)


def desk_of(service):
    config = config_of(service)
    return Desk(
        store=service.store, raw=service.store, keyed=KEYED, directory=config, new_id=new_id
    )


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("POST", "/leads", "source=site"),
        ("POST", "/leads/batch", "source=site"),
        ("POST", f"/webhooks/generic/site/{PATH}", ""),
        ("GET", "/sources/site", ""),
        ("POST", "/sources/site/preview", ""),
        ("POST", "/match", "source=site"),
        ("DELETE", "/sources/site", ""),
    ],
)
def test_every_call_answers_as_for_a_source_that_never_was(service, method, path, query):
    assert delete(service).status == 204
    body = [OLA] if path == "/match" else OLA
    gone = service.call(method, path, body, role="admin", query=query)
    unknown = service.call(
        method, path.replace("site", "n"), body, role="admin", query=query.replace("site", "n")
    )
    assert (gone.status, gone.body["title"]) == (404, unknown.body["title"])
    assert not service.items(("DLV", "INQ", "QUARANTINE"))


def test_nobody_is_typed_in_by_a_deleted_source(service):
    delete(service)
    answer = service.call(
        "POST", "/cards", {"phone": "91234567", "source": "site"}, role="operator"
    )
    assert answer.status == 422
    assert ("source", "unknown") in [(e["field"], e["code"]) for e in answer.body["errors"]]


def test_a_platform_is_refused_and_nothing_is_queued(service):
    service.source("meta-demo", platform="meta", secrets={"app_secret": "s"})
    assert post_meta(service, META).status == 200
    delete(service, "meta-demo")
    queued = list(service.queue)
    assert post_meta(service, META).status == 404
    assert service.queue == queued


def test_a_worker_that_remembers_the_source_follows_within_five_seconds(service):
    seconds = [0.0]
    config = Config(service.store, clock=lambda: seconds[0])
    assert config.open_source("site")
    delete(service)
    seconds[0] = 5.0
    assert config.open_source("site") is None
    assert config.source("site").retention_days == 30


def test_what_came_by_it_stays_as_it_was(service):
    card = post(service).body["card_id"]
    before = [item for item in service.store.everything() if item["pk"] not in SETTINGS]
    delete(service)
    assert [item for item in service.store.everything() if item["pk"] not in SETTINGS] == before
    assert service.call("GET", f"/cards/{card}", role="operator").body["source"] == "site"
    assert service.call("GET", "/sources/site/deliveries", role="marketing").status == 200


SETTINGS = {"SOURCE", "SECRETS"}


def test_a_lead_that_is_held_is_shown_and_released(service):
    entry = post(service, {"full_name": "Ola Lie"}).body["quarantine_id"]
    delete(service)
    shown = service.call("GET", f"/quarantine/{entry}", role="operator").body
    assert shown["fields"] == {"full_name": "Ola Lie"}
    answer = service.call(
        "POST",
        f"/quarantine/{entry}/release",
        {"fields": {"phone": "91234567"}},
        role="operator",
    )
    assert (answer.status, answer.body["phone_e164"]) == (201, "+4791234567")


def test_a_lead_that_is_parked_is_taken_in_once(service):
    desk, config = desk_of(service), config_of(service)
    body = json.dumps(OLA).encode()
    arrival = Arrival(body=body, content_type="application/json", received_at=NOON)
    park_unread(arrival, config.source("site"), desk, new_id("dlv"))
    delete(service)
    later = NOON + timedelta(minutes=5)
    counts = sweep(desk, config_of(service), now=later, until=time.monotonic() + 60)
    assert counts == {"created": 1}
    assert len(service.items("INQ")) == 1
    assert list(service.store.parked()) == []


def test_a_notice_under_way_is_read_with_the_token_of_the_deleted_source(service):
    with GraphStandIn(token="page-token", app_secret="app-secret") as graph:
        graph.leads[LEAD_ID] = lead(LEAD_ID, {"phone_number": ["+4791234567"]})
        secrets = {"access_token": "page-token", "app_secret": "app-secret"}
        service.source("m", platform="meta", graph_base=graph.base, secrets=secrets)
        delete(service, "m")
        queued = QueuedNotice(source="m", notice={"leadgen_id": LEAD_ID}, received_at=NOON)
        answer = collect(queued, desk_of(service), config_of(service), GraphClient(), chance=0.5)
    assert (answer.outcome, answer.phone_e164) == ("created", "+4791234567")


def test_of_its_secrets_only_those_stay_that_read_leads_and_for_two_weeks(service):
    every = {"app_secret": "a", "access_token": "t", "verify_token": "v" * 8, "secret_path": PATH}
    service.source("m", platform="meta", secrets=every)
    delete(service, "m")
    key = items.config_key("SECRETS", "m")
    item = service.store.get([key])[key]
    kept = items.secrets_of(item)
    assert (kept.access_token, kept.app_secret) == (("t",), ("a",))
    assert kept.verify_token == kept.secret_path == ()
    lasts = item["ttl"] - datetime.now(UTC).timestamp()
    assert timedelta(days=14).total_seconds() == pytest.approx(lasts, abs=60)


def test_a_new_source_of_the_same_id_has_none_of_the_old_secrets(service):
    service.source("m", platform="meta", secrets={"app_secret": "old", "access_token": "old"})
    delete(service, "m")
    shown = service.source("m", platform="meta").body
    assert not any(shown["secrets"].values())
    delete(service)
    made = service.source("site").body["secrets"]["secret_path"]
    assert post(service).status == 401
    assert service.call("POST", f"/webhooks/generic/site/{made}", OLA).status == 202


def test_a_new_source_of_the_same_id_knows_what_came_by_the_old_one(service):
    first = post(service)
    delete(service)
    service.source("site", country="NO", secrets={"secret_path": PATH})
    again = post(service)
    assert (again.body["outcome"], again.body["card_id"]) == ("replayed", first.body["card_id"])
    assert len(service.items("INQ")) == 1


def test_a_source_that_is_made_again_may_be_deleted_again(service):
    for _ in range(2):
        assert [delete(service).status for _ in range(2)] == [204, 404]
        service.source("site")
    assert service.call("GET", "/sources/site", role="admin").status == 200
