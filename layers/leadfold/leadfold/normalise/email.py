"""E-mail addresses: the address to write to, and the key that all its spellings share."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from leadfold.model import Email
from leadfold.normalise import mailboxes, text

_MAX_LENGTH = 400
_MAX_ADDRESSES = 4
_GMAIL = {"gmail.com", "googlemail.com"}

# Patterns that few values need are compiled by `re` at first use: a cold start does without.
_AROUND_AT = r"\s*@\s*"
_AROUND_DOT = r"(@[^\s@]*?)\s*\.\s+(?=[a-z]{2,3}\b)|(@[^\s@.]+)\s+\.(?=[a-z]{2,})"
_SPELLED_AT = r"\s*[(\[{]\s*(?:at|krøllalfa|snabel-?a)\s*[)\]}]\s*"
_SPELLED_DOT = r"\s*[(\[{]\s*(?:dot|punktum|punkt)\s*[)\]}]\s*"
_SCHEME = r"(?:e-?mail|e-?post|mail ?to)\s*:\s*"
_QUERY = r"\?(?:subject|body|cc|bcc)=.*$"
_BETWEEN = r"[\s<>()\[\]{}\"“”„«»;|\\]+|,(?=[^\s@]*@)|/(?=[^\s@]*@)"
_EDGES = " \t'`’‘.,;:!?*-_=<>\"“”/"
_LEADING = " \t'`’‘.,;:!?*=<>\"“”/"

#: The syntax of nearly all addresses; others are checked by email-validator.
_PLAIN = re.compile(
    r"(?=.{1,64}@)[a-z0-9_+&'/=~-]+(?:\.[a-z0-9_+&'/=~-]+)*"
    r"@(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
#: Domains without mail (RFC 6761 and others): email-validator decides about them.
_RESERVED = (
    "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test", "example.com",
    "alt",
)  # fmt: skip
_TAGGED_DIGITS = r"[\d_.-]+$"


def clean(raw: str) -> str:
    """Return the address without names, brackets and signs around it."""
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
    """Return what could be addresses in a text: words with an ``@``, without punctuation."""
    tidy = _tidy(raw)
    if tidy[:1].isalnum() and "/" not in tidy and _PLAIN.fullmatch(tidy):
        return [tidy]
    words = (word.lstrip(_LEADING).rstrip(_EDGES) for word in re.split(_BETWEEN, tidy))
    return [word for word in words if "@" in word[1:]][:_MAX_ADDRESSES]


def parse(raw: str) -> Email | None:
    """Return the first address in a text, or ``None`` where it has no valid one."""
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
    # The list of disposable domains is long, and not loaded for free providers: none is on it.
    if found.is_free or not is_disposable(ascii_domain):
        return found
    return replace(found, is_disposable=True)


def _plain(typed: str) -> tuple[str, str, str] | None:
    if not _PLAIN.fullmatch(typed):
        return None
    local, _, domain = typed.partition("@")
    if domain.endswith(_RESERVED) or "--" in domain:
        return None  # email-validator decides about these
    return local, domain, domain


def _validated(typed: str) -> tuple[str, str, str] | None:
    from email_validator import EmailNotValidError, validate_email

    try:
        valid = validate_email(typed, check_deliverability=False, test_environment=True)
    except (EmailNotValidError, ValueError):
        return None
    return valid.local_part.lower(), valid.domain.lower(), valid.ascii_domain.lower()


def key(local: str, domain: str) -> str:
    """Return what all spellings of one mailbox share: lower case, no ``+`` tag, no dots of Gmail.

    >>> key("Ola.Hansen+fb", "googlemail.com")
    'olahansen@gmail.com'
    """
    base = local.casefold()
    stem = base.partition("+")[0] or base
    if domain in _GMAIL:
        return f"{stem.replace('.', '') or stem}@gmail.com"
    return f"{stem}@{domain}"


def key_of(address: str) -> str:
    """Return the key of a valid address, as cards hold it.

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
    """Tell whether the address is made up to get past a required field.

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
    """Tell whether a mailbox is one of a role (``info``, ``sales``), not of a person.

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
    """Tell whether the domain is that of a provider of free mailboxes."""
    return domain in _providers() or domain.partition(".")[0] in mailboxes.BRANDS


@lru_cache(maxsize=1024)
def is_disposable(domain: str) -> bool:
    """Tell whether the domain, or one above it, is known for disposable mailboxes."""
    from disposable_email_domains import blocklist

    labels = domain.split(".")
    return any(".".join(labels[start:]) in blocklist for start in range(max(1, len(labels) - 1)))


# -- slips ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def suggest(raw: str, country: str | None = None) -> str | None:
    """Return the address that was probably meant, ``None`` where nothing looks mistyped.

    It is only shown to a person as a suggestion; the address stays as it was sent.

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
    """Tell whether the text has words that may be a part of the address: ``ola h@x.no``."""
    typed = _tidy(raw)
    return " " in typed and not any(sign in typed for sign in '<>()[]",;')


def _with_at(typed: str) -> str:
    if "@" in typed:
        return typed
    return _provider_behind(typed)


def _provider_behind(typed: str) -> str:
    """Return the text with an ``@`` in front of a provider's domain at its end."""
    for provider in mailboxes.EVERYWHERE[:5]:
        local = typed.removesuffix(provider)
        if local != typed and local.rstrip(".") and " " not in local:
            return f"{local.rstrip('.')}@{provider}"
    return typed


@lru_cache(maxsize=1024)
def _meant(domain: str, country: str | None) -> str:
    """Return the domain that was probably meant, or the same domain."""
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
    """Tell whether two words differ by one letter added, lost, wrong or swapped with the next."""
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


#: Real domains that are one letter away from a larger one.
_LOOK_ALIKE = frozenset("mail email ymail fmail gmx hotmai1 online walla".split())


@lru_cache(maxsize=32)
def _near(country: str | None) -> tuple[str, ...]:
    """Return the providers that are common in a country."""
    return (*mailboxes.EVERYWHERE[:5], *mailboxes.BY_COUNTRY.get(country or "", "").split())


@lru_cache(maxsize=1)
def _providers() -> frozenset[str]:
    return frozenset((*mailboxes.EVERYWHERE, *_local_providers()))


def _local_providers() -> Iterator[str]:
    for domains in mailboxes.BY_COUNTRY.values():
        yield from domains.split()
