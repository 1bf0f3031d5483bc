"""A lead's person, normalised, with warnings about the values that were sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """A warning about the value of a field, for a person to look at."""

    field: str
    code: str
    message: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name in its parts, in sensible case; empty where not known.

    ``title`` and ``suffix`` (``Dr``, ``Jr``) are not compared. ``company`` is a company's name that
    was sent instead of a person's, or together with it.
    """

    first: str = ""
    last: str = ""
    title: str = ""
    suffix: str = ""
    company: str = ""

    def __bool__(self) -> bool:
        """Tell whether any part of a person's name is known."""
        return bool(self.first or self.last)

    @property
    def is_company(self) -> bool:
        """Tell whether there is a company's name and no person's."""
        return bool(self.company) and not self


PhoneType = Literal[
    "mobile",
    "fixed",
    "fixed_or_mobile",
    "toll_free",
    "premium",
    "shared_cost",
    "voip",
    "personal",
    "pager",
    "company",
    "voicemail",
    "unknown",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number to call; ``e164`` is the key that all its spellings share.

    ``valid`` if it is in an assigned range; else only its length is possible. ``suspicious`` if its
    digits look made up, although they may be a real number.
    """

    e164: str
    country: str | None = None
    type: PhoneType = "unknown"
    valid: bool = True
    suspicious: bool = False
    extension: str | None = None

    def __str__(self) -> str:
        """Return the number as it is shown and stored."""
        return self.e164


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """An address to write to, and the key that all its spellings share."""

    address: str
    key: str
    is_role: bool = False
    is_free: bool = False
    is_disposable: bool = False


NationalIdKind = Literal[
    "ordinary", "coordination", "d_number", "h_number", "fh_number", "temporary", "synthetic"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalId:
    """A valid national ID. ``number`` is kept only during the request, and never stored.

    ``not_yet_issued`` if it follows the rules of numbers that are issued from a later year on.
    """

    country: str
    number: str = field(repr=False)
    kind: NationalIdKind = "ordinary"
    not_yet_issued: bool = False

    @property
    def is_lasting(self) -> bool:
        """Tell whether the number is given to one person for good by a public register."""
        return self.kind in {"ordinary", "coordination", "d_number"}

    @property
    def masked(self) -> str:
        """The number with dots for all but its last four characters."""
        return "•" * (len(self.number) - 4) + self.number[-4:]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgNumber:
    """A valid organisation number.

    ``is_personal`` if it is the owner's national ID (a Swedish or Israeli sole trader's): then it
    is not stored either.
    """

    country: str
    number: str = field(repr=False)
    is_personal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address: its parts to show, and ``street_name``, number and letter to compare."""

    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str | None = None
    street_name: str = ""
    number: str = ""
    letter: str = ""

    def __bool__(self) -> bool:
        """Tell whether any part is known."""
        return bool(self.street or self.postcode or self.city)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A person's consent; ``given`` is ``None`` if the text says neither yes nor no."""

    given: bool | None
    text: str = ""
    channels: Mapping[str, bool] = field(default_factory=dict)


#: What a person does not want: contact of any kind, calls, e-mail.
OptOut = Literal["opt_out", "opt_out_phone", "opt_out_email"]
#: The fields of a lead that state one. Where a form names no channel, all are meant.
OPT_OUTS: Mapping[str, OptOut] = {
    "opt_out": "opt_out",
    "do_not_call": "opt_out_phone",
    "unsubscribed": "opt_out_email",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A lead's person, normalised.

    ``unchecked_id`` is a national ID of a country whose rules are not known here, or a phone number
    without a country: it is evidence, and not stored. ``unread_birth_date`` is a date that cannot
    be a birth date, as ``YYYY-MM-DD``. ``other_phones`` and ``other_emails`` were in the same field
    as the first. ``external_ids`` are the ids of the customer in other systems, by system.
    """

    name: Name = Name()
    phone: Phone | None = None
    email: Email | None = None
    national_id: NationalId | None = None
    unchecked_id: str = field(default="", repr=False)
    org_number: OrgNumber | None = None
    birth_date: str | None = None
    unread_birth_date: str = ""
    consent: Consent | None = None
    opt_outs: tuple[OptOut, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    external_ids: Mapping[str, str] = field(default_factory=dict)
    other_phones: tuple[Phone, ...] = ()
    other_emails: tuple[Email, ...] = ()
    warnings: tuple[Warn, ...] = ()

    @property
    def phones(self) -> tuple[Phone, ...]:
        """All phone numbers, the one to call first."""
        return (self.phone, *self.other_phones) if self.phone else self.other_phones

    @property
    def emails(self) -> tuple[Email, ...]:
        """All e-mail addresses, the one to write to first."""
        return (self.email, *self.other_emails) if self.email else self.other_emails

    @property
    def e164(self) -> str | None:
        """The phone number as text."""
        return self.phone.e164 if self.phone else None

    @property
    def is_company(self) -> bool:
        """Tell whether it is a company: one is known, by name or number, and no person's name."""
        return not self.name and bool(self.details.get("company") or self.org_number)
