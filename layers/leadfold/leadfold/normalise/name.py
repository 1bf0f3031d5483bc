"""Names of people: parts and sensible case. What was sent stays on the inquiry."""

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from leadfold.model import Name
from leadfold.normalise import company as companies
from leadfold.normalise import text

_MAX_LENGTH = 200

# -- characters -----------------------------------------------------------------------------------

_APOSTROPHES = "‘’‛ʹʻʼˈ`´′＇׳ʾʿ"
_GERSHAYIM = "״"
_HYPHENS = "‐‑‒–—―−־﹘﹣"
_ONE_SPELLING = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-") | {"‚": ","}
)
# Compiled by `re` at first use: most leads, and every cold start, do without.
_ACRONYM = r"(?<=[א-ת])[\"“”](?=[א-ת])"
_BRACKETED = r"\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|“[^“”]*”|«[^«»]*»"
_TEMPLATE = r"\{\{|\}\}|\$\{|<%|^\[[\w ]+\]$|^%\w+%$"
_LEGAL_SLASH = r"(?i)\b([aikp])/s\b"
_DOTTED_TITLE = r"(?i)\b(siv|dr)\.\s?(ing|med)\b\.?"
_ADDRESS = r"\S*@\S*|https?://\S*|www\.\S*"
_DOT_WITHOUT_BLANK = r"(?<=\.)(?=[^\W\d_]{2})|(\w{3,})\.(?=\w{2})"
_LONE_SIGNS = r"(?:(?<=\s)|^)[-'.,]+(?=\s|$)|(?<=-)-+|(?<=')'+|\s+(?=,)|(?<=,),+"
_KEPT_MARKS = {"Mn", "Mc"}


class _InNames(dict[int, str]):
    """What each character of a name becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = kept = self._of(chr(code))
        return kept

    @staticmethod
    def _of(char: str) -> str:
        category = unicodedata.category(char)
        if category[0] == "L" or char in " -'.,\u200c" + _GERSHAYIM:
            return char
        if category in _KEPT_MARKS:
            name = unicodedata.name(char, "")
            unwritten = ("HEBREW", "ARABIC", "VARIATION", "COMBINING ENCLOSING")
            return "" if name.startswith(unwritten) else char
        return " "


_IN_NAMES = _InNames()
_STRAY_MARK = r"(?:(?<=[\s\-'.,])|^)[\u0300-\u036f]+"

# -- words ----------------------------------------------------------------------------------------

#: Lower-case within a name, and part of the surname that follows.
_PARTICLES = frozenset(
    (
        "af al av bin bint da das de degli dei del della den der des di do dos du el et ibn la "
        "las le "
        "los ten ter te 't van vom von y zu zum zur"
    ).split()
)
#: Part of the surname that follows, but written with a capital.
_BEFORE_SURNAME = frozenset("abu bar bat ben bet saint san santa st st. בן בר בת אבו אל".split())

_TITLES = frozenset(
    (
        "mr mrs ms miss mx sir dr drmed prof professor rev doctor "
        "hr herr fru frk frøken fröken advokat adv siving sivilingeniør cand ing "
        "herra rouva neiti tri tohtori "
        "κ κος κα κυρ κύριος κυρία κυριος κυρια δρ δις δεσποινίς καθ "
        "מר גב גברת ד״ר דר פרופ פרופסור עו״ד עוד רב הרב"
    ).split()
)
#: Titles of these only with their dot or sign, since they are words or names as well.
_ONLY_MARKED = frozenset("κ דר עוד גב ing adv καθ tri".split())
_SHOWN_TITLES = {"siving": "Siv.ing.", "drmed": "Dr.med.", "κ": "κ."}
_TO_SURNAME = frozenset("mr mrs ms hr herr fru frk frøken fröken κ κος κα מר גב גברת".split())
_DEGREES = frozenset("phd ph.d md m.d mba msc m.sc bsc b.sc esq cpa siving drmed".split())
_SUFFIXES = {
    "jr": "Jr",
    "jun": "Jr",
    "junior": "Jr",
    "sr": "Sr",
    "sen": "Sr",
    "senior": "Sr",
    "ii": "II",
    "iii": "III",
    "iv": "IV",
    "d.y": "d.y.",
    "d.e": "d.e.",
}
_MIN_WORDS_BESIDE_SUFFIX = 2
#: Of a given name and a surname in boxes of their own: two words are a person's.
_MIN_COMPANY_WORDS = 3

_NOBODY = frozenset(
    (
        "na n.a null undefined none unknown ukjent okänd ukendt tuntematon anonym anonymous "
        "no.name noname ingen inget xxx asdf asdfgh qwerty fornavn etternavn navn namn name "
        "firstname lastname άγνωστο άγνωστος אלמוני"
    ).split()
)

# -- case -----------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\s\-.,]+")
_VOWELS = frozenset("aeiouyæøåäöáéíóúýàèìòùâêîôûαεηιουωάέήίόύώаеёиоуыэюя")
_MAC = frozenset(
    (
        "macdonald macgregor macleod maclean macarthur macmillan macpherson macintosh macintyre "
        "maccallum macdougall macfarlane maclachlan macneil macneill macphail macqueen macrae "
        "macdowell maccarthy macallister macalister macbeth macaskill macinnes maclaren macnab"
    ).split()
)
_TWO_CAPITALS = re.compile(r"[^\W\d_]{2}")
_MIN_SURNAME_IN_CAPITALS = 3
_LIKE_A_SURNAME = "(?:sen|son|berg|str[öø]m|sky|ski|man|poulos|idis|akis|πουλος|ίδης|άκης)$"


def clean(raw: str) -> str:
    """Return the name without emoji, digits and signs, in sensible case."""
    return _cased(_words(_letters(raw)))


def key(name: Name) -> str:
    """Return what the spellings of one whole name share: words folded and sorted.

    >>> key(Name(first="Ola", last="Åsen")) == key(Name(first="ASEN", last="Ola"))
    True
    """
    return " ".join(sorted(text.fold(f"{name.first} {name.last}").split()))


def _letters(raw: str) -> str:
    """Return the text with nothing in it but letters and what stands within names."""
    tidy = text.clean(raw, _MAX_LENGTH)
    if re.search(_TEMPLATE, tidy):
        return ""
    if not tidy.isascii():
        tidy = re.sub(_ACRONYM, _GERSHAYIM, tidy.translate(_ONE_SPELLING))
    elif tidy.replace(" ", "").isalpha():
        return tidy
    else:
        tidy = tidy.translate(_ONE_SPELLING)
    tidy = re.sub(_DOTTED_TITLE, r"\1\2", tidy)
    if "@" in tidy or "/" in tidy:
        tidy = re.sub(_LEGAL_SLASH, _without_slash, tidy)
        tidy = re.sub(_ADDRESS, " ", tidy).replace("/", " ")
    without = re.sub(_BRACKETED, " ", tidy)
    if any(map(str.isalpha, without)):
        tidy = without
    tidy = re.sub(_STRAY_MARK, "", tidy.translate(_IN_NAMES))
    tidy = re.sub(_DOT_WITHOUT_BLANK, lambda found: (found[1] or "") + " ", tidy)
    while (shorter := " ".join(re.sub(_LONE_SIGNS, "", tidy).split())) != tidy:
        tidy = shorter
    tidy = unicodedata.normalize("NFC", tidy).strip(" -,")
    return tidy.lstrip(".")


def _without_slash(form: re.Match[str]) -> str:
    return form[1] + ("S" if form[1].isupper() else "s")


def _words(letters: str) -> list[str]:
    """Return the words; a dot stays only where it shortens one."""
    words = []
    for word in letters.split():
        word = _unquoted(word.strip("-").lstrip(".-"))  # noqa: PLW2901
        bare = word.rstrip(".")
        whole = len(bare.rstrip(",")) > 3 and "." not in bare  # noqa: PLR2004
        words.append(bare if whole else word)
    return [word for word in words if word.strip("-'.,")]


def _unquoted(word: str) -> str:
    """Return a word without quotes; behind Hebrew letters the sign is one of them."""
    if "'" not in word or word.lower() in _PARTICLES:
        return word
    return word.strip("'") if word.isascii() else word.lstrip("'")


def _cased(words: list[str]) -> str:
    """Put each word in sensible case; what was typed with care stays as it is."""
    return " ".join(_case(word, first=not position) for position, word in enumerate(words))


@lru_cache(maxsize=4096)
def _case(word: str, *, first: bool) -> str:
    if word.islower():
        lowered = word
    elif word.isupper():
        if _are_initials(word):
            return word
        lowered = _lower(word)
    elif _is_caps_slip(word):
        lowered = _lower(word)
    else:
        return word
    if not first and lowered.rstrip(",") in _PARTICLES:
        return lowered
    lowered = lowered.replace("σ-", "ς-")
    if lowered.endswith("σ"):
        lowered = lowered[:-1] + "ς"
    return _WORD.sub(_capitalised, lowered)


def _lower(word: str) -> str:
    return word.lower().replace("i̇", "i")


def _are_initials(word: str) -> bool:
    """Tell whether capitals are meant: ``JP``, ``J.R.R.``, but not ``LI`` or ``BO``."""
    bare = word.rstrip(",")
    if "." in bare:
        return all(len(part) <= 1 for part in bare.split("."))
    letters = bare.lower()
    if not bare.isalpha() or len(bare) > 3:  # noqa: PLR2004
        return False
    if not bare.isascii():
        return False
    return not (_VOWELS & set(letters[-1:])) and not (_VOWELS & set(letters[1:-1]))


def _is_caps_slip(word: str) -> bool:
    """Tell whether the shift key was held too long or the wrong way: ``HAnsen``, ``oLA``."""
    if not word.isalpha() or len(word) < 3:  # noqa: PLR2004
        return False
    if word[0].islower():
        return word[1:].isupper()
    return word[:2].isupper() and word[2:].islower() and word[0] not in "OÓ"


def _capitalised(match: re.Match[str]) -> str:
    word = match.group()
    if word in _MAC:
        return f"Mac{word[3].upper()}{word[4:]}"
    if word.startswith("mc") and len(word) > 4:  # noqa: PLR2004
        return f"Mc{_capital(word[2:])}"
    before, apostrophe, after = word.partition("'")
    if apostrophe and len(before) == 1 and after and len(after) > 1:
        return f"{_capital(before)}'{_capital(after)}"
    return _capital(word)


def _capital(word: str) -> str:
    upper = word[:1].title()
    return (upper if len(upper) == 1 else word[:1]) + word[1:]


# -- parts ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def parse(full: str = "", first: str = "", last: str = "") -> Name:
    """Return the parts of a name, from parts where they are given, else from the whole.

    >>> parse("HANSEN, dr. ola nordmann")
    Name(first='Ola Nordmann', last='Hansen', title='Dr', suffix='', company='')
    """
    given, family = _letters(first), _letters(last)
    if _is_nobody(given):
        given = ""
    if _is_nobody(family):
        family = ""
    if given and family:
        return _from_parts(given, family)
    whole = _letters(full)
    if whole and not _is_nobody(whole):
        parts = _from_sent(full, whole)
        if given:
            return _from_parts(given, parts.last) if parts.last else _from_sent(first, given)
        if family:
            return _from_parts(parts.first, family)
        return parts
    # A whole name typed into the box for the first one is common on short forms.
    return _from_sent(first, given) if given else _from_parts("", family)


def _from_sent(sent: str, letters: str) -> Name:
    """Return what a whole name says; a company's is read as it was sent, with its digits."""
    before, after = _beside(sent)
    if " " in before and (organisation := _company(after)) and not _company(before):
        return replace(_from_whole(_letters(before)), company=organisation)
    if organisation := _company(sent) or (before and _company(before) and companies.clean(sent)):
        return Name(company=organisation)
    return _from_whole(letters)


def _beside(sent: str) -> tuple[str, str]:
    """Return what stands on either side of a sign that parts a person and a company."""
    tidy = text.clean(sent, _MAX_LENGTH)
    for sign in (" - ", " – ", " | ", ",", "("):
        before, found, after = tidy.partition(sign)
        if found and (sign != "(" or after.endswith(")")):
            return before.strip(), after.rstrip(") ").strip()
    return "", ""


def _is_nobody(letters: str) -> bool:
    return letters.lower().replace(" ", ".").strip(".,") in _NOBODY


def _from_parts(given: str, family: str) -> Name:
    first = _words(given.replace(",", " "))
    last = _words(family.replace(",", " "))
    first = _once(first, last)  # the whole name in the box for the first one
    if len(last) > 1 and _same(first, last):
        return _from_whole(family)  # and in both
    title, first = _title(first)
    last_title, last = _title(last) if not first else ("", last)
    suffix, last = _suffix(last, beside=len(first))
    company = _company(f"{given} {family}") if len(first + last) >= _MIN_COMPANY_WORDS else ""
    if company:
        return Name(company=company)
    return Name(
        first=_cased(first),
        last=_cased_surname(last, alone=not first),
        title=title or last_title,
        suffix=suffix,
    )


def _once(given: list[str], surname: list[str]) -> list[str]:
    """Return the given names without the surname that stands behind them already."""
    while len(given) > len(surname) > 0 and _same(given[-len(surname) :], surname):
        given = given[: -len(surname)]
    return given


def _same(left: list[str], right: list[str]) -> bool:
    return [word.lower() for word in left] == [word.lower() for word in right]


def _from_whole(whole: str) -> Name:
    before, _, after = (part.strip(" .,") for part in whole.partition(","))
    if not before or not after:
        return _in_order(_words(whole.replace(",", " ")))
    title, ahead = _title(_words(before))
    if title:
        found = _from_whole(f"{' '.join(ahead)}, {after}")
        return replace(found, title=f"{title} {found.title}".strip())
    behind = _words(after.replace(",", " "))
    if _suffix(behind, beside=2)[1] == [] or _is_degree(behind):
        return _in_order(_words(before) + behind)
    company = _company(after)
    if company:
        found = _in_order(_words(before))
        return Name(first=found.first, last=found.last, title=found.title, company=company)
    return _from_parts(" ".join(behind), before)


def _in_order(words: list[str]) -> Name:
    title, words = _title(words)
    while len(words) > 1 and _is_degree(words[-1:]):
        words = words[:-1]
    suffix, words = _suffix(words, beside=len(words) - 1)
    if len(words) == 1:
        if title and _plain_word(title) in _TO_SURNAME:
            return Name(last=_cased_surname(words, alone=True), title=title, suffix=suffix)
        return Name(first=_cased(words), title=title, suffix=suffix)
    start = _surname_start(words)
    surname, given = words[start:], words[:start]
    if _surname_is_first(words):
        surname, given = words[:1], words[1:]
    return Name(
        first=_cased(_once(given, surname)),
        last=_cased_surname(surname, alone=not given),
        title=title,
        suffix=suffix,
    )


def _surname_start(words: list[str]) -> int:
    """Return where the surname begins: with the last word and the particles before it."""
    start = len(words) - 1
    while start > 0 and words[start - 1].lower() in _PARTICLES | _BEFORE_SURNAME:
        start -= 1
    if start == 0 and words and words[0].lower() in _BEFORE_SURNAME:
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
        and not _are_initials(head)
        and all(word[:1].isupper() and not word.isupper() for word in rest)
        and not re.search(_LIKE_A_SURNAME, rest[-1].lower())
    )


def _cased_surname(words: list[str], *, alone: bool) -> str:
    """Case a surname: its particles are small where a given name or a word stands beside them."""
    if not words:
        return ""
    small = len(words) > 1 and not (alone and words[0].lower() in _BEFORE_SURNAME)
    cased = [_case(words[0], first=not small), *(_case(word, first=False) for word in words[1:])]
    return " ".join(cased)


def _plain_word(word: str) -> str:
    return word.lower().strip(".,'").replace('"', "״")


def _title(words: list[str]) -> tuple[str, list[str]]:
    """Return the titles in front of a name, and the name."""
    titles: list[str] = []
    while len(words) > 1:
        plain = _plain_word(words[0])
        marked = words[0].rstrip(",")[-1:] in {".", "'"}
        if plain not in _TITLES or (plain in _ONLY_MARKED and not marked):
            break
        titles.append(words[0].strip(".,'"))
        words = words[1:]
    return " ".join(
        _SHOWN_TITLES.get(t.lower()) or _case(t.lower(), first=True) for t in titles
    ), words


def _is_degree(words: list[str]) -> bool:
    return bool(words) and all(_plain_word(word) in _DEGREES for word in words)


def _suffix(words: list[str], *, beside: int) -> tuple[str, list[str]]:
    """Return the suffix behind a name of at least two more words, and the name."""
    if not words or beside < 1 or len(words) + beside <= _MIN_WORDS_BESIDE_SUFFIX:
        return "", words
    found = _SUFFIXES.get(_plain_word(words[-1]), "")
    return (found, words[:-1]) if found else ("", words)


def _company(sent: str) -> str:
    """Return the name of a company in sensible case, empty where the text names a person."""
    if not companies.looks_like_company(sent):
        return ""
    tidy = re.sub(_LEGAL_SLASH, _without_slash, companies.clean(sent))
    letters = "".join(filter(str.isalpha, tidy))
    if not (letters.isupper() or letters.islower()):
        return tidy
    words = tidy.split()
    ends = {0, len(words) - 1}
    return " ".join(
        (at in ends and companies.form_shown(word)) or _case_in_company(word)
        for at, word in enumerate(words)
    )


def _case_in_company(word: str) -> str:
    if companies.is_joiner(word):
        return word.lower()
    return word if any(map(str.isdigit, word)) else _case(word, first=True)
