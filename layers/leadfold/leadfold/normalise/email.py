"""E-mail addresses: one form to write to, one key that its spellings share."""

import re
from functools import lru_cache

from leadfold.model import Email
from leadfold.normalise import text

_WRAPPING = re.compile(r"^(mailto:)?[\s<\"']*|[\s>\"';,.]*$", re.IGNORECASE)
_GMAIL = {"gmail.com", "googlemail.com"}

#: Mailboxes of a function rather than a person, in the languages that Leadfold speaks.
ROLES = frozenset(
    (
        "admin adm booking contact epost faktura firmapost hello help hi info infos invoice "
        "kontakt kontor mail marked marketing office order ordre post postmaster receptionen "
        "resepsjon sales salg sekretariat service support team webmaster grafeio pliroforiki "
        "misrad"
    ).split()
)
_PLACEHOLDER_LOCALS = frozenset(
    (
        "test tester testing na none noemail no nomail noreply ingen ingenepost asdf qwerty "
        "aaa abc x xx xxx a"
    ).split()
)
_PLACEHOLDER_DOMAINS = frozenset(
    "test.com na.com none.com x.x email.com epost.no mail.no a.no a.com example.invalid".split()
)


def clean(raw: str) -> str:
    """Return the address without what mail programs wrap around it."""
    tidy = text.clean(raw[:400])
    if "<" in tidy and tidy.endswith(">"):
        tidy = tidy[tidy.rindex("<") :]
    return _WRAPPING.sub("", tidy)


@lru_cache(maxsize=512)
def parse(raw: str) -> Email | None:
    """Return the address, or ``None`` where there is none that could be written to."""
    from email_validator import EmailNotValidError, validate_email

    try:
        valid = validate_email(clean(raw), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    domain = valid.ascii_domain.lower()
    if is_placeholder(valid.local_part.casefold(), domain):
        return None
    return Email(
        address=f"{valid.local_part}@{valid.domain}".lower(),
        key=key(valid.local_part, domain),
        is_role=valid.local_part.casefold() in ROLES,
    )


def key(local: str, domain: str) -> str:
    """Return what the spellings of one mailbox share: case, plus tags and, at Gmail, dots.

    >>> key("Ola.Hansen+fb", "googlemail.com")
    'olahansen@gmail.com'
    """
    base = local.casefold()
    stem = base.partition("+")[0] or base
    if domain in _GMAIL:
        return f"{stem.replace('.', '')}@gmail.com"
    return f"{stem}@{domain}"


def is_placeholder(local: str, domain: str) -> bool:
    """Tell whether the address is a way of giving none.

    >>> is_placeholder("test", "test.com"), is_placeholder("ola", "test.com")
    (True, False)
    """
    if local not in _PLACEHOLDER_LOCALS:
        return False
    return domain in _PLACEHOLDER_DOMAINS or local in {"test", "noemail", "none", "ingen", "no"}
