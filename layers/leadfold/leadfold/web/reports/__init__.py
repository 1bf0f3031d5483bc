"""Reports over HTTP: as data, as a page; and what ads cost comes in. Begin reading at ``calls``.

``asked``       the parameters of a request; ``calls`` the reports as JSON, CSV and XLSX, ``/spend``
``conversions`` stages for Google and Meta
``view``        the page, ``session`` who looks at it
``form``        its addresses and choices; ``shown`` what is on it, ``tables`` its rows in words
"""

from typing import Any

from leadfold.web.http import Route
from leadfold.web.reports import calls, view
from leadfold.web.reports.session import caller
from leadfold.web.reports.tools import Tools

__all__ = ["ROUTES", "Tools", "caller"]

ROUTES: tuple[Route[Any], ...] = (*calls.ROUTES, *view.ROUTES)
