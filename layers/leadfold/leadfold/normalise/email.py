"""E-mail addresses: one form to write to, one key that its spellings share."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from leadfold.model import Email
from leadfold.normalise import mailboxes, text

_MAX_LENGTH = 400
_MAX_ADDRESSES = 4
_GMAIL = {"gmail.com", "googlemail.com"}

# Patterns that few values need are compiled by `re` when they are: a cold start pays for none.
_AROUND_AT = r"\s*@\s*"
_AROUND_DOT = r"(@[^\s@]*?)\s*\.\s+(?=[a-z]{2,3}\b)|(@[^\s@.]+)\s+\.(?=[a-z]{2,})"
_SPELLED_AT = r"\s*[(\[{]\s*(?:at|krøllalfa|snabel-?a)\s*[)\]}]\s*"
_SPELLED_DOT = r"\s*[(\[{]\s*(?:dot|punktum|punkt)\s*[)\]}]\s*"
_SCHEME = r"(?:e-?mail|e-?post|mail ?to)\s*:\s*"
_QUERY = r"\?(?:subject|body|cc|bcc)=.*$"
_BETWEEN = r"[\s<>()\[\]{}\"“”„«»;|\\]+|,(?=[^\s@]*@)|/(?=[^\s@]*@)"
_EDGES = " \t'`’‘.,;:!?*-_=<>\"“”/"
_LEADING = " \t'`’‘.,;:!?*=<>\"“”/"

#: What needs no closer look: the syntax of nearly every address there is.
_PLAIN = re.compile(
    r"(?=.{1,64}@)[a-z0-9_+&'/=~-]+(?:\.[a-z0-9_+&'/=~-]+)*"
    r"@(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
#: Domains that no mail goes to (RFC 6761 and others), so that the closer look says no.
_RESERVED = (
    "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test", "example.com",
    "alt",
)  # fmt: skip
_TAGGED_DIGITS = r"[\d_.-]+$"


def clean(raw: str) -> str:
    """Return the address without what mail programs and people wrap around it."""
    found = _candidates(raw)
    return found[0] if found else _tidy(raw)


def _tidy(raw: str) -> str:
    typed = text.clean(raw, _MAX_LENGTH).lower()
    if typed[:1].isalnum() and _PLAIN.fullmatch(typed):
        return typed
    if "@" not in typed:
        typed = re.sub(_SPELLED_DOT, ".", re.sub(_SPELLED_AT, "@", typed))
    typed = re.sub(_AROUND_AT, "@", re.sub(_QUERY, "", re.sub(_SCHEME, " ", typed)))
    typed = re.sub(_AROUND_DOT, lambda found: (found[1] or found[2]) + ".", typed)
    return typed.lstrip(_LEADING).rstrip(_EDGES)


def _candidates(raw: str) -> list[str]:
    """Return what could be an address in a text: the words with an ``@``, bare of punctuation."""
    tidy = _tidy(raw)
    if tidy[:1].isalnum() and "/" not in tidy and _PLAIN.fullmatch(tidy):
        return [tidy]
    words = (word.lstrip(_LEADING).rstrip(_EDGES) for word in re.split(_BETWEEN, tidy))
    return [word for word in words if "@" in word[1:]][:_MAX_ADDRESSES]


def parse(raw: str) -> Email | None:
    """Return the address, or ``None`` where there is none that could be written to."""
    found = parse_all(raw)
    return found[0] if found else None


@lru_cache(maxsize=1024)
def parse_all(raw: str) -> tuple[Email, ...]:
    """Return every address in a text, in its order, each once."""
    found: dict[str, Email] = {}
    for candidate in _candidates(raw):
        address = _address(candidate)
        if address:
            found.setdefault(address.key, address)
    return tuple(found.values())


def _address(typed: str) -> Email | None:
    parts = _plain(typed) or _validated(typed)
    if not parts:
        return None
    local, domain, ascii_domain = parts
    if is_placeholder(local, ascii_domain):
        return None
    found = Email(
        address=f"{local}@{domain}",
        key=key(local, ascii_domain),
        is_role=is_role(local),
        is_free=is_free(ascii_domain),
    )
    # Most domains are known to be none of these, and the list is long.
    if found.is_free or not is_disposable(ascii_domain):
        return found
    return replace(found, is_disposable=True)


def _plain(typed: str) -> tuple[str, str, str] | None:
    if not _PLAIN.fullmatch(typed):
        return None
    local, _, domain = typed.partition("@")
    if domain.endswith(_RESERVED) or "--" in domain:
        return None  # the closer look knows which of these are meant
    return local, domain, domain


def _validated(typed: str) -> tuple[str, str, str] | None:
    from email_validator import EmailNotValidError, validate_email

    try:
        valid = validate_email(typed, check_deliverability=False, test_environment=True)
    except (EmailNotValidError, ValueError):
        return None
    return valid.local_part.lower(), valid.domain.lower(), valid.ascii_domain.lower()


def key(local: str, domain: str) -> str:
    """Return what the spellings of one mailbox share: case, plus tags and, at Gmail, dots.

    >>> key("Ola.Hansen+fb", "googlemail.com")
    'olahansen@gmail.com'
    """
    base = local.casefold()
    stem = base.partition("+")[0] or base
    if domain in _GMAIL:
        return f"{stem.replace('.', '') or stem}@gmail.com"
    return f"{stem}@{domain}"


def key_of(address: str) -> str:
    """Return the key of an address that is known to be one, as cards hold it.

    >>> key_of("ola.hansen@gmail.com")
    'olahansen@gmail.com'
    """
    local, _, domain = address.rpartition("@")
    return key(local, domain if domain.isascii() else _ascii(domain))


def _ascii(domain: str) -> str:
    import idna

    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain


# -- what kind of address -------------------------------------------------------------------------


def is_placeholder(local: str, domain: str) -> bool:
    """Tell whether the address is a way of giving none.

    >>> is_placeholder("test", "test.com"), is_placeholder("ola", "test.com")
    (True, False)
    """
    stem = local.partition("+")[0] or local
    if stem in mailboxes.NOBODY:
        return True
    if stem not in mailboxes.NOBODY_AT:
        return False
    return domain in mailboxes.NOWHERE or stem == domain.partition(".")[0]


def is_role(local: str) -> bool:
    """Tell whether a mailbox belongs to a function rather than a person.

    >>> is_role("info"), is_role("sales.no"), is_role("ola")
    (True, True, False)
    """
    stem = local.partition("+")[0]
    first = re.split(r"[._-]", stem, maxsplit=1)[0]
    bare = re.sub(_TAGGED_DIGITS, "", stem)
    rest = stem[len(first) + 1 :]
    short = len(rest) <= 3  # noqa: PLR2004 (a country or a number: info.no, sales-2)
    return bare in mailboxes.ROLES or (first in mailboxes.ROLES and short)


def is_free(domain: str) -> bool:
    """Tell whether anybody can have a mailbox at this domain for nothing."""
    return domain in _providers() or domain.partition(".")[0] in mailboxes.BRANDS


@lru_cache(maxsize=1024)
def is_disposable(domain: str) -> bool:
    """Tell whether mailboxes at this domain, or one above it, are thrown away after use."""
    from disposable_email_domains import blocklist

    labels = domain.split(".")
    return any(".".join(labels[start:]) in blocklist for start in range(max(1, len(labels) - 1)))


# -- slips ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def suggest(raw: str, country: str | None = None) -> str | None:
    """Return the address that was probably meant, ``None`` where nothing looks mistyped.

    Only ever offered to a person: the address itself stays as it was given.

    >>> suggest("ola@gmial.com"), suggest("ola@gmail,com"), suggest("ola@gmail.com")
    ('ola@gmail.com', 'ola@gmail.com', None)
    """
    typed = clean(raw)
    local, at, domain = re.sub("@+", "@", _with_at(typed)).rpartition("@")
    if not (at and local) or " " in typed or "@" in local:
        return None
    if domain in _providers() and "@@" not in typed and "@" in typed:
        return None
    meant = f"{local}@{_meant(domain, country)}"
    return meant if meant != typed and _plain(meant) else None


def has_more(raw: str) -> bool:
    """Tell whether words stand beside the address that may be a part of it: ``ola h@x.no``."""
    typed = _tidy(raw)
    return " " in typed and not any(sign in typed for sign in '<>()[]",;')


def _with_at(typed: str) -> str:
    if "@" in typed:
        return typed
    return _provider_behind(typed)


def _provider_behind(typed: str) -> str:
    """Return the text with the ``@`` that is missing in front of a provider's domain."""
    for provider in mailboxes.EVERYWHERE[:5]:
        local = typed.removesuffix(provider)
        if local != typed and local.rstrip(".") and " " not in local:
            return f"{local.rstrip('.')}@{provider}"
    return typed


@lru_cache(maxsize=1024)
def _meant(domain: str, country: str | None) -> str:
    """Return the domain that was probably meant, the same where it looks right."""
    dotted = re.sub(r"[.,;:·]+", ".", domain).strip(".-")
    name, _, tld = dotted.partition(".")
    if dotted in _providers():
        return dotted
    if name in mailboxes.BRANDS and re.fullmatch(r"(?:com?\.)?[a-z]{2}", tld) and tld != "co":
        return dotted if tld not in {"cm", "om"} else f"{name}.com"
    for provider in _near(country):
        known, _, known_tld = provider.partition(".")
        if not tld and dotted == provider.replace(".", ""):
            return provider
        if not _tld_may_be(tld, known_tld, known):
            continue
        if name == known or (len(known) >= 5 and _one_slip(name, known)):  # noqa: PLR2004
            return provider
    stem, _, last = dotted.rpartition(".")
    return f"{stem}.{mailboxes.TLD_SLIPS[last]}" if last in mailboxes.TLD_SLIPS else dotted


def _tld_may_be(tld: str, meant: str, name: str) -> bool:
    if tld == meant or not tld or mailboxes.TLD_SLIPS.get(tld) == meant:
        return True
    if meant != "com":
        return False
    if tld in {"co", "cm", "om"}:
        return True
    only_com = name in mailboxes.COM_ONLY_NAMES
    return only_com and (tld in mailboxes.COM_ONLY or tld.startswith("com."))


def _one_slip(typed: str, meant: str) -> bool:
    """Tell whether one letter more, less, other, or swapped with the next makes the other word."""
    if typed in _LOOK_ALIKE or abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    left, right = typed[start:], meant[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )


#: Domains of their own that are one letter away from a greater one.
_LOOK_ALIKE = frozenset("mail email ymail fmail gmx hotmai1 online walla".split())


@lru_cache(maxsize=32)
def _near(country: str | None) -> tuple[str, ...]:
    """Return the providers that people of a country are likely to mean."""
    return (*mailboxes.EVERYWHERE[:5], *mailboxes.BY_COUNTRY.get(country or "", "").split())


@lru_cache(maxsize=1)
def _providers() -> frozenset[str]:
    return frozenset((*mailboxes.EVERYWHERE, *_local_providers()))


def _local_providers() -> Iterator[str]:
    for domains in mailboxes.BY_COUNTRY.values():
        yield from domains.split()
