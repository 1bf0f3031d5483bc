"""The time to read a text grows as the text does, whatever signs it is of."""

import json
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from leadfold.cards import traces
from leadfold.errors import NotALead
from leadfold.files import encodings, vcards
from leadfold.keyed import KeyedHash
from leadfold.model import PERSON_FIELDS, Lead, Source
from leadfold.normalise import (
    boxes,
    consent,
    content,
    joint_names,
    mojibake,
    name_beside,
    opt_out,
    person,
    placeholders,
    repair,
    typed,
)
from leadfold.sources import attribution, platforms, presets, spellings, technical_fields
from tests.unit.normalise.test_hostile import READERS

TODAY = date(2026, 11, 21)
KEYED = KeyedHash(b"k" * 32)
NOBODY = person.parse({}, "NO", TODAY)
PLATFORMS = ["generic", "meta", "google", "tiktok", "linkedin", *presets._PRESETS]
FIELDS = ["name", "phone", "token", "time", "consent", "landing_page", "utm_campaign", "gclid"]

SIGNS = (
    "\u00a0 \" ' & &amp; amp; % %25 %C3 ( () [ [] { {{ {{a} }} < <b <br\u00a0 <!-- > \\ \\u "
    "\\u0041 1 0 . - @ a@ a@b. a\u0301 \u0301 = =? =?utf-8?q?a Ã¸ Ã â€ _ a A aA a1 a- a. x' ? "
    "?? + +1 * *| $ ${ # %% ; : / 1/2/ 1. 0. 1e 10:10 , | ☐ [x] \ufdfa undefined _nonce csrf "
    "-captcha &# utm_source=a& ?utm_source= \ud800 וא (1 1) f."
)
WORDS = (
    "| |\n|1 |a og |Ola og Kari |ikke |ja |. | c/o| née| 'a|familien |dr. |tlf |opt out |1) 2) |"
    'Ã¥ |{"a":|ola |OLA '
)
SHAPES = [*SIGNS.split(" "), *WORDS.split("|")[1:]]
LETTERS = 48 * 1024
#: Less is too short to compare: a quadratic step over so many letters takes seconds.
FLOOR = 0.12


def a_lead(platform: str) -> Callable[[str], Any]:
    source = Source(id="s", name="s", platform=platform, country="NO")

    def read(sent: str) -> None:
        body = json.dumps({**dict.fromkeys(FIELDS, sent), sent: sent})
        with suppress(NotALead):
            platforms.read(body.encode(), "application/json", source)

    return read


def many_fields(sent: str) -> None:
    pieces = {f"{sent[at : at + 9]}{at}": sent[at : at + 90] for at in range(0, len(sent), 100)}
    source = Source(id="s", name="s", platform="generic", country="NO")
    platforms.read(json.dumps(pieces).encode(), "application/json", source)


def a_vcard(sent: str) -> None:
    lines = [b"BEGIN:VCARD", b"N:a", sent.encode(errors="replace"), b"TEL;TYPE=a:1"]
    folded = f"NOTE;{sent}".encode(errors="replace")
    list(vcards.records([*lines, folded, b"END:VCARD"], "utf-8"))


LONG_READERS: dict[str, Callable[[str], Any]] = {
    **{name: lambda sent, read=read: read(sent, "NO") for name, read in READERS.items()},
    **{
        f"person.{field}": lambda sent, field=field: person.parse({field: sent}, "NO", TODAY)
        for field in PERSON_FIELDS
    },
    **{f"platforms.{platform}": a_lead(platform) for platform in PLATFORMS},
    "platforms.many": many_fields,
    "person.parts": lambda sent: person.parse({"first_name": sent, "last_name": sent}, "NO", TODAY),
    "repair": repair.repaired,
    "repair.limit": lambda sent: repair.repaired(sent[:2000]),
    "repair.garbled": repair.is_garbled,
    "mojibake.left": lambda sent: mojibake.is_left(sent[:2000]),
    "consent.turns": consent.turns,
    "opt_out": opt_out.says,
    "placeholders.name": lambda sent: placeholders.stands_for_none(sent, is_name=True),
    "placeholders.template": placeholders.is_template,
    "content": lambda sent: content.of_fields(
        dict.fromkeys(("full_name", "phone", "email", "national_id"), sent), NOBODY
    ),
    "boxes": lambda sent: boxes.look_swapped({"phone": sent, "email": sent, "full_name": sent}),
    "name.beside": lambda sent: name_beside.take_off(sent[:300]),
    "name.joint": lambda sent: joint_names.first_named(sent[:300]),
    "typed.first": typed.first_name,
    "typed.last": typed.last_name,
    "spellings.answers": lambda sent: spellings.answers(sent, "phone", sent),
    "spellings.refusal": spellings.is_refusal,
    "tags": lambda sent: attribution.tags(f"https://example.com/?{sent}"),
    "attribution": lambda sent: attribution.complete(
        Lead(attribution={"landing_page": sent, "referrer": sent}, answers={"_gcl_aw": sent})
    ),
    "attribution.impersonal": lambda sent: attribution.impersonal(
        {"utm_term": sent, "ad": sent}, {"full_name": "Ola Hansen", "phone": "91234567"}
    ),
    "technical.made": technical_fields.is_made,
    "technical": lambda sent: technical_fields.taken_out(
        Lead(answers=dict.fromkeys((sent, "token", "time", "timestamp", "_gotcha"), sent)),
        {sent: sent, "action": sent},
    ),
    "traces": lambda sent: traces.marks_of_lead(NOBODY, sent.encode(errors="replace"), KEYED),
    "vcards": a_vcard,
    "encodings": lambda sent: encodings.of_sample(sent.encode(errors="replace"), whole=True),
}


def took(read: Callable[[str], Any], sent: str) -> float:
    began = time.process_time()
    read(sent)
    return time.process_time() - began


def slow(read: Callable[[str], Any], shapes: Iterable[str]) -> list[str]:
    """Return the shapes of which twice as much takes much more than twice as long."""
    found = []
    for shape in shapes:
        long = (shape * LETTERS)[: LETTERS - 1] + "!"
        whole = took(read, long)
        if whole < FLOOR:
            continue
        half = long[LETTERS // 2 :]
        starts = ("+", "?")  # other texts, since readers remember what they have read
        whole = min(whole, *(took(read, start + long) for start in starts))
        if whole > 3.2 * min(took(read, start + half) for start in starts):
            found.append(shape)
    return found


@pytest.mark.parametrize("reader", LONG_READERS)
def test_twice_the_text_takes_twice_the_time(reader):
    assert slow(LONG_READERS[reader], SHAPES) == []


def test_a_quadratic_reader_is_found():
    def quadratic(sent: str) -> None:
        end = time.process_time() + 0.5 * (len(sent) / LETTERS) ** 2
        while time.process_time() < end:
            pass

    assert slow(quadratic, ["a"]) == ["a"]
