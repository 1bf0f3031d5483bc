"""The HTTP API: ``http`` and ``paging`` are its mechanics, the others its calls.

Begin reading at ``http``.

``intake`` is answered by its own function, and imports nothing that a lead does not need;
``cards``, ``configuration`` and ``system`` are answered by ``api``. Each ends in its route table.
"""
