"""The calls of the api function: everything but intake."""

from types import ModuleType

from leadfold.web import (
    cards,
    configuration,
    merging,
    preview,
    quarantine,
    suggestions,
    system,
    tasks,
)
from leadfold.web.cards import Tools
from leadfold.web.http import Route

#: Each has its ``ROUTES``; those that take bodies of their own name the models in ``BODIES``.
MODULES: tuple[ModuleType, ...] = (
    cards,
    merging,
    tasks,
    quarantine,
    suggestions,
    configuration,
    preview,
    system,
)
ROUTES: tuple[Route[Tools], ...] = tuple(route for module in MODULES for route in module.ROUTES)
