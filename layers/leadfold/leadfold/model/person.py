"""A lead made comparable: the person, normalised, and warnings about what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """Something about a field that a person may want to look at."""

    field: str
    code: str
    message: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name in its parts, in sensible case; empty where not known.

    ``title`` and ``suffix`` (``Dr``, ``Jr``) are no part of what is compared. ``company`` is a
    company that was given in the place of a person, or beside one.
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
        """Tell whether a company was named and no person."""
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
    """A number to call; ``e164`` is the key that its spellings share.

    ``valid`` where it lies in an assigned range, else it is only possible by its length.
    ``suspicious`` where its digits look made up although they could be a number.
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
    """An address to write to, and the key that its spellings share."""

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
    """A valid national ID. ``number`` lives only as long as the request; it is never stored.

    ``not_yet_issued`` where it follows rules for numbers that are given out later only.
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
        """The last four characters behind dots: enough to recognise, not to use."""
        return "•" * (len(self.number) - 4) + self.number[-4:]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgNumber:
    """A valid organisation number.

    ``is_personal`` where it is the owner's national ID (a Swedish or Israeli sole trader's): it is
    then no more stored than that is.
    """

    country: str
    number: str = field(repr=False)
    is_personal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address: the parts as shown, and those of the street as compared."""

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
    """What a person agreed to: ``given`` is ``None`` where the text says neither yes nor no."""

    given: bool | None
    text: str = ""
    channels: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A lead's person, normalised.

    ``unchecked_id`` is a national ID whose country's rules nobody here knows, or a phone of no
    country: evidence, and never stored either; ``unread_birth_date`` is one that can be none, as
    ``YYYY-MM-DD``. ``other_phones`` and ``other_emails`` stood in the same field. ``external_ids``
    are the ids of the customer in other systems, by system.
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
    details: Mapping[str, str] = field(default_factory=dict)
    external_ids: Mapping[str, str] = field(default_factory=dict)
    other_phones: tuple[Phone, ...] = ()
    other_emails: tuple[Email, ...] = ()
    warnings: tuple[Warn, ...] = ()

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Every number given, the one to call first."""
        return (self.phone, *self.other_phones) if self.phone else self.other_phones

    @property
    def emails(self) -> tuple[Email, ...]:
        """Every address given, the one to write to first."""
        return (self.email, *self.other_emails) if self.email else self.other_emails

    @property
    def e164(self) -> str | None:
        """The phone number as text."""
        return self.phone.e164 if self.phone else None

    @property
    def is_company(self) -> bool:
        """Tell whether a company is known, by name or number, and no person's name."""
        return not self.name and bool(self.details.get("company") or self.org_number)
