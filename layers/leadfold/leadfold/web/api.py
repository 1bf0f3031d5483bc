"""The calls of the api function: everything but intake."""

from types import ModuleType
from typing import Any

from leadfold.web.configuration import erasure, identity, keys, owners, routing, sources
from leadfold.web.http import Route
from leadfold.web.intake import leads, match, preview, quarantine, webhooks
from leadfold.web.privacy import erasures, export, restrictions
from leadfold.web.reading import cards, deliveries, search, timeline
from leadfold.web.system import calls as system
from leadfold.web.tools import Tools
from leadfold.web.work import editing, flags, merging, outcomes, suggestions, tasks

#: The modules of calls, in the order of the OpenAPI document. Each has its ``ROUTES``; those that
#: take bodies of their own name the models in ``BODIES``.
MODULES: tuple[ModuleType, ...] = (
    search,
    cards,
    editing,
    outcomes,
    timeline,
    flags,
    merging,
    tasks,
    quarantine,
    deliveries,
    suggestions,
    sources,
    owners,
    identity,
    keys,
    routing,
    erasures,
    export,
    restrictions,
    erasure,
    preview,
    match,
    system,
)
ROUTES: tuple[Route[Tools], ...] = tuple(route for module in MODULES for route in module.ROUTES)
#: What the intake function answers; with another method these paths end here.
ELSEWHERE: tuple[Route[Any], ...] = (*leads.ROUTES, *webhooks.ROUTES)
