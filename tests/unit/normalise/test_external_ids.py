"""Ids in other systems, however they are written; what stands for none is nothing."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.model import Source
from leadfold.normalise import external_ids, person
from leadfold.sources import envelope

TODAY = date(2026, 11, 21)
GUID = "{6F9619FF-8B86-D011-B42D-00C04FC964FF}"


@pytest.mark.parametrize(
    ("what", "raw", "expected"),
    [
        ("an object", '{"hubspot": "123"}', {"hubspot": "123"}),
        ("several", '{"hubspot": "1", "sap": "2"}', {"hubspot": "1", "sap": "2"}),
        ("a number", '{"hubspot": 123}', {"hubspot": "123"}),
        ("a long number", '{"x": 12345678901234567890123}', {"x": "12345678901234567890123"}),
        ("a list of objects", '[{"system": "HubSpot", "id": 7}]', {"hubspot": "7"}),
        ("other names", '[{"source": "crm", "value": "7"}]', {"crm": "7"}),
        ("one such object", '{"system": "crm", "id": "7"}', {"crm": "7"}),
        ("an object for each", '{"crm": {"id": "7"}}', {"crm": "7"}),
        ("a list for one", '{"crm": ["7", "8"]}', {"crm": "7"}),
        ("a list of texts", '["crm:7", "sap=8"]', {"crm": "7", "sap": "8"}),
        ("an object without system", '{"id": "7"}', {"external": "7"}),
        ("text", "hubspot:123", {"hubspot": "123"}),
        ("text with a sign of equality", "hubspot = 123", {"hubspot": "123"}),
        ("commas", "hubspot:123, sap:A7", {"hubspot": "123", "sap": "A7"}),
        ("semicolons", "hubspot:123;sap:A7;", {"hubspot": "123", "sap": "A7"}),
        ("lines", "hubspot:123\r\nsap:A7", {"hubspot": "123", "sap": "A7"}),
        ("a lone id", " A-7 ", {"external": "A-7"}),
        ("no system before the sign", ":7", {"external": "7"}),
        ("a colon in the id", "urn:li:person:7", {"urn": "li:person:7"}),
        ("an address", "https://crm.no/7", {"external": "https://crm.no/7"}),
        ("case of an id is kept", "SalesForce:00QaB", {"salesforce": "00QaB"}),
        ("a system in words", "Super Office-CRM: 7", {"super_office_crm": "7"}),
        ("hidden marks", "hubspot:\u200f123\u200b", {"hubspot": "123"}),
        ("the first of two", "crm:1,crm:2", {"crm": "1"}),
        ("a guid in braces", f"dynamics:{GUID}", {"dynamics": GUID}),
        ("such a guid alone", GUID, {"external": GUID}),
        ("a float", '{"crm": 40000000011.0}', {"crm": "40000000011"}),
        ("a number that lost its digits", "crm:1.23457E+17", {}),
        ("zero", "hubspot:0", {}),
        ("null", '{"hubspot": null, "sap": "7"}', {"sap": "7"}),
        ("null as a text", '{"hubspot": "null"}', {}),
        ("none", "none", {}),
        ("N/A", "crm: N/A", {}),
        ("a dash", "crm:-", {}),
        ("the guid of nothing", "x:00000000-0000-0000-0000-000000000000", {}),
        ("undefined", "undefined", {}),
        ("true", '{"crm": true}', {}),
        ("an object in a text", "crm:[object Object]", {}),
        ("a placeholder of Make", "crm:{{contact.id}}", {}),
        ("alone", "{{contact.id}}", {}),
        ("a placeholder of a form", "crm:%contact_id%", {}),
        ("an error of a spreadsheet", "crm:#N/A", {}),
        ("too long an id", f"crm:{'7' * 129}", {}),
        ("as long as it may be", f"crm:{'7' * 128}", {"crm": "7" * 128}),
        ("too long a system", f"{'a' * 65}:7", {}),
        ("broken JSON", '{"crm": "7"', {}),
        ("nothing", "", {}),
    ],
)
def test_ids_are_read(what, raw, expected):
    assert external_ids.parse(raw) == expected


def test_no_more_than_twenty_are_kept():
    assert len(external_ids.parse(",".join(f"s{n}:{n + 1}" for n in range(30)))) == 20


@pytest.mark.parametrize(
    ("what", "sent", "expected"),
    [
        ("an object", {"hubspot": "123"}, {"hubspot": "123"}),
        ("numbers", {"hubspot": 123, "sap": 0}, {"hubspot": "123"}),
        ("objects", [{"system": "hubspot", "id": "123"}], {"hubspot": "123"}),
        ("text", "hubspot:123", {"hubspot": "123"}),
        ("texts", ["hubspot:123", "sap:7"], {"hubspot": "123", "sap": "7"}),
        ("a bare number", 123, {"external": "123"}),
        ("nothing", {}, {}),
    ],
)
@pytest.mark.parametrize("label", ["external_ids", "External IDs", "external_id", "externalId"])
def test_a_lead_brings_them_however_it_names_them(label, what, sent, expected):
    source = Source(id="s")
    lead = envelope.read_generic({"email": "ola@x.no", label: sent}, source)
    assert lead.answers == {}
    found = person.parse(lead.fields, "NO", TODAY)
    assert found.external_ids == expected
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("what", "sent", "told"),
    [
        ("ids", "crm:7", []),
        ("a word for none", "crm:null", ["placeholder"]),
        ("a template beside an id", '{"hubspot": "{{contact.id}}", "crm": "7"}', ["placeholder"]),
        ("no id", '{"hubspot": 0, "crm": ""}', []),
        ("an empty object", "{}", []),
        ("broken", '{"crm": ', ["unusable"]),
        ("an id that is too long", "crm:" + "7" * 200, ["unusable"]),
    ],
)
def test_what_cannot_be_read_is_told(what, sent, told):
    found = person.parse({"external_ids": sent}, "NO", TODAY)
    assert [w.code for w in found.warnings] == told


VALUES = st.recursive(
    st.none() | st.text() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.text() | VALUES.map(json.dumps))
def test_what_is_found_is_within_limits_and_reads_as_itself(raw):
    found = external_ids.parse(raw)
    assert len(found) <= 20
    assert all(0 < len(s) <= 64 and 0 < len(i) <= 128 for s, i in found.items())
    assert external_ids.parse(json.dumps(found)) == found
