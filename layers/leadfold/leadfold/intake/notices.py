"""A notice on its way to ``collect``: the queue message, without personal data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
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
    def name(self) -> str:
        """The notice's name among waiting messages, the same for every attempt."""
        lead_id = self.notice.get("leadgen_id") or self.notice.get("response", "")
        return f"collect#{self.source}#{lead_id}"

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
        return QueuedNotice(
            source=self.source,
            notice=self.notice,
            received_at=self.received_at,
            attempt=self.attempt + 1,
        )
