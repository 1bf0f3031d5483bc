"""Stores whose calls a test interrupts, or interleaves with those of other workers."""

import threading
from concurrent.futures import ThreadPoolExecutor


class InterruptedStore:
    """A store before whose call of a number (from 0) something else happens, once."""

    def __init__(self, store, number, interruption):
        self._store, self._left, self._interruption = store, number, interruption

    def __getattr__(self, name):
        do = getattr(self._store, name)

        def call(*args, **options):
            self._left -= 1
            if self._left == -1:
                self._interruption()
            return do(*args, **options)

        return call

    @property
    def is_past_the_end(self):
        """Tell whether there were too few calls for the interruption to happen."""
        return self._left >= 0


class Scheduler:
    """Lets several workers call the store one at a time, in an order drawn at random."""

    def __init__(self, chance):
        self._chance, self._changed = chance, threading.Condition()
        self._waiting, self._running = {}, 0

    def run(self, jobs):
        """Run every job, which uses a store from `wrapped`, to its end; return their results."""
        self._running = len(jobs)
        with ThreadPoolExecutor(len(jobs)) as pool:
            done = [pool.submit(self._until_the_end, job) for job in jobs]
            return [one.result(timeout=60) for one in done]

    def _until_the_end(self, job):
        try:
            return job()
        finally:
            with self._changed:
                self._running -= 1
                self._next()

    def wait(self, name):
        """Wait for a worker's turn. The next is drawn when all that are not done wait."""
        with self._changed:
            turn = self._waiting[name] = threading.Event()
            self._next()
        assert turn.wait(60)

    def _next(self):
        if self._waiting and len(self._waiting) == self._running:
            self._waiting.pop(self._chance.choice(sorted(self._waiting))).set()

    def wrapped(self, store, name):
        """Return a store for the worker of a name, each of whose calls waits for its turn."""
        turns = self

        class Stepwise:
            def __getattr__(self, operation):
                do = getattr(store, operation)

                def call(*args, **options):
                    turns.wait(name)
                    return do(*args, **options)

                return call

        return Stepwise()
