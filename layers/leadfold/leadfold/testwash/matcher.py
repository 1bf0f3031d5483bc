"""Rows placed on cards one after the other, by equal phone, e-mail or national ID alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leadfold.normalise import person


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The card that a row is on; level and score where it was there before."""

    card: int
    level: int | None = None
    score: float | None = None


class Matcher:
    """Places rows; the first with a key makes the card."""

    def __init__(self, country: str | None, today: date) -> None:
        """Take the country of numbers that name none, and the day that says whose century."""
        self._country, self._today = country, today
        self._cards: dict[str, int] = {}
        self._number = 0

    def place(self, fields: Mapping[str, str]) -> Placed:
        """Return the card of a row."""
        read = person.parse(fields, self._country, self._today)
        phones = [phone.e164 for phone in (read.phone, *read.other_phones) if phone]
        emails = [email.key for email in (read.email, *read.other_emails) if email]
        ids = [read.national_id.number] if read.national_id else []
        keys = [*ids, *phones, *emails]
        known = next((self._cards[key] for key in keys if key in self._cards), None)
        if known is None:
            self._number += 1
        card = known or self._number
        for key in keys:
            self._cards.setdefault(key, card)
        return Placed(card=card, level=1 if known else None)

    def final(self, card: int) -> int:
        """Return the card that a card was joined to in the end, or itself."""
        return card
