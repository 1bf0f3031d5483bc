"""Calls by which people work: edits, contacts, stages, merges, suggestions and tasks.

Begin reading at ``editing``.
"""
