"""Field maps: what each rule does, and which map wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.model import MapRule, Override, Source
from leadfold.sources import field_map, platforms


def rule(do, **of):
    return MapRule(do=do, **of)


@pytest.mark.parametrize(
    ("rules", "sent", "mapped"),
    [
        (
            [rule("rename", label="Navn", to="full_name")],
            {"navn ": "Ola", "x": "1"},
            {"x": "1", "full_name": "Ola"},
        ),
        ([rule("rename", label="gone", to="city")], {"x": "1"}, {"x": "1"}),
        ([rule("rename", label="a", to="city")], {"a": " ", "city": "Oslo"}, {"city": "Oslo"}),
        (
            [rule("rename", label="a.b.0", to="phone")],
            {"a": {"b": ["9"]}},
            {"a": {"b": ["9"]}, "phone": "9"},
        ),
        (
            [rule("join", to="full_name", template="{first} {last}")],
            {"first": "Ola", "last": "Lie"},
            {"full_name": "Ola Lie"},
        ),
        (
            [rule("join", to="full_name", template="{first} {middle} {last}")],
            {"first": "Ola", "last": "Lie"},
            {"full_name": "Ola Lie"},
        ),
        ([rule("join", to="full_name", template="{first} {last}")], {"x": "1"}, {"x": "1"}),
        (
            [rule("join", to="street", template="{street} {no}")],
            {"street": "Storgata", "no": 5},
            {"street": "Storgata 5"},
        ),
        ([rule("join", to="x", template="{a.__class__}")], {"a": "1"}, {"a": "1"}),
        ([rule("constant", to="country", value="NO")], {}, {"country": "NO"}),
        ([rule("constant", to="country", value="NO")], {"Country": "SE"}, {"Country": "SE"}),
        ([rule("constant", to="country", value="NO")], {"country": ""}, {"country": "NO"}),
        (
            [rule("split_name", label="n")],
            {"n": "Anne Marie Lie"},
            {"first_name": "Anne Marie", "last_name": "Lie"},
        ),
        (
            [rule("split_name", label="n")],
            {"n": "Lie, Anne Marie"},
            {"first_name": "Anne Marie", "last_name": "Lie"},
        ),
        ([rule("split_name", label="n")], {"n": "Madonna"}, {"first_name": "Madonna"}),
        ([rule("values", label="v", values={"A": "Solar"})], {"v": "a "}, {"v": "Solar"}),
        (
            [rule("values", label="v", values={"A": "Solar"})],
            {"v": ["A", "B"]},
            {"v": ["Solar", "B"]},
        ),
        (
            [rule("values", label="v", to="interest", values={"1": "One"})],
            {"v": 1},
            {"interest": "One"},
        ),
        ([rule("ignore", label="debug")], {"debug": "x", "y": "1"}, {"y": "1"}),
        (
            [rule("ignore", label="country"), rule("constant", to="country", value="NO")],
            {"country": "SE"},
            {"country": "NO"},
        ),
        (
            [rule("rename", label="a", to="city"), rule("join", to="message", template="from {a}")],
            {"a": "Oslo"},
            {"city": "Oslo", "message": "from Oslo"},
        ),
    ],
)
def test_each_rule_does_its_one_thing(rules, sent, mapped):
    assert field_map.apply([rules], sent) == mapped


def test_the_more_specific_map_wins():
    source = Source(
        id="s",
        field_map=(
            rule("rename", label="a", to="city"),
            rule("constant", to="country", value="NO"),
        ),
        forms={
            "7": Override(
                field_map=(
                    rule("rename", label="a", to="company"),
                    rule("constant", to="country", value="SE"),
                )
            )
        },
    )
    body = b'{"form_id":7,"a":"Volvo"}'
    lead = platforms.read(body, "application/json", source)
    assert lead.fields == {"company": "Volvo", "country": "SE"}
    other = platforms.read(b'{"form_id":8,"a":"Oslo"}', "application/json", source)
    assert other.fields == {"city": "Oslo", "country": "NO"}


def test_what_no_rule_names_keeps_its_order():
    sent = {"z": "1", "navn": "Ola", "a": "2", "m": "3"}
    assert list(field_map.apply([[rule("ignore", label="navn")]], sent)) == ["z", "a", "m"]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
RULES = st.builds(
    MapRule,
    do=st.sampled_from(["rename", "join", "constant", "split_name", "values", "ignore"]),
    label=st.text(max_size=3),
    to=st.text(min_size=1, max_size=3),
    template=st.sampled_from(["{a} {b}", "{}", "{{a}}", "x"]),
    value=st.text(max_size=3),
    values=st.dictionaries(st.text(max_size=2), st.text(max_size=2)),
)


@given(st.lists(RULES), st.dictionaries(st.text(max_size=3), JSON_VALUES))
def test_no_map_fails_on_any_payload(rules, sent):
    field_map.apply([rules], sent)
