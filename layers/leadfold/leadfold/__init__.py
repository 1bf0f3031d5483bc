"""Leadfold: every lead in, one card per customer, nothing lost.

The layers, each importing only those above it (``tests/unit/test_structure.py`` enforces it)::

    model, errors                                      the vocabulary
    sources, normalise, identity, cards, facts, keyed  pure rules: no AWS, no environment, no clock
    store, settings, telemetry, http, access, ...      adapters: DynamoDB, S3, secrets, HTTP
    intake, reading                                    what the product does with them
    functions/*, cli                                   entry points
"""

__version__ = "0.1.0"
