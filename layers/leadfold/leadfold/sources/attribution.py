"""What a landing page's address tells of the advertisement, where the form did not say it."""

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

#: Click ids of wire-formats.md, part 6: opaque, and some are known to be case-sensitive.
_CLICK_IDS = frozenset({"gclid", "gbraid", "wbraid", "fbclid", "ttclid", "li_fat_id", "msclkid"})
_UTM = frozenset({"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"})
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
#: More than any address has; a longer one is not worth reading.
_MAX_PARAMETERS = 200


def complete(attribution: Mapping[str, str]) -> dict[str, str]:
    """Return the attribution with what its landing page adds; what is said already stands."""
    told = parameters(attribution.get("landing_page", ""))
    return {**attribution, **{name: told[name] for name in told if not attribution.get(name)}}


def parameters(url: str) -> dict[str, str]:
    """Return the utm values and click ids in an address's query, the first of each that says one.

    A click id is the text between ``=`` and ``&``, byte for byte. Only where that is
    percent-encoded it is decoded, once: that is what the platform's own script reads, and what
    its API knows the click by. A ``+`` in it stays a ``+``. A utm value is what a person typed
    into a campaign, so ``+`` is a blank there, as in every query.
    """
    query = url.partition("?")[2].partition("#")[0]
    found: dict[str, str] = {}
    for pair in query.split("&")[:_MAX_PARAMETERS]:
        name, _, value = pair.removeprefix("amp;").partition("=")  # some pages send &amp;
        name = _decoded(name)
        if value and name not in found and name in _CLICK_IDS | _UTM:
            found[name] = _decoded(value.replace("+", " ") if name in _UTM else value)
    return found


def _decoded(text: str) -> str:
    """Return percent-encoded UTF-8 as the text it stands for, anything else as it is."""
    if not _ENCODED.search(text):
        return text
    try:
        return unquote_to_bytes(text).decode()
    except ValueError:  # of another charset, or with a lone surrogate: nobody can tell
        return text
