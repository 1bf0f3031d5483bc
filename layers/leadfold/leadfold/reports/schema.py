"""The columns of facts: one wide table, the same in JSON lines, Parquet and Athena."""

from leadfold.sources.attribution import GROUPED_BY

TEXT, TIME, DAY, COUNT, YES_NO, MONEY = (
    "VARCHAR",
    "TIMESTAMP",
    "DATE",
    "INTEGER",
    "BOOLEAN",
    "DECIMAL(24,6)",
)

#: The columns of every fact. Of several facts with one id the one written last counts.
COMMON = {"id": TEXT, "written_at": TIME}

#: The further columns of each kind of fact. Times are UTC.
KINDS: dict[str, dict[str, str]] = {
    "inquiry": {
        "card_id": TEXT,
        "date": TIME,
        "received_at": TIME,
        "kind": TEXT,
        "number": COUNT,
        "new_card": YES_NO,
        "source": TEXT,
        "platform": TEXT,
        "bucket": TEXT,
        "country": TEXT,
        "delivery_id": TEXT,
        **dict.fromkeys(GROUPED_BY, TEXT),
    },
    "task": {
        "card_id": TEXT,
        "kind": TEXT,
        "status": TEXT,
        "owner_id": TEXT,
        "bucket": TEXT,
        "created_at": TIME,
        "due_at": TIME,
        "snoozed_until": TIME,
        "overdue_at": TIME,
        "done_at": TIME,
        "inquiries": COUNT,
    },
    "quarantine": {
        "source": TEXT,
        "code": TEXT,
        "status": TEXT,
        "owner_id": TEXT,
        "received_at": TIME,
        "due_at": TIME,
        "inquiry_id": TEXT,
    },
    "replay": {
        "source": TEXT,
        "delivery_id": TEXT,
        "of": TEXT,
        "is_test": YES_NO,
        "replays": COUNT,
        "last_at": TIME,
    },
    "contact": {
        "card_id": TEXT,
        "at": TIME,
        "recorded_at": TIME,
        "channel": TEXT,
        "outcome": TEXT,
        "task_id": TEXT,
    },
    "stage": {
        "card_id": TEXT,
        "at": TIME,
        "recorded_at": TIME,
        "stage": TEXT,
        "amount": MONEY,
        "currency": TEXT,
    },
    "merge": {"into": TEXT, "merged": TEXT, "at": TIME, "state": TEXT, "undone_at": TIME},
    "spend": {
        "day": DAY,
        "source": TEXT,
        "platform": TEXT,
        "amount": MONEY,
        "currency": TEXT,
        **{name: TEXT for name in GROUPED_BY if not name.startswith("form")},
    },
}

#: All columns, in the order of the lake's files.
COLUMNS: dict[str, str] = {"fact": TEXT, **COMMON} | {
    name: kind for columns in KINDS.values() for name, kind in columns.items()
}

_IN_JSON = {"BOOLEAN": "BOOLEAN", "INTEGER": "INTEGER"}
_IN_GLUE = {
    TEXT: "string",
    TIME: "timestamp",
    DAY: "date",
    COUNT: "int",
    YES_NO: "boolean",
    MONEY: "decimal(24,6)",
}


def quoted(name: str) -> str:
    """Return a column's name quoted for SQL: some are reserved words."""
    return f'"{name}"'


def json_columns() -> str:
    """Return DuckDB's types for lines of JSON: times are text, so that a bad one is no error."""
    columns = {name: _IN_JSON.get(kind, TEXT) for name, kind in COLUMNS.items()}
    return "{" + ", ".join(f"{quoted(name)}: '{kind}'" for name, kind in columns.items()) + "}"


def from_json(name: str) -> str:
    """Return the SQL that converts a column read from a line of JSON."""
    source = quoted(name)
    if COLUMNS[name] in {TIME, DAY, MONEY}:
        source = f"try_cast({source} AS {COLUMNS[name]})"
    return f"{source} AS {quoted(name)}"


def glue_columns() -> list[dict[str, str]]:
    """Return the columns of the Glue table."""
    return [{"Name": name, "Type": _IN_GLUE[kind]} for name, kind in COLUMNS.items()]
