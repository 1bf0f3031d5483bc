"""Decisions in words that an operator understands."""

from collections.abc import Sequence

from leadfold.model import Evidence, Match

_FIELDS = {
    "national_id": "national ID",
    "org_number": "organisation number",
    "external_id": "id in another system",
    "phone": "phone",
    "email": "e-mail",
    "name": "name",
    "given_name": "given name",
    "surname": "surname",
    "birth_date": "birth date",
    "address": "street and number",
    "postcode": "postcode",
    "company": "company",
}
_AGREEMENTS = {
    "exact": "the same {field}",
    "shared": "the same {field}, which many share",
    "spelling": "the same {field}, spelled otherwise",
    "nickname": "one {field} is a short form of the other",
    "typo": "one {field} looks like the other mistyped",
    "partial": "one {field} is a part of the other",
    "initial": "one {field} is the initial of the other",
    "slip": "the {field} differs by one slip",
    "other_domain": "the same mailbox name at another provider",
    "near": "nearly the same {field}",
    "missing": "no {field} to compare",
    "different": "another {field}",
}
_VERDICTS = {
    "same": "The same customer",
    "ask": "Perhaps the same customer",
    "different": "Another customer",
}


def evidence(part: Evidence) -> str:
    """Return one piece of evidence in words.

    >>> evidence(Evidence(field="given_name", agreement="nickname", weight=5.5))
    'one given name is a short form of the other'
    """
    return _AGREEMENTS[part.agreement].format(field=_FIELDS[part.field])


def match(found: Match) -> str:
    """Return a decision about one card in a sentence, the weightiest reasons first."""
    return summary(found.verdict, found.evidence, household=found.household)


def summary(verdict: str, parts: Sequence[Evidence], *, household: bool = False) -> str:
    """Return a verdict with its reasons, the weightiest first.

    >>> phone = Evidence(field="phone", agreement="exact", weight=9.2)
    >>> given = Evidence(field="given_name", agreement="different", weight=-12.0)
    >>> summary("different", [phone, given], household=True)
    'Another customer of one household: another given name, although the same phone.'
    """
    told = _VERDICTS[verdict] + (" of one household" if household else "")
    ordered = sorted(parts, key=lambda part: -abs(part.weight))
    for_it = [evidence(part) for part in ordered if part.weight > 0]
    against = [evidence(part) for part in ordered if part.weight < 0]
    reasons, although = (for_it, against) if verdict == "same" else (against, for_it)
    if not reasons:
        reasons, although = although, []
    if not reasons:
        return f"{told}."
    tail = f", although {' and '.join(although)}" if although else ""
    return f"{told}: {', '.join(reasons)}{tail}."
