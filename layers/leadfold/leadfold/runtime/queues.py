"""SQS queues: messages are sent in tens, and each is confirmed."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from leadfold.errors import Unavailable

if TYPE_CHECKING:
    from botocore.client import BaseClient

#: The most messages that SQS takes at once, and the longest delay of one.
_BATCH = 10
MAX_DELAY_SECONDS = 900
#: SQS may refuse some messages of a batch; those are sent again, up to so many attempts.
_ATTEMPTS = 3


class Queue:
    """One SQS queue."""

    def __init__(self, connect: "Callable[[], BaseClient]", url: str) -> None:
        """Take a function that makes an SQS client, and the queue's URL."""
        self._connect = connect
        self._url = url

    @cached_property
    def _client(self) -> "BaseClient":
        return self._connect()

    def send(self, bodies: Sequence[str], delay: int = 0) -> None:
        """Send messages; all are durable when this returns.

        ``delay`` is in seconds, at most 900. Raises ``Unavailable``; some may then have been sent.
        """
        for start in range(0, len(bodies), _BATCH):
            self._send(bodies[start : start + _BATCH], delay)

    def _send(self, bodies: Sequence[str], delay: int) -> None:
        left = {str(number): body for number, body in enumerate(bodies)}
        for _ in range(_ATTEMPTS):
            entries = [
                {"Id": number, "MessageBody": body, "DelaySeconds": delay}
                for number, body in left.items()
            ]
            try:
                answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
            except (ClientError, BotoCoreError) as error:
                raise Unavailable(type(error).__name__) from error
            left = {failed["Id"]: left[failed["Id"]] for failed in answer.get("Failed", ())}
            if not left:
                return
        raise Unavailable("some messages were not taken")
