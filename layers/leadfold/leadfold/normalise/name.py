"""Names of people → their parts in sensible case, or a company. What was sent stays on the inquiry.

``name_text`` keeps the letters, ``name_titles`` takes titles off, ``name_case`` writes the rest.
"""

import re
from dataclasses import replace
from functools import lru_cache

from leadfold.model import Name
from leadfold.normalise import company as companies
from leadfold.normalise import text
from leadfold.normalise.company_recognition import looks_like_company
from leadfold.normalise.name_case import (
    BEFORE_SURNAME,
    PARTICLES,
    are_initials,
    cased,
    cased_company,
    cased_surname,
)
from leadfold.normalise.name_text import MAX_LENGTH, letters_of, words_of
from leadfold.normalise.name_titles import (
    TO_SURNAME,
    is_degree,
    plain_word,
    take_suffix,
    take_title,
)

#: Words from which a given name and a surname sent apart may be a company's name.
_MIN_COMPANY_WORDS = 3

#: What people write instead of their name.
_NOBODY = frozenset(
    (
        "na n.a null undefined none unknown ukjent okänd ukendt tuntematon anonym anonymous "
        "no.name noname ingen inget xxx asdf asdfgh qwerty fornavn etternavn navn namn name "
        "firstname lastname άγνωστο άγνωστος אלמוני"
    ).split()
)
_MIN_SURNAME_IN_CAPITALS = 3
#: Endings of surnames.
_LIKE_A_SURNAME = "(?:sen|son|berg|str[öø]m|sky|ski|man|poulos|idis|akis|πουλος|ίδης|άκης)$"


def clean(raw: str) -> str:
    """Return the name without emoji, digits and signs, in sensible case."""
    return cased(words_of(letters_of(raw)))


def key(name: Name) -> str:
    """Return what all spellings of one whole name share: its words, folded and sorted.

    >>> key(Name(first="Ola", last="Åsen")) == key(Name(first="ASEN", last="Ola"))
    True
    """
    return " ".join(sorted(text.fold(f"{name.first} {name.last}").split()))


@lru_cache(maxsize=1024)
def parse(full: str = "", first: str = "", last: str = "") -> Name:
    """Return the parts of a name: from ``first`` and ``last`` where both are sent, else ``full``.

    >>> parse("HANSEN, dr. ola nordmann")
    Name(first='Ola Nordmann', last='Hansen', title='Dr', suffix='', company='')
    """
    given, family = letters_of(first), letters_of(last)
    if _is_nobody(given):
        given = ""
    if _is_nobody(family):
        family = ""
    if given and family:
        return _from_parts(given, family)
    whole = letters_of(full)
    if whole and not _is_nobody(whole):
        parts = _from_sent(full, whole)
        if given:
            return _from_parts(given, parts.last) if parts.last else _from_sent(first, given)
        if family:
            return _from_parts(parts.first, family)
        return parts
    # On short forms people often type the whole name into the field for the given name.
    return _from_sent(first, given) if given else _from_parts("", family)


def _from_sent(sent: str, letters: str) -> Name:
    """Return the parts of a whole name.

    ``letters`` are the letters of what was ``sent``; a company's name keeps its digits and signs.
    """
    before, after = _beside(sent)
    if " " in before and (organisation := _company(after)) and not _company(before):
        return replace(_from_whole(letters_of(before)), company=organisation)
    if organisation := _company(sent) or (before and _company(before) and companies.clean(sent)):
        return Name(company=organisation)
    return _from_whole(letters)


def _beside(sent: str) -> tuple[str, str]:
    """Return the texts before and behind a sign that may separate a person and a company."""
    tidy = text.clean(sent, MAX_LENGTH)
    for sign in (" - ", " – ", " | ", ",", "("):
        before, found, after = tidy.partition(sign)
        if found and (sign != "(" or after.endswith(")")):
            return before.strip(), after.rstrip(") ").strip()
    return "", ""


def _is_nobody(letters: str) -> bool:
    return letters.lower().replace(" ", ".").strip(".,") in _NOBODY


def _from_parts(given: str, family: str) -> Name:
    first = words_of(given.replace(",", " "))
    last = words_of(family.replace(",", " "))
    first = _without_surname(first, last)  # the whole name in the field for the given name
    if len(last) > 1 and _same(first, last):
        return _from_whole(family)  # the whole name in both fields
    title, first = take_title(first)
    last_title, last = take_title(last) if not first else ("", last)
    suffix, last = take_suffix(last, beside=len(first))
    company = _company(f"{given} {family}") if len(first + last) >= _MIN_COMPANY_WORDS else ""
    if company:
        return Name(company=company)
    return Name(
        first=cased(first),
        last=cased_surname(last, alone=not first),
        title=title or last_title,
        suffix=suffix,
    )


def _without_surname(given: list[str], surname: list[str]) -> list[str]:
    """Return the given names without the surname, if that was typed behind them, too."""
    while len(given) > len(surname) > 0 and _same(given[-len(surname) :], surname):
        given = given[: -len(surname)]
    return given


def _same(left: list[str], right: list[str]) -> bool:
    return [word.lower() for word in left] == [word.lower() for word in right]


def _from_whole(whole: str) -> Name:
    """Return the parts of a name; behind a comma are given names, suffixes or a company."""
    before, _, after = (part.strip(" .,") for part in whole.partition(","))
    if not before or not after:
        return _in_order(words_of(whole.replace(",", " ")))
    title, ahead = take_title(words_of(before))
    if title:
        found = _from_whole(f"{' '.join(ahead)}, {after}")
        return replace(found, title=f"{title} {found.title}".strip())
    behind = words_of(after.replace(",", " "))
    if take_suffix(behind, beside=2)[1] == [] or is_degree(behind):
        return _in_order(words_of(before) + behind)
    company = _company(after)
    if company:
        found = _in_order(words_of(before))
        return Name(first=found.first, last=found.last, title=found.title, company=company)
    return _from_parts(" ".join(behind), before)


def _in_order(words: list[str]) -> Name:
    """Return the parts of a name whose words are in their usual order."""
    title, words = take_title(words)
    while len(words) > 1 and is_degree(words[-1:]):
        words = words[:-1]
    suffix, words = take_suffix(words, beside=len(words) - 1)
    if len(words) == 1:
        if title and plain_word(title) in TO_SURNAME:
            return Name(last=cased_surname(words, alone=True), title=title, suffix=suffix)
        return Name(first=cased(words), title=title, suffix=suffix)
    start = _surname_start(words)
    surname, given = words[start:], words[:start]
    if _surname_is_first(words):
        surname, given = words[:1], words[1:]
    return Name(
        first=cased(_without_surname(given, surname)),
        last=cased_surname(surname, alone=not given),
        title=title,
        suffix=suffix,
    )


def _surname_start(words: list[str]) -> int:
    """Return where the surname begins: at the particles before the last word."""
    start = len(words) - 1
    while start > 0 and words[start - 1].lower() in PARTICLES | BEFORE_SURNAME:
        start -= 1
    if start == 0 and words and words[0].lower() in BEFORE_SURNAME:
        start = 1  # Ben, Bar and Bat are given names as well
    return start


def _surname_is_first(words: list[str]) -> bool:
    """Tell whether only the first word is in capitals, as surnames are: ``NGUYEN Van Anh``."""
    head, rest = words[0], words[1:]
    return (
        bool(rest)
        and len(head) >= _MIN_SURNAME_IN_CAPITALS
        and head.isupper()
        and head.isalpha()
        and not are_initials(head)
        and all(word[:1].isupper() and not word.isupper() for word in rest)
        and not re.search(_LIKE_A_SURNAME, rest[-1].lower())
    )


def _company(sent: str) -> str:
    """Return a company's name in sensible case, empty where the text names a person."""
    return cased_company(companies.clean(sent)) if looks_like_company(sent) else ""
