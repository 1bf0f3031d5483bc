"""Two people in one field for a name: ``Ola og Kari Lunde``. The first who is named counts.

A joining word counts only between two texts that can be people; companies are told before.
"""

import re

from leadfold.normalise.company_recognition import names_a_trade
from leadfold.normalise.known_names import is_given, is_surname, is_surname_only
from leadfold.normalise.name_case import PARTICLES
from leadfold.normalise.name_titles import TO_SURNAME, is_title, plain_word

#: Words that join two people. "e" and "y" join the parts of one Iberian name.
_APART = "og|och|ja|and|und|et|και"
_AND = rf"{_APART}|ו"
_SIGNS = frozenset("&+")
JOINERS = _SIGNS.union(_AND.split("|"))
#: Words for a couple or a family, in front of its surname or behind it.
FAMILIES = frozenset(
    (
        "familien familie familjen familj fam fam. family perhe οικογένεια οικογενεια οικ οικ. "
        "משפחת משפ' ektepar ekteparet ægtepar ægteparret äkta makarna aviopari paret pariskunta "
        "ehepaar eheleute οικογενειας famille familia zeugos ζεύγος הזוג"
    ).split()
)
#: People who are named by what they are to the first one.
_RELATIVES = frozenset(
    (
        "fru frue frua kone kona mann mannen ektemann samboer samboeren sambo ektefelle barn barna "
        "familie familien familj family wife husband kids children child son daughter spouse "
        "vaimo mies lapset lapsi puoliso avopuoliso perhe maka make hustru kæreste mand mor far "
        "mamma pappa bror søster syster sønn datter dotter girlfriend boyfriend partner "
        "man make makan hustrun sambon barnen børn børnene σύζυγο συζυγο "
        "γυναίκα σύζυγος παιδιά אשתו אשתי בעלה בעלי ילדים משפחה frau mann kinder"
    ).split()
)
_SPLIT = rf"(?i)\s+m/\s*|\s*[&+/;|,]\s*|\s+(?:{_AND})\s+(?=\S)"
_SURE_JOINER = rf"(?i)[&+]|(?:^|\s)(?:{_AND})\s"
_SMALL_JOINER = r"[&+]|\s(?:og|and|und|et|και)\s"
#: Words for "and" and "or" that are words of names as well, and short ones: only in small letters,
#: in a name that has capitals.
WEAK_JOINERS = frozenset(
    "o o. u. κ κ. κι kai en i ve eller tai or oder ή או samt sekä oraz".split()
)
_WEAK = rf"\s(?:{'|'.join(map(re.escape, sorted(WEAK_JOINERS)))})\s"
#: Before the later of two people: of a noble's name it is a part (von und zu).
_PARTICLES_OF_NOBLES = frozenset("zu zum zur von vom".split())
_GLUED = r"\sו-?(?=[א-ת]{2})"
_TAIL = (
    r"(?i)^(.*?\w.*?)(?:\s*(?:[&+]|\bm[/.])\s*"
    rf"|\s+(?:{_APART}|med|with|mit|με)\s+|\sו)"
    r"(?:(?:hans|hennes|min|sin|his|her|my)\s+)?([^\W\d_]+|\d+)\b([\w\s.-]*)$"
)


def first_named(sent: str) -> tuple[str, bool] | None:
    """Return the text that names the first of two people, and whether it is a surname only.

    ``None`` where the text does not name two.

    >>> first_named("Ola og Kari Lunde"), first_named("Familien Lunde"), first_named("Ola Lunde")
    (('Ola Lunde', False), ('Lunde', True), None)
    """
    words = sent.split()
    if family := _family(words):
        return family
    if tail := re.match(_TAIL, sent):
        relative = tail[2].lower()
        known = relative in _RELATIVES or relative.isdigit()
        head = tail[1].split()
        named = head and not all(map(is_title, head))
        if known and tail[3].strip() and is_given(tail[3].split()[0]):
            return _first_of_couple(f"{tail[1]} & {tail[3]}")
        if known and named and (is_given(head[0]) or is_title(head[0]) or len(head) > 1):
            return _first_of_couple(tail[1]) or (tail[1].strip(" ,"), False)
    return _first_of_couple(sent)


def is_firm(sent: str) -> bool:
    """Tell whether two surnames are joined, as those of partners in a firm are: ``Lunde & Berg``.

    >>> is_firm("Lunde & Berg"), is_firm("Ola & Kari")
    (True, False)
    """
    words = sent.split()
    if len(words) > 2 and names_a_trade(sent) and any(word in JOINERS for word in words[1:-1]):  # noqa: PLR2004
        return True
    if len(words) != 3 or words[1].lower() not in JOINERS:  # noqa: PLR2004
        return False
    first, joiner, second = words
    if is_given(first) or is_title(first) or is_title(second):
        return False
    return joiner in _SIGNS or is_surname_only(first) or is_surname(second)


def _family(words: list[str]) -> tuple[str, bool] | None:
    """Return the name of a family or couple: its surname, or all where a person is named."""
    bare = [plain_word(word).rstrip(":") for word in words]
    if len(words) > 1 and bare[0] == "the":
        words, bare = words[1:], bare[1:]
    if len(words) < 2:  # noqa: PLR2004
        return None
    if bare[0] in FAMILIES:
        rest = words[1:]
    elif bare[-1] in FAMILIES and not is_given(words[0]):
        rest = words[:-1]
    else:
        return None
    if any(word in JOINERS for word in bare) or any(sign in "".join(rest) for sign in "&/+"):
        couple = _first_of_couple(" ".join(rest))
        return couple or (re.split(_SPLIT, " ".join(rest))[0], True)
    return " ".join(rest), not (len(rest) > 1 and is_given(rest[0]))


def _first_of_couple(sent: str) -> tuple[str, bool] | None:
    sent = _with_sign(_unglued(sent) if re.search(_GLUED, sent) else sent)
    if couple := _behind_surname(sent):
        return couple
    parts = [part.split() for part in re.split(_SPLIT, sent)]
    parts = [part for part in parts if part]
    if len(parts) < 2 or names_a_trade(sent):  # noqa: PLR2004
        return None
    surely_joined = re.search(_SURE_JOINER, sent) is not None
    if "," in sent and not surely_joined and not _are_listed(parts):
        return None
    return _named_first(parts) if _are_people(parts, sent, surely_joined) else None


def _are_people(parts: list[list[str]], sent: str, surely_joined: bool) -> bool:  # noqa: FBT001
    people = [_is_person(part) for part in parts]
    longest = max(len(part) for part in parts)
    if True not in people and surely_joined and longest > 1 and is_surname(parts[-1][-1]):
        people[0] = people[0] is None or None  # both have rare given names, and one surname
    if False in people or True not in people:
        return False
    and_in_small = not sent.islower() and re.search(_SMALL_JOINER, sent)
    known = people[0] and and_in_small
    return None not in people or (surely_joined and bool(longest > 1 or known))


def _with_sign(sent: str) -> str:
    """Return a text with a sign for a weak joiner, or a dash, that stands between two people."""
    if not sent.islower() and re.search(_WEAK, sent):
        joined = re.sub(_WEAK, " & ", sent)
        if all(is_given(part.split()[0]) for part in joined.split("&") if part.strip()):
            return joined
    for dash in (" - ", " – "):
        halves = [half.split() for half in sent.split(dash)]
        if len(halves) == 2 and all(map(_is_whole_name, halves)):  # noqa: PLR2004
            return sent.replace(dash, " & ")
    return sent


def _behind_surname(sent: str) -> tuple[str, bool] | None:
    """Return the first of two people who stand behind their surname: ``Lunde, Ola og Kari``."""
    surname, comma, given = sent.partition(",")
    if not comma or "," in given or not surname.strip() or re.search(_SURE_JOINER, surname):
        return None
    parts = [part.split() for part in re.split(_SPLIT, given)]
    if len(parts) < 2 or not all(parts) or not re.search(_SURE_JOINER, given):  # noqa: PLR2004
        return None
    if is_given(surname.split()[0]) or not all(is_given(word) for part in parts for word in part):
        return None
    return f"{' '.join(parts[0])} {surname.strip()}", False


def _is_whole_name(words: list[str]) -> bool:
    return len(words) > 1 and is_given(words[0]) and is_surname_only(words[-1])


def _unglued(sent: str) -> str:
    """Return Hebrew with "and" apart from a given name or title that it is written with."""
    words: list[str] = []
    for word in sent.split():
        bare = word[1:].lstrip("-")
        if words and word[0] == "ו" and (is_given(bare) or is_title(bare)):
            words += ["ו", bare]
        else:
            words.append(word)
    return " ".join(words)


def _are_listed(parts: list[list[str]]) -> bool:
    """Tell whether commas separate people, and not a surname from given names."""
    first, *rest = parts
    return (
        len(rest) == 1
        and len(rest[0]) > 1
        and is_given(rest[0][0])
        and is_surname_only(rest[0][-1])
        and is_given(first[0])
        and not is_surname(first[0])
        and (len(first) == 1 or not is_given(first[-1]))
    )


def _is_person(words: list[str]) -> bool | None:
    """Tell whether words can name a person; ``None`` where none of them is known."""
    if any(map(str.isdigit, "".join(words))):
        return False
    named = _without_titles(words)
    if not named or (len(named) < len(words) and plain_word(words[0]) in TO_SURNAME):
        return True
    if named[0].lower() in _PARTICLES_OF_NOBLES:
        return False
    if is_given(named[0]):
        return True
    if all(is_surname_only(word) for word in named):
        return False
    return None if named[0][:1].isupper() or not named[0].isascii() else False


def _without_titles(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) and is_title(words[start]):
        start += 1
    return words[start:]


def _named_first(parts: list[list[str]]) -> tuple[str, bool] | None:
    """Return the name of the first person; a given name alone has the surname of the last one."""
    first, last = parts[0], _without_titles(parts[-1])
    titles = first[: len(first) - len(_without_titles(first))]
    named = _without_titles(first)
    if not named:
        named = _without_titles(parts[1])
        if len(parts) == 2 and len(named) == 1:  # noqa: PLR2004
            return " ".join([*titles, *named]), True
    if not named:
        return None
    if not _has_surname(named, titled=bool(titles)):
        named = [*named, *_surname(last)] if last != named else named
    return " ".join([*titles, *named]), False


def _has_surname(words: list[str], *, titled: bool) -> bool:
    if len(words) == 1:
        return titled and not is_given(words[0])
    return not (is_given(words[-1]) or _is_initial(words[-1]))


def _surname(words: list[str]) -> list[str]:
    """Return the words of a name behind its given names."""
    if len(words) == 1:
        return [] if is_given(words[0]) else words
    start = 1
    while start < len(words) and (is_given(words[start]) or _is_initial(words[start])):
        if words[start].lower() in PARTICLES or (start + 1 == len(words) and is_surname(words[-1])):
            break
        start += 1
    return words[start:]


def _is_initial(word: str) -> bool:
    return len(word.strip(".")) == 1
