"""What can be wrong with a row: the kinds of findings, and ``issues.csv``, which lists them."""

import csv
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Literal, TextIO

from leadfold.files.not_records import NoRecord
from leadfold.files.record_columns import RecordInfo
from leadfold.model import NAME_FIELDS, Match, Person
from leadfold.normalise import national_id
from leadfold.reports.exports import defused

Weight = Literal["bad", "doubt", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of finding: how bad it is for its field, and its reason in ``quality.POINTS``."""

    weight: Weight
    reason: str | None = None


#: Every kind of finding, by ``field.code``, or by its code alone where it is about a whole row.
KINDS: Mapping[str, Kind] = {
    "phone.unusable": Kind(weight="bad", reason="phone_bad"),
    "phone.placeholder": Kind(weight="bad", reason="phone_bad"),
    "phone.not_assigned": Kind(weight="bad", reason="phone_bad"),
    "phone.suspicious": Kind(weight="doubt", reason="phone_suspicious"),
    "phone.several_values": Kind(weight="note"),
    "email.unusable": Kind(weight="bad", reason="email_bad"),
    "email.placeholder": Kind(weight="bad", reason="email_bad"),
    "email.typo_domain": Kind(weight="doubt", reason="email_typo"),
    "email.disposable": Kind(weight="doubt", reason="email_disposable"),
    "email.role_address": Kind(weight="note", reason="untidy"),
    "email.extra_text": Kind(weight="note"),
    "email.several_values": Kind(weight="note"),
    "name.placeholder": Kind(weight="bad", reason="no_name"),
    "name.test": Kind(weight="bad", reason="name_doubtful"),
    "name.company_name": Kind(weight="doubt", reason="name_doubtful"),
    "name.joint_name": Kind(weight="doubt", reason="name_doubtful"),
    "name.extra_text": Kind(weight="note"),
    "name.incomplete": Kind(weight="doubt", reason="untidy"),
    "name.capitals": Kind(weight="note", reason="untidy"),
    "national_id.unusable": Kind(weight="bad", reason="ids_bad"),
    "national_id.synthetic": Kind(weight="bad", reason="ids_bad"),
    "national_id.not_yet_issued": Kind(weight="doubt", reason="ids_bad"),
    "national_id.temporary": Kind(weight="note"),
    "org_number.unusable": Kind(weight="bad", reason="ids_bad"),
    "org_number.personal_number": Kind(weight="doubt"),
    "birth_date.unusable": Kind(weight="bad", reason="birth_date_bad"),
    "birth_date.placeholder": Kind(weight="bad", reason="birth_date_bad"),
    "birth_date.ambiguous": Kind(weight="doubt", reason="birth_date_bad"),
    "postcode.unusable": Kind(weight="bad", reason="address_bad"),
    "country.unusable": Kind(weight="bad", reason="address_bad"),
    "line.above_header": Kind(weight="note"),
    "line.header": Kind(weight="note"),
    "line.other_header": Kind(weight="note"),
    "line.total": Kind(weight="note"),
    "line.footer": Kind(weight="note"),
    "line.separator": Kind(weight="note"),
    "line.figures": Kind(weight="note"),
    "line.card": Kind(weight="note"),
    "placeholder": Kind(weight="doubt", reason="untidy"),
    "garbled": Kind(weight="doubt", reason="untidy"),
    "swapped": Kind(weight="doubt", reason="untidy"),
    "duplicate": Kind(weight="bad", reason="duplicate"),
    "deceased": Kind(weight="bad", reason="deceased"),
    "suppressed": Kind(weight="bad", reason="suppressed"),
    "do_not_call": Kind(weight="note"),
    "consent_refused": Kind(weight="note"),
    "unreachable": Kind(weight="bad", reason="unreachable"),
    "no_name": Kind(weight="bad", reason="no_name"),
    "stale": Kind(weight="doubt", reason="stale"),
    "no_owner": Kind(weight="doubt", reason="no_owner"),
    "no_source": Kind(weight="doubt", reason="no_source"),
}
#: A row whose newest date is more months ago is stale.
STALE_AFTER = 12
#: The kind of codes that are not in ``KINDS``.
OTHER = Kind(weight="note")
CALLED = dict.fromkeys(NAME_FIELDS, "name")
_TESTS = frozenset(
    "test testing tester teste testesen testperson testuser testbruker testkund testkunde "
    "testlead asdf asdfg asdfgh qwerty qwertyuiop dummy fake lorem ipsum demo foobar xxx xxxx "
    "prøve testi δοκιμη δοκιμή τεστ טסט בדיקה ניסיון".split()
)
_MIN_CAPITALS = 4
_LIKE_AN_ID = re.compile(r"(?<!\d)(?:\d{6}[-+ ]?\d{4,5}|\d{8}[-+ ]?\d{4}|\d{9})(?!\d)")
COLUMNS = ("record_id", "field", "code", "value", "message", "suggestion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault of a row; ``value`` is safe to show (see ``shown``)."""

    field: str
    code: str
    value: str = ""
    suggestion: str = ""

    @property
    def kind(self) -> str:
        """Its key in ``KINDS``."""
        of_field = f"{self.field}.{self.code}"
        return self.code if self.code in KINDS and of_field not in KINDS else of_field


def kind_of(finding: Finding) -> Kind:
    """Return the kind of a finding; an unknown one takes no points."""
    return KINDS.get(finding.kind, OTHER)


def of_row(
    sent: Mapping[str, str], person: Person, country: str | None, today: date
) -> list[Finding]:
    """Return what is wrong with the fields of a row, seen by itself."""
    found = []
    if person.warnings:
        for warning in person.warnings:
            if warning.code == "placeholder" and warning.field in CALLED:
                continue  # `_of_name` tells of a name that lacks, or lacks a part
            value = sent.get(warning.field, "")
            found.append(
                Finding(
                    field=CALLED.get(warning.field, warning.field),
                    code=warning.code,
                    value=shown(warning.field, value, country, today),
                    suggestion=warning.suggestion or "",
                )
            )
    if person.email and person.email.is_role:
        found.append(Finding(field="email", code="role_address", value=person.email.address))
    found += _of_name(sent, person, country, today)
    if not person.emails and not any(phone.valid for phone in person.phones):
        details = person.details
        if not (details.get("street") and (details.get("postcode") or details.get("city"))):
            found.append(Finding(field="contact", code="unreachable"))
    if person.consent and person.consent.given is False:
        found.append(Finding(field="consent", code="consent_refused", value=sent["consent"][:80]))
    return found


def _of_name(
    sent: Mapping[str, str], person: Person, country: str | None, today: date
) -> Iterator[Finding]:
    name = person.name
    if not name:
        typed = name_of(sent)
        if not typed and not person.is_company:
            yield Finding(field="name", code="no_name")
        elif typed and not any(warning.code == "company_name" for warning in person.warnings):
            value = shown("name", typed, country, today)
            yield Finding(field="name", code="placeholder", value=value)
        return
    words = f"{name.first} {name.last}"
    if not _TESTS.isdisjoint(words.lower().split()):
        yield Finding(field="name", code="test", value=words.strip())
    elif not (name.first and name.last):
        yield Finding(field="name", code="incomplete", value=words.strip())
    typed = name_of(sent)
    if typed.isupper() and len(typed) >= _MIN_CAPITALS:
        value = shown("name", typed, country, today)
        yield Finding(field="name", code="capitals", value=value, suggestion=words.strip())


def name_of(sent: Mapping[str, str]) -> str:
    """Return the name of a row as it was typed."""
    full = sent.get("full_name")
    return full or f"{sent.get('first_name', '')} {sent.get('last_name', '')}".strip()


def of_record(info: RecordInfo, roles: Mapping[str, object], oldest: date) -> Iterator[Finding]:
    """Yield what is wrong with a record: stale, without an owner or source, not to be called.

    ``roles`` are those that the file has columns for; dates before ``oldest`` are stale.
    """
    if info.newest and info.newest < oldest:
        yield Finding(field="record", code="stale", value=info.newest.isoformat())
    if "owner" in roles and not info.owner:
        yield Finding(field="owner", code="no_owner")
    if "source" in roles and not info.source:
        yield Finding(field="source", code="no_source")
    if info.do_not_call:
        yield Finding(field="record", code="do_not_call")
    if info.deceased:
        yield Finding(field="record", code="deceased")


def of_lines(no_records: Sequence[NoRecord], country: str | None, today: date) -> list[Finding]:
    """Return the findings for lines of the file that are no records."""
    return [
        Finding(
            field="line",
            code=one.reason,
            value=f"{one.line}: {shown('line', one.text, country, today)}",
        )
        for one in no_records
    ]


def shown(field: str, value: str, country: str | None, today: date) -> str:
    """Return a value fit to be shown: on one line, national IDs masked in every field."""
    value = " ".join(value[:200].split())
    if field == "national_id":
        return national_id.mask(value) if value else ""
    if not any(map(str.isdigit, value)):
        return value

    def masked(found: re.Match[str]) -> str:
        number = national_id.parse(found.group(), country, today)
        return national_id.mask(found.group()) if number else found.group()

    return _LIKE_AN_ID.sub(masked, value)


class IssuesFile:
    """The findings of all rows, in their order, kept in a temporary file until all is known.

    The evidence of a duplicate is written when its row is placed; which row it is a duplicate of is
    known only in the end, when cards have been joined.
    """

    def __init__(self, text: Callable[[str], str], reasons: Callable[[Match], str]) -> None:
        """Begin empty. ``text`` puts a kind of finding into words, ``reasons`` a match."""
        self._text, self._reasons = text, reasons
        self._file: TextIO = tempfile.TemporaryFile(  # noqa: SIM115 (closed by its user)
            "w+", encoding="utf-8", errors="replace", newline=""
        )
        self._writer = csv.writer(self._file, lineterminator="\n")

    def add(self, number: int, findings: list[Finding]) -> None:
        """Add the findings of a row."""
        self._writer.writerows(
            (number, one.field, one.code, one.value, self._text(one.kind), one.suggestion)
            for one in findings
        )

    def duplicate(self, number: int, match: Match) -> None:
        """Add that a row is a duplicate, and why."""
        self._writer.writerow((number, "record", "duplicate", "", self._reasons(match), ""))

    def write(
        self,
        file: TextIO,
        ids: Sequence[str | int],
        firsts: Sequence[int],
        no_records: Sequence[Finding] = (),
    ) -> None:
        """Write all findings, after them the lines that are no records, which have no id.

        ``firsts`` holds the number of the first row of each customer.
        """
        self._file.seek(0)
        groups = groupby(csv.reader(self._file), key=itemgetter(0))
        kept = next(groups, None)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number, first in enumerate(firsts, 1):
            lines: list[list[str]] = []
            if kept and int(kept[0]) == number:
                lines = [line[1:] for line in kept[1]]
                kept = next(groups, None)
            if first != number and not any(line[1] == "duplicate" for line in lines):
                lines.append(["record", "duplicate", "", self._text("duplicate"), ""])
            own = defused(str(ids[number - 1])) if lines else ""
            for field, code, value, message, suggestion in lines:
                meant = str(ids[first - 1]) if code == "duplicate" else value
                writer.writerow((own, field, code, defused(meant), message, defused(suggestion)))
        writer.writerows(
            ("", one.field, one.code, defused(one.value), self._text(one.kind), "")
            for one in no_records
        )

    def close(self) -> None:
        """Remove the temporary file."""
        self._file.close()
