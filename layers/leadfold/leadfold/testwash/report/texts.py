"""The words of the report, by what the test wash calls things."""

from leadfold import pages

_PARTS = {"full_name": "name", "first_name": "given_name", "last_name": "surname"}
_OF_COUNTRY = {"NO": "nb", "SE": "sv", "GR": "el", "CY": "el", "IL": "he"}


def language_of(country: str | None) -> str:
    """Return the language of a country's report, English where there is none.

    >>> language_of("NO"), language_of("FR")
    ('nb', 'en')
    """
    return _OF_COUNTRY.get(country or "", "en")


class Texts(pages.Texts):
    """The words of one language by their keys."""

    __slots__ = ()

    @classmethod
    def of(cls, language: str) -> "Texts":
        """Read the words of a language."""
        return cls.read(language, "leadfold.testwash.report")

    def kind(self, kind: str) -> str:
        """Return a kind of finding in words."""
        return self.words.get(f"kind.{kind}", self.words["kind.other"])

    def agreement(self, agreement: str) -> str:
        """Return how a field agrees in words; a way that is not known here by its own name."""
        return self.words.get(f"agreement.{agreement}", agreement)

    def field(self, field: str) -> str:
        """Return a field in words, one that is not known here by its own name."""
        return self.words.get(f"field.{_PARTS.get(field, field)}", field)
