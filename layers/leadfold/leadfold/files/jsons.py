"""JSON text → records: one object a line, an array of objects, or an object around one."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any, TextIO

from leadfold.errors import BadFile
from leadfold.files import columns
from leadfold.files.delimited import LONGEST

_HEAD = 1000  # objects that are read at once, so that their keys are known before the first row
_CHUNK = 1 << 16
_MOST_NAMES = 5000
_DEEPEST = 8
_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


class Objects:
    """The objects of a text as records. ``names`` grows with the keys that are met.

    What is no object becomes a row without values, so that no row is lost; ``unreadable`` counts
    these.
    """

    def __init__(self, text: TextIO) -> None:
        """Read the first objects. Raises ``BadFile`` if none has a value."""
        self.names: list[str] = []
        self.unreadable = 0
        self._places: dict[str, int] = {}
        records = (self._record(value) for value in _values(text))
        self.records = enumerate(chain(list(islice(records, _HEAD)), records), 1)
        if not self.names:
            raise BadFile("the file has no JSON objects with values")

    def _record(self, value: Any) -> list[str]:
        if not isinstance(value, dict):
            self.unreadable += 1
            return []
        record = [""] * len(self.names)
        places = self._places
        if all(type(text) is str for text in value.values()) and places.keys() >= value.keys():
            for key, text in value.items():
                record[places[key]] = text
            return record
        for key, text in _flat(value, "", _DEEPEST):
            at = self._places.get(key)
            if at is None:
                if len(self.names) >= _MOST_NAMES:
                    continue
                at = self._places[key] = len(self.names)
                self.names.append(key)
                record.append("")
            record[at] = record[at] or text
        return record


def _flat(value: Mapping[str, Any], path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the path, joined by dots, and text of every value within an object."""
    for key, inner in value.items():
        yield from _flat_value(inner, f"{path}.{key}" if path else key, path, depth)


def _flat_value(inner: Any, name: str, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(inner, str):
        yield name, inner
    elif inner is None or depth == 0:
        return
    elif isinstance(inner, bool):
        yield name, "true" if inner else "false"
    elif isinstance(inner, int | float):
        whole = isinstance(inner, float) and inner.is_integer()
        yield name, str(int(inner)) if whole else str(inner)
    elif isinstance(inner, dict):
        yield from _flat(inner, name, depth - 1)
    else:
        for number, one in enumerate(inner, 1):
            if _is_answer(one):
                told = one.get("values", one.get("value"))
                own = f"{path}.{one['name']}" if path else one["name"]
                yield from _flat_value(told, own, path, depth - 1)
            else:
                yield from _flat_value(one, f"{name}.{number}", name, depth - 1)


def _is_answer(value: Any) -> bool:
    """Tell whether this is one answer of a form: ``{"name": "email", "values": ["…"]}``."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("name"), str)
        and not value.keys().isdisjoint({"value", "values"})
    )


def _values(text: TextIO) -> Iterator[Any]:
    """Yield the values of JSON lines if the first line is an object, else those of a document."""
    first = ""
    while not first.strip():
        first = text.readline(LONGEST)
        if not first:
            return
    if first.lstrip().startswith("{"):
        value = _parsed(first)
        if isinstance(value, dict):
            rest = _lines(text)
            second = next((line for line in rest if line.strip()), "")
            if not second:
                yield from _opened(value)
                return
            yield value
            yield from (_parsed(line) for line in chain([second], rest) if line.strip())
            return
    yield from _document(first, text)


def _lines(text: TextIO) -> Iterator[str]:
    while line := text.readline(LONGEST):
        yield line


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _document(buffer: str, text: TextIO) -> Iterator[Any]:
    """Yield the items of an array, or values that follow each other, reading piece by piece."""
    buffer = buffer.lstrip()
    is_array = buffer.startswith("[")
    at, met, step = int(is_array), 0, _CHUNK
    ended = False
    while True:
        between = _BETWEEN.match(buffer, at)
        at = between.end() if between else at
        if is_array and buffer.startswith("]", at):
            return
        found = _next(buffer, at, ended=ended)
        if found:
            value, at = found
            met, step = met + 1, _CHUNK
            yield from [value] if is_array else _opened(value)
        elif ended and at == len(buffer) and not is_array:
            return
        elif ended:
            raise BadFile(f"the JSON breaks off or is damaged after {met} values")
        elif len(buffer) - at > LONGEST:
            raise BadFile(f"a JSON value is longer than {LONGEST:,} characters")
        else:
            chunk = text.read(step)
            step *= 2  # so that a long value is not parsed again for every small piece
            buffer, at, ended = buffer[at:] + chunk, 0, not chunk


def _next(buffer: str, at: int, *, ended: bool) -> tuple[Any, int] | None:
    try:
        value, end = _DECODER.raw_decode(buffer, at)
    except (ValueError, RecursionError):
        return None
    # A number at the end of the buffer may go on in the next piece.
    return (value, end) if ended or end < len(buffer) else None


def _opened(value: Any) -> Iterator[Any]:
    """Yield the objects of the only list in an object, as APIs answer, else the object itself."""
    inside = list(value.values()) if isinstance(value, dict) else []
    lists = [inner for inner in inside if isinstance(inner, list) and _all_objects(inner)]
    if len(lists) == 1 and not _is_person(value) and not any(map(_is_answer, lists[0])):
        yield from lists[0]
    else:
        yield value


def _all_objects(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(one, dict) for one in values)


def _is_person(value: Mapping[str, Any]) -> bool:
    told = (key for key, inner in value.items() if not isinstance(inner, list))
    return any(columns.field_of(key) or key == "id" for key in told)
