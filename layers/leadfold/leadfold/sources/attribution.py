"""Attribution: what the addresses and cookies in a lead add to it, and what of it names no person.

A field of the lead counts first, then the landing page's address, its query before its fragment,
then the referrer, then the cookies of Google and Meta.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import unquote_plus, unquote_to_bytes

from leadfold.model import Lead, Warn
from leadfold.sources import unfilled
from leadfold.sources.unfilled import CLICK_IDS

_UTM = frozenset({"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"})
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
#: More than any URL has; further ones are not read.
_MAX_PARAMETERS, _MAX_URL = 200, 16_000
#: ``&`` as HTML writes it, once or several times over; WordPress writes ``&#038;``, and a
#: JSON text in a JSON text ``\\u0026``.
_AMPERSAND = r"&(?:amp;|#0?38;)+|\\u0026"
_ENCODED_ADDRESS = r"(?i)https?%3A%2F%2F"
#: A second question mark, or the end of a path, where a parameter follows that is known.
_SECOND_MARK = rf"(?i)[?;/]{{1,3}}(?=(?:{'|'.join(sorted(CLICK_IDS | _UTM))})=)"
_HOST = r"(?:(?:[A-Za-z][\w+.-]{0,20}:)?//)?(?:[^/?#@]*@)?([^/?#:]*)"
#: Whose addresses have tags of their own: search engines and social networks.
_PORTALS = frozenset(
    "google bing yahoo duckduckgo ecosia yandex baidu facebook instagram linkedin tiktok twitter "
    "youtube snapchat pinterest reddit".split()
)
_PORTAL_HOSTS = frozenset({"t.co", "x.com", "lnkd.in", "fb.com", "fb.me"})
#: Cookies with a click id at their end, by the end of their names: Google's ``_gcl_aw`` and
#: ``_gac_UA-…`` (of its tag) and ``FPGCLAW`` (the same, set by a server), Meta's ``_fbc``
#: (conversions API, "fbp and fbc parameters"). ``_fbp`` and ``_gcl_au`` tell a browser, no click.
_COOKIES = (
    ("gclid", "(?:gcl_aw|fpgclaw)", re.compile(r"GCL\.\d{1,20}\.(\S+)")),
    ("gclid", r"gac_(?:ua|g)-[\w-]{1,40}", re.compile(r"1\.\d{1,20}\.(\S+)")),
    ("fbclid", "fbc", re.compile(r"fb\.\d\.\d{1,20}\.(\S+)")),
)
_LONGEST_LABEL = 100


class Tags(NamedTuple):
    """The utm values and click ids of an address, and the warnings about them."""

    values: dict[str, str]
    warnings: tuple[Warn, ...] = ()


def complete(lead: Lead) -> Lead:
    """Return the lead with what its addresses and cookies add; values that are there stay.

    The referrer counts where neither the lead nor its page has tags of a kind, and only if it is of
    the page's own site: tags in another site's address are not ours. Without a landing page it is
    taken as the page before, unless it is a search engine's or a social network's.
    """
    told = lead.attribution
    page, referrer = told.get("landing_page", ""), told.get("referrer", "")
    found = tags(page)
    added = dict(_in_cookies(lead.answers))
    if _is_own(referrer, page):
        before = tags(referrer).values
        kinds = [kind for kind in (_UTM, CLICK_IDS) if not kind & {*told, *found.values}]
        added |= {name: before[name] for kind in kinds for name in kind & before.keys()}
    added |= found.values
    warned = {warning.field for warning in lead.warnings}
    return replace(
        lead,
        attribution={**told, **{name: added[name] for name in added if not told.get(name)}},
        warnings=(*lead.warnings, *(one for one in found.warnings if one.field not in warned)),
    )


def tags(url: str) -> Tags:
    """Return the utm values and click ids in a URL; of each, the first that is not none.

    A click id is the text between ``=`` and ``&``, byte for byte; where that is percent-encoded it
    is decoded once, as by the platform's own script, since its API knows the click by that. A ``+``
    in it stays a ``+``. A utm value is typed into a campaign, so ``+`` is a blank in it, as in
    every query.
    """
    found: dict[str, str] = {}
    warnings: dict[str, Warn] = {}
    for name, sent in _parameters(url):
        value, warning = unfilled.read(name, sent)
        if warning:
            warnings.setdefault(name, warning)
        if value:
            found.setdefault(name, value)
    return Tags(found, tuple(warnings.values()))


def _parameters(url: str) -> Iterator[tuple[str, str]]:
    """Return the known parameters of a query, then of a fragment, that are not empty."""
    url = re.sub(_AMPERSAND, "&", url[:_MAX_URL].strip())
    if re.match(_ENCODED_ADDRESS, url):
        url = _decoded(url)
    address, _, fragment = url.partition("#")
    query = re.split(r"[?&]", address, maxsplit=1)[1:]
    pairs = [pair for part in (*query, fragment) for pair in re.split("[&#]", part)]
    for pair in pairs[:_MAX_PARAMETERS]:
        for piece in re.split(_SECOND_MARK, pair):
            name, _, value = piece.partition("=")
            name = _decoded(name.strip()).lower()
            if value and name in CLICK_IDS | _UTM:
                yield name, _decoded(value.replace("+", " ") if name in _UTM else value)


def _is_own(referrer: str, page: str) -> bool:
    """Tell whether a referrer's tags are those of the site that the lead comes from."""
    one, other = _host(referrer), _host(page)
    if not other:
        return one not in _PORTAL_HOSTS and not _PORTALS.intersection(one.split("."))
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _host(url: str) -> str:
    found = re.match(_HOST, url[:_MAX_URL].strip())
    return found[1].lower().removeprefix("www.").rstrip(".") if found else ""


def _in_cookies(answers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Return the click ids of cookies that a form sends along under their names."""
    for label, value in answers.items():
        if not isinstance(value, str):
            continue
        called = label[:_LONGEST_LABEL].casefold().strip(" ]")
        for name, cookie, shape in _COOKIES:
            if not re.search(f"(?:^|[^a-z]){cookie}$", called):
                continue
            if (found := shape.fullmatch(value.strip())) and unfilled.read(name, found[1])[0]:
                yield name, found[1]


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
#: The last letter of a mailbox is enough: from there a long text is read once.
_EMAIL = r"[^\s@]@[^\s@]+\.[^\s@]"
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
            bool(re.search(_EMAIL, plain))
            or (len(phone) == _PHONE_DIGITS and phone in _NOT_DIGITS.sub("", plain))
            or any(name in plain for name in names)
        )

    given = {name: attribution[name] for name in GROUPED_BY if name in attribution}
    return {name: value for name, value in given.items() if not identifies(value)}


def _plain(text: str) -> str:
    return " ".join(unquote_plus(text).casefold().split())
