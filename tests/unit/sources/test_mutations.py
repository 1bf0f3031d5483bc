"""Mutated payloads: nothing but ``NotALead`` and ``Unauthenticated`` ever comes out."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadfold.errors import NotALead, Unauthenticated
from leadfold.intake.submission import understand
from leadfold.keyed import KeyedHash
from leadfold.model import Arrival, Source
from leadfold.normalise.dates import parse_time
from leadfold.sources import google, linkedin, meta, platforms, presets, tiktok
from tests.unit.sources.test_events import EVENTS

NAMES = sorted(path.name for path in EVENTS.iterdir() if path.suffix in {".json", ".txt"})
PLATFORMS = ["generic", "meta", "google", "tiktok", "linkedin", "unheard_of", *presets._PRESETS]
KEYED = KeyedHash(b"k" * 32)
NOW = parse_time("2026-11-21T17:00:00Z")

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value, path=()):
    yield path
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in children:
        yield from places(inner, (*path, key))


def put(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], new)
    return copy


@st.composite
def mutated_documents(draw):
    """A sample event in which some values, anywhere, are others."""
    name = draw(st.sampled_from([name for name in NAMES if name.endswith(".json")]))
    document = json.loads((EVENTS / name).read_text())
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(places(document))))
        document = put(document, path, draw(VALUES))
    return json.dumps(document).encode()


@st.composite
def mutated_bytes(draw):
    """A sample event in which some bytes are others, more or fewer."""
    body = bytearray((EVENTS / draw(st.sampled_from(NAMES))).read_bytes())
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        body[start : start + draw(st.integers(0, 5))] = draw(st.binary(max_size=5))
    return bytes(body)


TYPES = st.sampled_from(
    ["application/json", "application/x-www-form-urlencoded", "", "multipart/form-data; boundary=x",
     "application/json; charset=windows-1255", "multipart/form-data", "text/plain; charset=utf-16"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(mutated_documents() | mutated_bytes() | st.binary(), TYPES, st.sampled_from(PLATFORMS))
def test_any_body_is_a_lead_or_not_one(body, content_type, platform):
    with suppress(NotALead):
        platforms.read(body, content_type, Source(id="s", platform=platform))


@settings(max_examples=200, deadline=None)
@given(mutated_documents() | mutated_bytes(), st.sampled_from(PLATFORMS))
def test_intake_understands_any_body(body, platform):
    arrival = Arrival(body=body, content_type="application/json", received_at=NOW)
    assert understand(arrival, Source(id="s", platform=platform, country="NO"), KEYED).key


@pytest.mark.parametrize(
    "read", [meta.notices, linkedin.notice, tiktok.split, lambda body: google.verify(body, ["k"])]
)
@settings(max_examples=60, deadline=None)
@given(body=mutated_documents() | mutated_bytes() | st.binary())
def test_any_callback_is_read_or_refused(read, body):
    with suppress(NotALead, Unauthenticated):
        read(body)


@pytest.mark.parametrize("verify", [meta.verify, tiktok.verify, linkedin.verify])
@settings(max_examples=50, deadline=None)
@given(header=st.text() | st.from_regex(r"sha256=[0-9a-f]{64}", fullmatch=True), body=st.binary())
def test_no_header_passes_that_nobody_signed(verify, header, body):
    with pytest.raises(Unauthenticated):
        verify(body, header, ["app-secret"])
