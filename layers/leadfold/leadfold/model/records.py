"""Stored records: identities, cards, inquiries, tasks, merges, deliveries, held leads, erasures."""

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
    """A value that may lead to cards, e.g. a phone number; ``key`` is its keyed hash."""

    kind: IdentityKind
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An identity as stored, with the ids of its cards in the order in which they claimed it.

    ``v`` counts its writes; a ``shared`` one leads to cards only together with a name.
    """

    kind: IdentityKind
    key: str
    cards: tuple[str, ...]
    v: int = 1
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """A card's copy of its one open contact task, so that a repeat need not read the task."""

    id: str
    due_at: str
    owner_id: str | None = None
    snoozed_until: str | None = None


CardState = Literal["living", "merged", "erasing", "erased"]

#: The stage of a customer; only a person sets it back (contract, rule 9).
Status = Literal["new", "contacted", "qualified", "won", "lost"]

#: Reasons not to contact a customer; only a person removes one.
Flag = Literal["opt_out", "opt_out_phone", "opt_out_email", "deceased", "restricted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The one record of a customer.

    ``fields`` holds the values; ``origin`` is the inquiry that they came from, ``origins`` has the
    exceptions by field. ``phones`` (E.164) and ``emails`` have the primary one first;
    ``wrong_phones`` are numbers where somebody else answered.
    ``other_names`` are further names that help to recognise the customer, ``other_addresses``
    further or former addresses, as shown, the newest first. ``unchecked_ids`` are keyed hashes of
    IDs without a known checksum; only a test wash keeps them.
    ``evidence`` counts changes of values that decide identity, ``version`` is the edit lock.
    ``apart`` has the ids of cards that a person decided are other customers, ``household`` those of
    them in one household with this one; the newest first, and only the newest.
    A ``merged`` card is a member of the living card ``into``. That card lists all its ``members``,
    in the order in which they came, and in ``merges`` the merge of each.
    ``locked`` fields were written by a person, and leads do not change them. ``flags`` are reasons
    not to contact, each with its time. ``status_at`` is the time of the event that led to the
    ``status``, ``updated_at`` that of the last write.
    An ``erased`` card has nothing of its customer any more, only counts and its group.
    """

    id: str
    created_at: str
    customer_type: Literal["person", "company"] = "person"
    state: CardState = "living"
    into: str | None = None
    members: tuple[str, ...] = ()
    merges: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    wrong_phones: tuple[str, ...] = ()
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
    company_card_id: str | None = None
    tags: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    flags: Mapping[Flag, str] = field(default_factory=dict)
    status: Status = "new"
    status_at: str | None = None
    evidence: int = 1
    version: int = 1
    inquiries: int = 0
    last_inquiry_at: str = ""
    updated_at: str = ""
    erased_at: str | None = None
    open_task: OpenTask | None = None
    apart: tuple[str, ...] = ()
    household: tuple[str, ...] = ()

    @property
    def name(self) -> Name:
        """The name on the card."""
        return Name(first=self.fields.get("first_name", ""), last=self.fields.get("last_name", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A lead recorded on a card; never changed after it is written, unless its card is erased.

    ``card_id`` is the card in whose partition it is stored, and does not change: of a living card
    with members the one that keys and evidence told; ``undecided`` are the members between which
    they told nothing. ``card_version`` is the living card's version at
    that time, which tells the earlier merges. ``lead_id`` is the platform's id. If a person
    corrected the lead before, ``corrections`` has the values that were sent, and ``quarantine_id``
    the entry in which it was held. ``delivery_key`` is the hashed key of its delivery; ``hidden``
    are the identities (``kind#hash``) whose values are masked in ``fields``; ``warnings`` what
    looked wrong in the lead, as ``field:code``.
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
    lead_id: str | None = None
    fields: Mapping[str, str]
    answers: Mapping[str, Any]
    attribution: Mapping[str, str]
    bucket: str | None = None
    via: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    match: Mapping[str, Any] = field(default_factory=dict)
    new_card: bool
    country: str | None = None
    card_version: int | None = None
    corrected_by: str | None = None
    corrections: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    delivery_key: str = ""
    quarantine_id: str | None = None
    hidden: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


TaskKind = Literal["first_contact", "call_back", "fix_data", "review"]
TaskStatus = Literal["open", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Work for an owner; a card has at most one open contact task, which counts its inquiries.

    ``card_id`` is the card on which the task was opened, or the id of a suggestion or a quarantine
    entry. A snoozed task is open and waits until ``snoozed_until``. ``overdue_at`` is when an open
    one was found past its due time. ``done_by`` is the id of the API key, or the name of the
    process, that closed it. Every write raises ``version``. ``flags`` are the card's reasons not to
    contact, to be shown with the task.
    """

    id: str
    kind: TaskKind
    card_id: str
    owner_id: str | None = None
    bucket: str | None = None
    created_at: str
    due_at: str
    inquiries: int
    status: TaskStatus = "open"
    last_inquiry_id: str | None = None
    snoozed_until: str | None = None
    overdue_at: str | None = None
    done_at: str | None = None
    done_by: str | None = None
    reason: str | None = None
    version: int = 1
    flags: tuple[Flag, ...] = ()


LogKind = Literal[
    "created",
    "edited",
    "contact",
    "stage",
    "merged",
    "unmerged",
    "parted",
    "task",
    "restricted",
    "flag_lifted",
    "erased",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """An event of a card other than an inquiry; never changed after it is written.

    ``at`` is when it happened, ``written_at`` when it was written, ``by`` the id of the API key or
    the name of the process that did it. ``data`` depends on the kind, e.g. of an edit
    ``{"set": {field: value}, "was": {field: value}, "locked": [...]}``.
    """

    id: str
    card_id: str
    kind: LogKind
    at: str
    written_at: str
    by: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merge of two cards: ``merged`` became a member of ``into``, which stays the living card.

    ``before`` has both cards' items from before the merge, by card id, and those of their open
    tasks if both had one; ``folded_task`` is the task that was closed in favour of the other.
    ``rule`` is who decided: a person, a person by accepting a suggestion, or the rules, then in
    their ``rule_version``. An undone merge is kept without ``before``; ``undecided`` are the
    inquiries of which nothing told to which of the two they belong, the latest ones.
    """

    id: str
    into: str
    merged: str
    at: str
    by: str
    rule: Literal["hand", "suggestion", "policy"]
    rule_version: str | None = None
    suggestion_id: str | None = None
    before: Mapping[str, Mapping[str, Any]]
    folded_task: str | None = None
    state: Literal["done", "undone"] = "done"
    undone_at: str | None = None
    undone_by: str | None = None
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The result of a delivery: all ids of its answer, to answer alike when it is sent again.

    ``content`` is the keyed hash of its content, ``until`` the time until which it is remembered,
    ``code`` the reason if it is held; ``warnings`` as those of an inquiry. ``body`` and ``number``
    are those of a ``Submission``. Of an ``erased`` one only ids are left.
    """

    id: str
    source: str
    key: str
    outcome: Literal["created", "repeat", "test", "quarantined", "erased"]
    content: str
    until: str
    received_at: str
    body: str | None = None
    number: str | None = None
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
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineEntry:
    """A lead held for a person to decide; ``key`` is that of its delivery.

    By its ``marks``, keyed hashes, an erasure finds it (``cards.traces``).
    """

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
    marks: tuple[str, ...] = ()
    raw_name: str = ""


#: How far an erasure has come; the order of the steps.
ErasureStep = Literal[
    "log",
    "identities",
    "inquiries",
    "timeline",
    "notes",
    "suggestions",
    "held",
    "parked",
    "cards",
    "certificate",
    "done",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """The erasure of a person: its progress, then the proof of it; it has no personal data.

    ``card_ids`` are the person's living card and all its members. ``step`` and ``cursor`` are the
    progress, ``v`` counts the writes; ``counts`` are the records erased, by kind; ``raw`` the names
    of the person's raw bytes; ``suppressed`` the identities (``kind#hash``) by which the person is
    recognised if they come again. Once it is done there is a ``certificate``. ``reapplied_at`` is
    when it was repeated on a table that was restored from a backup.
    """

    id: str
    card_ids: tuple[str, ...]
    started_at: str
    by: str
    reason: str | None = None
    request_id: str | None = None
    step: ErasureStep = "log"
    cursor: str = ""
    v: int = 1
    counts: Mapping[str, int] = field(default_factory=dict)
    raw: tuple[str, ...] = ()
    suppressed: tuple[str, ...] = ()
    certificate: Mapping[str, Any] | None = None
    reapplied_at: str | None = None

    @property
    def card_id(self) -> str:
        """The person's living card."""
        return self.card_ids[0]
