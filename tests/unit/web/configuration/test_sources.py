"""Sources: their secrets, field maps and previews."""

import pytest

from leadfold.store import items
from tests.unit.web.harness import Service

MAP = [
    {"do": "rename", "label": "Ditt navn", "to": "full_name"},
    {"do": "join", "to": "street", "template": "{gate} {nr}"},
    {"do": "constant", "to": "country", "value": "NO"},
    {"do": "split_name", "label": "navn"},
    {"do": "values", "label": "i", "to": "interest", "values": {"1": "Solar"}},
    {"do": "ignore", "label": "debug"},
]


@pytest.fixture
def service():
    return Service()


def get(service, source_id):
    return service.call("GET", f"/sources/{source_id}", role="admin").body


def kept(service, source_id):
    key = items.config_key("SECRETS", source_id)
    return items.secrets_of(service.store.get([key])[key])


def test_secrets_are_written_and_never_shown(service):
    answer = service.source(
        "m", platform="meta", secrets={"app_secret": "hidden", "verify_token": "hidden-too"}
    )
    assert "hidden" not in answer.text
    assert get(service, "m")["secrets"] == {
        "app_secret": True,
        "client_secret": False,
        "verify_token": True,
        "google_key": False,
        "access_token": False,
        "secret_path": False,
    }
    assert "hidden" not in str(service.items("SOURCE"))


def test_what_a_get_shows_may_be_sent_back_and_changes_nothing(service):
    service.source(
        "m",
        platform="meta",
        country="NO",
        field_map=MAP,
        working_hours={"time_zone": "Europe/Oslo", "days": {"mon": [["08:00", "16:00"]]}},
        forms={"11": {"field_map": MAP[:1]}},
        secrets={"app_secret": ["new", "old"]},
    )
    before = service.store.everything()
    shown = get(service, "m")
    service.source("m", **shown)
    assert service.store.everything() == before
    assert get(service, "m") == shown


def test_a_new_secret_stands_before_the_one_that_it_replaces(service):
    for secret in ("one", "two", "two", "three"):
        service.source(
            "m", platform="meta", secrets={"app_secret": secret, "access_token": f"t-{secret}"}
        )
    assert kept(service, "m").app_secret == ("three", "two")
    assert kept(service, "m").access_token == ("t-three", "t-two")
    service.source("m", platform="meta")
    service.source("m", platform="meta", secrets={"app_secret": None})
    assert (kept(service, "m").app_secret, kept(service, "m").access_token[0]) == ((), "t-three")


def test_a_source_without_proof_of_its_own_gets_a_secret_url_that_is_shown_once(service):
    made = service.source("site").body["secrets"]["secret_path"]
    assert len(made) >= 24
    assert get(service, "site")["secrets"]["secret_path"] is True
    assert service.source("site").body["secrets"]["secret_path"] is True
    path = f"/webhooks/generic/site/{made}"
    assert service.call("POST", path, {"email": "a@example.com"}).status == 201
    again = service.source("site", secrets={"secret_path": None}).body["secrets"]["secret_path"]
    assert again != made
    assert service.call("POST", path, {"email": "a@example.com"}).status == 401


@pytest.mark.parametrize(
    "values",
    [
        {"secrets": {"app_secret": ""}},
        {"secrets": {"google_key": "short"}},
        {"secrets": {"secret_path": "with/slash-and-more"}},
        {"secrets": {"app_secret": ["a", "b", "c"]}},
        {"secrets": {"unknown": "x"}},
        {"graph_base": "http://example.com/v24.0"},
        {"platform": "Meta"},
        {"field_map": [{"do": "rename", "label": "a"}]},
        {"field_map": [{"do": "join", "to": "x", "template": "no names"}]},
        {"field_map": [{"do": "run", "label": "a"}]},
        {"forms": {"with blank": {}}},
        {"forms": {"1": {"country": "NO"}}},
    ],
)
def test_what_makes_no_sense_is_422_and_writes_nothing(service, values):
    answer = service.call("PUT", "/sources/s", values, role="admin")
    assert (answer.status, bool(answer.body["errors"])) == (422, True)
    assert not service.items(("SOURCE", "SECRETS"))


def test_a_lead_is_read_by_the_field_map_of_its_source(service):
    service.source("site", country="NO", field_map=MAP)
    body = {
        "Ditt navn": "Ola Lie",
        "gate": "Storgata",
        "nr": 5,
        "i": "1",
        "debug": "x",
        "phone": "91234567",
    }
    answer = service.call("POST", "/sources/site/preview", body, role="operator")
    assert answer.body["fields"] == {
        "phone": "91234567",
        "full_name": "Ola Lie",
        "street": "Storgata 5",
        "country": "NO",
    }
    assert answer.body["answers"] == {"interest": "Solar"}


# -- preview --------------------------------------------------------------------------------------


def preview(service, body, **options):
    return service.call("POST", "/sources/site/preview", body, role="operator", **options)


def test_a_preview_tells_each_outcome_and_writes_nothing(service):
    service.source("site", country="NO")
    body = {"lead_id": "1", "name": "Ola Lie", "phone": "91234567", "national_id": "01018012345"}
    before = service.store.everything()
    first = preview(service, body).body
    assert (first["outcome"], first["card_id"], first["identities"]) == ("created", None, ["phone"])
    assert first["fields"]["national_id"] == "•••2345"
    assert [warning["field"] for warning in first["warnings"]] == ["national_id"]
    assert service.store.everything() == before
    card = service.call("POST", "/leads", body, role="intake", query="source=site").body["card_id"]
    assert preview(service, body).body["outcome"] == "replayed"
    again = preview(service, body | {"lead_id": "2"}).body
    assert (again["outcome"], again["card_id"], again["match"]["level"]) == ("repeat", card, 1)
    other = preview(service, {"name": "Kari Lie", "phone": "91234567"}).body
    assert (other["outcome"], other["other_cards"][0]["card_id"]) == ("created", card)
    assert preview(service, {"is_test": True, "phone": "91234567"}).body["outcome"] == "test"
    assert preview(service, {"x": 1}).body["problem"] == "no_identity"
    assert preview(service, b"broken").body["problem"] == "unparseable"
    assert not service.store.kept
    assert not service.store._parked


def test_a_preview_shows_what_has_no_utf_8_as_json_can_carry_it(service):
    service.source("site")
    answer = preview(service, b'{"email":"a@example.com","x":"\\ud83d","y":"\\u0000"}')
    assert answer.body["answers"] == {"x": "\ud83d", "y": "\0"}
    assert answer.text.encode()


def test_a_preview_needs_a_source_and_an_operator(service):
    service.source("site")
    assert service.call("POST", "/sources/none/preview", {}, role="admin").status == 404
    assert service.call("POST", "/sources/site/preview", {}, role="intake").status == 403
