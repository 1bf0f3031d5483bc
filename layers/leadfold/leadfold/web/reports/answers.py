"""What is answered about reports: each made from the columns that its module names."""

from collections.abc import Mapping

from leadfold.reports import attribution, dimensions, overlap, periods, sources, tasks
from leadfold.reports.table import Kind
from leadfold.web.shapes import ANYTHING, COUNT, Schema, listed, record, ref, text

_MONEY: Schema = {"oneOf": [{"type": "null"}, ref("Amount")]}
_NUMBER: Schema = {"type": ["number", "null"]}
_KINDS: dict[Kind, Schema] = {
    "text": {"type": ["string", "null"]},
    "count": {"type": ["integer", "null"], "minimum": 0},
    "credit": _NUMBER,
    "money": _MONEY,
    "share": _NUMBER,
    "seconds": {"type": ["integer", "null"]},
    "time": {"type": ["string", "null"], "format": "date-time"},
}


def schemas() -> dict[str, Schema]:
    """Return the schemas of the document, by name."""
    shown = (*dimensions.PLAIN, *periods.UNITS, *dimensions.NAMED)
    groups: dict[str, Kind] = dict.fromkeys(shown, "text")
    groups |= {f"{name}_id": "text" for name in dimensions.NAMED}
    error = record({"field": text(), "code": text(), "message": text()})
    return {
        "Amount": record(
            {"amount": text("Exact, with a point"), "currency": text("Three letters")}
        ),
        "Attribution": _report(
            # Those of the groups that are asked for; with ``compare`` other figures.
            _row(groups | attribution.COLUMNS) | {"required": [], "additionalProperties": True}
        ),
        "Drilled": record(
            {
                "count": COUNT,
                "ids": {
                    "type": ["array", "null"],
                    "items": text(),
                    "description": "Of the newest inquiries; null for a marketing key",
                },
            }
        ),
        "Overlap": _report(_row(overlap.COLUMNS)),
        "SourceHealth": _report(_row(sources.COLUMNS)),
        "ResponseTimes": _report(_row(tasks.COLUMNS)),
        "Conversions": record(
            {
                "platform": {"enum": ["google", "meta"]},
                "payload": ANYTHING | {"description": "The body of the platform's own call"},
                "refused": listed(record({"id": text(), "reason": text()})),
            }
        ),
        "SpendFile": {
            "type": "string",
            "description": "A CSV with a day and an amount in each row (docs/reports.md)",
        },
        "SpendRead": record(
            {
                "layout": {"enum": ["plain", "google", "meta"]},
                "rows": COUNT,
                "expenses": COUNT | {"description": "Expenses kept, by day and campaign"},
                "error_count": COUNT,
                "warning_count": COUNT,
                "errors": listed(error),
                "warnings": listed(error),
            }
        ),
        "SignIn": record({"key": text("An API key that may read reports"), "query": text()}),
    }


def _report(row: Schema) -> Schema:
    """Return the schema of a report; ``about`` says what was understood of the query."""
    return record({"name": text(), "about": ANYTHING, "rows": listed(row)})


def _row(columns: Mapping[str, Kind]) -> Schema:
    return record(_cells(columns))


def _cells(columns: Mapping[str, Kind]) -> dict[str, Schema]:
    return {name: _KINDS[kind] for name, kind in columns.items()}
