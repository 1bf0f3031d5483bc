"""Who is it: keys find candidates, evidence decides. Begin reading at ``decide``.

``keys``      a person → the identities that lead to cards; ``claims`` how cards come to own them
``blocking``  what people who may be one have in common besides keys
``profile``   a person or a card → what is compared of it
``names``     how two names agree, with ``phonetics``, ``scripts``, ``nicknames``, ``frequencies``
``companies`` and ``compare``  how two names of companies agree, and two values of other fields
``weights``   agreements → bits; ``evidence`` two profiles → all that speaks for and against
``decide``    a profile and the candidates → one card, or a new one; ``levels`` how sure
``words``     decisions in words
"""
