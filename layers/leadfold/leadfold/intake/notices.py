"""A notice to follow: what travels on the queue to ``collect``, without personal data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedNotice:
    """One notice of a source, and how often it was followed."""

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
        """What tells the notice from others, whichever attempt it is."""
        lead_id = self.notice.get("leadgen_id") or self.notice.get("response", "")
        return f"collect#{self.source}#{lead_id}"

    @classmethod
    def read(cls, message: str) -> Self:
        """Return the notice of a queue message."""
        told = json.loads(message)
        return cls(
            source=told["source"],
            notice=told["notice"],
            received_at=datetime.fromisoformat(told["received_at"]),
            attempt=told["attempt"],
        )

    def again(self) -> "QueuedNotice":
        """Return the notice for the next attempt."""
        return QueuedNotice(
            source=self.source,
            notice=self.notice,
            received_at=self.received_at,
            attempt=self.attempt + 1,
        )
