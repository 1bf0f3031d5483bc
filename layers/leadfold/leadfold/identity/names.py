"""How two personal names agree: the given name and the surname, each in ordered levels."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import takewhile
from typing import Literal

from leadfold.identity import nicknames, scripts
from leadfold.identity.frequencies import BUILT_IN, given_names, surnames
from leadfold.identity.phonetics import skeleton, sound
from leadfold.model import Name

GivenAgreement = Literal[
    "exact", "spelling", "nickname", "typo", "initial", "partial", "missing", "different"
]
SurnameAgreement = Literal[
    "exact", "spelling", "typo", "partial", "initial", "missing", "different"
]
Verdict = Literal["same", "near", "other_script", "missing", "different"]

#: From best to worst; a pair of several words is as good as the worst of them.
_RANK: dict[str, int] = {
    level: rank
    for rank, level in enumerate(
        ("exact", "spelling", "nickname", "typo", "initial", "partial", "missing", "different")
    )
}
_SPELLED = frozenset({"exact", "spelling"})
_AGREE = frozenset({"exact", "spelling", "nickname", "typo", "initial", "partial"})
_SILENT = frozenset({"missing", "different"})

_PARTICLES = frozenset(
    (
        "af al av bar bat ben bin bint da das de degli dei del della den der di do dos du el et "
        "ibn la las le los of ten ter van vom von y zu zum zur בנ בר בת אל אבו"
    ).split()
)
_JOINED = frozenset("o mc mac".split())
_VOWELS = frozenset("aeiouy")
#: Scripts that are compared, within themselves as well, as they are read in Latin letters.
_WITH_VOWELS = frozenset({"greek", "cyrillic"})
#: Letters that begin spellings of one name: Christian and Kristian.
_FIRST_LETTERS = str.maketrans("cqjywz", "kkiivs")
_PET_ENDINGS = ("y", "ie", "ito", "ita")
#: What tells her from him, and one name from its neighbour: Daniel(a), Dimitris and Dimitra.
_OF_ANOTHER = frozenset({"a", "o", "e", "os", "us", "is", "as", "ina", "ine", ""})
#: Endings of one family's name for her and for him, in Greece and where Slavic is spoken.
_FAMILY_ENDINGS = frozenset(
    {"os ou", "as a", "is i", "es e", "idis idou", "i a", "y a", "ski ska", "sky ska", "ov ova",
     "ev eva", "in ina", "off ova"}
)  # fmt: skip
_LONGEST_ENDING = 4
_MIN_STEM = 3
_MIN_SLIP = 4
#: Few people have a given name that nobody else has: two slips in a shorter one are believed.
_TWO_SLIPS_GIVEN, _TWO_SLIPS_SURNAME = 6, 8
_MIN_CUT = 4
_MAX_INITIALS = 3
#: Likeness (0 to 1) up to which names read across scripts are clearly two. Where vowels are
#: written more is known than from consonants alone.
_CLEAR, _CLEAR_WITH_VOWELS = 0.5, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAgreement:
    """How the parts of two names agree.

    ``given_word`` and ``surname_word`` are the folded words whose rarity weighs: of an agreeing
    pair the commoner, several with a blank between; empty where nothing agrees.
    """

    given: GivenAgreement
    surname: SurnameAgreement
    other_script: bool = False
    given_word: str = ""
    surname_word: str = ""
    #: No word of either name is without its pair.
    whole: bool = False

    @property
    def verdict(self) -> Verdict:
        """What it says in one word; only clearly different given names part two people."""
        if self.given == "different":
            return "different"
        if self.other_script:
            return "other_script"
        if self.given == "missing":
            return "missing"
        if self.whole and self.given in _SPELLED and self.surname in _SPELLED | {"missing"}:
            return "same"
        return "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """How given names or surnames agree."""

    level: GivenAgreement
    word: str = ""
    crossed: bool = False
    whole: bool = False


_MISSING = _Part(level="missing")
_DIFFERENT = _Part(level="different")
_BOTH_MISSING = _Part(level="missing", whole=True)

_Words = tuple[str, ...]


def compare(left: Name, right: Name) -> NameAgreement:
    """Return how two names agree, both ways alike; the parts may stand the other way round.

    >>> compare(Name(first="Bob", last="Olsen"), Name(first="Robert", last="Olsen")).given
    'nickname'
    """
    mine, theirs = words_of(left), words_of(right)
    straight = _parts(mine[0], mine[1], theirs[0], theirs[1])
    if straight.whole or not (all(mine) or all(theirs)) or not (any(mine) and any(theirs)):
        return straight
    if sorted(mine[0] + mine[1]) == sorted(theirs[0] + theirs[1]):
        return _other_order(mine, theirs)
    if straight.given in _SPELLED and straight.surname not in _SILENT:
        return straight
    given, surname, other, family = _turned(mine, theirs)
    if _given(given, other).level == "different":
        return straight  # never the better explanation
    crossed = _parts(given, surname, other, family)
    evident = _is_reversed(mine) != _is_reversed(theirs)
    return crossed if _better(crossed, straight, evident=evident) else straight


def are_two(left: Name, right: Name) -> bool:
    """Tell whether ``compare`` finds given names of two people, with no more work than that takes.

    >>> are_two(Name(first="Ola", last="Moe"), Name(first="Kari", last="Moe"))
    True
    """
    mine, theirs = words_of(left), words_of(right)
    if _given(mine[0], theirs[0]).level != "different":
        return False
    if all(mine) or all(theirs):
        if sorted(mine[0] + mine[1]) == sorted(theirs[0] + theirs[1]):
            return False
        given, _, other, _ = _turned(mine, theirs)
        if _given(given, other).level != "different":
            return compare(left, right).given == "different"
    return True


@lru_cache(maxsize=16384)
def _words_of(first: str, last: str) -> tuple[_Words, _Words]:
    given, surname = scripts.words(first), scripts.words(last)
    if len(given) > 1 and surname and given[-1] in _JOINED and _joins(given[-1], surname[0]):
        given, surname = given[:-1], (given[-1], *surname)
    surname = _joined(surname)
    if len(given) == 1 and not surname and _is_surname_alone(given[0]):
        return (), given
    return given, surname


def words_of(name: Name) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folded given words and surname words of a name; Greek in Latin letters or not.

    A lone word that is known as a surname only is one.

    >>> words_of(Name(first="Ola", last="O'Brien"))
    (('ola',), ('obrien',))
    """
    return _words_of(name.first, name.last)


def _joins(before: str, word: str) -> bool:
    """Tell whether a word before the surname is part of it; an O may be an initial."""
    return before != "o" or f"o{word}" in surnames()


def _joined(words: _Words) -> _Words:
    """Return the words of a surname with O and Mac joined to what follows."""
    if len(words) > 1 and not _JOINED.isdisjoint(words[:-1]):
        kept: list[str] = []
        for word in words:
            if kept and kept[-1] in _JOINED:
                kept[-1] += word
            else:
                kept.append(word)
        return tuple(kept)
    return words


def _is_surname_alone(word: str) -> bool:
    known = scripts.latin(word) if scripts.script(word) == "greek" else word
    return known in surnames() and known not in given_names()


# -- whole names ----------------------------------------------------------------------------------


def _parts(given: _Words, surname: _Words, other: _Words, family: _Words) -> NameAgreement:
    """Return how names agree whose parts stand the same way round."""
    first = _given(given, other)
    last = _surnames(surname, family, given[1:], other[1:])
    return NameAgreement(
        given=first.level,
        surname=last.level,  # type: ignore[arg-type]  # surnames have no nicknames
        other_script=first.crossed or last.crossed,
        given_word=first.word,
        surname_word=last.word,
        whole=first.whole and last.whole,
    )


def _other_order(mine: tuple[_Words, _Words], theirs: tuple[_Words, _Words]) -> NameAgreement:
    """Return how names agree that have the same words, otherwise cut or in another order."""
    upright = max(mine, theirs, key=lambda name: (all(name), _upright(name), name))
    both = _common(mine[0], theirs[0])
    surname = " ".join(upright[1])
    return NameAgreement(
        given="exact",
        surname="exact" if surname else "missing",
        given_word=" ".join(both or upright[0]),
        surname_word=surname,
        whole=True,
    )


def _turned(
    mine: tuple[_Words, _Words], theirs: tuple[_Words, _Words]
) -> tuple[_Words, _Words, _Words, _Words]:
    """Return the parts of two names, for ``_parts``, with one name turned round."""
    (first, last), (other_first, other_last) = mine, theirs
    # Whose order is the right one decides which pair is the given names.
    left_upright = (_upright(mine), mine) >= (_upright(theirs), theirs)
    if not (first and last):
        left_upright = False
    elif not (other_first and other_last):
        left_upright = True
    if left_upright:
        return first, last, other_last, other_first
    return last, first, other_first, other_last


def _common(left: _Words, right: _Words) -> _Words:
    """Return the words with which both begin."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False))
    return tuple(word for word, _ in pairs)


def _upright(name: tuple[_Words, _Words]) -> float:
    """Return how much more likely the parts of a name are in order than swapped."""
    given, surname = name
    return (_leaning(given[0]) if given else 0.0) - (_leaning(surname[-1]) if surname else 0.0)


@lru_cache(maxsize=16384)
def _leaning(word: str) -> float:
    """Return by how much a word is more often a given name than a surname."""
    return BUILT_IN.given(word) - BUILT_IN.surname(word)


def _is_reversed(name: tuple[_Words, _Words]) -> bool:
    """Tell whether a name evidently stands the other way round: Hansen Ola."""
    (given, surname), known, families = name, given_names(), surnames()
    return bool(
        given
        and surname
        and given[0] in families
        and given[0] not in known
        and surname[-1] in known
        and surname[-1] not in families
    )


def _better(crossed: NameAgreement, straight: NameAgreement, *, evident: bool) -> bool:
    """Tell whether the other way round, with given names that agree, explains two names better."""
    if crossed.surname == "different":
        return evident and straight.given in _SILENT and crossed.given in _AGREE
    if crossed.given == "missing":
        # One word that is the other's surname says nothing of the given name.
        return straight.given in _SILENT and crossed.surname in {"exact", "spelling", "typo"}
    if crossed.surname == "missing":
        return straight.given in _SILENT and crossed.given in _AGREE
    return _RANK[crossed.given] + _RANK[crossed.surname] < (
        _RANK[straight.given] + _RANK[straight.surname]
    )


# -- given names ----------------------------------------------------------------------------------


def _given(left: _Words, right: _Words) -> _Part:
    if not (left and right):
        return _MISSING
    if left == right:
        return _Part(level="exact", word=" ".join(left), whole=True)
    if len(left) == len(right) == 1:
        return _given_word(left[0], right[0])
    return _several(left, right) if left <= right else _several(right, left)


@lru_cache(maxsize=16384)
def _several(left: _Words, right: _Words) -> _Part:
    """Return how given names agree of which at least one has several words."""
    if sorted(left) == sorted(right):
        return _Part(level="exact", word=" ".join(left), whole=True)
    glued = _given_word("".join(left), "".join(right))
    if glued.level in _SPELLED:
        return replace(glued, level="spelling", whole=True)
    if (found := _in_order(left, right)) is not None:
        return found
    if glued.level == "typo":
        return glued
    return _out_of_order(left, right)


def _out_of_order(left: _Words, right: _Words) -> _Part:
    """Return how names agree that begin differently, of which one may lack its first word."""
    for short, names in ((left, right), (right, left)):
        if short[0] == "".join(word[0] for word in names):
            return _Part(level="initial", word=" ".join(names))
    found = _DIFFERENT
    for word, others in ((left[0], right[1:]), (right[0], left[1:])):
        for other in others:
            pair = _given_word(word, other)
            if pair.level == "initial" and len(word) == 1:
                found = pair  # M. Berg is Anne Marie, but Hans is not Svein H.
            elif pair.level in _AGREE and pair.level != "initial":
                return replace(pair, level="partial", whole=False)
    return found


def _in_order(left: _Words, right: _Words) -> _Part | None:
    """Return how names agree that begin alike; None where the first ones do not."""
    pairs = [_given_word(a, b) for a, b in zip(left, right, strict=False)]
    if pairs[0].level == "different":
        return None
    if pairs[0].level == "missing":
        return pairs[0]
    first, *rest = pairs
    crossed = any(pair.crossed for pair in pairs)
    if any(pair.level == "different" for pair in rest):
        again = _in_order_with_gap(left, right)
        level = "partial" if first.level != "initial" and not again else first.level
        return replace(first, level=level, crossed=crossed, whole=False)
    weighty = [pair.level for pair in rest if pair.level not in {"initial", "missing"}]
    return _Part(
        level=max(first.level, *weighty, key=_RANK.__getitem__) if weighty else first.level,
        word=" ".join(pair.word for pair in pairs if pair.level != "initial" or pair is first),
        crossed=crossed,
        whole=len(left) == len(right) and all(pair.whole for pair in pairs),
    )


def _in_order_with_gap(left: _Words, right: _Words) -> bool:
    """Tell whether the shorter list is the longer one with a word left out."""
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    rest = iter(long)
    return all(any(_given_word(a, b).level in _AGREE for b in rest) for a in short)


def _given_word(left: str, right: str) -> _Part:
    return _given_pair(left, right) if left <= right else _given_pair(right, left)


@lru_cache(maxsize=65536)
def _given_pair(left: str, right: str) -> _Part:
    """Return how two words of given names agree."""
    if left == right:
        return _Part(level="exact", word=left, whole=True)
    kind, other = scripts.script(left), scripts.script(right)
    if kind != other:
        return _across(left, right, _latin_given, given_names)
    if kind in _WITH_VOWELS:
        left, right = scripts.latin(left), scripts.latin(right)
    level = _latin_given(left, right)
    return _weighed(level, left, right, BUILT_IN.given)


def _latin_given(left: str, right: str) -> GivenAgreement:
    if (initial := _initial(left, right)) is not None:
        return initial
    if _sound_alike(left, right, given_names()) or nicknames.one_name(left, right):
        return "spelling"
    if nicknames.short_forms(left, right) or _pet_form(left, right):
        return "nickname"
    if _slip(left, right, two_from=_TWO_SLIPS_GIVEN) and not _two_names(left, right):
        return "typo"
    if _cut(left, right):
        return "partial" if _given_within(left, right) else "nickname"
    return "different"


def _initial(left: str, right: str) -> Literal["initial", "different"] | None:
    """Return what an initial, or an abbreviation without vowels (Chr, JP), says; None if none."""
    if len(left) > _MAX_INITIALS < len(right):
        return None
    short = min(left, right, key=lambda word: (len(word), word))
    abbreviated = len(short) == 1 or (
        len(short) <= _MAX_INITIALS and short.isascii() and _VOWELS.isdisjoint(short)
    )
    if not abbreviated or (left == right):
        return None
    if left[0].translate(_FIRST_LETTERS) == right[0].translate(_FIRST_LETTERS):
        return "initial"
    return "different"


def _sound_alike(left: str, right: str, known: dict[str, float]) -> bool:
    if sound(left) != sound(right):
        return False
    # Hebrew writes few vowels: Ran and Ron share all that is left.
    return left.isascii() or not (left in known and right in known)


def _pet_form(left: str, right: str) -> bool:
    """Tell whether one is the other with a pet ending: Tom and Tommy, Juan and Juanito."""
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if len(short) < _MIN_STEM or not long.startswith(short[:-1]):
        return False
    if not long.isascii() or _both_known(left, right):
        return False
    stem = short[:-1] if short[-1] in "ao" and long.endswith(("ito", "ita")) else short
    if stem[-1] in _VOWELS:
        return False
    return any(long in {stem + end, stem + stem[-1] + end} for end in _PET_ENDINGS)


def _cut(left: str, right: str) -> bool:
    """Tell whether one word is the other cut short, and no name of its own."""
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if len(short) < _MIN_CUT or not long.startswith(short):
        return _given_within(left, right)
    if len(long) - len(short) < 2:  # noqa: PLR2004
        return False
    return not (_known_given(short) or short in surnames()) or _given_within(left, right)


def _given_within(left: str, right: str) -> bool:
    """Tell whether the longer word is two names in one, the first of them the other word."""
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    known = given_names()
    rest = long[len(short) :]
    return (
        long.startswith(short)
        and len(rest) >= _MIN_STEM
        and rest in known
        and short in known
        and long not in known
    )


def _two_names(left: str, right: str) -> bool:
    """Tell whether two words that look alike are names of two people: Anna and Anne."""
    if _both_known(left, right):
        return True
    if not (_known_given(left) or _known_given(right)):
        return False
    stem = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        stem += 1
    ends = {left[stem:], right[stem:]}
    # Marit and Marita, but a name that only lost its last letter may have slipped.
    return stem >= _MIN_STEM and ends <= _OF_ANOTHER and "a" in ends and len(left) > _MIN_STEM


def _both_known(left: str, right: str) -> bool:
    return _known_given(left) and _known_given(right)


def _known_given(word: str) -> bool:
    return word in given_names() or sound(word) in _given_sounds()


@cache
def _given_sounds() -> frozenset[str]:
    return frozenset(sound(word) for word in given_names() if word.isascii())


# -- surnames -------------------------------------------------------------------------------------


def _surnames(left: _Words, right: _Words, middle: _Words, other_middle: _Words) -> _Part:
    """Return how surnames agree; one of them may have become a middle name."""
    if not (left and right):
        return _MISSING if left or right else _BOTH_MISSING
    if left == right:
        return _Part(level="exact", word=" ".join(left), whole=True)
    if len(left) == len(right) == 1:
        found = _surname_word(left[0], right[0])
    else:
        found = _several_surnames(left, right)
    if found.level == "different" and (middle or other_middle):
        for words, names in ((left, other_middle), (right, middle)):
            for word in words:
                if word not in _PARTICLES and word in names:
                    return _Part(level="partial", word=word)
    return found


@lru_cache(maxsize=16384)
def _several_surnames(left: _Words, right: _Words) -> _Part:
    glued = _surname_word("".join(left), "".join(right))
    if glued.level in _SPELLED:
        return replace(glued, level="spelling")
    bare, other = _without_particles(left), _without_particles(right)
    if sorted(bare) == sorted(other):
        return _Part(level="exact", word=" ".join(min(bare, other)), whole=True)
    if len(bare) == len(other) == 1:
        return _surname_word(bare[0], other[0])
    short, long = (bare, other) if (len(bare), bare) <= (len(other), other) else (other, bare)
    pairs = [
        min((_surname_word(a, b) for b in long), key=lambda pair: (_RANK[pair.level], pair.word))
        for a in short
    ]
    agreeing = [pair for pair in pairs if pair.level in _AGREE]
    if not agreeing:
        return glued if glued.level == "typo" else min(pairs, key=lambda p: _RANK[p.level])
    crossed = any(pair.crossed for pair in pairs)
    word = " ".join(sorted(pair.word for pair in agreeing if pair.level != "initial"))
    if len(agreeing) == len(long):
        worst = max(agreeing, key=lambda pair: _RANK[pair.level])
        whole = all(pair.whole for pair in agreeing)
        return _Part(level=worst.level, word=word or worst.word, crossed=crossed, whole=whole)
    if all(pair.level == "initial" for pair in agreeing):
        return replace(agreeing[0], whole=False)
    return _Part(level="partial", word=word, crossed=crossed)


def _without_particles(words: _Words) -> _Words:
    return tuple(word for word in words if word not in _PARTICLES) or words


def _surname_word(left: str, right: str) -> _Part:
    return _surname_pair(left, right) if left <= right else _surname_pair(right, left)


@lru_cache(maxsize=65536)
def _surname_pair(left: str, right: str) -> _Part:
    """Return how two words of surnames agree."""
    if left == right:
        return _Part(level="exact", word=left, whole=True)
    if scripts.script(left) != scripts.script(right):
        return _across(left, right, _latin_surname, surnames)
    if scripts.script(left) in _WITH_VOWELS:
        left, right = scripts.latin(left), scripts.latin(right)
    return _weighed(_latin_surname(left, right), left, right, BUILT_IN.surname)


def _latin_surname(left: str, right: str) -> GivenAgreement:
    if len(left) == 1 or len(right) == 1:
        alike = left[0].translate(_FIRST_LETTERS) == right[0].translate(_FIRST_LETTERS)
        return "initial" if alike else "different"
    if _sound_alike(left, right, surnames()) or nicknames.one_name(left, right):
        return "spelling"
    if _one_family(left, right):
        return "spelling"
    if _slip(left, right, two_from=_TWO_SLIPS_SURNAME) and not (
        left in surnames() and right in surnames()
    ):
        return "typo"
    return "different"


def _one_family(left: str, right: str) -> bool:
    """Tell whether two surnames are his and hers: Papadopoulos and Papadopoulou."""
    for length in range(_LONGEST_ENDING + 1):
        cut = len(left) - length
        if cut < _MIN_STEM:
            return False
        if right.startswith(left[:cut]) and f"{left[cut:]} {right[cut:]}" in _FAMILIES:
            return True
    return False


_FAMILIES = _FAMILY_ENDINGS | {" ".join(reversed(pair.split())) for pair in _FAMILY_ENDINGS}


# -- words ----------------------------------------------------------------------------------------


@cache
def _distance() -> Callable[..., int]:
    """Return what counts slips; importing it takes a while, and looking an import up a little."""
    from rapidfuzz.distance import OSA

    return OSA.distance


def _slip(left: str, right: str, *, two_from: int) -> bool:
    """Tell whether two words are one with a typing slip, or two slips where it is long.

    ``two_from`` is the length from which two slips are believed.
    """
    left, right = _as_read(left), _as_read(right)
    if left == right:
        return True
    longest = max(len(left), len(right))
    if longest == _MIN_SLIP - 1:
        return len(left) == len(right) and left[0] == right[0] and left[1:] == right[:0:-1]
    if longest < _MIN_SLIP or abs(len(left) - len(right)) > 2:  # noqa: PLR2004
        return False
    most, distance = 2 if longest >= two_from else 1, _distance()
    if distance(left, right, score_cutoff=most) <= most:
        return True
    # What sounds alike but for one letter is one slip: Kristofer and Christopher.
    left, right = sound(left), sound(right)
    if max(len(left), len(right)) <= _MIN_SLIP:
        return False
    return left.isascii() and distance(left, right, score_cutoff=1) <= 1


@lru_cache(maxsize=16384)
def _as_read(word: str) -> str:
    """Return a word as a scanner may have read another: ``rn`` for ``m``, ``1`` for ``l``."""
    for read, meant in _SCANNED:
        if read in word:
            word = word.replace(read, meant)
    return word


_SCANNED = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("5", "s"))


def _weighed(level: GivenAgreement, left: str, right: str, share: Callable[[str], float]) -> _Part:
    """Return a level with the word of the pair whose rarity weighs: the commoner, the longer."""
    if level in _SILENT:
        return _DIFFERENT if level == "different" else _MISSING
    if level == "initial":
        word = max(left, right, key=lambda w: (len(w), w))
    else:
        word = max(left, right, key=lambda w: (share(w), len(w), w))
    return _Part(level=level, word=word, whole=level in _SPELLED)


def _across(
    left: str,
    right: str,
    as_latin: Callable[[str, str], GivenAgreement],
    known: Callable[[], dict[str, float]],
) -> _Part:
    """Return how words of two scripts agree; ``missing`` where reading them cannot tell."""
    if right.isascii() and not left.isascii():
        left, right = right, left
    # Latin first, if either is.
    mine, theirs = scripts.latin(left), scripts.latin(right)
    kinds = {scripts.script(left), scripts.script(right)}
    word = left if left.isascii() else mine
    if nicknames.one_name(left, right) or (left.isascii() and scripts.reads_as(right, left)):
        return _Part(level="spelling", word=word, crossed=True, whole=True)
    if as_latin is _latin_given and nicknames.short_forms(left, right):
        return _Part(level="nickname", word=word, crossed=True)
    if not (mine and theirs):
        return _Part(level="missing", crossed=True)
    if 1 in {len(left), len(right)}:
        if skeleton(left)[:1] != skeleton(right)[:1]:
            return _Part(level="missing", crossed=True)
        return _Part(level="initial", word=max(left, right, key=len), crossed=True)
    if kinds <= _WITH_VOWELS | {"latin"}:
        level = as_latin(mine, theirs)
        both = mine in known() and theirs in known()
        if level == "different" and not both and _near_in_sound(mine, theirs):
            level = "missing"
        return _Part(
            level=level,
            word=word if level in _AGREE else "",
            crossed=level != "different",
            whole=level in _SPELLED,
        )
    if "unread" in kinds:
        level = "spelling" if sound(mine) == sound(theirs) else "missing"
        return _Part(level=level, word=word if level == "spelling" else "", crossed=True)
    likeness = _alike(skeleton(left), skeleton(right))
    # Two names that are known, and neither a reading nor a short form of the other.
    clear = likeness <= _CLEAR or (likeness < 1 and left in known() and right in known())
    return _DIFFERENT if clear else _Part(level="missing", crossed=True)


def _near_in_sound(left: str, right: str) -> bool:
    return _alike(sound(left), sound(right)) > _CLEAR_WITH_VOWELS


def _alike(left: str, right: str) -> float:
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(left, right)
