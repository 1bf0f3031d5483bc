"""How two names of organisations agree: enough for a suggestion, never for a join by itself."""

from functools import lru_cache
from typing import Literal

from leadfold.normalise import company
from leadfold.normalise.company import AND, Company

Agreement = Literal["exact", "near", "partial", "missing", "different"]

#: Words of trades that many companies have; they weigh little, and do not identify a company.
_GENERIC = frozenset(
    (
        "bygg byg rakennus eiendom eiendommer ejendomme fastigheter properties property holding "
        "holdings invest investment investments capital kapital consulting consult consultants "
        "konsult rådgivning radgivning services service tjenester palvelut palvelu solutions "
        "losninger systems system software data tech technology technologies teknikk teknologi "
        "trading handel import export transport logistics logistikk maskin anlegg ror vvs elektro "
        "energi energy kraft regnskap revisjon advokatfirma advokatfirmaet klinikk tannklinikk "
        "restaurant hotel hotell kafe studio media design partner partners associates ventures "
        "enterprises industries industri management drift utvikling development entreprenor "
        "verksted bilverksted bank forsikring forening stiftelse sons firma butikk shop sport "
        "kommune kommunen kommun skole barnehage"
    ).split()
)
#: Words that do not identify a company at all: one of two spellings may leave them out.
_EMPTY = frozenset(
    (
        "the norge norway norsk sverige sweden svenska danmark denmark dansk suomi finland hellas "
        "greece israel nordic norden scandinavia skandinavia europe global international intl "
        "of for group gruppen gruppe konsern koncernen company co selskap selskapet firmaet "
        "official"
    ).split()
)
#: Spellings of one word.
_SAME_WORD = {
    word: same
    for same, words in {
        "sons": "sonner sonn soner sonen son sohne sonnen poikka pojat yioi filhos hijos vnyv",
        "brothers": "bros brodrene brodr broderna bror brodre afoi veljekset",
        "group": "gruppen gruppe groupe konsern koncernen omilos",
        "norge": "norway norwegian",
        "sverige": "sweden swedish",
        "danmark": "denmark danish",
        "suomi": "finland finnish",
        "services": "service",
        "consulting": "consult konsult konsulting consultants",
        "eiendom": "eiendommer ejendomme",
        "international": "intl",
        "company": "co",
        "university": "univ uni universitet universitetet",
        "institute": "inst institut",
        "department": "dept",
        "association": "assoc assn",
        "college": "coll",
        "hospital": "hosp",
        "laboratory": "lab labs laboratories",
        "center": "centre ctr senter",
        "national": "natl",
        "technology": "tech technologies",
        "manufacturing": "mfg",
    }.items()
    for word in words.split()
}
_OWNING = frozenset("holding holdings".split())
_GENERIC_WEIGHT, _EMPTY_WEIGHT = 0.3, 0.1
#: What a pair of words counts that is mistyped, shortened or an initial; equal words count 1.
_SLIP, _SHORTENED, _INITIAL = 0.9, 0.7, 0.5
#: Damerau-Levenshtein similarity from which two words are one mistyped: one slip in five letters.
_MISTYPED = 0.8
_MIN_MISTYPED, _MIN_SHORTENED, _MIN_ACRONYM = 5, 3, 3
#: The part of each name, by weight, that has to be shared for ``near``, for ``partial``, and for
#: ``partial`` where the whole other name (``_WHOLE`` of it) is shared.
_NEAR, _PARTIAL, _WITHIN = 0.8, 0.6, 0.3
_WHOLE = 0.9
_ALIKE = 0.8
_MAX_WORDS = 16


@lru_cache(maxsize=4096)  # a pair is compared by name alone first, then once more in full
def compare(left: str, right: str) -> Agreement:
    """Return how well the names of two organisations agree.

    ``exact``    equal words, and not two different legal forms
    ``near``     the same words in another order, mistyped, joined, abbreviated or with another form
    ``partial``  the words that identify the company are shared, the others are not
    ``missing``  one text is no name, or the two scripts cannot be compared

    >>> compare("Oslo Bygg & Eiendom", "Oslo Bygg og Eiendom AS")
    'exact'
    """
    mine, theirs = company.parse(left), company.parse(right)
    if not (mine and theirs):
        return "missing"
    if (theirs.words, theirs.form, theirs.branch) < (mine.words, mine.form, mine.branch):
        mine, theirs = theirs, mine  # the result is the same whichever comes first
    best = _best_possible(mine, theirs)
    found = "different" if best == "different" else _worst(_words(mine, theirs), best)
    if found == "different" and _is_hebrew(left) != _is_hebrew(right):
        return "missing"  # Hebrew is written without vowels: its folded words prove nothing
    return found


def words(name: str) -> tuple[str, ...]:
    """Return the words of a company's name, without its legal form and branch."""
    found = company.parse(name)
    return found.words if found else ()


_ORDER: tuple[Agreement, ...] = ("exact", "near", "partial", "different")


def _worst(*found: Agreement) -> Agreement:
    return max(found, key=_ORDER.index)


def _best_possible(mine: Company, theirs: Company) -> Agreement:
    """Return the best agreement that numbers, branches and legal forms allow."""
    numbers = _numbers(mine.words), _numbers(theirs.words)
    if (all(numbers) and numbers[0] != numbers[1]) or (
        mine.branch and theirs.branch and mine.branch != theirs.branch
    ):
        return "different"
    if _OWNING.isdisjoint(mine.words) != _OWNING.isdisjoint(theirs.words):
        return "different"  # a company and its holding company are two, often at one address
    if numbers[0] != numbers[1]:
        return "partial"
    if mine.branch != theirs.branch:
        return "near"
    return "near" if mine.form and theirs.form and mine.form != theirs.form else "exact"


@lru_cache(maxsize=16384)
def _numbers(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in words if _is_number(word))


def _is_number(word: str) -> bool:
    """Tell whether a word is a number, not a word with a digit misread for a letter."""
    return 2 * sum(map(str.isdigit, word)) >= len(word)


def _words(mine: Company, theirs: Company) -> Agreement:
    """Return how the words of two names agree; their forms and branches do not count."""
    if mine.words == theirs.words:
        return "exact"
    left, right = list(_normal(mine.words)), list(_normal(theirs.words))
    if sorted(left) == sorted(right) or "".join(left) == "".join(right):
        return "near"
    if _are_initials(left, right) or _are_initials(right, left):
        return "partial"
    left, right, spelled_out = _acronym(left, right)
    pairs = _pairs(left, right)
    if not pairs:
        return "partial" if _look_alike(left, right) else "different"
    shared = {(0, a): score for score, a, _ in pairs} | {(1, b): score for score, _, b in pairs}
    loose = [
        word
        for side, words in enumerate((left, right))
        for at, word in enumerate(words)
        if (side, at) not in shared and word not in _EMPTY
    ]
    sides = [_share(words, side, shared) for side, words in enumerate((left, right))]
    if not loose and min(sides) >= _NEAR:
        return "near"
    identifies = spelled_out or any(
        word not in _GENERIC | _EMPTY for at, word in enumerate(left) if (0, at) in shared
    )
    if not identifies:
        # Two names that share nothing but words of trades agree only where all their letters do.
        return "partial" if _look_alike(left, right) else "different"
    needed = _WITHIN if max(sides) >= _WHOLE else _PARTIAL
    return "partial" if min(sides) >= needed or _look_alike(left, right) else "different"


def _look_alike(left: list[str], right: list[str]) -> bool:
    """Tell whether two names have nearly the same letters, however they are cut into words."""
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(" ".join(left), " ".join(right)) >= _ALIKE


@lru_cache(maxsize=8192)
def _normal(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words in one spelling each, without "and"."""
    return tuple(_SAME_WORD.get(word, word) for word in words[:_MAX_WORDS] if word != AND)


def _share(words: list[str], side: int, shared: dict[tuple[int, int], float]) -> float:
    """Return the part of a name, 0 to 1 by weight, that the other has as well."""
    weights = [_weight(word) for word in words]
    agreed = sum(weight * shared.get((side, at), 0.0) for at, weight in enumerate(weights))
    return agreed / sum(weights)


def _weight(word: str) -> float:
    if word in _EMPTY:
        return _EMPTY_WEIGHT
    return _GENERIC_WEIGHT if word in _GENERIC else 1.0


def _are_initials(letters: list[str], words: list[str]) -> bool:
    """Tell whether a name is the initials of the other, as ``H&M`` is."""
    return 1 < len(letters) == len(words) and letters == [word[0] for word in words]


def _acronym(left: list[str], right: list[str]) -> tuple[list[str], list[str], bool]:
    """Return both names, and whether an acronym in one stands for words of the other.

    These words are then replaced by the acronym.
    """
    for short, long in ((left, right), (right, left)):
        if len(long) < _MIN_ACRONYM:
            continue
        initials = "".join([part[0] for part in long])
        for word in short:
            size, at = len(word), initials.find(word)
            if at >= 0 and size >= _MIN_ACRONYM and word.isalpha():
                one = [*long[:at], word, *long[at + size :]]
                return (one, right, True) if long is left else (left, one, True)
    return left, right, False


def _pairs(left: list[str], right: list[str]) -> list[tuple[float, int, int]]:
    """Return the pairs of words that agree, the best first, each word once."""
    scored = sorted(
        (-score, a, b)
        for a, one in enumerate(left)
        for b, other in enumerate(right)
        if (score := _alike(one, other))
    )
    taken: set[tuple[int, int]] = set()
    found = []
    for score, a, b in scored:
        if (0, a) not in taken and (1, b) not in taken:
            taken |= {(0, a), (1, b)}
            found.append((-score, a, b))
    return found


def _alike(one: str, other: str) -> float:
    """Return the similarity of two words, 0 to 1."""
    if one == other:
        return 1.0
    return _nearly(one, other) if len(one) <= len(other) else _nearly(other, one)


@lru_cache(maxsize=65536)
def _nearly(short: str, long: str) -> float:
    if _is_number(short) or _is_number(long):
        return 0.0
    if len(short) == 1:
        return _INITIAL if long[0] == short else 0.0
    if len(short) >= _MIN_SHORTENED and long.startswith(short) and short not in _GENERIC:
        return _SHORTENED
    if len(short) < _MIN_MISTYPED - 1 or len(long) < _MIN_MISTYPED:
        return 0.0
    from rapidfuzz.distance import DamerauLevenshtein

    return _SLIP if DamerauLevenshtein.normalized_similarity(short, long) >= _MISTYPED else 0.0


def _is_hebrew(name: str) -> bool:
    return any("\u05d0" <= letter <= "\u05ea" for letter in name)
