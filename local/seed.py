"""The demo configuration of the local stack: owners, a bucket, sources and one key of each role.

Run by ``make up`` after the deployment; prints what goes into ``stack.json``. Safe to repeat: keys
that the stack's file has already stay valid and stay the same.
"""

import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

import boto3

from leadfold.ids import new_id
from leadfold.normalise.dates import rfc3339
from leadfold.runtime import access
from leadfold.runtime.access import Role
from leadfold.store import items
from leadfold.store.table import Table
from leadfold.store.writes import Overwrite
from local.stand_ins import TOKEN

#: The secrets of each platform that ``stack.json`` shows.
_SECRETS = {
    "meta": ("app_secret", "verify_token"),
    "google": ("google_key",),
    "generic": ("secret_path",),
}
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
        "id": "meta-demo",
        "platform": "meta",
        "name": "Facebook and Instagram",
        "country": "NO",
        "bucket": "sales",
        "owners": [{"owner_id": "anna", "weight": 1}],
        "data_owner": "team",
        "response_minutes": 15,
        "double_submit_seconds": 300,
    },
    {
        "id": "google-demo",
        "platform": "google",
        "name": "Google lead forms",
        "country": "NO",
        "bucket": "sales",
        "owners": [{"owner_id": "bjorn", "weight": 1}],
        "data_owner": "team",
        "response_minutes": 15,
        "double_submit_seconds": 300,
    },
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


def seed(table: Table, known: Mapping[str, Any], graph_base: str) -> dict[str, Any]:
    """Write the configuration and return the keys and sources for ``stack.json``."""
    sources = [
        source | ({"graph_base": graph_base} if source["platform"] == "meta" else {})
        for source in SOURCES
    ]
    for kind, entries in (("OWNER", OWNERS), ("BUCKET", BUCKETS), ("SOURCE", sources)):
        for entry in entries:
            table.write(Overwrite(key=items.config_key(kind, entry["id"]), item=entry))
    keys = {role: _key(table, role, known.get("keys", {}).get(role)) for role in access.ROLES}
    return {
        "keys": keys,
        "sources": {
            source["id"]: _source(table, source, known.get("sources", {}).get(source["id"], {}))
            for source in SOURCES
        },
    }


def _source(table: Table, source: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, str]:
    """Write a source's secrets, those of last time where there are any; return how to reach it."""
    name, platform = source["id"], source["platform"]
    # stack.json has the whole secret path; the secret is its end.
    before = {secret: value.rpartition("/")[2] for secret, value in known.items()}
    new = {secret: before.get(secret) or token_hex(16) for secret in _SECRETS[platform]}
    item: dict[str, Any] = {secret: [value] for secret, value in new.items()}
    if platform == "meta":
        item["access_token"] = [TOKEN]
    table.write(Overwrite(key=items.config_key("SECRETS", name), item=item))
    path = f"/v1/webhooks/{platform}/{name}"
    if platform == "generic":
        path = f"/v1/leads?source={name}"
        new["secret_path"] = f"/v1/webhooks/generic/{name}/{item['secret_path'][0]}"
    return {"platform": platform, "path": path, **new}


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
    json.dump(seed(table, known, os.environ["GRAPH_BASE"]), sys.stdout)


if __name__ == "__main__":
    main()
