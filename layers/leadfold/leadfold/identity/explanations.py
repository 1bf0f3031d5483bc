"""Decisions explained in sentences for the people who work the cards."""

from collections.abc import Mapping, Sequence
from typing import Any

from leadfold.model import Evidence

_FIELDS = {
    "national_id": "national ID",
    "unchecked_id": "number that cannot be checked",
    "org_number": "organisation number",
    "external_id": "id in another system",
    "phone": "phone",
    "email": "e-mail",
    "name": "name",
    "given_name": "given name",
    "surname": "surname",
    "birth_date": "birth date",
    "suffix": "suffix of the name",
    "address": "street and number",
    "postcode": "postcode",
    "city": "town",
    "birth_place": "birth place",
    "job_title": "job title",
    "company": "company",
}
_AGREEMENTS = {
    "exact": "the same {field}",
    "shared": "many share the {field}",
    "spelling": "the same {field} in another spelling",
    "nickname": "one {field} is a short form of the other",
    "typo": "one {field} looks like the other mistyped",
    "partial": "one {field} is a part of the other",
    "initial": "one {field} is the initial of the other",
    "slip": "the {field} differs by one slip",
    "domain_slip": "the same mailbox, the domain mistyped",
    "other_domain": "the same mailbox name at another provider",
    "near": "nearly the same {field}",
    "former": "a former {field}",
    "year": "the year of the {field}",
    "generation": "the {field}s are a generation apart",
    "elder": "one is the elder of the name, the other the younger",
    "missing": "no {field} to compare",
    "different": "another {field}",
}
#: Of whole names, in stored decisions that are older than those of given name and surname.
_FORMER = {"same": "the same {field}", "other_script": "the {field} in another script"}
_VERDICTS = {
    "same": "The same customer",
    "ask": "Perhaps the same customer",
    "different": "Another customer",
}


def of_field(field: str, agreement: str) -> str:
    """Return how a field agrees, as a phrase.

    >>> of_field("given_name", "nickname")
    'one given name is a short form of the other'
    """
    phrase = _AGREEMENTS.get(agreement) or _FORMER[agreement]
    return phrase.format(field=_FIELDS[field])


def in_common(evidence: Sequence[Evidence]) -> str:
    """Return in one line which details agree; the parts of a name or an address count as one.

    >>> given = Evidence(field="given_name", agreement="nickname", weight=5.0)
    >>> born = Evidence(field="birth_date", agreement="exact", weight=12.0)
    >>> in_common([given, born])
    'birth date agrees, name nearly'
    """
    found: dict[str, bool] = {}
    for part in evidence:
        if part.weight > 0:
            what = _WHOLES.get(part.field) or _FIELDS[part.field]
            found[what] = found.get(what, True) and part.agreement in _EQUAL
    equal = [what for what, exactly in found.items() if exactly]
    alike = [what for what, exactly in found.items() if not exactly]
    if not equal:
        return f"{_listed(alike)} nearly agree{'s' * (len(alike) == 1)}"
    line = f"{_listed(equal)} agree{'s' * (len(equal) == 1)}"
    return f"{line}, {_listed(alike)} nearly" if alike else line


_WHOLES = {"given_name": "name", "surname": "name", "address": "address", "postcode": "address",
           "city": "address"}  # fmt: skip
_EQUAL = frozenset({"exact", "spelling"})


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def rows(parts: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Return evidence as rows of JSON: the shape that is stored and that the API answers with."""
    return [
        {"field": part.field, "agreement": part.agreement, "weight": part.weight} for part in parts
    ]


def with_text(evidence: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of evidence, each with a ``text`` that says what it means."""
    return [{**row, "text": of_field(row["field"], row["agreement"])} for row in evidence]


def summary(verdict: str, evidence: Sequence[Mapping[str, Any]], *, household: bool = False) -> str:
    """Return a verdict on two customers as a sentence with its reasons, the weightiest first.

    >>> phone = {"field": "phone", "agreement": "exact", "weight": 9.2}
    >>> given = {"field": "given_name", "agreement": "different", "weight": -12.0}
    >>> summary("different", [phone, given], household=True)
    'Another customer of one household: another given name, although the same phone.'
    """
    found = _VERDICTS[verdict] + (" of one household" if household else "")
    ordered = sorted(evidence, key=lambda row: -abs(row["weight"]))
    speaking = [of_field(row["field"], row["agreement"]) for row in ordered if row["weight"] > 0]
    against = [of_field(row["field"], row["agreement"]) for row in ordered if row["weight"] < 0]
    reasons, although = (against, speaking) if verdict == "different" else (speaking, against)
    sentence = f"{found}: {', '.join(reasons)}" if reasons else found
    return f"{sentence}, although {' and '.join(although)}." if although else f"{sentence}."
