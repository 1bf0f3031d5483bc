"""Cards, tasks, held leads and configuration; also every path that does not exist."""

from typing import Any

from leadfold.runtime import wiring
from leadfold.runtime.access import Throttle
from leadfold.runtime.environment import Environment
from leadfold.web import api
from leadfold.web.http import Dispatcher
from leadfold.web.tools import Tools

_environment = Environment.read(
    "table", "raw_bucket", "hash_key_arn", "collect_queue_url", "public_url"
)
_desk, _config = wiring.desk(_environment)
_queue = wiring.queue(_environment.collect_queue_url)
_dispatch = Dispatcher(
    api.ROUTES,
    Tools(
        desk=_desk,
        config=_config,
        api_url=_environment.public_url,
        collect=lambda queued: _queue.send([queued.message()]),
    ),
    _config,
    Throttle(rate=100, burst=1000),
    api.ELSEWHERE,
)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Answer one request."""
    return _dispatch(event)
