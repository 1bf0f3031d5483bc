"""Lists of people who are not to be contacted, or have died, given as files of any kind."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from leadfold.errors import BadFile
from leadfold.files.opening import open_file
from leadfold.model import Person
from leadfold.normalise import national_id, phone, text
from leadfold.normalise import person as people

_FIELDS = frozenset(
    "full_name first_name last_name phone email national_id birth_date postcode country".split()
)


@dataclass(slots=True, kw_only=True)
class ExclusionList:
    """The normalised keys of everybody on a list; of its ``rows`` some may be ``unusable``."""

    phones: set[int] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    national_ids: set[str] = field(default_factory=set)
    people: set[tuple[str, str]] = field(default_factory=set)
    rows: int = 0
    unusable: int = 0

    def add(self, person: Person) -> None:
        """Add a row of the list."""
        self.rows += 1
        self.phones.update(_digits(phone.key(number)) for number in person.phones)
        self.emails.update(email.key for email in person.emails)
        if person.national_id:
            self.national_ids.add(national_id.key(person.national_id))
        named = list(_names(person))
        self.people.update(named)
        self.unusable += not (person.phones or person.emails or person.national_id or named)

    def match_contact(self, person: Person) -> str | None:
        """Return the field by which somebody is on a list of contacts, ``None`` if they are not.

        That is a phone, an e-mail address or the national ID.
        """
        if any(_digits(phone.key(number)) in self.phones for number in person.phones):
            return "phone"
        if any(email.key in self.emails for email in person.emails):
            return "email"
        return "national_id" if self._has_id(person) else None

    def match_person(self, person: Person) -> str | None:
        """Return the field by which the person themselves is on the list, ``None`` if not.

        Never by phone or e-mail, which the family of somebody who died may go on using.
        """
        if self._has_id(person):
            return "national_id"
        return "name" if any(key in self.people for key in _names(person)) else None

    def _has_id(self, person: Person) -> bool:
        known = person.national_id
        return known is not None and national_id.key(known) in self.national_ids


def _digits(e164: str) -> int:
    return int(e164[1:])


def _names(person: Person) -> Iterator[tuple[str, str]]:
    """Yield the key of a person by name: first given name and last surname, with the birth date."""
    name = person.name
    if person.birth_date and name.first and name.last:
        given, surname = text.fold(name.first).split(), text.fold(name.last).split()
        if given and surname:
            yield f"{given[0]} {surname[-1]}", person.birth_date


def read(path: Path, country: str | None, today: date) -> ExclusionList:
    """Read a list. Raises ``BadFile`` with the name of the file."""
    listed = ExclusionList()
    try:
        with open_file(path, country, today) as file:
            for _, sent in file.table.rows():
                wanted = {name: value for name, value in sent.items() if name in _FIELDS}
                listed.add(people.parse(wanted, country, today))
    except BadFile as problem:
        raise BadFile(f"{path}: {problem}") from problem
    return listed
