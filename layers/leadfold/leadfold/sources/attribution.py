"""Attribution: what a landing page's address adds to it, and what of it names no person."""

import re
from collections.abc import Mapping
from urllib.parse import unquote_plus, unquote_to_bytes

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


#: What of an inquiry's attribution a report groups by.
GROUPED_BY = (
    "utm_source utm_medium utm_campaign utm_term utm_content campaign_id campaign adset_id "
    "adset ad_id ad form_id form"
).split()
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NOT_DIGITS = re.compile(r"\D+")
#: So many last digits tell a phone, however its country is written; fewer are in any number.
_PHONE_DIGITS = 8


def impersonal(attribution: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """Return the names of attribution, without those that tell who asked.

    Anything may be in a link's tags, also who it was sent to. A value is left out that has an
    e-mail address in it, or the phone or the whole name that the lead's ``fields`` have.

    >>> impersonal({"utm_term": "Ola%40Example.com", "utm_source": "news", "gclid": "Cj0"}, {})
    {'utm_source': 'news'}
    >>> impersonal({"ad": "4791234567", "form": "ola hansen!"}, {"phone": "912 34 567"})
    {'form': 'ola hansen!'}
    """
    phone = _NOT_DIGITS.sub("", fields.get("phone", ""))[-_PHONE_DIGITS:]
    parts = (fields.get("first_name", ""), fields.get("last_name", ""))
    names = [_plain(name) for name in (fields.get("full_name", ""), " ".join(parts))]
    names = [name for name in names if " " in name]

    def tells(value: str) -> bool:
        plain = _plain(value)
        return (
            bool(_EMAIL.search(plain))
            or (len(phone) == _PHONE_DIGITS and phone in _NOT_DIGITS.sub("", plain))
            or any(name in plain for name in names)
        )

    given = {name: attribution[name] for name in GROUPED_BY if name in attribution}
    return {name: value for name, value in given.items() if not tells(value)}


def _plain(text: str) -> str:
    return " ".join(unquote_plus(text).casefold().split())
