"""A notice on its way to ``collect``: the queue message, without personal data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedNotice:
    """One notice of a source; ``attempt`` is the number of this attempt to read its lead."""

    source: str
    notice: Mapping[str, str]
    received_at: datetime
    attempt: int = 1

    def message(self) -> str:
        """Return the queue message."""
        return json.dumps(
            {
                "source": self.source,
                "notice": dict(self.notice),
                "received_at": self.received_at.isoformat(),
                "attempt": self.attempt,
            }
        )

    @property
    def lead_id(self) -> str:
        """The platform's id of the lead."""
        return self.notice.get("leadgen_id") or self.notice.get("response", "")

    @property
    def name(self) -> str:
        """The notice's name among waiting messages, the same for every attempt."""
        return f"collect#{self.source}#{self.lead_id}"

    @classmethod
    def read(cls, message: str) -> Self:
        """Return the notice of a queue message."""
        values = json.loads(message)
        return cls(
            source=values["source"],
            notice=values["notice"],
            received_at=datetime.fromisoformat(values["received_at"]),
            attempt=values["attempt"],
        )

    def again(self) -> "QueuedNotice":
        """Return the notice for the next attempt."""
        return replace(self, attempt=self.attempt + 1)
