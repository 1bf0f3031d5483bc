"""The schemas of what the API answers, by domain; they stand in the OpenAPI document.

Begin reading at ``leads``.
"""

from leadfold.web.answered import cards, leads, privacy, reports, system, work
from leadfold.web.answered.shapes import Schema

_DOMAINS = (leads, cards, work, privacy, reports, system)


def schemas() -> dict[str, Schema]:
    """Return all schemas by their names."""
    return {name: schema for domain in _DOMAINS for name, schema in domain.schemas().items()}
