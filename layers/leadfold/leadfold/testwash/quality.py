"""Findings → the quality score, its reasons, what to do first, and what a wash could improve."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

#: The best score: no file is known to be free of faults.
BEST = 99
#: What each reason costs, in points, if it applies to every row; ``docs/testwash.md``
#: publishes the table. What makes a contact wrong or forbidden costs more than what makes it poor,
#: and a wrong number more than none: it may be a stranger's.
POINTS: Mapping[str, int] = {
    "duplicate": 60,
    "deceased": 60,
    "unreachable": 50,
    "suppressed": 30,
    "phone_bad": 30,
    "email_bad": 30,
    "email_typo": 25,
    "no_name": 25,
    "name_doubtful": 20,
    "stale": 20,
    "phone_suspicious": 15,
    "email_disposable": 15,
    "no_phone": 15,
    "ids_bad": 15,
    "no_email": 10,
    "birth_date_bad": 10,
    "address_bad": 10,
    "no_owner": 10,
    "no_source": 10,
    "untidy": 5,
}
#: What to do about each reason. The first two come before all others, whatever they cost: people
#: who have died or asked to be left alone must not be called.
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "stop_deceased": ("deceased",),
    "stop_suppressed": ("suppressed",),
    "merge": ("duplicate",),
    "reach": ("unreachable",),
    "mend_emails": ("email_typo",),
    "replace_phones": ("phone_bad", "phone_suspicious"),
    "replace_emails": ("email_bad", "email_disposable"),
    "name": ("no_name", "name_doubtful"),
    "refresh": ("stale",),
    "fill": ("no_phone", "no_email"),
    "check_ids": ("ids_bad", "birth_date_bad"),
    "check_addresses": ("address_bad",),
    "give_owners": ("no_owner",),
    "note_sources": ("no_source",),
    "tidy": ("untidy",),
}
ACTION_OF = {reason: action for action, reasons in ACTIONS.items() for reason in reasons}
_URGENT = frozenset({"stop_deceased", "stop_suppressed"})
#: The share of looked-up values that a register may hold, least and most: a wide guess, which the
#: report calls one. Few registers hold e-mail addresses.
FOUND: Mapping[str, tuple[float, float]] = {
    "phone": (0.4, 0.8),
    "address": (0.5, 0.9),
    "birth_date": (0.3, 0.8),
    "email": (0.0, 0.2),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason for lost points: the number of rows, and the points (0 to ``POINTS``)."""

    name: str
    rows: int
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to do: the number of rows, and the points that it regains at most."""

    name: str
    rows: int
    points: float


def reasons(rows: int, counts: Mapping[str, int]) -> list[Reason]:
    """Return the reasons why a file loses points, the costliest first."""
    found = [
        Reason(name=name, rows=counts[name], points=points * counts[name] / rows)
        for name, points in POINTS.items()
        if counts.get(name)
    ]
    return sorted(found, key=lambda reason: -reason.points)


def score(rows: int, counts: Mapping[str, int]) -> int:
    """Return the quality of a file, from 0 to 99: never 100, and never more for more findings.

    >>> score(10, {}), score(10, {"duplicate": 5}), score(10, {"duplicate": 10, "unreachable": 10})
    (99, 69, 0)
    """
    lost = sum(POINTS.get(name, 0) * count for name, count in counts.items()) / rows
    return max(0, math.floor(BEST - lost))


def actions(rows: int, counts: Mapping[str, int], concerned: Mapping[str, int]) -> list[Action]:
    """Return what to do, most urgent first; ``concerned`` holds the rows of each action."""
    lost = {reason.name: reason.points for reason in reasons(rows, counts)}
    found = [
        Action(name=name, rows=concerned[name], points=sum(lost.get(part, 0.0) for part in parts))
        for name, parts in ACTIONS.items()
        if concerned.get(name)
    ]
    return sorted(found, key=lambda one: (one.name not in _URGENT, -one.points))


def washed(rows: int, counts: Mapping[str, int], mendable: Mapping[str, int]) -> tuple[int, int]:
    """Return the lowest and highest score to be expected after a wash.

    ``mendable`` holds for each reason the rows that a register could mend if it knew them.
    """
    low, high = (
        score(
            rows,
            {
                name: count - math.floor(found * min(count, mendable.get(name, 0)))
                for name, count in counts.items()
            },
        )
        for found in FOUND["phone"]
    )
    return low, high
