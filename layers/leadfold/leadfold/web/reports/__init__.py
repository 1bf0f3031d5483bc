"""Reports over HTTP, as data and as a page, and the upload of what ads cost.

Begin reading at ``calls``.

``calls``             reports as JSON, CSV and XLSX; ``POST /spend``
``query_parameters``  what a report is asked for
``conversions``       stages for Google and Meta
``view``              the page; ``session`` is about who is signed in to it
``form``              its addresses and choices; ``content`` is what it shows, ``tables`` its rows
"""

from typing import Any

from leadfold.web.http import Route
from leadfold.web.reports import calls, view
from leadfold.web.reports.session import caller
from leadfold.web.reports.tools import Tools

__all__ = ["ROUTES", "Tools", "caller"]

ROUTES: tuple[Route[Any], ...] = (*calls.ROUTES, *view.ROUTES)
