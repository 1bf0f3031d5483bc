"""The examples and tables of docs/identity.md are what the code does."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from leadfold.identity import explanations, keys, names, profile, weights
from leadfold.identity.decide import Candidate, match
from leadfold.keyed import KeyedHash
from leadfold.model import Card
from leadfold.normalise import name
from leadfold.normalise import person as people

PAGE = (Path(__file__).parents[3] / "docs" / "identity.md").read_text("utf-8")
KEYED = KeyedHash(b"the secret of worked examples...")
TODAY = date(2026, 11, 23)

#: The words by which a cell of `lead` or `card` says more than a name.
FIELDS = {
    "born": "birth_date",
    "company": "company",
    "id": "national_id",
    "mail": "email",
    "org": "org_number",
    "phone": "phone",
    "postcode": "postcode",
    "street": "street",
}
#: What a cell of `shares` means: the equal identities, and how far they count.
SHARES = {
    "nothing": ((), "details"),
    "phone": (("phone",), "decisive"),
    "e-mail": (("email",), "decisive"),
    "phone and e-mail": (("phone", "email"), "decisive"),
    "national ID": (("national_id",), "decisive"),
    "organisation number": (("org_number",), "decisive"),
    "id in a CRM": (("external_id",), "decisive"),
    "role address": (("role_email",), "role"),
    "phone, shared by many": (("phone",), "shared"),
    "phone, set to support": (("phone",), "supporting"),
}


def tables(header):
    """Return the rows of every table of the page with this header, as lists of cells."""
    opening = re.escape(header) + r"\n\|[-|]+\|\n"
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for rows in re.findall(opening + r"((?:\|.*\n)+)", PAGE)
        for line in rows.splitlines()
    ]


EXAMPLES = tables("| what | lead | card | shares | verdict | level | why |")
NAMES = tables("| one | other | given name | surname | together |")


def told_of(cell):
    """Return the person or company of a cell: a name, and fields by the words before them."""
    fields, lived = {}, []
    for part in cell.split("; "):
        word, _, value = part.partition(" ")
        if word in FIELDS:
            fields[FIELDS[word]] = value
        elif word == "lived":
            lived.append(value)
        elif part != "–":
            fields["full_name"] = part
    person = people.parse(fields, "NO", TODAY)
    number = keys.national_id_of(keys.identities(person, KEYED))
    known = profile.of_person(person, number)
    former = [profile.address_of({"street": value}) for value in lived]
    return replace(known, other_addresses=tuple(former))


@pytest.mark.parametrize(
    ("lead", "card", "shares", "verdict", "level", "why"),
    [row[1:] for row in EXAMPLES],
    ids=[f"{number} {row[0]}" for number, row in enumerate(EXAMPLES)],
)
def test_an_example_is_decided_as_published(lead, card, shares, verdict, level, why):
    via, strength = SHARES[shares]
    there = Candidate(
        card=Card(id="card", created_at=""), profile=told_of(card), via=via, strength=strength
    )
    found = match(told_of(lead), there, keys.BY_DEFAULT)
    summary = explanations.summary(
        found.verdict, explanations.rows(found.evidence), household=found.household
    )
    assert (found.verdict, str(found.level or ""), summary) == (verdict, level, why)


def test_the_examples_show_every_decision():
    assert {row[4] for row in EXAMPLES} == {"same", "different", "ask"}
    assert {row[3] for row in EXAMPLES} == set(SHARES)


@pytest.mark.parametrize(("one", "other", "given", "surname", "together"), NAMES)
def test_names_agree_as_published(one, other, given, surname, together):
    found = names.compare(name.parse(one), name.parse(other))
    assert [found.given, found.surname, found.verdict] == [given, surname, together]


def test_the_names_show_every_verdict():
    assert {row[-1] for row in NAMES} == {"same", "near", "other_script", "missing", "different"}


def published():
    """Yield the rows of the table of weights: field, agreement, bits."""
    for kind in ("national_id", "org_number", "external_id", "phone", "email"):
        yield f"`{kind}`", "equal", f"{weights.KEYS[kind]:+g}"
    yield "any key", "equal, beside a weightier one", f"{weights.SECOND_KEY:+g}"
    yield "any key", "equal, set to support", f"{weights.SUPPORTING_KEY:+g}"
    yield "any key", "equal, shared or a role address", f"{weights.SHARED_KEY:+g}"
    yield "an ID that nobody can check", "equal", f"{weights.UNCHECKED_KEY:+g}"
    other = f"{weights.DIFFERENT_NATIONAL_ID:+g}"
    yield from (("`national_id`", "different", other), ("`org_number`", "different", other))
    for field, less, different in (
        ("given_name", weights.GIVEN_LESS, weights.GIVEN_DIFFERENT),
        ("surname", weights.SURNAME_LESS, weights.SURNAME_DIFFERENT),
    ):
        for agreement, bits in less.items():
            yield f"`{field}`", agreement, f"rarity − {bits:g}" if bits else "rarity"
        yield f"`{field}`", "initial", f"{weights.INITIAL:+g}"
        yield f"`{field}`", "different", f"{different:+g}"
    yield "`suffix`", "elder", f"{weights.ELDER_AND_YOUNGER:+g}"
    for field, table in (
        ("birth_date", weights.BIRTH_DATES),
        ("phone", weights.PHONES),
        ("email", weights.EMAILS),
        ("address", weights.ADDRESSES),
        *weights.VALUES.items(),
        ("unchecked_id", weights.UNCHECKED_IDS),
    ):
        if field in weights.VALUES:
            yield f"`{field}`", "exact", "rarity"
        for agreement, bits in table.items():
            if agreement != "missing" and bits:
                yield f"`{field}`", agreement, f"{bits:+g}"
    yield (
        "`address`",
        "exact, near or former, beside an equal surname",
        f"× {weights.SECOND_OF_HOUSEHOLD:g}",
    )
    yield "`address`, of two companies", "different", f"{weights.OTHER_PREMISES:+g}"
    for agreement, part in weights.COMPANIES.items():
        yield "`company`, of a company", agreement, f"rarity × {part:g}" if part < 1 else "rarity"
    yield "`company`, of a company", "different", f"{weights.COMPANY_DIFFERENT:+g}"
    yield "`company`, of two people", "exact", f"{weights.EMPLOYER:+g}"


def test_the_published_weights_are_those_that_decide():
    told = [tuple(row) for row in tables("| field | agreement | bits |")]
    assert told == list(published())
    assert f"a score of {weights.SURE:g} bits or more" in PAGE
    assert f"a score of −{-weights.ASK:g} bit or more" in PAGE
