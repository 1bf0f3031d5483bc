"""What Leadfold's pages share: the look, numbers and dates of each language, and the charts.

Begin reading at ``texts``.
"""

from importlib.resources import files

from leadfold.pages.texts import LANGUAGES, Texts

__all__ = ["CHART", "LANGUAGES", "Texts", "read"]

#: The library that draws the charts, as its project ships it.
CHART = "vendor/chart-4.6.1.min.js"


def read(name: str, package: str = "leadfold.pages") -> str:
    """Return a file of a page as text."""
    return files(package).joinpath(name).read_text("utf-8").strip()
