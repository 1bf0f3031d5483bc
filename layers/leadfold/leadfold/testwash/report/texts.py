"""The words of the report in each language, and numbers and dates as they are written there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, cast

LANGUAGES = ("en", "nb", "sv", "el", "he")
_PARTS = {"full_name": "name", "first_name": "given_name", "last_name": "surname"}
_OF_COUNTRY = {"NO": "nb", "SE": "sv", "GR": "el", "CY": "el", "IL": "he"}


def language_of(country: str | None) -> str:
    """Return the language of a country's report, English where there is none.

    >>> language_of("NO"), language_of("FR")
    ('nb', 'en')
    """
    return _OF_COUNTRY.get(country or "", "en")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Texts:
    """The words of one language by their keys."""

    language: str
    words: Mapping[str, str]

    @classmethod
    def of(cls, language: str) -> "Texts":
        """Read the words of a language."""
        path = files("leadfold.testwash.report") / "texts" / f"{language}.json"
        words = cast("dict[str, str]", json.loads(path.read_text("utf-8")))
        return cls(language=language, words=words)

    def __call__(self, key: str, **values: Any) -> str:
        """Return a text with its values; whole numbers are written as the language does."""
        text = self.words[key]
        if not values:
            return text
        told = {
            name: self.number(value) if isinstance(value, int) else value
            for name, value in values.items()
        }
        return text.format(**told)

    def kind(self, kind: str) -> str:
        """Return a kind of finding in words."""
        return self.words.get(f"kind.{kind}", self.words["kind.other"])

    def agreement(self, agreement: str) -> str:
        """Return how a field agrees in words; a way that is not known here by its own name."""
        return self.words.get(f"agreement.{agreement}", agreement)

    def field(self, field: str) -> str:
        """Return a field in words, one that is not known here by its own name."""
        return self.words.get(f"field.{_PARTS.get(field, field)}", field)

    def number(self, value: float) -> str:
        """Return a number: whole ones as such, others with one decimal."""
        plain = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
        group, point = self.words["number.group"], self.words["number.point"]
        return plain.translate({ord(","): group, ord("."): point})

    def share(self, part: int, whole: int) -> str:
        """Return a share as percent; what is little does not read as none, nor nearly all as all.

        >>> Texts.of("en").share(1, 3), Texts.of("en").share(1, 100_000)
        ('33.3%', '<0.1%')
        """
        of_hundred = 100 * part / whole if whole else 0.0
        if 0 < of_hundred < 0.1:  # noqa: PLR2004
            return "<" + self.percent(0.1)
        if 99.9 < of_hundred < 100:  # noqa: PLR2004
            return ">" + self.percent(99.9)
        return self.percent(of_hundred)

    def percent(self, value: float) -> str:
        """Return a number as percent."""
        return self.words["percent"].format(n=self.number(value))

    def date(self, day: date) -> str:
        """Return a day in words."""
        month = self.words[f"month.{day.month}"]
        return self.words["date"].format(day=day.day, month=month, year=day.year)
