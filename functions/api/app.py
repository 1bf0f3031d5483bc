"""Cards, tasks and configuration; also every path that does not exist."""

from typing import Any

from leadfold import wiring
from leadfold.access import Throttle
from leadfold.config import Config
from leadfold.settings import Settings
from leadfold.web import cards, configuration, preview, system
from leadfold.web.http import Dispatcher

_settings = Settings.read("table", "hash_key_arn")
_store = wiring.table(_settings)
_config = Config(_store)
_dispatch = Dispatcher(
    (*cards.ROUTES, *configuration.ROUTES, *preview.ROUTES, *system.ROUTES),
    cards.Tools(store=_store, config=_config, keyed=wiring.keyed_hash(_settings)),
    _config,
    Throttle(rate=20, burst=200),
)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """Answer one request."""
    return _dispatch(event)
