"""How identity is decided: settings with defaults, read along with what every lead needs."""

import pytest

from leadfold.model import IdentityRules
from leadfold.runtime.config import Config
from leadfold.store import items
from leadfold.store.memory import Memory
from leadfold.store.writes import Overwrite
from tests.unit.web.harness import Service

DEFAULT = {
    "order": ["national_id", "org_number", "external_id", "phone", "email"],
    "use": dict.fromkeys(
        ("national_id", "org_number", "external_id", "phone", "email"), "decisive"
    ),
    "merge_up_to_level": None,
}


@pytest.fixture
def service():
    return Service()


def put(service, body):
    return service.call("PUT", "/settings/identity", body, role="admin")


def get(service):
    return service.call("GET", "/settings/identity", role="admin").body


def test_without_settings_the_defaults_are_shown_and_hold(service):
    assert get(service) == DEFAULT
    assert Config(service.store).identity_rules() == IdentityRules()
    assert {"order": list(IdentityRules().order), "use": dict(IdentityRules().use)} == {
        name: DEFAULT[name] for name in ("order", "use")
    }


def test_what_is_put_is_shown_and_holds(service):
    sent = {
        "order": ["email", "phone", "national_id"],
        "use": {"phone": "supporting", "email": "off"},
        "merge_up_to_level": 3,
    }
    answer = put(service, sent)
    assert answer.status == 200
    assert answer.body == get(service)
    assert answer.body["use"] == DEFAULT["use"] | sent["use"]
    assert Config(service.store).identity_rules() == IdentityRules(
        order=("email", "phone", "national_id", "org_number", "external_id"),
        use=DEFAULT["use"] | sent["use"],
        merge_up_to_level=3,
    )


def test_what_a_get_shows_may_be_sent_back_and_changes_nothing(service):
    put(service, {"order": ["phone", "national_id"], "use": {"email": "off"}})
    before = service.store.everything()
    assert put(service, get(service)).status == 200
    assert service.store.everything() == before


@pytest.mark.parametrize(
    ("order", "completed"),
    [
        ([], "national_id org_number external_id phone email"),
        (["phone"], "phone national_id org_number external_id email"),
        (["phone", "org_number"], "phone org_number external_id national_id email"),
        (["external_id", "email"], "external_id email national_id org_number phone"),
    ],
)
def test_an_order_names_every_identity(service, order, completed):
    assert put(service, {"order": order}).body["order"] == completed.split()


@pytest.mark.parametrize(
    "body",
    [
        {"order": ["phone", "phone"]},
        {"order": ["fax"]},
        {"use": {"national_id": "off"}},
        {"use": {"national_id": "supporting"}},
        {"use": {"phone": "maybe"}},
        {"use": {"fax": "off"}},
        {"merge_up_to_level": 0},
        {"merge_up_to_level": 10},
        {"merge_up_to_level": "3"},
        {"unknown": 1},
        [],
    ],
)
def test_what_makes_no_sense_is_422_and_writes_nothing(service, body):
    answer = put(service, body)
    assert (answer.status, bool(answer.body["errors"])) == (422, True)
    assert not service.items("SETTINGS")


@pytest.mark.parametrize("role", ["operator", "intake", "marketing"])
def test_only_an_admin_sees_and_changes_them(service, role):
    assert service.call("GET", "/settings/identity", role=role).status == 403
    assert service.call("PUT", "/settings/identity", {}, role=role).status == 403


class Counting(Memory):
    """A store that notes what is read."""

    def __init__(self):
        super().__init__()
        self.reads = []

    def get(self, keys):
        self.reads.append(list(keys))
        return super().get(self.reads[-1])


@pytest.mark.parametrize("configured", [False, True])
def test_a_lead_pays_no_round_trip_for_them(configured):
    store, now = Counting(), [0.0]
    config = Config(store, clock=lambda: now[0])
    store.write(Overwrite(key=items.config_key("SOURCE", "site"), item={"id": "site"}))
    if configured:
        rules = {"order": list(IdentityRules().order), "use": dict(IdentityRules().use)}
        store.write(Overwrite(key=items.config_key("SETTINGS", "identity"), item=rules))
    for later in (0.0, 1.0, 60.0):  # at first, remembered, and grown old
        now[0] += later
        config.source("site")
        assert config.identity_rules() == IdentityRules()
    assert len(store.reads) == 2


def test_settings_hold_for_a_worker_within_seconds():
    store, now = Memory(), [0.0]
    config = Config(store, clock=lambda: now[0])
    assert config.identity_rules().merge_up_to_level is None
    rules = {"order": ["phone"], "use": {"phone": "off"}, "merge_up_to_level": 2}
    store.write(Overwrite(key=items.config_key("SETTINGS", "identity"), item=rules))
    now[0] = 5.1
    assert config.identity_rules().merge_up_to_level == 2
    assert config.identity_rules() is config.identity_rules()
