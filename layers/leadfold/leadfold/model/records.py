"""What is kept: identities, cards, inquiries, tasks, deliveries, held leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from leadfold.model.person import Address, Name

IdentityKind = Literal[
    "national_id",
    "unchecked_id",
    "org_number",
    "external_id",
    "phone",
    "phone_name",
    "email",
    "email_name",
    "role_email",
]


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

    ``other_names`` are those it is known by besides, as far as they tell it again, and
    ``other_addresses`` where it lived or lives besides, as shown, the newest first.
    ``unchecked_ids`` are keyed hashes of IDs that nobody can check; only a test wash keeps them.
    ``fields`` holds the values, ``origin`` the inquiry that they came from and ``origins`` the
    exceptions to it. ``phones`` (E.164) and ``emails`` have the primary one first.
    ``evidence`` counts changes of what identity rests on, ``version`` is the edit lock.
    ``apart`` names the cards that a person said are somebody else's, ``household`` those of them
    that belong to one household with this one; the newest first, and only the newest.
    """

    id: str
    created_at: str
    customer_type: Literal["person", "company"] = "person"
    state: Literal["living"] = "living"
    fields: Mapping[str, str] = field(default_factory=dict)
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    other_names: tuple[Name, ...] = ()
    other_addresses: tuple[Address, ...] = ()
    external_ids: Mapping[str, str] = field(default_factory=dict)
    national_id: str | None = None
    unchecked_ids: tuple[str, ...] = ()
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
    apart: tuple[str, ...] = ()
    household: tuple[str, ...] = ()

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

    ``content`` is the keyed hash of what it said, ``until`` the time it is remembered to, ``code``
    why it is held, where it is.
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
    code: str | None = None
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
