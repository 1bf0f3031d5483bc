"""The command line, ``leadfold``: one module a group of commands.

A group has a function ``add_to``, which adds its commands; each command has a parser and, beside
it, the function that runs it and returns the exit code. Heavy modules are imported in that
function, so that ``leadfold --help`` is quick. Begin reading at ``main``.
"""
