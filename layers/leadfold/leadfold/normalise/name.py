"""Names of people → their parts in sensible case, or a company. What was sent stays on the inquiry.

``name_text`` keeps the letters, ``name_titles`` takes titles off, ``name_case`` writes the rest.
"""

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from leadfold.model import Name
from leadfold.normalise import company as companies
from leadfold.normalise import joint_names, name_beside, text
from leadfold.normalise.company_recognition import looks_like_company
from leadfold.normalise.job_titles import FIRST_WORDS, job_and_employer
from leadfold.normalise.joint_names import first_named, is_firm
from leadfold.normalise.known_names import is_given, is_one_kind, is_surname, is_surname_only
from leadfold.normalise.name_beside import NOTHING, Beside, halves, is_estate, take_off
from leadfold.normalise.name_case import (
    BEFORE_SURNAME,
    PARTICLES,
    are_initials,
    cased,
    cased_company,
    cased_surname,
    is_particle,
    names_in_capitals,
)
from leadfold.normalise.name_order import is_van_given, split_signs, surname_leads
from leadfold.normalise.name_text import MAX_LENGTH, letters_of, words_of
from leadfold.normalise.name_titles import (
    SUFFIX_OF_SURNAME,
    TO_SURNAME,
    is_degree,
    plain_word,
    take_suffix,
    take_title,
)
from leadfold.normalise.nobody import is_nobody

#: Words from which a given name and a surname sent apart may be a company's name.
_MIN_COMPANY_WORDS = 3

#: Words that make a name be looked at more closely.
_WATCHED = (
    name_beside.WORDS
    | joint_names.JOINERS
    | joint_names.WEAK_JOINERS
    | joint_names.FAMILIES
    | FIRST_WORDS
)
_SIGNS_IN_NAMES = str.maketrans("", "", " -'.")
_DEAD = Beside(dead=True)
_MOST_READINGS = 5
_MIN_SURNAME_IN_CAPITALS = 3
#: Endings of surnames.
_LIKE_A_SURNAME = "(?:sen|son|berg|str[öø]m|sky|ski|man|poulos|idis|akis|πουλος|ίδης|άκης)$"


def clean(raw: str) -> str:
    """Return the name without emoji, digits and signs, in sensible case."""
    return cased(names_in_capitals(words_of(letters_of(raw))))


def key(name: Name) -> str:
    """Return what all spellings of one whole name share: its words, folded and sorted.

    >>> key(Name(first="Ola", last="Åsen")) == key(Name(first="ASEN", last="Ola"))
    True
    """
    return " ".join(sorted(text.fold(f"{name.first} {name.last}").split()))


class Reading(NamedTuple):
    """A name as it was read, and what stood beside it."""

    name: Name
    beside: Beside = NOTHING


def parse(full: str = "", first: str = "", last: str = "") -> Name:
    """Return the parts of a name: from ``first`` and ``last`` where both are sent, else ``full``.

    >>> parse("HANSEN, dr. ola nordmann")
    Name(first='Ola Nordmann', last='Hansen', title='Dr', suffix='', company='')
    """
    return read(full, first, last).name


@lru_cache(maxsize=1024)
def read(full: str = "", first: str = "", last: str = "") -> Reading:
    """Return the parts of a name as ``parse`` does, and what stood beside it."""
    sent = {"full_name": full, "first_name": first, "last_name": last}
    known = {field: text.clean(value, MAX_LENGTH) for field, value in sent.items() if value}
    several = len(known) > 1
    nobody = tuple(field for field, value in known.items() if is_nobody(value, beside=several))
    whole, given, family = (
        "" if field in nobody or not _has_letters(value := known.get(field, "")) else value
        for field in sent
    )
    if given and family and is_nobody(f"{given} {family}"):
        nobody = (*nobody, "first_name", "last_name")
        given = family = ""
    found = _read(whole, given, family)
    if (settled := _settled(found.name)) is not found.name:
        found = found._replace(name=settled)
    return found._replace(beside=found.beside._replace(nobody=nobody)) if nobody else found


def _settled(name: Name) -> Name:
    """Return a name as it would be read from its parts, where a word is there twice or a dot is."""
    for _ in range(_MOST_READINGS):
        whole = f"{name.first} {name.last}"
        words = whole.lower().split()
        if not (name.first and name.last) or (len(set(words)) == len(words) and "." not in whole):
            break
        again = _from_parts(name.first, name.last)
        if again.company or (again.first, again.last) == (name.first, name.last):
            break
        name = replace(name, first=again.first, last=again.last, suffix=name.suffix or again.suffix)
    return name


def _has_letters(sent: str) -> bool:
    return sent != "" and any(map(str.isalnum, sent))


def _read(whole: str, given: str, family: str) -> Reading:
    if given and family:
        return _structured(given, family)
    if whole:
        found = _whole(whole)
        if given:
            return _structured(given, found.name.last) if found.name.last else _whole(given)
        if family:
            return _structured(found.name.first, family) if found.name.first else _whole(family)
        return found
    # On short forms people often type the whole name into the field for the given name.
    return _whole(given) if given else _lone_surname(family)


def _whole(sent: str) -> Reading:
    """Return the reading of a text that may hold a whole name, and more."""
    if _is_plain(sent):
        return Reading(name=_from_sent(sent, letters_of(sent)))
    if is_estate(sent):
        return Reading(name=Name(company=cased_company(companies.clean(sent))), beside=_DEAD)
    if apart := halves(sent):
        return _with_care_of(*apart)
    if _company(sent) and not _has_job(sent):
        return Reading(name=_from_sent(sent, letters_of(sent)))
    rest, beside = take_off(sent)
    if joint := first_named(rest):
        rest, is_surname = joint
        name = _surname_of(rest) if is_surname else _from_sent(rest, letters_of(rest))
        return Reading(name=name, beside=beside._replace(joint=True))
    if is_firm(rest):
        return Reading(name=Name(company=cased_company(companies.clean(rest))), beside=beside)
    name = _from_sent(rest, letters_of(rest))
    if beside.employer and name and not name.company:
        name = replace(name, company=cased_company(companies.clean(beside.employer)))
    return Reading(name=_led_by_surname(name, beside), beside=beside)


def _is_plain(sent: str) -> bool:
    """Tell whether a text is nothing but words, none of which may stand beside a name."""
    return (
        sent.translate(_SIGNS_IN_NAMES).isalpha()
        and _WATCHED.isdisjoint(sent.lower().split())
        and " ו" not in sent
        and " '" not in sent
        and " - " not in sent
    )


def _has_job(sent: str) -> bool:
    """Tell whether a job stands behind a name, so that a company behind that is an employer."""
    before, after = _beside(sent)
    return " " in before and not _company(before) and job_and_employer(after)[0] != ""


def _with_care_of(before: str, after: str) -> Reading:
    """Return the reading of texts with ``c/o``, ``v/`` or ``att.`` between them."""
    if not before:
        return _whole(after)._replace(beside=NOTHING._replace(extra=True))
    first, second = _whole(before), _whole(after)
    if first.name and second.name.is_company:
        return first._replace(name=replace(first.name, company=second.name.company))
    if first.name.is_company and second.name and not second.name.is_company:
        return second._replace(name=replace(second.name, company=first.name.company))
    return first._replace(beside=first.beside._replace(extra=True))


def _surname_of(sent: str) -> Name:
    """Return the name of which only the surname, with a title, is known: Mr Lunde."""
    title, words = take_title(words_of(letters_of(sent)))
    return Name(last=cased_surname(words, alone=True), title=title)


def _led_by_surname(name: Name, beside: Beside) -> Name:
    """Return a name of one word as a surname where what stood beside it says so: Lunde née Berg."""
    alone = name.first and not name.last and " " not in name.first
    if alone and is_surname_only(name.first) and (beside.job_title or beside.former):
        return replace(name, first="", last=name.first)
    return name


def _structured(given: str, family: str) -> Reading:
    """Return the reading of a given name and a surname that were sent apart."""
    if _is_plain(given) and _is_plain(family) and not (_company(family) or _company(given)):
        return Reading(name=_from_parts(letters_of(given), letters_of(family)))
    if (
        family.split(maxsplit=1)[0].lower() in joint_names.JOINERS
        or given.rsplit(maxsplit=1)[-1] in joint_names.JOINERS
    ):
        return _whole(f"{given} {family}")
    if _company(given) and (given == family or not _company(family)):
        found = _whole(given if given == family else family)
        return found._replace(name=replace(found.name, company=_company(given)))
    if _company(family) and is_given(given) and len(family.split()) >= _MIN_COMPANY_WORDS:
        return Reading(name=replace(_from_sent(given, letters_of(given)), company=_company(family)))
    if _company(f"{given} {family}"):
        return Reading(name=_from_parts(letters_of(given), letters_of(family)))
    first, beside = take_off(given, part="first")
    last, beside = take_off(family, beside, part="last")
    if not (first and last):
        found = _whole(first) if first else _lone_surname(last)
        return found._replace(beside=beside)
    if joint := first_named(f"{first} {last}"):
        name = _surname_of(joint[0]) if joint[1] else _from_sent(joint[0], letters_of(joint[0]))
        return Reading(name=name, beside=beside._replace(joint=True))
    return Reading(name=_from_parts(letters_of(first), letters_of(last)), beside=beside)


def _lone_surname(family: str) -> Reading:
    """Return the reading of a field for the surname, the only one that was filled."""
    if _is_plain(family):
        return Reading(name=_surname_alone(family))
    found = _whole(family)
    if found.name.company or found.beside.joint or halves(family):
        return found
    rest, beside = take_off(family)
    return Reading(name=_surname_alone(rest), beside=beside)


def _surname_alone(family: str) -> Name:
    """Return the name of a field for the surname.

    It is a whole name where a given name is in front, or the surname evidently is.
    """
    letters = letters_of(family)
    words = words_of(letters)
    if not words or _company(family):
        return _from_sent(family, letters)
    _, bare = take_title(words)
    of_surname = PARTICLES | BEFORE_SURNAME
    leads = len(bare) > 1 and is_given(bare[0]) and bare[0].lower() not in of_surname
    given_only = len(bare) == 1 and is_given(bare[0]) and not is_surname(bare[0])
    if leads or given_only or "," in letters or _surname_is_first(words) or surname_leads(words):
        return _from_whole(letters)
    return _from_parts("", letters)


def _from_sent(sent: str, letters: str) -> Name:
    """Return the parts of a whole name.

    ``letters`` are the letters of what was ``sent``; a company's name keeps its digits and signs.
    """
    before, after = _beside(sent)
    if " " in before and (organisation := _company(after)) and not _company(before):
        return replace(_from_whole(letters_of(before)), company=organisation)
    words = after.split()
    if len(words) > 1 and is_given(words[0]) and _company(before) and not _company(after):
        return replace(_from_whole(letters_of(after)), company=_company(before))
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


def _from_parts(given: str, family: str) -> Name:
    first = words_of(given.replace(",", " "))
    last = words_of(family.replace(",", " "))
    if whole := _whole_of_parts(first, last):
        return _in_order(whole)
    first = _without_surname(first, last)  # the whole name in the field for the given name
    title, first = take_title(first)
    last_title, last = take_title(last) if not first else ("", last)
    within, first = _suffix_within(first)
    suffix, last = take_suffix(last, beside=len(first))
    company = _company(f"{given} {family}") if len(first + last) >= _MIN_COMPANY_WORDS else ""
    if company:
        return Name(company=company)
    words = names_in_capitals([*first, *last])
    first, last = _once(words[: len(first)], words[len(first) :])
    return Name(
        first=cased(first),
        last=cased_surname(last, alone=not first),
        title=title or last_title,
        suffix=suffix or within,
    )


def _whole_of_parts(first: list[str], last: list[str]) -> list[str]:
    """Return the words of a whole name that one field has, and the other one too or a part of it.

    Empty where each field has its own part.
    """
    if not first or not last or first[0].lower() in PARTICLES:
        return []
    if _same(first, last):
        return last if len(last) > 1 else []
    if len(last) > len(first) and _same(first, last[: len(first)]):
        return last
    if len(last) > len(first) and _same(first, last[-len(first) :]) and _in_usual_order(last):
        return last
    if len(first) > len(last) and _same(last, first[: len(last)]) and _in_usual_order(first):
        return first
    if len(first) == 1 and len(last) > 1 and last[0].lower().startswith(f"{first[0].lower()}-"):
        return last
    return []


def _in_usual_order(words: list[str]) -> bool:
    """Tell whether words begin with a given name and end with another kind of word."""
    return is_given(words[0]) and not is_given(words[-1])


def _without_surname(given: list[str], surname: list[str]) -> list[str]:
    """Return the given names without the surname, if that was typed behind them, too."""
    while len(given) > len(surname) > 0 and _same(given[-len(surname) :], surname):
        given = given[: -len(surname)]
    return given


def _suffix_within(given: list[str]) -> tuple[str, list[str]]:
    """Return the suffix behind given names, and these: ``Ola Jr. Lunde``; D.E. are initials."""
    if given and "." in given[-1].rstrip("."):
        return "", given
    suffix, rest = take_suffix(given[-2:], beside=0)
    return suffix, [*given[:-2], *rest]


def _once(given: list[str], surname: list[str]) -> tuple[list[str], list[str]]:
    """Return given names and surname; one word that is both is the one that it is known as."""
    if len(surname) == 1 and _same(given, surname) and is_one_kind(surname[0]):
        return (given, []) if is_given(surname[0]) else ([], surname)
    return given, surname


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
    ahead = words_of(before)
    if all(map(is_given, ahead)) and len(behind) == 1 and is_surname_only(behind[0]):
        return _in_order(ahead + behind)
    return _from_parts(" ".join(behind), before)


def _in_order(words: list[str]) -> Name:
    """Return the parts of a name whose words are in their usual order."""
    title, words = take_title(words)
    while len(words) > 1 and is_degree(words[-1:]):
        words = words[:-1]
    suffix, words = take_suffix(words, beside=0)
    if not words:
        return Name()
    typed, words = words, names_in_capitals(words)
    if len(words) == 1 and not title:
        words = split_signs(words[0])
    if len(words) == 1:
        if title and plain_word(title) in TO_SURNAME:
            return Name(last=cased_surname(words, alone=True), title=title, suffix=suffix)
        return Name(first=cased(words), title=title, suffix=suffix)
    start = _surname_start(words)
    if suffix and plain_word(words[-1]) in SUFFIX_OF_SURNAME and start > 1:
        start = _surname_start(words[:-1])
    surname, given = words[start:], words[:start]
    if _surname_is_first(typed) or surname_leads(words):
        surname, given = words[:1], words[1:]
    within, given = _suffix_within(given)
    given, surname = _once(_without_surname(given, surname), surname)
    return Name(
        first=cased(given),
        last=cased_surname(surname, alone=not given),
        title=title,
        suffix=suffix or within,
    )


def _surname_start(words: list[str]) -> int:
    """Return where the surname begins: at the particles before the last word."""
    start = len(words) - 1
    while start > 0 and (
        words[start - 1].lower() in BEFORE_SURNAME or is_particle(words, start - 1)
    ):
        start -= 1
    if start == 0 and words and words[0].lower() in BEFORE_SURNAME:
        start = 1  # Ben, Bar and Bat are given names as well
    if start == 0 and [word.lower() for word in words[:-1]] == ["van"] and is_van_given(words[1]):
        start = 1
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
        and not (is_given(head) and not is_given(rest[0]))
    )


def _company(sent: str) -> str:
    """Return a company's name in sensible case, empty where the text names a person."""
    return cased_company(companies.clean(sent)) if looks_like_company(sent) else ""
