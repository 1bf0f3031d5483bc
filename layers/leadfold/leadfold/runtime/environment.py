"""A function's environment variables, read once at its cold start.

What people configure (sources, owners, rules) is kept in the table: see ``config``.
"""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The resources that a function works with; ``template.yaml`` sets those that it gets."""

    table: str = ""
    raw_bucket: str = ""
    facts_bucket: str = ""
    hash_key_arn: str = ""
    queue_url: str = ""
    collect_queue_url: str = ""
    public_url: str = ""

    @classmethod
    def read(cls, *needed: str) -> Self:
        """Read the variables that a function needs.

        Raises ``RuntimeError`` where one is missing, so that the function fails at its start.
        """
        values = {name: os.environ.get(name.upper(), "") for name in needed}
        missing = [name.upper() for name, value in values.items() if not value]
        if missing:
            raise RuntimeError(f"environment variables are missing: {', '.join(missing)}")
        return cls(**values)
