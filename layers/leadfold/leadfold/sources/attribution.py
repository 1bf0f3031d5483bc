"""Attribution: what a landing page's URL adds to it, and which of its values name no person."""

import re
from collections.abc import Mapping
from urllib.parse import unquote_plus, unquote_to_bytes

#: Click ids of wire-formats.md, part 6: opaque, and some are known to be case-sensitive.
_CLICK_IDS = frozenset({"gclid", "gbraid", "wbraid", "fbclid", "ttclid", "li_fat_id", "msclkid"})
_UTM = frozenset({"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"})
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
#: More than any URL has; further ones are not read.
_MAX_PARAMETERS = 200


def complete(attribution: Mapping[str, str]) -> dict[str, str]:
    """Return the attribution with what its landing page adds; values that are there stay."""
    added = parameters(attribution.get("landing_page", ""))
    return {**attribution, **{name: added[name] for name in added if not attribution.get(name)}}


def parameters(url: str) -> dict[str, str]:
    """Return the utm values and click ids in a URL's query; of each, the first that is not empty.

    A click id is the text between ``=`` and ``&``, byte for byte; where that is percent-encoded it
    is decoded once, as by the platform's own script, since its API knows the click by that. A ``+``
    in it stays a ``+``. A utm value is typed into a campaign, so ``+`` is a blank in it, as in
    every query.
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
    """Return percent-encoded UTF-8 decoded, any other text unchanged."""
    if not _ENCODED.search(text):
        return text
    try:
        return unquote_to_bytes(text).decode()
    except ValueError:  # in another, unknown charset, or with a lone surrogate
        return text


#: The attribution by which reports group.
GROUPED_BY = (
    "utm_source utm_medium utm_campaign utm_term utm_content campaign_id campaign adset_id "
    "adset ad_id ad form_id form"
).split()
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NOT_DIGITS = re.compile(r"\D+")
#: The last digits that identify a phone, however its country is written; fewer match by chance.
_PHONE_DIGITS = 8


def impersonal(attribution: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """Return the attribution by which reports group, without values that identify the person.

    The tags of a link may hold anything, also the recipient. Values are left out that contain an
    e-mail address, or the phone or the whole name of the lead's ``fields``.

    >>> impersonal({"utm_term": "Ola%40Example.com", "utm_source": "news", "gclid": "Cj0"}, {})
    {'utm_source': 'news'}
    >>> impersonal({"ad": "4791234567", "form": "ola hansen!"}, {"phone": "912 34 567"})
    {'form': 'ola hansen!'}
    """
    phone = _NOT_DIGITS.sub("", fields.get("phone", ""))[-_PHONE_DIGITS:]
    parts = (fields.get("first_name", ""), fields.get("last_name", ""))
    names = [_plain(name) for name in (fields.get("full_name", ""), " ".join(parts))]
    names = [name for name in names if " " in name]

    def identifies(value: str) -> bool:
        plain = _plain(value)
        return (
            bool(_EMAIL.search(plain))
            or (len(phone) == _PHONE_DIGITS and phone in _NOT_DIGITS.sub("", plain))
            or any(name in plain for name in names)
        )

    given = {name: attribution[name] for name in GROUPED_BY if name in attribution}
    return {name: value for name, value in given.items() if not identifies(value)}


def _plain(text: str) -> str:
    return " ".join(unquote_plus(text).casefold().split())
