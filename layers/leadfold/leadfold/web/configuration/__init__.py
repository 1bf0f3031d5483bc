"""Calls that configure: sources, owners, buckets, API keys and settings.

Begin reading at ``sources``.
"""
