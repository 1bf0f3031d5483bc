"""Given names and surnames that are known, with the shares of people who have them (two lists).

The lists are read at first use: most names are read without them.
"""

from functools import cache, lru_cache

from leadfold.normalise import text

#: How many times more people have a word as the one kind of name than as the other.
_CLEARLY = 5
_FINALS = str.maketrans("ךםןףץς", "כמנפצσ")


@cache
def given_names() -> dict[str, float]:
    """Return the listed given names with their shares."""
    return _listed("given_names.txt")


@cache
def surnames() -> dict[str, float]:
    """Return the listed surnames with their shares."""
    return _listed("surnames.txt")


@lru_cache(maxsize=4096)
def is_given(word: str) -> bool:
    """Tell whether a word of a name is a given name, and more often than it is a surname.

    >>> is_given("Kari"), is_given("Anne-Sofie"), is_given("Berg"), is_given("Γιώργος")
    (True, True, False, True)
    """
    key = _key(word)
    share = given_names().get(key, 0.0)
    if not share and "-" in word:
        share = min(given_names().get(_key(half), 0.0) for half in word.split("-"))
    return share > surnames().get(key, 0.0)


@lru_cache(maxsize=4096)
def is_surname_only(word: str) -> bool:
    """Tell whether a word of a name is a known surname and no known given name."""
    key = _key(word)
    return key in surnames() and key not in given_names()


def is_surname(word: str) -> bool:
    """Tell whether a word of a name is a known surname."""
    return _key(word) in surnames()


def is_one_kind(word: str) -> bool:
    """Tell whether a word is known as a given name or as a surname, and hardly as the other."""
    key = _key(word)
    rarer, commoner = sorted((given_names().get(key, 0.0), surnames().get(key, 0.0)))
    return commoner > _CLEARLY * rarer


def is_known(word: str) -> bool:
    """Tell whether a word is on one of the lists."""
    key = _key(word)
    return key in given_names() or key in surnames()


def _key(word: str) -> str:
    """Return a word as the lists have it: folded, in Latin letters but for Hebrew."""
    bare = word.strip(".,'")
    if any("א" <= letter <= "ת" for letter in bare):
        return bare.translate(_FINALS)
    return text.fold(bare).replace(" ", "")


def _listed(file: str) -> dict[str, float]:
    """Read a list: each line has a country, a share per mille, and words with about that share."""
    from importlib import resources

    shares: dict[str, float] = {}
    lines = resources.files(__package__).joinpath(file).read_text("utf-8")
    for line in lines.translate(_FINALS).splitlines():
        if not line or line[0] == "#":
            continue
        _, per_mille, *words = line.split()
        share = float(per_mille) / 1000
        for word in words:
            if shares.get(word, 0.0) < share:
                shares[word] = share
    return shares
