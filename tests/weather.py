"""Where things race, and the weather there: calm, a storm of conflicts, throttles and keys left
unprocessed, or a fog where answers get lost; all seeded.

`pytest --soak` runs the twenty rounds of each that must hold.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any

from leadfold.intake.answer import Answer
from tests.office import Office

MANY = 64
WEATHER: dict[str, dict[str, float]] = {
    "calm": {},
    # A transaction is cancelled, or a batch left in part, three times out of ten.
    "storm": {"cancelled": 0.3, "unprocessed": 0.3, "throttled": 0.1},
    # Calls whose answers never arrive, carried out or not, make the SDK repeat itself.
    "fog": {"lost": 0.15, "unsent": 0.1},
}


@dataclass
class Track:
    """Where leads race: an office, and the weather there."""

    office: Office
    weather: Callable[[], AbstractContextManager[Any]]

    def race(self, leads: Sequence[dict[str, Any]], **about: Any) -> list[Answer]:
        """Post the leads at once; what had to be parked is taken in when the weather is over."""
        with self.weather():
            answers = at_once([partial(self.office.post, lead, **about) for lead in leads])
        assert all(answer.quarantine_id is None for answer in answers)
        self.office.sweep()
        assert list(self.office.raw.parked()) == []
        return answers


def at_once(jobs: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Run the jobs in a thread each, let go together."""
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], Answer]) -> Answer:
        gate.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def rounds(*, soak: bool) -> list[tuple[str, int]]:
    """Return weathers, each with the seed of a round."""
    return [
        (weather, seed)
        for place, weather in enumerate(WEATHER, 1)
        for seed in (range(1, 21) if soak else [place])
    ]
