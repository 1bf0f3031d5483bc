"""The vocabulary: what every other module passes around. Shapes only, no behaviour of weight.

Times are aware UTC datetimes here and RFC 3339 strings in the store and on the wire.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

# -- what comes in --------------------------------------------------------------------------------

#: Fields of a lead that describe the person; everything else unknown is an answer.
PERSON_FIELDS = (
    "full_name first_name last_name phone email national_id birth_date company org_number "
    "job_title street postcode city country message consent external_ids"
).split()

#: Fields of a lead that say which advertisement brought it.
ATTRIBUTION_FIELDS = (
    "utm_source utm_medium utm_campaign utm_term utm_content gclid gbraid wbraid fbclid "
    "ttclid li_fat_id msclkid landing_page referrer campaign_id campaign adset_id adset "
    "ad_id ad form_id form"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One request as it came, before anything was understood of it."""

    body: bytes
    content_type: str
    received_at: datetime
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One submission read from a source's payload; every value is kept as it was sent."""

    lead_id: str | None = None
    submitted_at: str | None = None
    is_test: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    attribution: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)


# -- a lead made comparable -----------------------------------------------------------------------


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

    ``other_phones`` and ``other_emails`` are those that stood in the same field.
    """

    name: Name = Name()
    phone: Phone | None = None
    email: Email | None = None
    national_id: NationalId | None = None
    org_number: OrgNumber | None = None
    birth_date: str | None = None
    consent: Consent | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    other_phones: tuple[Phone, ...] = ()
    other_emails: tuple[Email, ...] = ()
    warnings: tuple[Warn, ...] = ()

    @property
    def e164(self) -> str | None:
        """The phone number as text."""
        return self.phone.e164 if self.phone else None


# -- what is kept ---------------------------------------------------------------------------------

IdentityKind = Literal["national_id", "phone", "email", "phone_name", "email_name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityKey:
    """A normalised key that may lead to cards; ``key`` is the keyed hash."""

    kind: IdentityKind
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An identity as stored: the cards that it leads to, in the order in which they claimed it."""

    kind: IdentityKind
    key: str
    cards: tuple[str, ...]
    v: int = 1
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """What a card knows of its one open contact task, so that a repeat need not read it."""

    id: str
    due_at: str
    owner_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The one record of a customer.

    ``fields`` holds the values, ``origin`` the inquiry that they came from and ``origins`` the
    exceptions to it. ``phones`` (E.164) and ``emails`` have the primary one first.
    ``evidence`` counts changes of what identity rests on, ``version`` is the edit lock.
    """

    id: str
    created_at: str
    customer_type: Literal["person", "company"] = "person"
    state: Literal["living"] = "living"
    fields: Mapping[str, str] = field(default_factory=dict)
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    national_id: str | None = None
    national_id_masked: str | None = None
    origin: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    owner_id: str | None = None
    bucket: str | None = None
    status: str = "new"
    evidence: int = 1
    version: int = 1
    inquiries: int = 0
    last_inquiry_at: str = ""
    open_task: OpenTask | None = None

    @property
    def name(self) -> Name:
        """The name on the card."""
        return Name(first=self.fields.get("first_name", ""), last=self.fields.get("last_name", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A lead recorded on a card; never changed after it is written.

    Where a person corrected the lead first, ``corrections`` holds what had been sent instead.
    """

    id: str
    card_id: str
    date: str
    received_at: str
    kind: Literal["first", "repeat"]
    number: int
    source: str
    platform: str
    delivery_id: str
    fields: Mapping[str, str]
    answers: Mapping[str, Any]
    attribution: Mapping[str, str]
    bucket: str | None = None
    via: tuple[str, ...] = ()
    match: Mapping[str, Any] = field(default_factory=dict)
    new_card: bool
    country: str | None = None
    corrected_by: str | None = None
    corrections: Mapping[str, str] = field(default_factory=dict)


TaskKind = Literal["first_contact", "call_back", "fix_data", "review"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Work for an owner; a card has at most one open contact task, which counts its inquiries."""

    id: str
    kind: TaskKind
    card_id: str
    owner_id: str | None = None
    bucket: str | None = None
    created_at: str
    due_at: str
    inquiries: int
    status: Literal["open"] = "open"
    last_inquiry_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of a delivery: every id of its answer, for when it comes again.

    ``content`` is the keyed hash of what it said, ``until`` the time it is remembered to.
    """

    id: str
    source: str
    key: str
    outcome: Literal["created", "repeat", "test", "quarantined"]
    content: str
    until: str
    received_at: str
    card_id: str | None = None
    inquiry_id: str | None = None
    task_id: str | None = None
    quarantine_id: str | None = None
    inquiry_date: str | None = None
    inquiry_number: int | None = None
    owner_id: str | None = None
    bucket: str | None = None
    match: Mapping[str, Any] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineEntry:
    """A lead held for a person; ``key`` is its delivery's, and its raw bytes' name."""

    id: str
    source: str
    code: str
    key: str
    content_type: str
    received_at: str
    due_at: str
    owner_id: str | None = None
    delivery_id: str
    idempotency_key: str | None = None
    status: Literal["open", "released", "discarded"] = "open"
    closed_at: str | None = None
    closed_by: str | None = None
    reason: str | None = None
    card_id: str | None = None
    inquiry_id: str | None = None

    @property
    def raw_name(self) -> str:
        """The name of the raw bytes."""
        return f"{self.source}/{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Two cards that may be one customer, or one household, with the reason."""

    id: str
    kind: Literal["duplicate", "household"]
    cards: tuple[str, str]
    reason: str
    created_at: str
    owner_id: str | None = None


# -- configuration --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A person or team that works cards."""

    id: str
    name: str
    email: str | None = None
    active: bool = True
    away_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A pipeline; its default owner works what nobody else can."""

    id: str
    name: str
    default_owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One owner's part of a source's leads."""

    owner_id: str
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When a source's owners work: ``days`` maps ``mon`` … ``sun`` to from–to pairs (HH:MM)."""

    time_zone: str = "UTC"
    days: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRule:
    """One step of a field map: what is done with a form's field, named by its ``label``.

    =============  ============================================================================
    ``rename``     ``label`` becomes ``to``
    ``join``       ``to`` becomes ``template``, with the fields that it names in ``{braces}``
    ``constant``   ``to`` becomes ``value`` where the form sends nothing for it
    ``split_name`` ``label`` becomes ``first_name`` and ``last_name``
    ``values``     the value of ``label`` becomes what ``values`` says of it
    ``ignore``     ``label`` is left out
    =============  ============================================================================
    """

    do: Literal["rename", "join", "constant", "split_name", "values", "ignore"]
    label: str = ""
    to: str = ""
    template: str = ""
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What is different for one form or page of a source."""

    field_map: tuple[MapRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRules:
    """What a source's leads must bring, or a person looks at them first.

    ``required`` are well-known fields that must be usable; ``sources`` the only values of
    ``utm_source`` that count, where any are named.
    """

    required: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A configured origin of leads.

    ``graph_base`` says where the platform's API is, with its version. ``forms`` and ``pages``
    override by form id and page id.
    """

    id: str
    platform: str = "generic"
    name: str | None = None
    country: str | None = None
    bucket: str | None = None
    owners: tuple[Share, ...] = ()
    data_owner: str | None = None
    response_minutes: int = 60
    working_hours: WorkingHours | None = None
    double_submit_seconds: int = 300
    graph_base: str | None = None
    field_map: tuple[MapRule, ...] = ()
    forms: Mapping[str, Override] = field(default_factory=dict)
    pages: Mapping[str, Override] = field(default_factory=dict)
    entry_rules: EntryRules = EntryRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSecrets:
    """The secrets of a source, each with the one in use first; two are valid during rotation.

    ``app_secret`` signs Meta's and TikTok's webhooks, ``client_secret`` LinkedIn's;
    ``verify_token`` answers Meta's handshake; ``google_key`` comes in the body of Google's leads;
    ``access_token`` reads leads; ``secret_path`` ends the URL of tools that cannot prove anything.
    """

    app_secret: tuple[str, ...] = field(default=(), repr=False)
    client_secret: tuple[str, ...] = field(default=(), repr=False)
    verify_token: tuple[str, ...] = field(default=(), repr=False)
    google_key: tuple[str, ...] = field(default=(), repr=False)
    access_token: tuple[str, ...] = field(default=(), repr=False)
    secret_path: tuple[str, ...] = field(default=(), repr=False)


# -- decisions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How one field agrees, and what that weighs in bits."""

    field: str
    agreement: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why a lead is held to be the customer of a card, or not.

    ``via`` are the equal identities, ``matched_by`` their names as people know them.
    """

    card_id: str
    verdict: Literal["same", "different"]
    via: tuple[IdentityKind, ...]
    level: int | None
    score: float
    evidence: tuple[Evidence, ...]
    household: bool = False

    @property
    def matched_by(self) -> list[str]:
        """The fields that are equal: a phone known together with a name is a phone."""
        return [kind.removesuffix("_name") for kind in self.via]
