"""Values that a person types onto a card: unlike a lead's, each of them has to be usable.

A lead's inquiry keeps what was sent; a value typed onto a card that cannot be read would be lost.
"""

from collections.abc import Mapping
from datetime import date

from leadfold.model import Person, Warn
from leadfold.normalise import name as names
from leadfold.normalise import person as people
from leadfold.normalise.repair import repaired

_UNUSABLE = "unusable"


def unusable(sent: Mapping[str, str], person: Person) -> list[Warn]:
    """Return a warning for each field that was ``sent`` and cannot be used.

    ``person`` is what ``person.parse`` read from these fields.

    >>> [(odd.field, odd.code) for odd in unusable({"phone": "12"}, Person())]
    [('phone', 'unusable')]
    """
    kept = {
        "full_name": person.name or person.details.get("company"),
        "first_name": person.name.first,
        "last_name": person.name.last,
        "phone": person.phones,
        "email": person.emails,
        "national_id": person.national_id,
        "birth_date": person.birth_date,
        "external_ids": person.external_ids,
        **{name: person.details.get(name) for name in _DETAILS},
    }
    odd = []
    for name, value in sent.items():
        about = {name, "full_name"} if name in _NAMES else {name}
        found = [warning for warning in person.warnings if warning.field in about]
        refused = any(warning.code == _UNUSABLE for warning in found)
        if value and name in kept and (refused or not kept[name]):
            plain = Warn(field=name, code=_UNUSABLE, message="The value cannot be used.")
            odd.append(found[0] if found else plain)
    return odd


_NAMES = ("first_name", "last_name")
_DETAILS = "company org_number job_title street postcode city country".split()


def first_name(text: str) -> str:
    """Return a given name in sensible case, empty where the text is none.

    All of it is the given name; on a form, people type whole names into that field.

    >>> first_name("bjørn åge"), first_name("123")
    ('Bjørn Åge', '')
    """
    return names.parse("", repaired(text), "Hansen").first


def last_name(text: str) -> str:
    """Return a surname in sensible case, empty where the text is none.

    >>> last_name("DE VRIES"), last_name("Fjord AS")
    ('de Vries', '')
    """
    return names.parse("", "Ola", repaired(text)).last


def contacts(
    kind: str, typed: str, country: str | None, today: date
) -> tuple[list[str], Warn | None, tuple[Warn, ...]]:
    """Return the numbers or addresses of one text, the reason if it has none, and all warnings.

    ``kind`` is ``phone`` or ``email``.
    """
    person = people.parse({kind: typed}, country, today)
    found = (
        [phone.e164 for phone in person.phones]
        if kind == "phone"
        else [email.address for email in person.emails]
    )
    odd = unusable({kind: typed}, person)
    return found, odd[0] if odd else None, person.warnings
