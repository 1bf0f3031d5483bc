"""Calls by which leads come in, are tried, and are mended where they are held.

Begin reading at ``leads``.

``leads`` and ``webhooks`` are answered by the function ``intake``, which imports nothing that a
lead does not need; ``preview``, ``match`` and ``quarantine`` are answered by ``api``.
"""
