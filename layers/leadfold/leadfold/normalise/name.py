"""Names of people: parts and sensible case. What was sent stays on the inquiry."""

import re
import unicodedata

from leadfold.model import Name
from leadfold.normalise import text

_MAX_LENGTH = 200
_PARTICLES = frozenset("af av bin da de del den der di du la le ten van von".split())
_WORD = re.compile(r"[^\s\-'’]+")


def clean(raw: str) -> str:
    """Return the name without emoji, digits and signs, in sensible case."""
    letters = "".join(c if _in_names(c) else " " for c in text.clean(raw[: 2 * _MAX_LENGTH]))
    words = letters[:_MAX_LENGTH].strip(" -'’.,").split()
    return _sensible_case(" ".join(words))


def _in_names(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" or char in " -'’.,\u200c"


def _sensible_case(name: str) -> str:
    """Capitalise a name typed in one case; leave ``McDonald`` and ``van der Berg`` as they are."""
    if not (name.isupper() or name.islower()):
        return name
    lowered = [w if w in _PARTICLES else _WORD.sub(_capital, w) for w in name.lower().split()]
    return " ".join(lowered[:1] and [_WORD.sub(_capital, lowered[0]), *lowered[1:]])


def _capital(match: re.Match[str]) -> str:
    word = match.group()
    return word[0].title() + word[1:]  # not upper(): that of ß is SS


def parse(full: str = "", first: str = "", last: str = "") -> Name:
    """Return the parts of a name, from parts where they are given, else from the whole.

    >>> parse("HANSEN, ola nordmann")
    Name(first='Ola Nordmann', last='Hansen')
    """
    given, family = clean(first).replace(",", ""), clean(last).replace(",", "")
    if given and family:
        return Name(first=given, last=family)
    whole = clean(full)
    if not whole:
        # A whole name typed into the box for the first one is common on short forms.
        return _split(given) if given else Name(last=family)
    parts = _split(whole)
    return Name(first=given or parts.first, last=family or parts.last)


def _split(whole: str) -> Name:
    before, comma, after = (part.strip(" .") for part in whole.partition(","))
    if comma and before and after:
        return Name(first=_sensible_case(after), last=_sensible_case(before))
    words = whole.replace(",", " ").split()
    if len(words) == 1:
        return Name(first=words[0])
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Name(first=" ".join(words[:start]), last=" ".join(words[start:]))
