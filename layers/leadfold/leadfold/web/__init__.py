"""The HTTP API: its mechanics, and a folder of calls for each part of the product.

Begin reading at ``http``.

The mechanics are ``http`` (requests, answers, route tables), ``paging``, ``schemas`` (bodies that
are sent), ``shapes`` (of bodies that are answered), ``openapi`` and ``docs_page``; ``api`` puts
the route tables together. In a part's folder a module of calls holds the models of the bodies that
they take and ends in its route table; ``answers`` holds the schemas of what they answer.
"""
