"""The words of a page in each language, and numbers and dates as they are written there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, Self

LANGUAGES = ("en", "nb", "sv", "el", "he")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Texts:
    """The words of one language by their keys."""

    language: str
    words: Mapping[str, str]

    @classmethod
    def read(cls, language: str, package: str) -> Self:
        """Read a language's words from ``texts/`` in a package, beside how it writes numbers."""
        locales = json.loads((files("leadfold.pages") / "locales.json").read_text("utf-8"))
        own = json.loads((files(package) / "texts" / f"{language}.json").read_text("utf-8"))
        return cls(language=language, words=locales[language] | own)

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

    def number(self, value: float, decimals: int = 1) -> str:
        """Return a number: whole ones as such, others with some decimals."""
        plain = f"{value:,}" if isinstance(value, int) else f"{value:,.{decimals}f}"
        group, point = self.words["number.group"], self.words["number.point"]
        return plain.translate({ord(","): group, ord("."): point})

    def share(self, part: int, whole: int) -> str:
        """Return a share as percent; what is little does not read as none, nor nearly all as all.

        >>> Texts.read("en", "leadfold.testwash.report").share(1, 3)
        '33.3%'
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
