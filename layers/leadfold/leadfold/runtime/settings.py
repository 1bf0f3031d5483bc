"""What a function is told by its environment, read once at its cold start."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Names of what a function works with; each one's template entry names those it gets."""

    table: str = ""
    raw_bucket: str = ""
    facts_bucket: str = ""
    hash_key_arn: str = ""
    queue_url: str = ""
    collect_queue_url: str = ""
    public_url: str = ""

    @classmethod
    def read(cls, *needed: str) -> Self:
        """Read the settings that a function needs; fail at the start where one is missing."""
        values = {name: os.environ.get(name.upper(), "") for name in needed}
        missing = [name.upper() for name, value in values.items() if not value]
        if missing:
            raise RuntimeError(f"environment variables are missing: {', '.join(missing)}")
        return cls(**values)
