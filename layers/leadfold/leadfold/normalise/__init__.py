"""Values as people type them, made comparable. Begin reading at ``person``.

Each module has the same verbs where they apply:

``clean``  tidy text that a person would recognise as their own,
``parse``  the canonical value, or ``None`` where there is none,
``key``    what equal values share, for matching only.

None of them raises on any text, reads a clock or does I/O; what depends on the day is told it.
Heavy libraries are imported when a value needs them.
"""
