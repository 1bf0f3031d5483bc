"""Ids: a prefix that tells the kind, and a ULID that sorts by time."""

from ulid import ULID


def new_id(prefix: str) -> str:
    """Return a new id, e.g. ``card_01KAK3…``."""
    return f"{prefix}_{ULID()}"
