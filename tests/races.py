"""Races on DynamoDB Local: many threads on one table, without faults or with injected ones.

A test that takes the fixture `track` runs once with each mix of faults; with `pytest --soak`, in
twenty seeded rounds of each.
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
FAULT_MIXES: dict[str, dict[str, float]] = {
    "none": {},
    # A transaction is cancelled, or a batch left in part, three times out of ten.
    "conflicts": {"cancelled": 0.3, "unprocessed": 0.3, "throttled": 0.1},
    # No answer arrives, whether the call was carried out or not, so the SDK sends it again.
    "lost_answers": {"lost": 0.15, "unsent": 0.1},
}


@dataclass
class Track:
    """An office that many threads use; within `faults()` its calls of DynamoDB may fail."""

    office: Office
    faults: Callable[[], AbstractContextManager[Any]]

    def race(self, leads: Sequence[dict[str, Any]], **about: Any) -> list[Answer]:
        """Post the leads at once; those that had to be parked are taken in after the faults."""
        with self.faults():
            answers = at_once([partial(self.office.post, lead, **about) for lead in leads])
        assert all(answer.quarantine_id is None for answer in answers)
        self.office.sweep()
        assert list(self.office.raw.parked()) == []
        return answers


def at_once(jobs: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Run the jobs in a thread each, all started at the same moment; return their results."""
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], Answer]) -> Answer:
        gate.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def rounds(*, soak: bool) -> list[tuple[str, int]]:
    """Return the rounds: a mix of faults and a seed each."""
    return [
        (mix, seed)
        for place, mix in enumerate(FAULT_MIXES, 1)
        for seed in (range(1, 21) if soak else [place])
    ]
