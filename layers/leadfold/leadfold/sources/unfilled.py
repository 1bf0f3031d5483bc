"""Ids and attribution as they are read: what stands for none is none, and said so.

The words and templates are in ``normalise/placeholders``; here is which fields they count in.
"""

from leadfold.model import Warn
from leadfold.normalise import placeholders
from leadfold.normalise.repair import NAMED

#: Ids of platforms and forms; a spreadsheet or a JSON library makes floats of them.
_NUMBERED = frozenset("lead_id campaign_id adset_id ad_id asset_group_id form_id".split())
#: Opaque, and some are known to be case-sensitive (wire-formats.md, part 6).
CLICK_IDS = frozenset("gclid gbraid wbraid fbclid ttclid li_fat_id msclkid".split())
#: More than a placeholder stands in these.
_ADDRESSES = frozenset({"landing_page", "referrer"})
_WHOLE_ADDRESS = ("https://", "http://")
#: Signs of templates, which tell what was meant.
_MARKS = frozenset("{}[]<>$")
_CHECKED = _NUMBERED | CLICK_IDS | NAMED | _ADDRESSES


def read(field: str, sent: str) -> tuple[str, Warn | None]:
    """Return the value of a field, empty where it stands for none, and the warning about it.

    A name with a part that was not filled in is kept.

    >>> read("gclid", "undefined")[0], read("campaign_id", "120210000.0")[0]
    ('', '120210000')
    """
    if field not in _CHECKED or (field in _ADDRESSES and sent.startswith(_WHOLE_ADDRESS)):
        return sent, None
    if placeholders.stands_for_none(sent, is_name=field in NAMED | _ADDRESSES):
        return "", warning(field)
    if field in NAMED and placeholders.is_unfilled(sent):
        message = "A part of the value was not filled in by the step that sends the lead."
        return sent, Warn(field=field, code="placeholder", message=message)
    return placeholders.whole_number(sent) if field in _NUMBERED else sent, None


def is_empty(sent: str) -> bool:
    """Tell whether a text is only zeros and signs: it says nothing, and is no answer either."""
    return not any(char.isalnum() and char != "0" for char in sent) and not _MARKS & {*sent}


def warning(field: str) -> Warn:
    """Return the warning about a field whose value stands for none."""
    message = "The value stands for none: the step that sends the lead did not fill it in."
    return Warn(field=field, code="placeholder", message=message)
