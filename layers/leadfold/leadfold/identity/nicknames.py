"""Short forms of given names, and spellings of one name that do not sound alike (a list)."""

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from itertools import count

from leadfold.identity.phonetics import sound
from leadfold.identity.scripts import without_finals
from leadfold.normalise.known_names import given_names

_NONE: frozenset[int] = frozenset()


def one_name(left: str, right: str) -> bool:
    """Tell whether two words are spellings of one formal name (Moshe, Moses)."""
    return bool(_formal(left) & _formal(right))


def short_forms(left: str, right: str) -> bool:
    """Tell whether two words are forms of one formal name (Bob, Rob, Robert).

    Not transitive: Alex is a form of Alexander and of Alexandra, which are two names.
    """
    return bool(_any(left) & _any(right))


@lru_cache(maxsize=8192)
def _formal(word: str) -> frozenset[int]:
    return _lines()[0].get(sound(word), _NONE)


@lru_cache(maxsize=8192)
def _any(word: str) -> frozenset[int]:
    return _lines()[1].get(sound(word), _NONE)


def _spelled(short: str) -> Iterator[str]:
    """Yield the sounds of short forms; of Freddy also of Freddie, unless that is another name."""
    for word in short.split():
        yield sound(word)
        twin = word[:-1] + "ie" if word[-1] == "y" else word[:-2] + "y"
        if word.endswith(("y", "ie")) and twin not in given_names():
            yield sound(twin)


@cache
def _lines() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """Return the lines of the list by sound: those with it as a formal name, and as any form.

    Lines are numbered; two words in one line are forms of one name.
    """
    formal: dict[str, set[int]] = {}
    both: dict[str, set[int]] = {}
    text = resources.files(__package__).joinpath("nicknames.txt").read_text("utf-8")
    numbers = count()
    for line in without_finals(text).splitlines():
        if line[:1] == "#":
            continue
        left, _, short = line.partition(":")
        short, _, apart = short.partition(";")
        names, number = [sound(word) for word in left.split()], next(numbers)
        for word in names:
            formal.setdefault(word, set()).add(number)
        for word in (*names, *_spelled(short)):
            both.setdefault(word, set()).add(number)
        for word in apart.split():
            number = next(numbers)
            for one in (*names, *_spelled(word)):
                both.setdefault(one, set()).add(number)
    return (
        {word: frozenset(lines) for word, lines in formal.items()},
        {word: frozenset(lines) for word, lines in both.items()},
    )
