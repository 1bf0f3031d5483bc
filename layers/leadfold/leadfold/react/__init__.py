"""What follows from a change, once it is written: facts, the card index, pairs, merges by policy.

It stands above the parts whose reactions it calls. Begin reading at ``reactions``.
"""
