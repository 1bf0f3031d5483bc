"""Leadfold: every lead in, one card per customer, nothing lost.

The parts; each may import those above it (``tests/unit/test_structure.py`` enforces it)::

    errors     what can go wrong, and how HTTP says it
    keyed      keyed hashes of personal data
    ids        new ids
    model      the vocabulary: leads, people, cards, tasks, configuration
    normalise  values as sent → values that compare: phones, e-mails, names, dates
    store      items and writes; the two stores, Table and Memory; raw bytes
    sources    one module a platform: what it sends → a lead
    identity   who is it: keys, names, evidence, decisions
    cards      rules of cards and tasks: edits, merging, routing, stages
    files      a file of any kind → rows under recognised columns
    resolve    who is it, asked of the store; which card an id stands for now
    reports    facts → figures
    runtime    what a function runs on: AWS clients, configuration, access, queues
    reading    what is read back, its JSON, and the index that finds cards
    intake     a lead comes in: on one card, in quarantine, or parked
    work       what people do with cards, tasks and suggestions
    privacy    erasing, retention, restricting
    react      what follows from a change: facts, index, pairs, merges by policy
    pages      what every page looks like: style, texts, charts
    testwash   the command: a file's duplicates and faults, with no cloud
    web        the HTTP API, and pages: a folder for each part that has calls
    client     the typed client, for other programs
    cli        the command line: a module for each group of commands
    functions  one folder a Lambda: they only translate

Where to begin: ``intake/take_in.py``, one lead from its arrival to its card.
"""

__version__ = "0.1.0"
