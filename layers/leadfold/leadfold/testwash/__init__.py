"""The test wash: a customer file → its duplicates and faults, with nothing but this machine.

Begin reading at ``washing``.
"""
