"""Reports over the lake of facts: as data and as a page; takes in what ads cost."""

from typing import Any

from leadfold.reports.lake import Lake
from leadfold.runtime import wiring
from leadfold.runtime.access import Throttle
from leadfold.runtime.config import Config
from leadfold.runtime.environment import Environment
from leadfold.web import reports
from leadfold.web.http import Dispatcher

_environment = Environment.read("table", "facts_bucket", "hash_key_arn", "public_url")
_store = wiring.table(_environment)
_config = Config(_store)
_bucket = wiring.facts_bucket(_environment)
_dispatch = Dispatcher(
    reports.ROUTES,
    reports.Tools(
        # A worker keeps what it has read; the memory is what the function has beside Python's.
        lake=Lake(_bucket, memory="1200MB", threads=2),
        objects=_bucket,
        store=_store,
        config=_config,
        keyed=wiring.keyed_hash(_environment),
        is_https=_environment.public_url.startswith("https://"),
        # A key cannot be guessed; this keeps a loop of attempts from costing much.
        sign_ins=Throttle(rate=0.1, burst=10),
    ),
    _config,
    Throttle(rate=5, burst=100),
    session=reports.caller,
)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Answer one request."""
    return _dispatch(event)
