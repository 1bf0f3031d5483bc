"""The report: what the audit found, as one HTML file.

Begin reading at ``page``.
"""

from leadfold.pages import LANGUAGES
from leadfold.testwash.report.page import About, reasons_of, render
from leadfold.testwash.report.texts import Texts, language_of

__all__ = ["LANGUAGES", "About", "Texts", "language_of", "reasons_of", "render"]
