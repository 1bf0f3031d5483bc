"""Records the SDK calls of some code, and how many of them wait for one another."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Call:
    """One HTTP request and its answer; a retry of the SDK is a call of its own."""

    operation: str
    sent: int
    began: float
    ended: float = float("inf")
    received: int = 0


@dataclass
class Recording:
    """The calls that were recorded, in the order in which they were sent."""

    calls: list[Call] = field(default_factory=list)

    @property
    def operations(self) -> list[str]:
        """Names of the operations, in the order in which they were sent."""
        return [call.operation for call in self.calls]

    @property
    def round_trips(self) -> int:
        """Length of the longest chain of calls of which each began after the one before ended."""
        trips, free_from = 0, float("-inf")
        for call in sorted(self.calls, key=lambda call: call.ended):
            if call.began >= free_from:
                trips, free_from = trips + 1, call.ended
        return trips

    @property
    def bytes_sent(self) -> int:
        return sum(call.sent for call in self.calls)

    @property
    def bytes_received(self) -> int:
        return sum(call.received for call in self.calls)


@contextmanager
def recorded(*clients: Any) -> Iterator[Recording]:
    """Record the calls of these clients while the block runs; bytes are those of the bodies."""
    recorder = _Recorder()
    for client in clients:
        # First, since after an injected fault later handlers are not called.
        client.meta.events.register_first("before-send", recorder.began)
        client.meta.events.register_first("response-received", recorder.ended)
    try:
        yield recorder.recording
    finally:
        for client in clients:
            client.meta.events.unregister("before-send", recorder.began)
            client.meta.events.unregister("response-received", recorder.ended)


class _Recorder:
    """The handlers of the SDK's events."""

    def __init__(self) -> None:
        self.recording = Recording()
        self._of_thread = threading.local()

    def began(self, request: Any, event_name: str, **_: object) -> None:
        body = request.body if isinstance(request.body, bytes | bytearray | str) else b""
        call = Call(event_name.rpartition(".")[2], len(body), time.perf_counter())
        self.recording.calls.append(call)
        self._of_thread.call = call

    def ended(self, response_dict: dict[str, Any] | None, **_: object) -> None:
        # The SDK sends a request and reads its answer in one thread.
        call = self._of_thread.call
        call.ended = time.perf_counter()
        body = (response_dict or {}).get("body")
        call.received = len(body) if isinstance(body, bytes) else 0
