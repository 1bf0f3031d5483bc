"""The test wash: a customer file → which rows are the same customer, without any cloud.

Begin reading at ``washing``.
"""
