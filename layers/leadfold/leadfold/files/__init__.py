"""A file of any kind → rows under recognised columns.

CSV, workbooks, JSON and vCards, in any usual encoding. Begin reading at ``opening``.
"""
