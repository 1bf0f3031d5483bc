"""How well two names agree: the levels of a given name, of a surname, and of a whole name."""

from dataclasses import dataclass
from typing import Literal

GivenAgreement = Literal[
    "exact", "spelling", "nickname", "typo", "initial", "partial", "missing", "different"
]
SurnameAgreement = Literal[
    "exact", "spelling", "typo", "partial", "initial", "missing", "different"
]
Verdict = Literal["same", "near", "other_script", "missing", "different"]

#: 0 for the best level. Several words agree at the level of the worst pair of them.
RANK: dict[str, int] = {
    level: rank
    for rank, level in enumerate(
        ("exact", "spelling", "nickname", "typo", "initial", "partial", "missing", "different")
    )
}
#: One word, spelled alike or not.
SPELLED = frozenset({"exact", "spelling"})
#: Levels that speak for one person, and those that do not.
AGREE = frozenset({"exact", "spelling", "nickname", "typo", "initial", "partial"})
DISAGREE = frozenset({"missing", "different"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAgreement:
    """How the parts of two names agree.

    ``given_word`` and ``surname_word`` are the folded words whose frequency the weight depends on:
    the more common one of an agreeing pair, several with a blank between, empty where nothing
    agrees.
    """

    given: GivenAgreement
    surname: SurnameAgreement
    other_script: bool = False
    given_word: str = ""
    surname_word: str = ""
    #: Every word of either name has its counterpart in the other.
    whole: bool = False

    @property
    def verdict(self) -> Verdict:
        """The result for the whole name; only clearly different given names mean two people."""
        if self.given == "different":
            return "different"
        if self.other_script:
            return "other_script"
        if self.given == "missing":
            return "missing"
        if self.whole and self.given in SPELLED and self.surname in SPELLED | {"missing"}:
            return "same"
        return "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAgreement:
    """How the given names, or the surnames, of two names agree: a half of a ``NameAgreement``."""

    level: GivenAgreement
    word: str = ""
    other_script: bool = False
    whole: bool = False


MISSING = PartAgreement(level="missing")
DIFFERENT = PartAgreement(level="different")
