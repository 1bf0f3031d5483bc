"""Calls about the API itself: health, the OpenAPI document, the docs page.

Begin reading at ``calls``.
"""
