"""The calls of the api function: everything but intake."""

from types import ModuleType
from typing import Any

from leadfold.web import (
    cards,
    configuration,
    editing,
    erasure,
    intake,
    merging,
    outcomes,
    preview,
    quarantine,
    routing,
    search,
    suggestions,
    system,
    tasks,
    webhooks,
)
from leadfold.web.cards import Tools
from leadfold.web.http import Route

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
    configuration,
    routing,
    erasure,
    preview,
    system,
)
ROUTES: tuple[Route[Tools], ...] = tuple(route for module in MODULES for route in module.ROUTES)
#: What the intake function answers; with another method these paths end here.
ELSEWHERE: tuple[Route[Any], ...] = (*intake.ROUTES, *webhooks.ROUTES)
