"""The schemas of what the API answers, by domain; they stand in the OpenAPI document."""

from leadfold.web.answered import cards, leads, privacy, system, work
from leadfold.web.answered.shapes import Schema

_DOMAINS = (leads, cards, work, privacy, system)


def schemas() -> dict[str, Schema]:
    """Return all schemas by their names."""
    return {name: schema for domain in _DOMAINS for name, schema in domain.schemas().items()}
