"""How sure a match is: a grade string (the reasons) and a level from 1, the surest, to 12.

Each of four components gets a letter, and the four letters give one of twelve levels. A missing
value (``Z``) is not a different one (``F``): it never counts as agreement, and is never worse than
``F``. docs/identity.md has the table with its test vectors.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self, get_args

#: A equal, B alike, S only the surname, F different, Z missing on either side.
NameGrade = Literal["A", "B", "S", "F", "Z"]
#: A equal, B one slip or day and month swapped, F different, Z missing.
BirthDateGrade = Literal["A", "B", "F", "Z"]
#: A equal, B alike, H equal to a former one of the same person, F different, Z missing.
AddressGrade = Literal["A", "B", "H", "F", "Z"]
#: A equal, H equal to a former one of the same person, F different, Z missing.
PostcodeGrade = Literal["A", "H", "F", "Z"]

#: The last level at which a match may be stored and billed.
WEAKEST_HIT = 9
#: A different person, or several candidates at one level.
NOBODY = 12

_LETTERS = tuple(
    get_args(grade) for grade in (NameGrade, BirthDateGrade, AddressGrade, PostcodeGrade)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """How the four components of two people agree, a letter each."""

    name: NameGrade = "Z"
    birth_date: BirthDateGrade = "Z"
    address: AddressGrade = "Z"
    postcode: PostcodeGrade = "Z"

    @property
    def text(self) -> str:
        """The grade string: the letters in the order name, birth date, address, postcode."""
        return f"{self.name}{self.birth_date}{self.address}{self.postcode}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the grades of a grade string; raises ``ValueError`` where it is none.

        >>> Grades.parse("ABAZ").birth_date
        'B'
        """
        if len(text) != len(_LETTERS) or any(
            letter not in letters for letter, letters in zip(text, _LETTERS, strict=True)
        ):
            raise ValueError(f"{text!r} is no grade string")
        name, birth_date, address, postcode = list(text)
        return cls(
            name=name,  # type: ignore[arg-type]  # checked above
            birth_date=birth_date,  # type: ignore[arg-type]
            address=address,  # type: ignore[arg-type]
            postcode=postcode,  # type: ignore[arg-type]
        )


def level(grades: Grades) -> int:  # noqa: C901 (a table read from the top)
    """Return the level of one candidate, 1 being the surest; the first rule that holds gives it.

    >>> level(Grades.parse("AAAA")), level(Grades.parse("AFAA"))
    (1, 12)
    """
    birth, address, postcode = grades.birth_date, grades.address, grades.postcode
    match grades.name, birth, address, postcode:
        case _, "F", _, _:
            return NOBODY
        case "A", "A", "A", "A":
            return 1
        case "A", "A", "A" | "B", _:
            return 2
        case ("A", "A", "H", _) | ("A", "A", _, "H"):
            return 3
        case "A", "A", _, "A":
            return 4
        case "A", "A", _, _:
            return 6
        case "B", "A", "A" | "B" | "H", _:
            return 5
        case "A", "Z", "A", "A" | "Z":
            return 7
        case "A", "B", "A" | "B", _:
            return 8
        case ("A", "Z", "B", "A") | ("B", "Z", "A", "A") | ("B", "A", _, "A"):
            return 9
        case "A" | "B", _, _, _ if {birth, address, postcode} & {"A", "B", "H"}:
            return 10
        case "S", _, "A" | "B", _:
            return 11
    return NOBODY


def best(levels: Iterable[int]) -> int:
    """Return the best level of several candidates; ``NOBODY`` where two candidates have it.

    >>> best([4, 2, 9]), best([2, 2, 9]), best([])
    (2, 12, 12)
    """
    found = sorted(levels)
    if not found or found[:1] == found[1:2]:
        return NOBODY
    return found[0]


def applies(level: int, max_level: int) -> bool:
    """Tell whether a level is a hit for an order that takes levels up to ``max_level`` (1 to 9)."""
    return level <= min(max_level, WEAKEST_HIT)
