"""Names of organisations → their words, legal form and branch.

Two registered companies may differ by nothing but their legal form (``X AS``, ``X ASA``), so the
form is part of the key.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from leadfold.normalise import text
from leadfold.normalise.legal_forms import FORM_OF, as_listed, form_before, form_behind

_MAX_LENGTH = 200

#: Words and signs that mean "and", as ``legal_forms.as_listed`` returns them.
JOINERS = frozenset("& + and og och ja και kai ו und".split())
#: What each of them is in ``Company.words``.
AND = "and"
#: Words that the name of a branch or a department follows; the others only behind a legal form.
BRANCH = frozenset("avd avdeling avdelning afd afdeling filial sivuliike υποκαταστημα סניף".split())
_BRANCH_BEHIND_FORM = frozenset("branch department dept division".split())
#: Remarks in brackets that are no part of the name; other words in brackets are.
_REMARKS = (
    r"publ|tidl\w*|f\.?d|før|formerly|former|ex|previously|πρώην|לשעבר|hq|head office"
    r"|hovedkontor\w*|huvudkontor\w*|konkurs\w*|avviklet|slettet|(?:i|in|under)\s+"
    r"(?:konkurs\w*|\w*likvid\w*|liquidation|administration|bankruptcy|\w*avvikling\w*)|test"
)
# Compiled by `re` at first use: most names, and every cold start, do without.
_REMARK = rf"(?i)[(\[]\s*(?:{_REMARKS})\b[^()\[\]]*[)\]]"
_TAIL = r"(?i)(?<=\S)[\s,]+(?:c/o|v/|attn?[:.]|attn\b|org\.?\s?(?:nr|no|nummer)\b|mva\b).*$"
_CARE_OF = r"(?i)^(?:c/o|attn?[:.])\s*"
_PIECE = r"[&+]|[^\s,;:&+()\[\]\"“”„«»|–—!?*]+"
#: Letters with a dot behind each: I.B.M.
DOTTED = r"(?:[^\W\d_]\.)+[^\W\d_]?\.?"
_HEBREW_ACRONYM = r"(?<=[א-ת])[\"“”״](?=[א-ת](?![א-ת]))"
_NOT_SHOWN = {"So", "Sk", "Cs", "Co", "Cn", "Cf"}
_POINTS = frozenset(map(chr, range(0x591, 0x5C8)))
_OF_EMOJI = "\ufe0e\ufe0f\u20e3"
_AROUND = " ,;:-–—|*"
_QUOTES = {'"': '"', "“": "”", "«": "»", "'": "'", "„": "“"}

#: What people write who have no company, folded.
_NOBODY = frozenset(
    (
        "na|n a|null|none|undefined|unknown|ukjent|okand|ukendt|ingen|ingenting|inget|intet|nei"
        "|nej|no|ei|x|xx|xxx|test|privat|private|privatperson|privat person|private person"
        "|yksityishenkilo|yksityinen|idiotis|ikke relevant|ej relevant|not applicable|company"
        "|firma|student|pensjonist|pensionar|pensionist|retired|arbeidsledig|unemployed|0"
        "|selvstendig|self employed|selfemployed|freelance|freelancer|company name|firmanavn"
    ).split("|")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An organisation's name: folded words, its legal form and its branch; empty where it has none.

    ``words`` has ``AND`` for every word and sign that means "and".
    """

    words: tuple[str, ...]
    form: str = ""
    branch: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def clean(raw: str) -> str:
    """Return the name as typed, without emoji, quotes around it and doubled blanks."""
    tidy = text.clean(raw, _MAX_LENGTH)
    while (shorter := _tidier(tidy)) != tidy:
        tidy = shorter
    return tidy


def _tidier(tidy: str) -> str:
    if not tidy.isascii():
        tidy = "".join(
            char
            for char in tidy
            if unicodedata.category(char) not in _NOT_SHOWN and char not in _OF_EMOJI
        )
        tidy = re.sub(_HEBREW_ACRONYM, "״", tidy)
    tidy = text.clean(tidy.strip(_AROUND), _MAX_LENGTH)
    if len(tidy) > 1 and _QUOTES.get(tidy[0]) == tidy[-1]:
        tidy = tidy[1:-1]
    return tidy


@lru_cache(maxsize=65536)
def parse(raw: str) -> Company | None:
    """Return the parts of an organisation's name; ``None`` where the text is no name.

    >>> parse("Oslo Bygg & Eiendom A/S, avd. Bergen")
    Company(words=('oslo', 'bygg', 'and', 'eiendom'), form='as', branch=('bergen',))
    """
    tokens = tokens_of(clean(raw))
    tokens, behind = _branch(tokens)
    tokens, form = _form(tokens)
    words = _folded(tokens)
    if not words or " ".join(words) in _NOBODY:
        return None
    return Company(words=words, form=form, branch=_folded(behind))


def key(raw: str) -> str:
    """Return what all spellings of one full name share, ``""`` where the text is no name.

    >>> key("Equinor ASA"), key("EQUINOR Allmennaksjeselskap"), key("Equinor")
    ('equinor|asa', 'equinor|asa', 'equinor|')
    """
    found = parse(raw)
    if not found:
        return ""
    parts = [" ".join(found.words), found.form]
    return "|".join([*parts, " ".join(found.branch)] if found.branch else parts)


def tokens_of(tidy: str) -> list[str]:
    """Return the words and joiners of a name from ``clean``, without remarks behind it."""
    if tidy.replace(" ", "").isalpha():
        return tidy.split()
    tidy = re.sub(_CARE_OF, "", tidy)
    tidy = re.sub(_TAIL, "", tidy)
    if "(" in tidy or "[" in tidy:
        without = re.sub(_REMARK, " ", tidy)
        tidy = without if without.strip() else tidy
    return re.findall(_PIECE, tidy)


def _branch(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Return the tokens of the company's name, and those of its branch."""
    listed = [as_listed(token) for token in tokens]
    for at in range(1, len(listed)):
        behind_form = listed[at] in _BRANCH_BEHIND_FORM and listed[at - 1] in FORM_OF
        if listed[at] in BRANCH or behind_form:
            return tokens[:at], tokens[at + 1 :] or ["branch"]
    return tokens, []


def _form(tokens: list[str]) -> tuple[list[str], str]:
    """Return the tokens without the legal form behind or in front of them, and the form."""
    listed = [as_listed(token) for token in tokens]
    size, form = form_behind(listed)
    if size:
        tokens, listed = tokens[:-size], listed[:-size]
        if {form, listed[0]} == {"oy", "ab"} and len(listed) > 1:
            return tokens[1:], "oy"  # a Finnish company has its form in both languages
        # A Norwegian branch (NUF) keeps the form of its foreign company.
        foreign = form_behind(listed) if form == "nuf" else (0, "")
        return (tokens[: -foreign[0]], f"{foreign[1]} nuf") if foreign[0] else (tokens, form)
    size, form = form_before(listed)
    return tokens[size:], form


def _folded(tokens: list[str]) -> tuple[str, ...]:
    """Return the words, folded for comparing; single letters in a row are one word."""
    words: list[str] = []
    alone = False
    for token in tokens:
        if as_listed(token) in JOINERS:
            words.append(AND)
            alone = False
            continue
        whole = token.replace(".", "") if re.fullmatch(DOTTED, token) else token
        for word in _fold(text.ascii_digits(_without_apostrophes(whole))).split():
            letter = len(word) == 1 and word.isalpha()
            if letter and alone:
                words[-1] += word
            else:
                words.append(word)
            alone = letter
    while words and words[0] == AND:
        words.pop(0)
    while words and words[-1] == AND:
        words.pop()
    return tuple(words)


def _fold(token: str) -> str:
    """Fold a word; a Hebrew one only loses its points: too many are equal in Latin letters."""
    if token.isascii() or not any("\u05d0" <= char <= "\u05ea" for char in token):
        return text.fold(token)
    return "".join(char if char.isalnum() else " " for char in token if char not in _POINTS)


def _without_apostrophes(token: str) -> str:
    return token if token.isalnum() else re.sub("['’‘´`׳״]", "", token)
