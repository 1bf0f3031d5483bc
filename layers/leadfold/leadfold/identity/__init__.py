"""Who is it: equal keys find candidates, evidence decides. Begin reading at ``decide``.

``keys``      a person → the identities that lead to cards; ``claims`` how a card comes to own them
``blocking``  what two records of one customer have in common without an equal key
``profile``   a person or a card → the values that are compared
``names``     how two names of people agree, of the parts in ``given_name`` and ``surname``:
              ``name_words`` cuts a name, ``word_pairs`` and ``spelling`` compare its words,
              ``name_agreement`` has the levels; ``scripts``, ``phonetics`` and ``nicknames`` help
``prefixes``  searching for names by the beginnings of their words
``companies`` and ``compare``  how two company names agree, and two values of other fields
``weights``   agreements → bits, the more the rarer a value is by ``frequencies``
``evidence``  two profiles → all agreements with their bits, and what follows from them
``decide``    a profile and its candidates → a card, or a new one; ``levels`` says how sure
``explanations``  decisions in sentences
"""
