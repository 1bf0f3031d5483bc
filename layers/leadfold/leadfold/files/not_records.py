"""Which lines of a table are no records, and why: totals, footers, repeated headers, drawn lines.

A line with a phone number, an e-mail address or an identity number is a record, whatever else
it says; so is one with a name beside the word that would make it none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from leadfold.files import columns, marks, record_columns
from leadfold.files.columns import Columns
from leadfold.sources import spellings

#: ``above_header``: before the table; ``header``: it again; ``other_header``: that of another
#: table, by which the rows below are read; ``figures``: numbers and dates without a customer.
#: ``card``: a vCard without anything to read.
Reason = Literal[
    "above_header", "header", "other_header", "total", "footer", "separator", "figures", "card"
]

_CONTACTS = frozenset("phone email national_id org_number".split())
_SHOWN = 200
#: A phone number or address of the plainest kind, told without looking any further.
_PLAIN = re.compile(r"(?!\d{4}-\d\d-)\+?\d[\d ]{5,18}\d|[^\s@]+@[^\s@]+\.\w+")
_TIME = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}:\d\d(?::\d\d)?")
_NUMBER = re.compile(r"(?:\d[^\d@]{0,3}){5,}\d")
_SHORTEST = 5  # digits of a phone number that a line of figures may have
#: Letters that stand in a number, a date or an amount.
_UNITS = re.compile(r"(?<![^\W\d_])(?:kr|nok|sek|dkk|eur|usd|ils|pcs|stk|am|pm|t|z)(?![^\W\d_])")
_RECORD_ID = frozenset(columns.RECORD_ID)
#: Words in the name of a column whose numbers tell a customer.
_IDS = frozenset("id no nr num number nummer kode code key ref reference nro αριθμοσ מספר".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRecord:
    """A line that is no record: its number in the file, why, and the beginning of its text."""

    line: int
    reason: Reason
    text: str


def no_record(line: int, reason: Reason, record: Sequence[str]) -> NoRecord:
    """Return a line that is no record; its cells are joined to a text on one line."""
    cells = (" ".join(cell[:_SHOWN].split()) for cell in record[:_SHOWN])
    return NoRecord(line=line, reason=reason, text=", ".join(filter(None, cells))[:_SHOWN])


def is_marked(record: Sequence[str]) -> bool:
    """Tell whether a line begins with a mark or is drawn, whatever its columns are."""
    cells = [text for cell in record if (text := cell.strip())]
    return bool(cells) and (marks.is_drawn(cells) or marks.mark_of(cells[0]) is not None)


class Judge:
    """Tells the lines of one table that are no records; ``columns`` are those of the table."""

    def __init__(self, known: Columns) -> None:
        """Prepare to judge lines under these columns."""
        self.columns = known
        self._names = [spellings.fold(name) for name in known.names]
        places = known.places
        self._contacts = tuple(at for field in _CONTACTS for at in places.get(field, ()))
        self._others = tuple(
            at for field, of in places.items() if field not in _CONTACTS for at in of
        )
        self._usable = frozenset(at for field in columns.USABLE for at in places.get(field, ()))
        read = {known.record_id, *self._contacts, *self._others}
        self._ids = frozenset(
            at
            for at, name in enumerate(self._names)
            if at not in read and not _IDS.isdisjoint(name.split("_"))
        )

    def reason(self, record: Sequence[str]) -> Reason | None:
        """Return why a line with anything in it is no record, ``None`` if it is one."""
        width = len(record)
        for at in self._contacts:
            if at < width and _PLAIN.fullmatch(record[at]):
                return None
        filled = {at: text for at, cell in enumerate(record) if (text := cell.strip())}
        if not filled or self._has_contact(filled):
            return None
        if marks.is_drawn(list(filled.values())):
            return "separator"
        return self._of_header(filled) or self._of_words(filled)

    def is_one_word(self, record: Sequence[str]) -> bool:
        """Tell whether only the first cell of a line is filled, and not with a contact."""
        filled = {at: text for at, cell in enumerate(record) if (text := cell.strip())}
        return len(filled) == 1 and 0 in filled and not self._has_contact(filled)

    def _has_contact(self, filled: dict[int, str]) -> bool:
        return any(_is_contact(filled[at]) for at in self._contacts if at in filled)

    def _of_header(self, filled: dict[int, str]) -> Reason | None:
        first = next(iter(filled.values()))
        if not first[0].isdigit() and all(
            at < len(self._names) and self._names[at] == spellings.fold(cell)
            for at, cell in filled.items()
        ):
            return "header"
        if not self._is_other_header(filled):
            return None
        names = [filled.get(at, "") for at in range(len(self._names))]
        again = max(filled) < len(names) and columns.recognise(names).fields == self.columns.fields
        return "header" if again else "other_header"

    def _is_other_header(self, filled: dict[int, str]) -> bool:
        """Tell whether most cells are names of columns, and all where a customer would stand."""
        beside = self._usable & filled.keys()
        if len(filled) < 2 or not beside or any(cell[0].isdigit() for cell in filled.values()):  # noqa: PLR2004
            return False
        if not all(_is_name_of_column(filled[at]) for at in beside):
            return False
        known = {field for cell in filled.values() if (field := _sure_field(cell))}
        most = sum(map(_is_name_of_column, filled.values())) > len(filled) / 2
        return most and len(known) > 1 and not columns.USABLE.isdisjoint(known)

    def _of_words(self, filled: dict[int, str]) -> Reason | None:
        cells = list(filled.values())
        first = next((at for at, cell in filled.items() if any(map(str.isalpha, cell))), None)
        if first is None:
            first = next(iter(filled))
        mark = marks.mark_of(filled[first])
        others = {at: cell for at, cell in filled.items() if at != first}
        if not mark and others and marks.is_label(filled[first]) and not self._tells_who(others):
            mark = "label" if all(map(_is_figure, others.values())) else None
        if mark == "label":
            return "footer"
        if mark and not self._tells_more(filled, first):
            return mark
        if not mark and all(map(_is_figure, cells)) and not self._tells_who(filled):
            return "figures"
        return None

    def _tells_more(self, filled: dict[int, str], mark: int) -> bool:
        """Tell whether a cell that is read, beside the mark, has words or an id of a customer."""
        own = self.columns.record_id
        if own is not None and own != mark and any(map(str.isdigit, filled.get(own, ""))):
            return True
        if any(at in filled for at in self._ids if at < mark):
            return True
        beside = (filled[at] for at in self._others if at in filled and at != mark)
        return any(_has_letters(cell) and not marks.mark_of(cell) for cell in beside)

    def _tells_who(self, filled: dict[int, str]) -> bool:
        """Tell whether a line of numbers has an id, or more than a number where names stand."""
        if self.columns.record_id in filled or not self._ids.isdisjoint(filled):
            return True
        if any(_digits(filled[at]) >= _SHORTEST for at in self._contacts if at in filled):
            return True
        places = self.columns.places
        of_names = {
            at for field, of in places.items() if field in columns.USABLE for at in of
        } - set(self._contacts)
        others = (at for at in self._others if at in filled and at not in of_names)
        return any(others) or any(_is_number(filled[at]) for at in of_names if at in filled)


def _is_contact(cell: str) -> bool:
    return "@" in cell or _is_number(cell)


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.search(_TIME.sub("", cell[:_SHOWN])))


def _digits(cell: str) -> int:
    return sum(map(str.isdigit, _TIME.sub("", cell[:_SHOWN])))


def _is_name_of_column(cell: str) -> bool:
    folded = spellings.fold(cell)
    if columns.words_of_names().isdisjoint(folded.split("_")):
        return record_columns.role_of(cell) is not None
    return bool(folded in _RECORD_ID or _sure_field(cell) or record_columns.role_of(cell))


def _sure_field(cell: str) -> str | None:
    """Return the field of a column's name, ``None`` for words such as ``Person`` or ``Kunde``."""
    field = columns.field_of(cell)
    return None if field and spellings.fold(cell) in columns.perhaps_name() else field


def _has_letters(cell: str) -> bool:
    return any(map(str.isalpha, _UNITS.sub("", cell[:_SHOWN].casefold())))


def _is_figure(cell: str) -> bool:
    """Tell whether a cell holds a number, an amount, a date or a formula."""
    return cell.startswith("=") or (any(map(str.isdigit, cell)) and not _has_letters(cell))
