"""Values as people type them → values that compare. Begin reading at ``person``.

Each module of a kind of value has the same functions where they apply:

``clean``  tidy text that a person would recognise as their own,
``parse``  the canonical value, or ``None`` where there is none,
``key``    what all spellings of one value share, for matching only.

None of them raises on any text, reads a clock or does I/O; the day is an argument (``today``).
Heavy libraries are imported when a value needs them.

``person``    the fields of a lead → a person, by all modules below; ``typed`` the same by hand
``name``      names of people: ``name_text`` letters and words, ``name_case`` capitals,
              ``name_titles`` titles and suffixes
``company``   names of companies: ``legal_forms`` the tables of AS, Ltd and their spellings,
              ``company_recognition`` company names in the place of a person's
``phone``     numbers; ``email`` addresses, with the tables of ``mailboxes``
``address``   postal addresses; ``country`` countries
``national_id``, ``org_number`` and ``external_ids``  numbers of people, of companies, of systems
``placeholders``  texts that stand for no value, for ids and attribution
``birth_date``, ``dates`` and ``text``  dates of birth, times, any text
``consent`` and ``opt_out``  what a person allows and refuses, by ``consent_words``
``repair``    text that was escaped (``escapes``) or read in a wrong code page (``mojibake``);
              ``boxes`` values typed into each other's boxes
"""
