"""Ids: a prefix that tells the kind, and a ULID that sorts by time."""

from datetime import datetime

from ulid import ULID


def new_id(prefix: str) -> str:
    """Return a new id, e.g. ``card_01KAK3…``."""
    return f"{prefix}_{ULID()}"


def made_at(ident: str) -> datetime:
    """Return when an id was made, by the clock of who made it.

    >>> made_at("log_01KAK3V7X0000000000000000A").isoformat(timespec="seconds")
    '2025-11-21T11:47:27+00:00'
    """
    return ULID.from_str(ident.rpartition("_")[2]).datetime
