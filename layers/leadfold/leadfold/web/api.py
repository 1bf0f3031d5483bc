"""The calls of the api function: everything but intake."""

from types import ModuleType
from typing import Any

from leadfold.web.configuration import routing, sources
from leadfold.web.http import Route
from leadfold.web.intake import leads, preview, quarantine, webhooks
from leadfold.web.privacy import erasures
from leadfold.web.reading import cards, search
from leadfold.web.reading.cards import Tools
from leadfold.web.system import calls as system
from leadfold.web.work import editing, merging, outcomes, suggestions, tasks

#: Each has its ``ROUTES``; those that take bodies of their own name the models in ``BODIES``.
MODULES: tuple[ModuleType, ...] = (
    search,
    cards,
    editing,
    outcomes,
    merging,
    tasks,
    quarantine,
    suggestions,
    sources,
    routing,
    erasures,
    preview,
    system,
)
ROUTES: tuple[Route[Tools], ...] = tuple(route for module in MODULES for route in module.ROUTES)
#: What the intake function answers; with another method these paths end here.
ELSEWHERE: tuple[Route[Any], ...] = (*leads.ROUTES, *webhooks.ROUTES)
