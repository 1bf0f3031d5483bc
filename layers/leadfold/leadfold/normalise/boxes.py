"""Phone, e-mail and name typed into each other's boxes, put where they belong."""

import re
from collections.abc import Mapping

from leadfold.model import NAME_FIELDS
from leadfold.normalise import email, phone

_NUMBER = re.compile(r"[\s+()\d./-]{7,30}")
#: An address, or something that begins like a number.
_AT_A_GLANCE = re.compile(r"@|^[\s+(]*\d")
_DIGITS = 7


def look_swapped(sent: Mapping[str, str]) -> bool:
    """Tell, at a glance, whether a value may be in the box of another."""
    address = sent.get("email", "@")
    if "@" not in address and _is_number(address):
        return True
    return "@" in sent.get("phone", "") or any(
        _AT_A_GLANCE.search(sent[box]) for box in NAME_FIELDS if box in sent
    )


def put_right(sent: Mapping[str, str], country: str | None) -> tuple[dict[str, str], list[str]]:
    """Return the fields with phone and e-mail in their own boxes, and the boxes that held others.

    A value goes only where nothing is lost: beside a number or address that is there already it is
    a further one. A surname in the box of the e-mail stays.
    """
    found = dict(sent)
    wrong: list[str] = []
    for box in ("phone", *NAME_FIELDS):
        value = found.get(box, "")
        if "@" not in value or not email.parse_all(value):
            continue
        has_more = _has_more(value, country)
        if box in NAME_FIELDS and has_more:
            continue  # an address beside a name is read with the name
        _move(found, box, "email", stays=has_more)
        wrong.append(box)
    for box in ("email", *NAME_FIELDS):
        value = sent.get(box, "")
        if "@" not in value and _is_number(value) and _phones(value, country):
            if found.get(box) == value:
                del found[box]
            there = found.get("phone", "")
            if box in NAME_FIELDS and _is_like_a_name(there):
                found[box] = there  # the name is in the box of the number
                wrong.append("phone")
                there = ""
            found["phone"] = f"{there}, {value}" if there else value
            wrong.append(box)
    return found, list(dict.fromkeys(wrong))


def _move(found: dict[str, str], box: str, to: str, *, stays: bool) -> None:
    value, there = found[box], found.get(to, "")
    if not stays:
        del found[box]
    has_own = "@" in there
    found[to] = f"{there}, {value}" if has_own else value
    if there and not has_own and box not in found:
        found[box] = there


def _has_more(value: str, country: str | None) -> bool:
    """Tell whether a value has a number or a name beside an address."""
    rest = re.sub(r"\S*@\S*", "", value)
    return _phones(rest, country) or any(map(str.isalpha, rest))


def _is_like_a_name(value: str) -> bool:
    words = value.split()
    return len(words) > 1 and all(word[0].isupper() and word.isalpha() for word in words)


def _is_number(value: str) -> bool:
    return bool(_NUMBER.fullmatch(value)) and sum(map(str.isdigit, value)) >= _DIGITS


def _phones(value: str, country: str | None) -> bool:
    return any(one.valid for one in phone.parse_all(value, country))
