"""The demo configuration of the local stack: owners, a bucket, sources and one key of each role.

Run by ``make up`` after the deployment; prints what goes into ``stack.json``. Safe to repeat: keys
that the stack's file has already stay valid and stay the same.
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3

from leadfold import access
from leadfold.access import Role
from leadfold.ids import new_id
from leadfold.normalise.dates import rfc3339
from leadfold.store import items
from leadfold.store.table import Table
from leadfold.store.writes import Overwrite

_OFFICE_HOURS = {
    "time_zone": "Europe/Oslo",
    "days": {day: [["08:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}
OWNERS = [
    {"id": "anna", "name": "Anna Berg", "email": "anna@example.com", "active": True},
    {"id": "bjorn", "name": "Bjørn Dahl", "email": "bjorn@example.com", "active": True},
    {"id": "team", "name": "Everybody", "email": "team@example.com", "active": True},
]
BUCKETS = [{"id": "sales", "name": "Sales", "default_owner": "team"}]
SOURCES: list[dict[str, Any]] = [
    {
        "id": "site",
        "platform": "generic",
        "name": "Website",
        "country": "NO",
        "bucket": "sales",
        "owners": [{"owner_id": "anna", "weight": 2}, {"owner_id": "bjorn", "weight": 1}],
        "data_owner": "team",
        "response_minutes": 60,
        "working_hours": _OFFICE_HOURS,
        "double_submit_seconds": 300,
    },
    {
        "id": "site-il",
        "platform": "generic",
        "name": "Website, Israel",
        "country": "IL",
        "bucket": "sales",
        "owners": [{"owner_id": "anna", "weight": 1}],
        "data_owner": "team",
        "response_minutes": 120,
        "double_submit_seconds": 300,
    },
]


def seed(table: Table, known_keys: dict[str, str]) -> dict[str, Any]:
    """Write the configuration and return the keys and sources for ``stack.json``."""
    for kind, entries in (("OWNER", OWNERS), ("BUCKET", BUCKETS), ("SOURCE", SOURCES)):
        for entry in entries:
            table.write(Overwrite(key=items.config_key(kind, entry["id"]), item=entry))
    keys = {role: _key(table, role, known_keys.get(role)) for role in access.ROLES}
    sources = {
        source["id"]: {
            "platform": source["platform"],
            "path": f"/v1/leads?source={source['id']}",
        }
        for source in SOURCES
    }
    return {"keys": keys, "sources": sources}


def _key(table: Table, role: Role, known: str | None) -> str:
    if known and table.get([items.api_key_key(access.digest(known))]):
        return known
    key, writes = access.new_key(role, f"demo {role}", new_id("key"), rfc3339(datetime.now(UTC)))
    for write in writes:
        table.write(write)
    return key


def main() -> None:
    """Seed the stack that the environment names."""
    stack_file = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    known = json.loads(stack_file.read_text()) if stack_file and stack_file.exists() else {}
    table = Table(boto3.client("dynamodb"), os.environ["TABLE"])
    json.dump(seed(table, known.get("keys", {})), sys.stdout)


if __name__ == "__main__":
    main()
