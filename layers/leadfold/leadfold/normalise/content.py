"""What a lead says, in a form that is equal when the same is said again.

A value counts in its one spelling only where that holds all that was sent; else the text does, so
that two leads with another word, sign or emoji are two. Upper and lower case of names and
addresses, blanks and invisible characters say nothing.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

from leadfold.model import NAME_FIELDS, Person
from leadfold.normalise import text

#: A number with nothing beside it. A zero in brackets or an extension is left to the text.
_ONLY_NUMBER = re.compile(r"[\d\s+()./-]*")
_NOT_ALNUM = re.compile(r"[\W_]+")
_BETWEEN_NAMES = re.compile(r"[\s,]+")
#: Categories of characters that may show (new emoji, a font's own signs), though text loses them.
_MAY_SHOW = frozenset({"Cn", "Co", "Cs"})
_MASK = "•"


def of_fields(sent: Mapping[str, str], person: Person) -> dict[str, Any]:
    """Return what the fields of a lead say; ``person`` is the one that was read from them."""
    said: dict[str, Any] = {
        name: plain(value) for name, value in sent.items() if name not in NAME_FIELDS
    }
    said["phone"] = _phone(sent.get("phone", ""), person)
    said["email"] = plain(sent.get("email", "")).casefold()
    said["national_id"] = _national_id(sent.get("national_id", ""), person)
    said["name"] = _name(sent, person)
    return {name: value for name, value in said.items() if value}


def of_answers(value: Any) -> Any:
    """Return what answers say."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {label: of_answers(inner) for label, inner in value.items()}
    return [of_answers(inner) for inner in value] if isinstance(value, list) else value


def has_masked(value: Any) -> bool:
    """Tell whether answers have a value of which only a mask is left."""
    if isinstance(value, Mapping):
        return any(map(has_masked, value.values()))
    if isinstance(value, list):
        return any(map(has_masked, value))
    return isinstance(value, str) and _MASK in value


def plain(sent: str) -> str:
    r"""Return a text without what does not show: invisible characters, doubled and outer blanks.

    >>> plain(" Hei,\r\n ring  meg ")
    'Hei, ring meg'
    """
    cleaned = text.clean(sent)
    if sent.isascii():
        return cleaned
    return cleaned + "".join(one for one in sent if unicodedata.category(one) in _MAY_SHOW)


def _phone(sent: str, person: Person) -> str:
    """Return a number in its one spelling where it is all that was sent."""
    typed = text.ascii_digits(plain(sent))
    if person.phone and not person.other_phones and _ONLY_NUMBER.fullmatch(typed):
        digits = "".join(filter(str.isdigit, typed)).lstrip("0")
        if digits and person.phone.e164.endswith(digits) and not person.phone.extension:
            return person.phone.e164
    return typed


def _national_id(sent: str, person: Person) -> str:
    typed = plain(sent)
    number = person.national_id.number if person.national_id else ""
    letters = _NOT_ALNUM.sub("", typed).casefold()
    if letters and _NOT_ALNUM.sub("", number).casefold().endswith(letters):
        return number
    return typed


def _name(sent: Mapping[str, str], person: Person) -> list[str]:
    """Return the words of a person's name in any order, or the fields as they were sent.

    Only of a name whose every word is in what was read the order says nothing: it is one word more
    that makes a company or a request of it.
    """
    typed = [plain(sent.get(part, "")).casefold() for part in NAME_FIELDS]
    whole, *parts = (Counter(filter(None, _BETWEEN_NAMES.split(one))) for one in typed)
    apart = parts[0] + parts[1]
    words = whole or apart
    read = Counter(f"{person.name.first} {person.name.last}".casefold().split())
    if words and words == read and (not whole or not apart or whole == apart):
        return sorted(words.elements())
    return typed if any(typed) else []
