"""A file of any kind → rows under recognised columns.

CSV, workbooks and JSON, in any usual encoding. Begin reading at ``opening``.
"""
