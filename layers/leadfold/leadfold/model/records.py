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
    snoozed_until: str | None = None


CardState = Literal["living", "merged", "erasing", "erased"]

#: How far the work on a customer has come; never backwards by itself (contract, rule 9).
Status = Literal["new", "contacted", "qualified", "won", "lost"]

#: Reasons not to contact a customer. They only become more, unless a person lifts one.
Flag = Literal["opt_out", "deceased", "restricted"]


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
    A ``merged`` card goes on as a part of the living card ``into``, which lists it in ``members``
    (every card of the group but itself, in the order in which they came) and in ``merges`` the
    merges that made it so, one for each member.
    ``locked`` fields hold what a person wrote for good. ``flags`` are reasons not to contact, each
    with the time since when. ``wrong_phones`` are those where somebody else answered.
    ``status_at`` is when that happened which gave it its ``status``, ``updated_at`` when anything
    of it was last written.
    An ``erased`` card holds nothing of its customer any more, only counts and its group.
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

    ``card_id`` is the card in whose partition it lies, for good: of a living card with members the
    one whose identity it came by; ``card_version`` is the living card's version then, which tells
    the merges that it came after. ``lead_id`` is what its platform calls it. Where a person
    corrected the lead first, ``corrections`` holds what had been sent instead, and
    ``quarantine_id`` names where it was held. ``delivery_key`` is the hashed key of its delivery;
    ``hidden`` are the identities (``kind#hash``) that ``fields`` hold only masked.
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


TaskKind = Literal["first_contact", "call_back", "fix_data", "review"]
TaskStatus = Literal["open", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Work for an owner; a card has at most one open contact task, which counts its inquiries.

    ``card_id`` is the card that the task was opened on, or what else it is about:
    ``suggestion_id``, ``quarantine_id``. A snoozed task is open and waits until a time.
    ``overdue_at`` is when an open one was found past its due time. Once it is ``done``, ``done_by``
    is the id of the API key or the process that closed it. Every write raises ``version``.
    ``flags`` are the card's reasons not to contact that it has to say.
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
    """Something that happened to a card and was no inquiry; never changed after it is written.

    ``at`` is when it happened, ``written_at`` when it was written down, ``by`` the id of the API
    key or the name of the process that did it. ``data`` is what its kind says, e.g. of an edit
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
    """Two cards made one: ``merged`` went into ``into``, which was living then and lived on.

    ``before`` has both cards' items as they were, by card id, and where each had an open task those
    of the tasks; ``folded_task`` is the one that was closed in favour of the other. ``rule`` says
    who decided: a person, a person by a suggestion, or policy, then in its ``rule_version``. An
    undone merge stays on record without ``before``.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of a delivery: every id of its answer, for when it comes again.

    ``content`` is the keyed hash of what it said, ``until`` the time it is remembered to, ``code``
    why it is held, where it is. Of an ``erased`` one only its ids are left.
    """

    id: str
    source: str
    key: str
    outcome: Literal["created", "repeat", "test", "quarantined", "erased"]
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
    """The work of forgetting a person, and what is left to show for it: no personal data.

    ``card_ids`` are the card that stood for the person and all that had been merged into it.
    ``step`` and ``cursor`` say how far the work has come, ``v`` counts its writes; ``counts`` what
    has been done, by kind; ``raw`` the names of the raw bytes that were the person's;
    ``suppressed`` the identities (``kind#hash``) by which the person is known again. Once it is
    done there is a ``certificate``. ``reapplied_at`` is when it was done again, to a table from a
    backup.
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
        """The card that stood for the person."""
        return self.card_ids[0]
