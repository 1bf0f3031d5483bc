"""The HTTP API: its mechanics, and a folder of calls for each part of the product.

Begin reading at ``http``.

The mechanics are ``http`` (requests, answers, route tables), ``paging`` (lists), ``schemas``
(bodies that are sent), ``shapes`` (bodies that are answered), ``tools`` (what calls work with),
``openapi``, ``examples`` and ``docs_page``. They import no part. Only ``api`` and ``openapi`` do,
which put the parts together.

In the folder of a part, a module of calls holds the models of the bodies that are sent to them,
the calls, and their route table; ``answers`` holds the schemas of what the part answers. A new
module of calls goes into ``api.MODULES``, new ``answers`` into ``openapi``, and an example of each
new body into ``examples``.
"""
