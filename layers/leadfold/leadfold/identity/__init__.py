"""Who is it: keys find candidates, evidence decides. Pure functions.

``keys``     a person → the identities that lead to cards
``compare``  two values of a field → how well they agree
``decide``   a person and the candidates → one card, or a new one, with the reasons
"""
