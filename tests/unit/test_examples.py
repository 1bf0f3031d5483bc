"""The examples in the package's docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import leadfold

MODULES = [module.name for module in pkgutil.walk_packages(leadfold.__path__, "leadfold.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder(exclude_empty=True)
    modules = map(importlib.import_module, MODULES)
    assert sum(bool(test.examples) for module in modules for test in finder.find(module)) > 5
