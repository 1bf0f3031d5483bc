"""The texts of the report, by the keys of findings, fields and reasons."""

from leadfold import pages

_PARTS = {"full_name": "name", "first_name": "given_name", "last_name": "surname"}
_OF_COUNTRY = {"NO": "nb", "SE": "sv", "GR": "el", "CY": "el", "IL": "he"}


def language_of(country: str | None) -> str:
    """Return the language of the report for a country, English if there is no translation.

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
        """Return how a field agrees in words; an unknown way is called by its key."""
        return self.words.get(f"agreement.{agreement}", agreement)

    def field(self, field: str) -> str:
        """Return a field in words; an unknown one is called by its key."""
        return self.words.get(f"field.{_PARTS.get(field, field)}", field)
