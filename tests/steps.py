"""Steps of workers, each a call of the store, in whichever order a test wants them."""

import threading
from concurrent.futures import ThreadPoolExecutor


class Amid:
    """A store in which something happens once, before its n-th call."""

    def __init__(self, store, number, happens):
        self._store, self._left, self._happens = store, number, happens

    def __getattr__(self, name):
        do = getattr(self._store, name)

        def call(*args, **options):
            self._left -= 1
            if self._left == -1:
                self._happens()
            return do(*args, **options)

        return call

    @property
    def is_over(self):
        """Tell whether there were fewer calls."""
        return self._left >= 0


class InTurns:
    """Lets several workers call the store one at a time, in an order that is drawn."""

    def __init__(self, chance):
        self._chance, self._changed = chance, threading.Condition()
        self._waiting, self._running = {}, 0

    def run(self, jobs):
        """Run every job (given a store by `wrapped`) to its end."""
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
        """Wait for a worker's turn, which comes when every other one waits or is done."""
        with self._changed:
            turn = self._waiting[name] = threading.Event()
            self._next()
        assert turn.wait(60)

    def _next(self):
        if self._waiting and len(self._waiting) == self._running:
            self._waiting.pop(self._chance.choice(sorted(self._waiting))).set()

    def wrapped(self, store, name):
        turns = self

        class Stepwise:
            def __getattr__(self, operation):
                do = getattr(store, operation)

                def call(*args, **options):
                    turns.wait(name)
                    return do(*args, **options)

                return call

        return Stepwise()
