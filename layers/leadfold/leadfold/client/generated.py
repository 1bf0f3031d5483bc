"""The typed client of the API: a method for each call, a type for each schema.

Made by ``make openapi`` from the OpenAPI document; changes belong there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict, cast

from leadfold.client.calling import Caller, quoted

__all__ = [
    "AcceptIn",
    "Accepted",
    "Amount",
    "Answer",
    "Attribution",
    "BucketIn",
    "BucketPage",
    "Card",
    "CardIn",
    "CardPage",
    "CardShort",
    "Certificate",
    "ConditionIn",
    "ConstantIn",
    "ContactIn",
    "Conversions",
    "DecisionIn",
    "DeliveryPage",
    "DiscardIn",
    "Drilled",
    "EditIn",
    "EditedCard",
    "EnteredCard",
    "EntryRulesIn",
    "EraseIn",
    "Erasure",
    "ErasurePage",
    "ErasureRulesIn",
    "Evidence",
    "Export",
    "Failure",
    "HandOverIn",
    "HandedOver",
    "Happened",
    "Health",
    "HeldLead",
    "IdentityRulesIn",
    "IdentityUseIn",
    "IgnoreIn",
    "Inquiry",
    "InquiryPage",
    "JoinIn",
    "KeyIn",
    "KeyPage",
    "Lead",
    "Leads",
    "LiftIn",
    "LookupIn",
    "LookupResult",
    "Match",
    "MatchLeads",
    "MatchResults",
    "Merge",
    "MergeIn",
    "MoneyIn",
    "NewKey",
    "Overlap",
    "OverrideIn",
    "OwnerIn",
    "OwnerPage",
    "Preview",
    "Problem",
    "QuarantinePage",
    "Quarantined",
    "Reason",
    "ReleaseIn",
    "RenameIn",
    "ResponseTimes",
    "RestrictIn",
    "Restricted",
    "Results",
    "RoutingIn",
    "RuleIn",
    "SearchIn",
    "SecretsIn",
    "ShareIn",
    "SignIn",
    "SourceHealth",
    "SourceIn",
    "SpendFile",
    "SpendRead",
    "SplitNameIn",
    "StageIn",
    "Suggestion",
    "SuggestionPage",
    "Task",
    "TaskIn",
    "TaskPage",
    "ThenIn",
    "TimelinePage",
    "ValuesIn",
    "WhenIn",
    "WorkingHoursIn",
    "Client",
]


class AcceptIn(TypedDict):
    """Which of the two cards lives on."""

    into: NotRequired[str | None]


class Accepted(TypedDict):
    """Accepted, as the API has it."""

    accepted: int


class Amount(TypedDict):
    """Amount, as the API has it."""

    amount: str
    currency: str


class Answer(TypedDict):
    """Answer, as the API has it."""

    outcome: Literal["created", "repeat", "replayed", "test", "quarantined", "accepted"]
    is_new: bool
    is_duplicate: bool
    is_test: bool
    needs_attention: bool
    card_id: str | None
    card_url: str | None
    inquiry_id: str | None
    task_id: str | None
    quarantine_id: str | None
    delivery_id: str | None
    inquiry_date: str | None
    inquiry_number: int | None
    owner_id: str | None
    owner_email: str | None
    bucket: str | None
    first_name: str | None
    last_name: str | None
    phone_e164: str | None
    email_clean: str | None
    matched_by_text: str
    match_level: int | None
    score: float | None
    warning_codes: str
    matched_by: Sequence[str]
    match: Mapping[str, Any]
    warnings: Sequence[Mapping[str, Any]]
    suggestions: Sequence[str]


class Attribution(TypedDict):
    """Attribution, as the API has it."""

    name: str
    about: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]


class BucketIn(TypedDict):
    """A pipeline."""

    id: NotRequired[str | None]
    name: str
    default_owner: NotRequired[str | None]


class BucketPage(TypedDict):
    """BucketPage, as the API has it."""

    items: Sequence[BucketIn]
    next_cursor: str | None


class Card(TypedDict):
    """Card, as the API has it."""

    id: str
    merged_ids: Sequence[str]
    customer_type: Literal["person", "company"]
    state: str
    status: str
    created_at: str
    source: str | None
    owner_id: str | None
    owner_email: str | None
    bucket: str | None
    version: int
    inquiries: int
    last_inquiry_at: str | None
    fields: Mapping[str, Mapping[str, Any]]
    identities: Sequence[Mapping[str, Any]]
    open_task: Mapping[str, Any] | None
    other_values: Mapping[str, Sequence[Mapping[str, Any]]]
    apart: Sequence[str]
    household: Sequence[str]
    lists: Sequence[str]
    flags: Sequence[Literal["opt_out", "opt_out_phone", "opt_out_email", "deceased", "restricted"]]
    flags_since: Mapping[str, str]
    locked: Sequence[str]
    tags: Sequence[str]
    wrong_phones: Sequence[str]
    company_card_id: str | None
    updated_at: str | None
    etag: str


class CardIn(TypedDict):
    """A card typed in by hand. Owner, bucket, tags and locks are those of a new card."""

    full_name: NotRequired[str | None]
    first_name: NotRequired[str | None]
    last_name: NotRequired[str | None]
    phone: NotRequired[str | None]
    email: NotRequired[str | None]
    national_id: NotRequired[str | None]
    birth_date: NotRequired[str | None]
    company: NotRequired[str | None]
    org_number: NotRequired[str | None]
    job_title: NotRequired[str | None]
    street: NotRequired[str | None]
    postcode: NotRequired[str | None]
    city: NotRequired[str | None]
    country: NotRequired[str | None]
    external_ids: NotRequired[Mapping[str, str | int | None] | None]
    owner_id: NotRequired[str | None]
    bucket: NotRequired[str | None]
    tags: NotRequired[Sequence[str] | None]
    locked: NotRequired[
        Sequence[
            Literal[
                "first_name",
                "last_name",
                "birth_date",
                "company",
                "org_number",
                "job_title",
                "street",
                "postcode",
                "city",
                "country",
                "phone",
                "email",
            ]
        ]
        | None
    ]
    source: NotRequired[str | None]


class CardPage(TypedDict):
    """CardPage, as the API has it."""

    items: Sequence[CardShort]
    next_cursor: str | None


class CardShort(TypedDict):
    """CardShort, as the API has it."""

    id: str
    customer_type: Literal["person", "company"]
    status: Literal["new", "contacted", "qualified", "won", "lost"]
    flags: Sequence[str]
    tags: Sequence[str]
    inquiries: int
    created_at: str
    updated_at: str
    last_inquiry_at: str | None
    first_name: str | None
    last_name: str | None
    company: str | None
    phone: str | None
    email: str | None
    source: str | None
    owner_id: str | None
    bucket: str | None


class Certificate(TypedDict):
    """Certificate, as the API has it."""

    id: str
    number: int
    card_ids: Sequence[str]
    started_at: str
    finished_at: str
    by: str
    reason: str | None
    request_id: str | None
    counts: Mapping[str, int]
    previous_sha256: str | None


#: What a field of the lead says: well-known, of attribution, or an answer. Case is no matter.
ConditionIn = TypedDict(
    "ConditionIn",
    {
        "field": "str",
        "equals": "NotRequired[str | None]",
        "in": "NotRequired[Sequence[str]]",
        "contains": "NotRequired[str | None]",
    },
)


class ConstantIn(TypedDict):
    """A value that holds where the form sends none."""

    do: Literal["constant"]
    to: str
    value: str


class ContactIn(TypedDict):
    """An attempt to reach a customer; ``at`` is now where it is left out."""

    channel: str
    at: NotRequired[str | None]
    outcome: Literal["reached", "no_answer", "wrong_number", "declined", "opt_out", "deceased"]
    note: NotRequired[str | None]
    task_id: NotRequired[str | None]
    phone: NotRequired[str | None]


class Conversions(TypedDict):
    """Conversions, as the API has it."""

    platform: Literal["google", "meta"]
    payload: Mapping[str, Any]
    refused: Sequence[Mapping[str, Any]]


class DecisionIn(TypedDict):
    """Why two cards are not one."""

    reason: NotRequired[str | None]


class DeliveryPage(TypedDict):
    """DeliveryPage, as the API has it."""

    items: Sequence[Mapping[str, Any]]
    next_cursor: str | None


class DiscardIn(TypedDict):
    """Why a held lead is not recorded."""

    reason: str


class Drilled(TypedDict):
    """Drilled, as the API has it."""

    count: int
    ids: Sequence[str] | None


class EditIn(TypedDict):
    """An edit (JSON Merge Patch): what is left out stays, ``null`` or an empty text takes away."""

    full_name: NotRequired[str | None]
    first_name: NotRequired[str | None]
    last_name: NotRequired[str | None]
    phone: NotRequired[str | None]
    email: NotRequired[str | None]
    national_id: NotRequired[str | None]
    birth_date: NotRequired[str | None]
    company: NotRequired[str | None]
    org_number: NotRequired[str | None]
    job_title: NotRequired[str | None]
    street: NotRequired[str | None]
    postcode: NotRequired[str | None]
    city: NotRequired[str | None]
    country: NotRequired[str | None]
    external_ids: NotRequired[Mapping[str, str | int | None] | None]
    owner_id: NotRequired[str | None]
    bucket: NotRequired[str | None]
    tags: NotRequired[Sequence[str] | None]
    locked: NotRequired[
        Sequence[
            Literal[
                "first_name",
                "last_name",
                "birth_date",
                "company",
                "org_number",
                "job_title",
                "street",
                "postcode",
                "city",
                "country",
                "phone",
                "email",
            ]
        ]
        | None
    ]
    phones: NotRequired[Sequence[str] | None]
    emails: NotRequired[Sequence[str] | None]
    company_card_id: NotRequired[str | None]


class EditedCard(TypedDict):
    """EditedCard, as the API has it."""

    id: str
    merged_ids: Sequence[str]
    customer_type: Literal["person", "company"]
    state: str
    status: str
    created_at: str
    source: str | None
    owner_id: str | None
    owner_email: str | None
    bucket: str | None
    version: int
    inquiries: int
    last_inquiry_at: str | None
    fields: Mapping[str, Mapping[str, Any]]
    identities: Sequence[Mapping[str, Any]]
    open_task: Mapping[str, Any] | None
    other_values: Mapping[str, Sequence[Mapping[str, Any]]]
    apart: Sequence[str]
    household: Sequence[str]
    lists: Sequence[str]
    flags: Sequence[Literal["opt_out", "opt_out_phone", "opt_out_email", "deceased", "restricted"]]
    flags_since: Mapping[str, str]
    locked: Sequence[str]
    tags: Sequence[str]
    wrong_phones: Sequence[str]
    company_card_id: str | None
    updated_at: str | None
    etag: str
    warnings: Sequence[Mapping[str, Any]]


class EnteredCard(TypedDict):
    """EnteredCard, as the API has it."""

    id: str
    merged_ids: Sequence[str]
    customer_type: Literal["person", "company"]
    state: str
    status: str
    created_at: str
    source: str | None
    owner_id: str | None
    owner_email: str | None
    bucket: str | None
    version: int
    inquiries: int
    last_inquiry_at: str | None
    fields: Mapping[str, Mapping[str, Any]]
    identities: Sequence[Mapping[str, Any]]
    open_task: Mapping[str, Any] | None
    other_values: Mapping[str, Sequence[Mapping[str, Any]]]
    apart: Sequence[str]
    household: Sequence[str]
    lists: Sequence[str]
    flags: Sequence[Literal["opt_out", "opt_out_phone", "opt_out_email", "deceased", "restricted"]]
    flags_since: Mapping[str, str]
    locked: Sequence[str]
    tags: Sequence[str]
    wrong_phones: Sequence[str]
    company_card_id: str | None
    updated_at: str | None
    etag: str
    match: Match | None
    suggestions: Sequence[str]
    warnings: Sequence[Mapping[str, Any]]


class EntryRulesIn(TypedDict):
    """What a source's leads must bring, or a person looks at them first."""

    required: NotRequired[
        Sequence[
            Literal[
                "full_name",
                "first_name",
                "last_name",
                "phone",
                "email",
                "national_id",
                "birth_date",
                "company",
                "org_number",
                "job_title",
                "street",
                "postcode",
                "city",
                "country",
                "message",
            ]
        ]
    ]
    sources: NotRequired[Sequence[str]]


class EraseIn(TypedDict):
    """Why a person is erased. Both are kept for good, and may not name the person."""

    reason: NotRequired[str | None]
    request_id: NotRequired[str | None]


class Erasure(TypedDict):
    """Erasure, as the API has it."""

    id: str
    state: Literal["erasing", "done"]
    step: str
    card_id: str
    card_ids: Sequence[str]
    started_at: str
    finished_at: str | None
    by: str
    reason: str | None
    request_id: str | None
    counts: Mapping[str, int]
    certificate: Certificate | None
    certificate_sha256: str | None
    reapplied_at: str | None


class ErasurePage(TypedDict):
    """ErasurePage, as the API has it."""

    items: Sequence[Erasure]
    next_cursor: str | None


class ErasureRulesIn(TypedDict):
    """What becomes of an erased person who comes again, by a lead or by others' doing."""

    leads: NotRequired[Literal["accept", "hold"]]
    others: NotRequired[Literal["refuse", "accept"]]


class Evidence(TypedDict):
    """Evidence, as the API has it."""

    field: str
    agreement: str
    weight: float


class Export(TypedDict):
    """Export, as the API has it."""

    exported_at: str
    card_id: str
    card: Mapping[str, Any] | None
    inquiries: Sequence[Mapping[str, Any]]
    timeline: Sequence[Mapping[str, Any]]
    tasks: Sequence[Mapping[str, Any]]
    deliveries: Sequence[Mapping[str, Any]]
    merges: Sequence[Mapping[str, Any]]
    suggestions: Sequence[Mapping[str, Any]]
    sources: Sequence[Mapping[str, Any]]
    recipients: Sequence[Mapping[str, Any]]
    next_cursor: str | None


class Failure(TypedDict):
    """Failure, as the API has it."""

    outcome: Literal["failed"]
    status: int
    title: str
    detail: str


class HandOverIn(TypedDict):
    """Who gets an owner's work: ``null`` is nobody, left out the default owner of its bucket."""

    to: NotRequired[str | None]


class HandedOver(TypedDict):
    """HandedOver, as the API has it."""

    moved: int
    more: bool


class Happened(TypedDict):
    """Happened, as the API has it."""

    id: str
    kind: Literal[
        "contact",
        "created",
        "edited",
        "erased",
        "flag_lifted",
        "inquiry",
        "merged",
        "parted",
        "restricted",
        "stage",
        "task",
        "unmerged",
    ]
    card_id: str
    at: str
    written_at: str
    by: str
    by_name: str | None
    summary: str
    data: Mapping[str, Any]
    status: str
    flags: Sequence[str]
    open_task_id: str | None


class Health(TypedDict):
    """Health, as the API has it."""

    status: Literal["up", "down"]
    version: str
    checks: Mapping[str, str]


class HeldLead(TypedDict):
    """HeldLead, as the API has it."""

    id: str
    source: str
    code: str
    status: Literal["open", "released", "discarded"]
    received_at: str
    due_at: str
    delivery_id: str
    owner_id: str | None
    closed_at: str | None
    closed_by: str | None
    reason: str | None
    card_id: str | None
    inquiry_id: str | None
    raw: str | None
    content_type: str | None
    fields: Mapping[str, Any]


class IdentityRulesIn(TypedDict):
    """How identity is decided; what is left out is as by default."""

    order: NotRequired[
        Sequence[Literal["national_id", "org_number", "external_id", "phone", "email"]]
    ]
    use: NotRequired[IdentityUseIn]
    merge_up_to_level: NotRequired[int | None]


class IdentityUseIn(TypedDict):
    """What an equal identity comes to. Two national IDs are two people: it always decides."""

    national_id: NotRequired[Literal["decisive"]]
    org_number: NotRequired[Literal["decisive", "supporting", "off"]]
    external_id: NotRequired[Literal["decisive", "supporting", "off"]]
    phone: NotRequired[Literal["decisive", "supporting", "off"]]
    email: NotRequired[Literal["decisive", "supporting", "off"]]


class IgnoreIn(TypedDict):
    """A field is left out."""

    do: Literal["ignore"]
    label: str


class Inquiry(TypedDict):
    """Inquiry, as the API has it."""

    id: str
    card_id: str
    kind: Literal["first", "repeat"]
    number: int
    inquiry_date: str
    received_at: str
    source: str
    platform: str
    bucket: str | None
    tags: Sequence[str]
    fields: Mapping[str, Any]
    answers: Mapping[str, Any]
    attribution: Mapping[str, Any]
    consent: Mapping[str, Any] | None
    opt_outs: Sequence[Literal["opt_out", "opt_out_phone", "opt_out_email"]]
    match: Match | None
    delivery_id: str
    lead_id: str | None
    corrected_by: str | None
    corrections: Mapping[str, Any]
    warnings: Sequence[Mapping[str, Any]]


class InquiryPage(TypedDict):
    """InquiryPage, as the API has it."""

    items: Sequence[Inquiry]
    next_cursor: str | None


class JoinIn(TypedDict):
    """Several fields become one: ``{first} {last}``."""

    do: Literal["join"]
    to: str
    template: str


class KeyIn(TypedDict):
    """A new API key."""

    name: str
    role: Literal["admin", "operator", "intake", "marketing"]


class KeyPage(TypedDict):
    """KeyPage, as the API has it."""

    items: Sequence[Mapping[str, Any]]
    next_cursor: str | None


class Lead(TypedDict):
    """Well-known fields in their common spellings; all else goes to `answers`."""

    lead_id: NotRequired[str]
    submitted_at: NotRequired[str]
    full_name: NotRequired[str]
    first_name: NotRequired[str]
    last_name: NotRequired[str]
    phone: NotRequired[str]
    email: NotRequired[str]
    national_id: NotRequired[str]
    birth_date: NotRequired[str]
    company: NotRequired[str]
    org_number: NotRequired[str]
    job_title: NotRequired[str]
    street: NotRequired[str]
    postcode: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    message: NotRequired[str]
    consent: NotRequired[str]
    external_ids: NotRequired[str]
    opt_out: NotRequired[str]
    do_not_call: NotRequired[str]
    unsubscribed: NotRequired[str]
    utm_source: NotRequired[str]
    utm_medium: NotRequired[str]
    utm_campaign: NotRequired[str]
    utm_term: NotRequired[str]
    utm_content: NotRequired[str]
    gclid: NotRequired[str]
    gbraid: NotRequired[str]
    wbraid: NotRequired[str]
    fbclid: NotRequired[str]
    ttclid: NotRequired[str]
    li_fat_id: NotRequired[str]
    msclkid: NotRequired[str]
    landing_page: NotRequired[str]
    referrer: NotRequired[str]
    campaign_id: NotRequired[str]
    campaign: NotRequired[str]
    adset_id: NotRequired[str]
    adset: NotRequired[str]
    ad_id: NotRequired[str]
    ad: NotRequired[str]
    form_id: NotRequired[str]
    form: NotRequired[str]
    is_test: NotRequired[bool]


#: Leads, as the API has it.
Leads: TypeAlias = "Sequence[Lead]"


class LiftIn(TypedDict):
    """Why a reason not to contact no longer holds."""

    reason: str


class LookupIn(TypedDict):
    """Who to look for; at least one of phone, email and national_id finds a card."""

    phone: NotRequired[str]
    email: NotRequired[str]
    national_id: NotRequired[str]
    org_number: NotRequired[str]
    name: NotRequired[str]
    birth_date: NotRequired[str]
    postcode: NotRequired[str]
    country: NotRequired[str | None]


class LookupResult(TypedDict):
    """LookupResult, as the API has it."""

    items: Sequence[Mapping[str, Any]]
    register_suggestions: Sequence[Mapping[str, Any]]


class Match(TypedDict):
    """Match, as the API has it."""

    verdict: Literal["same", "different", "ask"]
    summary: str
    level: int | None
    score: float
    matched_by: Sequence[str]
    evidence: Sequence[Reason]


#: MatchLeads, as the API has it.
MatchLeads: TypeAlias = "Sequence[Lead] | Mapping[str, Any]"


class MatchResults(TypedDict):
    """MatchResults, as the API has it."""

    results: Sequence[Mapping[str, Any] | Failure]


class Merge(TypedDict):
    """Merge, as the API has it."""

    id: str
    state: Literal["done", "undone"]
    into: str
    merged: str
    at: str
    by: str
    rule: Literal["hand", "suggestion", "policy"]
    rule_version: str | None
    suggestion_id: str | None
    undone_at: str | None
    undone_by: str | None
    undecided: Sequence[str]
    cards: Sequence[Card]


class MergeIn(TypedDict):
    """The card that lives on."""

    into: str


class MoneyIn(TypedDict):
    """An amount without VAT."""

    amount: float | str
    currency: str


class NewKey(TypedDict):
    """NewKey, as the API has it."""

    id: str
    name: str
    role: Literal["admin", "operator", "intake", "marketing"]
    created_at: str
    key: str


class Overlap(TypedDict):
    """Overlap, as the API has it."""

    name: str
    about: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]


class OverrideIn(TypedDict):
    """What is different for one form or page of a source."""

    field_map: NotRequired[
        Sequence[RenameIn | JoinIn | ConstantIn | SplitNameIn | ValuesIn | IgnoreIn]
    ]


class OwnerIn(TypedDict):
    """A person or team that works cards."""

    id: NotRequired[str | None]
    name: str
    email: NotRequired[str | None]
    active: NotRequired[bool]
    away_until: NotRequired[str | None]


class OwnerPage(TypedDict):
    """OwnerPage, as the API has it."""

    items: Sequence[OwnerIn]
    next_cursor: str | None


class Preview(TypedDict):
    """Preview, as the API has it."""

    outcome: Literal["created", "repeat", "replayed", "test", "quarantined"]
    problem: str | None
    is_test: bool
    lead_id: str | None
    normalised: Mapping[str, Any]
    identities: Sequence[str]
    warnings: Sequence[Mapping[str, Any]]
    card_id: str | None
    match: Match | None
    other_cards: Sequence[Mapping[str, Any]]
    submitted_at: str | None
    inquiry_date: str
    fields: Mapping[str, Any]
    attribution: Mapping[str, Any]
    answers: Mapping[str, Any]
    routing: Mapping[str, Any]


class Problem(TypedDict):
    """Problem, as the API has it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    message: str


class QuarantinePage(TypedDict):
    """QuarantinePage, as the API has it."""

    items: Sequence[Quarantined]
    next_cursor: str | None


class Quarantined(TypedDict):
    """Quarantined, as the API has it."""

    id: str
    source: str
    code: str
    status: Literal["open", "released", "discarded"]
    received_at: str
    due_at: str
    delivery_id: str
    owner_id: str | None
    closed_at: str | None
    closed_by: str | None
    reason: str | None
    card_id: str | None
    inquiry_id: str | None


class Reason(TypedDict):
    """Reason, as the API has it."""

    field: str
    agreement: str
    weight: float
    text: str


class ReleaseIn(TypedDict):
    """A held lead's corrections: well-known fields, an empty one takes away what was sent."""

    fields: NotRequired[Mapping[str, str]]


class RenameIn(TypedDict):
    """A field becomes a well-known one, or an answer of another name."""

    do: Literal["rename"]
    label: str
    to: str


class ResponseTimes(TypedDict):
    """ResponseTimes, as the API has it."""

    name: str
    about: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]


class RestrictIn(TypedDict):
    """Why a card may not be used, or may be used again."""

    reason: str


class Restricted(TypedDict):
    """Restricted, as the API has it."""

    card_id: str
    flags: Sequence[str]


class Results(TypedDict):
    """Results, as the API has it."""

    results: Sequence[Answer | Failure]


class RoutingIn(TypedDict):
    """The rules in their order: the first that holds is the one that counts."""

    rules: NotRequired[Sequence[RuleIn]]


class RuleIn(TypedDict):
    """One rule."""

    name: NotRequired[str | None]
    when: NotRequired[WhenIn]
    then: ThenIn


class SearchIn(TypedDict):
    """What to look for, and the filters of ``GET /cards``."""

    q: str
    owner: NotRequired[str | None]
    bucket: NotRequired[str | None]
    source: NotRequired[str | None]
    status: NotRequired[str | None]
    updated_since: NotRequired[str | None]


class SecretsIn(TypedDict):
    """The secrets of a source, write-only."""

    app_secret: NotRequired[str | Sequence[str] | bool | None]
    client_secret: NotRequired[str | Sequence[str] | bool | None]
    verify_token: NotRequired[str | Sequence[str] | bool | None]
    google_key: NotRequired[str | Sequence[str] | bool | None]
    access_token: NotRequired[str | Sequence[str] | bool | None]
    secret_path: NotRequired[str | Sequence[str] | bool | None]


class ShareIn(TypedDict):
    """One owner's part of a source's leads."""

    owner_id: str
    weight: NotRequired[int]


class SignIn(TypedDict):
    """SignIn, as the API has it."""

    key: str
    query: str


class SourceHealth(TypedDict):
    """SourceHealth, as the API has it."""

    name: str
    about: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]


class SourceIn(TypedDict):
    """A source as configured."""

    id: NotRequired[str | None]
    platform: NotRequired[str]
    name: NotRequired[str | None]
    country: NotRequired[str | None]
    bucket: NotRequired[str | None]
    owners: NotRequired[Sequence[ShareIn]]
    data_owner: NotRequired[str | None]
    response_minutes: NotRequired[int]
    working_hours: NotRequired[WorkingHoursIn | None]
    double_submit_seconds: NotRequired[int]
    graph_base: NotRequired[str | None]
    field_map: NotRequired[
        Sequence[RenameIn | JoinIn | ConstantIn | SplitNameIn | ValuesIn | IgnoreIn]
    ]
    forms: NotRequired[Mapping[str, Any]]
    pages: NotRequired[Mapping[str, Any]]
    entry_rules: NotRequired[EntryRulesIn]
    retention_days: NotRequired[int | None]
    secrets: NotRequired[SecretsIn]


#: A CSV with a day and an amount in each row (docs/reports.md).
SpendFile: TypeAlias = "str"


class SpendRead(TypedDict):
    """SpendRead, as the API has it."""

    layout: Literal["plain", "google", "meta"]
    rows: int
    expenses: int
    error_count: int
    warning_count: int
    errors: Sequence[Mapping[str, Any]]
    warnings: Sequence[Mapping[str, Any]]


class SplitNameIn(TypedDict):
    """A field with a whole name becomes first and last name."""

    do: Literal["split_name"]
    label: str


class StageIn(TypedDict):
    """How the business with a customer went on; ``at`` is now where it is left out."""

    stage: Literal["qualified", "won", "lost"]
    value: NotRequired[MoneyIn | None]
    at: NotRequired[str | None]
    external_id: NotRequired[str | None]


class Suggestion(TypedDict):
    """Suggestion, as the API has it."""

    id: str
    kind: Literal["duplicate", "household"]
    state: Literal["open", "rejected", "household", "accepted", "merged", "erased"]
    reason: str
    verdict: Literal["same", "different", "ask"]
    summary: str
    level: int | None
    score: float
    evidence: Sequence[Reason]
    automatic: bool
    created_at: str
    owner_id: str | None
    closed_at: str | None
    closed_by: str | None
    closed_reason: str | None
    merge_id: str | None
    card_ids: Sequence[str]
    cards: Sequence[CardShort]


class SuggestionPage(TypedDict):
    """SuggestionPage, as the API has it."""

    items: Sequence[Suggestion]
    next_cursor: str | None


class Task(TypedDict):
    """Task, as the API has it."""

    id: str
    kind: Literal["first_contact", "call_back", "fix_data", "review"]
    status: Literal["open", "snoozed", "done"]
    etag: str
    created_at: str
    due_at: str
    inquiries: int
    flags: Sequence[str]
    card_ids: Sequence[str]
    quarantine_id: str | None
    code: str | None
    suggestion_id: str | None
    same_number_tasks: Sequence[str]
    owner_id: str | None
    card_id: str | None
    bucket: str | None
    source: str | None
    last_inquiry_id: str | None
    snoozed_until: str | None
    overdue_at: str | None
    done_at: str | None
    done_by: str | None
    reason: str | None


class TaskIn(TypedDict):
    """What is done with a task; what is left out stays as it is."""

    status: NotRequired[Literal["open", "snoozed", "done"]]
    reason: NotRequired[str | None]
    owner_id: NotRequired[str | None]
    snoozed_until: NotRequired[str | None]
    due_at: NotRequired[str | None]


class TaskPage(TypedDict):
    """TaskPage, as the API has it."""

    items: Sequence[Task]
    next_cursor: str | None


class ThenIn(TypedDict):
    """Where to; what is left out is as the source says. Owner and spread are for new cards."""

    bucket: NotRequired[str | None]
    owner: NotRequired[str | None]
    spread: NotRequired[Sequence[ShareIn]]
    tags: NotRequired[Sequence[str]]
    response_minutes: NotRequired[int | None]


class TimelinePage(TypedDict):
    """TimelinePage, as the API has it."""

    items: Sequence[Mapping[str, Any]]
    next_cursor: str | None


class ValuesIn(TypedDict):
    """The values of a field become others; with ``to``, of another field."""

    do: Literal["values"]
    label: str
    to: NotRequired[str | None]
    values: Mapping[str, str]


class WhenIn(TypedDict):
    """What must hold, all of it; of a list, any. Without anything the rule holds for all."""

    source: NotRequired[Sequence[str]]
    form: NotRequired[Sequence[str]]
    country: NotRequired[Sequence[str]]
    kind: NotRequired[Literal["new", "repeat"] | None]
    card_status: NotRequired[Sequence[Literal["new", "contacted", "qualified", "won", "lost"]]]
    fields: NotRequired[Sequence[ConditionIn]]


class WorkingHoursIn(TypedDict):
    """When a source's owners work."""

    time_zone: NotRequired[str]
    days: NotRequired[Mapping[str, Sequence[Sequence[Any]]]]


class Client(Caller):
    """A typed client of Leadfold."""

    def post_lead(
        self,
        body: Lead,
        *,
        source: str | None = None,
    ) -> Answer:
        """Take in one lead: a new card, or a repeat inquiry and its task."""
        return cast(
            "Answer",
            self.call(
                "POST",
                "/leads",
                query={"source": source},
                body=body,
            ),
        )

    def post_leads_batch(
        self,
        body: Leads,
        *,
        source: str | None = None,
    ) -> Results:
        """Take in up to 500 leads, as a JSON array or NDJSON; one bad lead fails no other."""
        return cast(
            "Results",
            self.call(
                "POST",
                "/leads/batch",
                query={"source": source},
                body=body,
            ),
        )

    def get_cards(
        self,
        *,
        owner: str | None = None,
        bucket: str | None = None,
        source: str | None = None,
        status: str | None = None,
        updated_since: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> CardPage:
        """Living cards: the latest change first, with updated_since the oldest, by owner, source,
        bucket or status the newest card."""
        return cast(
            "CardPage",
            self.call(
                "GET",
                "/cards",
                query={
                    "owner": owner,
                    "bucket": bucket,
                    "source": source,
                    "status": status,
                    "updated_since": updated_since,
                    "limit": limit,
                    "cursor": cursor,
                },
            ),
        )

    def post_card(
        self,
        body: CardIn,
        *,
        idempotency_key: str | None = None,
    ) -> EnteredCard:
        """A card typed in by hand; one that is there is filled, and answered with 200."""
        return cast(
            "EnteredCard",
            self.call(
                "POST",
                "/cards",
                headers={"Idempotency-Key": idempotency_key},
                body=body,
            ),
        )

    def post_cards_search(
        self,
        body: SearchIn,
        *,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> CardPage:
        """Look for cards by phone, e-mail, national ID, organisation number, id or name."""
        return cast(
            "CardPage",
            self.call(
                "POST",
                "/cards/search",
                query={"limit": limit, "cursor": cursor},
                body=body,
            ),
        )

    def post_cards_lookup(
        self,
        body: LookupIn,
    ) -> LookupResult:
        """Look before you type: the cards that a person might be, best first."""
        return cast(
            "LookupResult",
            self.call(
                "POST",
                "/cards/lookup",
                body=body,
            ),
        )

    def get_card(
        self,
        id: str,
    ) -> Card:
        """One card whole: fields with provenance, identities, open task, other values."""
        return cast(
            "Card",
            self.call(
                "GET",
                f"/cards/{quoted(id)}",
            ),
        )

    def patch_card(
        self,
        id: str,
        body: EditIn,
        *,
        if_match: str | None = None,
    ) -> EditedCard:
        """Edit a card, lock its fields."""
        return cast(
            "EditedCard",
            self.call(
                "PATCH",
                f"/cards/{quoted(id)}",
                headers={"If-Match": if_match},
                body=body,
            ),
        )

    def get_card_inquiries(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> InquiryPage:
        """A card's inquiries, newest first."""
        return cast(
            "InquiryPage",
            self.call(
                "GET",
                f"/cards/{quoted(id)}/inquiries",
                query={"limit": limit, "cursor": cursor},
            ),
        )

    def post_card_contact(
        self,
        id: str,
        body: ContactIn,
        *,
        idempotency_key: str | None = None,
    ) -> Happened:
        """What came of trying to reach a customer, and what follows from it."""
        return cast(
            "Happened",
            self.call(
                "POST",
                f"/cards/{quoted(id)}/contacts",
                headers={"Idempotency-Key": idempotency_key},
                body=body,
            ),
        )

    def post_card_stage(
        self,
        id: str,
        body: StageIn,
    ) -> Happened:
        """How the business went on; each won counts, the same external_id once."""
        return cast(
            "Happened",
            self.call(
                "POST",
                f"/cards/{quoted(id)}/stage",
                body=body,
            ),
        )

    def get_card_timeline(
        self,
        id: str,
        *,
        kind: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> TimelinePage:
        """Everything that happened to a card, newest first, each decision with its evidence."""
        return cast(
            "TimelinePage",
            self.call(
                "GET",
                f"/cards/{quoted(id)}/timeline",
                query={"kind": kind, "limit": limit, "cursor": cursor},
            ),
        )

    def delete_card_flags(
        self,
        id: str,
        flag: str,
        body: LiftIn,
    ) -> Card:
        """Lift a reason not to contact, with a reason."""
        return cast(
            "Card",
            self.call(
                "DELETE",
                f"/cards/{quoted(id)}/flags/{quoted(flag)}",
                body=body,
            ),
        )

    def post_card_merge(
        self,
        id: str,
        body: MergeIn,
    ) -> Merge:
        """Make this card part of another one, which lives on; nothing is lost."""
        return cast(
            "Merge",
            self.call(
                "POST",
                f"/cards/{quoted(id)}/merge",
                body=body,
            ),
        )

    def get_merge(
        self,
        id: str,
    ) -> Merge:
        """One merge, and the cards that stand now for the two."""
        return cast(
            "Merge",
            self.call(
                "GET",
                f"/merges/{quoted(id)}",
            ),
        )

    def post_merge_undo(
        self,
        id: str,
    ) -> Merge:
        """Take two cards apart again, each with what came since by its identities."""
        return cast(
            "Merge",
            self.call(
                "POST",
                f"/merges/{quoted(id)}/undo",
            ),
        )

    def get_tasks(
        self,
        *,
        owner: str | None = None,
        status: Literal["done", "open", "snoozed"] | None = None,
        kind: Literal["call_back", "first_contact", "fix_data", "review"] | None = None,
        bucket: str | None = None,
        due_before: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> TaskPage:
        """The work queue, due first: tasks, held leads and suggestions."""
        return cast(
            "TaskPage",
            self.call(
                "GET",
                "/tasks",
                query={
                    "owner": owner,
                    "status": status,
                    "kind": kind,
                    "bucket": bucket,
                    "due_before": due_before,
                    "limit": limit,
                    "cursor": cursor,
                },
            ),
        )

    def get_task(
        self,
        id: str,
    ) -> Task:
        """One task, open or done; its ETag goes into If-Match."""
        return cast(
            "Task",
            self.call(
                "GET",
                f"/tasks/{quoted(id)}",
            ),
        )

    def patch_task(
        self,
        id: str,
        body: TaskIn,
        *,
        if_match: str | None = None,
    ) -> Task:
        """Done, open again, snoozed, handed on or due at another time."""
        return cast(
            "Task",
            self.call(
                "PATCH",
                f"/tasks/{quoted(id)}",
                headers={"If-Match": if_match},
                body=body,
            ),
        )

    def post_owner_hand_over(
        self,
        id: str,
        body: HandOverIn | None = None,
    ) -> HandedOver:
        """Give away an owner's open work; again while there is more."""
        return cast(
            "HandedOver",
            self.call(
                "POST",
                f"/owners/{quoted(id)}/hand-over",
                body=body,
            ),
        )

    def get_quarantine(
        self,
        *,
        owner: str | None = None,
        source: str | None = None,
        code: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> QuarantinePage:
        """Leads that are held for a person, due first."""
        return cast(
            "QuarantinePage",
            self.call(
                "GET",
                "/quarantine",
                query={
                    "owner": owner,
                    "source": source,
                    "code": code,
                    "limit": limit,
                    "cursor": cursor,
                },
            ),
        )

    def get_quarantined(
        self,
        id: str,
    ) -> HeldLead:
        """One held lead, with what came and what was understood of it."""
        return cast(
            "HeldLead",
            self.call(
                "GET",
                f"/quarantine/{quoted(id)}",
            ),
        )

    def post_quarantined_release(
        self,
        id: str,
        body: ReleaseIn,
    ) -> Answer:
        """Record a held lead, corrected; once, however often it is called."""
        return cast(
            "Answer",
            self.call(
                "POST",
                f"/quarantine/{quoted(id)}/release",
                body=body,
            ),
        )

    def post_quarantined_discard(
        self,
        id: str,
        body: DiscardIn,
    ) -> Quarantined:
        """Close a held lead without recording it, with a reason."""
        return cast(
            "Quarantined",
            self.call(
                "POST",
                f"/quarantine/{quoted(id)}/discard",
                body=body,
            ),
        )

    def get_source_deliveries(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> DeliveryPage:
        """A source's last deliveries and what each became."""
        return cast(
            "DeliveryPage",
            self.call(
                "GET",
                f"/sources/{quoted(id)}/deliveries",
                query={"limit": limit, "cursor": cursor},
            ),
        )

    def get_suggestions(
        self,
        *,
        owner: str | None = None,
        kind: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> SuggestionPage:
        """Pairs of cards that may be one customer or household, oldest first."""
        return cast(
            "SuggestionPage",
            self.call(
                "GET",
                "/suggestions",
                query={"owner": owner, "kind": kind, "limit": limit, "cursor": cursor},
            ),
        )

    def get_suggestion(
        self,
        id: str,
    ) -> Suggestion:
        """One suggestion, open or closed."""
        return cast(
            "Suggestion",
            self.call(
                "GET",
                f"/suggestions/{quoted(id)}",
            ),
        )

    def post_suggestion_accept(
        self,
        id: str,
        body: AcceptIn | None = None,
    ) -> Suggestion:
        """One customer: the cards are merged, the older one lives on unless into says."""
        return cast(
            "Suggestion",
            self.call(
                "POST",
                f"/suggestions/{quoted(id)}/accept",
                body=body,
            ),
        )

    def post_suggestion_reject(
        self,
        id: str,
        body: DecisionIn | None = None,
    ) -> Suggestion:
        """Two people: the pair never comes back."""
        return cast(
            "Suggestion",
            self.call(
                "POST",
                f"/suggestions/{quoted(id)}/reject",
                body=body,
            ),
        )

    def post_suggestion_household(
        self,
        id: str,
        body: DecisionIn | None = None,
    ) -> Suggestion:
        """Two people of one household: the pair never comes back, and both cards say so."""
        return cast(
            "Suggestion",
            self.call(
                "POST",
                f"/suggestions/{quoted(id)}/household",
                body=body,
            ),
        )

    def get_source(
        self,
        id: str,
    ) -> SourceIn:
        """A source as configured."""
        return cast(
            "SourceIn",
            self.call(
                "GET",
                f"/sources/{quoted(id)}",
            ),
        )

    def put_source(
        self,
        id: str,
        body: SourceIn,
    ) -> SourceIn:
        """Configure a source."""
        return cast(
            "SourceIn",
            self.call(
                "PUT",
                f"/sources/{quoted(id)}",
                body=body,
            ),
        )

    def delete_source(
        self,
        id: str,
    ) -> None:
        """Delete a source: no more leads come by it; what came goes on."""
        return cast(
            "None",
            self.call(
                "DELETE",
                f"/sources/{quoted(id)}",
            ),
        )

    def get_owners(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> OwnerPage:
        """The owners, by their ids."""
        return cast(
            "OwnerPage",
            self.call(
                "GET",
                "/owners",
                query={"limit": limit, "cursor": cursor},
            ),
        )

    def get_owner(
        self,
        id: str,
    ) -> OwnerIn:
        """An owner as configured."""
        return cast(
            "OwnerIn",
            self.call(
                "GET",
                f"/owners/{quoted(id)}",
            ),
        )

    def put_owner(
        self,
        id: str,
        body: OwnerIn,
    ) -> OwnerIn:
        """Configure an owner."""
        return cast(
            "OwnerIn",
            self.call(
                "PUT",
                f"/owners/{quoted(id)}",
                body=body,
            ),
        )

    def get_buckets(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> BucketPage:
        """The buckets, by their ids."""
        return cast(
            "BucketPage",
            self.call(
                "GET",
                "/buckets",
                query={"limit": limit, "cursor": cursor},
            ),
        )

    def get_bucket(
        self,
        id: str,
    ) -> BucketIn:
        """A bucket as configured."""
        return cast(
            "BucketIn",
            self.call(
                "GET",
                f"/buckets/{quoted(id)}",
            ),
        )

    def put_bucket(
        self,
        id: str,
        body: BucketIn,
    ) -> BucketIn:
        """Configure a bucket."""
        return cast(
            "BucketIn",
            self.call(
                "PUT",
                f"/buckets/{quoted(id)}",
                body=body,
            ),
        )

    def get_settings_identity(
        self,
    ) -> IdentityRulesIn:
        """How identity is decided."""
        return cast(
            "IdentityRulesIn",
            self.call(
                "GET",
                "/settings/identity",
            ),
        )

    def put_settings_identity(
        self,
        body: IdentityRulesIn,
    ) -> IdentityRulesIn:
        """Say how identity is decided: trust, use, and what is merged at once."""
        return cast(
            "IdentityRulesIn",
            self.call(
                "PUT",
                "/settings/identity",
                body=body,
            ),
        )

    def post_key(
        self,
        body: KeyIn,
    ) -> NewKey:
        """Make an API key; it is shown this once."""
        return cast(
            "NewKey",
            self.call(
                "POST",
                "/keys",
                body=body,
            ),
        )

    def get_keys(
        self,
    ) -> KeyPage:
        """The API keys, without the keys themselves."""
        return cast(
            "KeyPage",
            self.call(
                "GET",
                "/keys",
            ),
        )

    def delete_key(
        self,
        id: str,
    ) -> None:
        """End an API key."""
        return cast(
            "None",
            self.call(
                "DELETE",
                f"/keys/{quoted(id)}",
            ),
        )

    def get_settings_routing(
        self,
    ) -> RoutingIn:
        """The routing rules, in their order."""
        return cast(
            "RoutingIn",
            self.call(
                "GET",
                "/settings/routing",
            ),
        )

    def put_settings_routing(
        self,
        body: RoutingIn,
    ) -> RoutingIn:
        """Say where inquiries go: bucket, owner of new cards, tags, response time."""
        return cast(
            "RoutingIn",
            self.call(
                "PUT",
                "/settings/routing",
                body=body,
            ),
        )

    def post_card_erase(
        self,
        id: str,
        body: EraseIn | None = None,
    ) -> Erasure:
        """Forget a person: the card, all merged with it, and every trace; for good."""
        return cast(
            "Erasure",
            self.call(
                "POST",
                f"/cards/{quoted(id)}/erase",
                body=body,
            ),
        )

    def get_erasures(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> ErasurePage:
        """Erasures, the latest first."""
        return cast(
            "ErasurePage",
            self.call(
                "GET",
                "/erasures",
                query={"limit": limit, "cursor": cursor},
            ),
        )

    def get_erasure(
        self,
        id: str,
    ) -> Erasure:
        """One erasure with its certificate."""
        return cast(
            "Erasure",
            self.call(
                "GET",
                f"/erasures/{quoted(id)}",
            ),
        )

    def get_card_export(
        self,
        id: str,
        *,
        cursor: str | None = None,
    ) -> Export:
        """All that is kept of a person, to be handed to them."""
        return cast(
            "Export",
            self.call(
                "GET",
                f"/cards/{quoted(id)}/export",
                query={"cursor": cursor},
            ),
        )

    def post_card_restrict(
        self,
        id: str,
        body: RestrictIn,
    ) -> Restricted:
        """Keep a card and do not use it."""
        return cast(
            "Restricted",
            self.call(
                "POST",
                f"/cards/{quoted(id)}/restrict",
                body=body,
            ),
        )

    def post_card_restrict_lift(
        self,
        id: str,
        body: RestrictIn,
    ) -> Restricted:
        """Let a restricted card be used again."""
        return cast(
            "Restricted",
            self.call(
                "POST",
                f"/cards/{quoted(id)}/restrict/lift",
                body=body,
            ),
        )

    def get_settings_erasure(
        self,
    ) -> ErasureRulesIn:
        """What becomes of an erased person who comes again."""
        return cast(
            "ErasureRulesIn",
            self.call(
                "GET",
                "/settings/erasure",
            ),
        )

    def put_settings_erasure(
        self,
        body: ErasureRulesIn,
    ) -> ErasureRulesIn:
        """Say what becomes of an erased person who comes again."""
        return cast(
            "ErasureRulesIn",
            self.call(
                "PUT",
                "/settings/erasure",
                body=body,
            ),
        )

    def post_source_preview(
        self,
        id: str,
        body: Lead,
    ) -> Preview:
        """What would become of a lead of this source, writing nothing."""
        return cast(
            "Preview",
            self.call(
                "POST",
                f"/sources/{quoted(id)}/preview",
                body=body,
            ),
        )

    def post_match(
        self,
        body: MatchLeads,
        *,
        source: str | None = None,
        country: str | None = None,
    ) -> MatchResults:
        """What would become of up to 100 leads, writing nothing."""
        return cast(
            "MatchResults",
            self.call(
                "POST",
                "/match",
                query={"source": source, "country": country},
                body=body,
            ),
        )

    def get_health(
        self,
    ) -> Health:
        """What is up."""
        return cast(
            "Health",
            self.call(
                "GET",
                "/health",
            ),
        )

    def get_reports_attribution(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        tz: str | None = None,
        group_by: str | None = None,
        model: Literal["first_touch", "last_touch", "each_inquiry", "linear"] | None = None,
        date_basis: Literal["inquiry", "outcome"] | None = None,
        lookback_days: str | None = None,
        compare: Literal["models", "weeks"] | None = None,
        source: str | None = None,
        platform: str | None = None,
        bucket: str | None = None,
        country: str | None = None,
        utm_source: str | None = None,
        utm_medium: str | None = None,
        utm_campaign: str | None = None,
        utm_term: str | None = None,
        utm_content: str | None = None,
        campaign: str | None = None,
        campaign_id: str | None = None,
        adset: str | None = None,
        adset_id: str | None = None,
        ad: str | None = None,
        ad_id: str | None = None,
        form: str | None = None,
        form_id: str | None = None,
    ) -> Attribution:
        """What came in by platform, campaign, day …, what came of it, and what it cost."""
        return cast(
            "Attribution",
            self.call(
                "GET",
                "/reports/attribution",
                query={
                    "from": from_,
                    "to": to,
                    "tz": tz,
                    "group_by": group_by,
                    "model": model,
                    "date_basis": date_basis,
                    "lookback_days": lookback_days,
                    "compare": compare,
                    "source": source,
                    "platform": platform,
                    "bucket": bucket,
                    "country": country,
                    "utm_source": utm_source,
                    "utm_medium": utm_medium,
                    "utm_campaign": utm_campaign,
                    "utm_term": utm_term,
                    "utm_content": utm_content,
                    "campaign": campaign,
                    "campaign_id": campaign_id,
                    "adset": adset,
                    "adset_id": adset_id,
                    "ad": ad,
                    "ad_id": ad_id,
                    "form": form,
                    "form_id": form_id,
                },
            ),
        )

    def get_reports_attribution_inquiries(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        tz: str | None = None,
        source: str | None = None,
        platform: str | None = None,
        bucket: str | None = None,
        country: str | None = None,
        utm_source: str | None = None,
        utm_medium: str | None = None,
        utm_campaign: str | None = None,
        utm_term: str | None = None,
        utm_content: str | None = None,
        campaign: str | None = None,
        campaign_id: str | None = None,
        adset: str | None = None,
        adset_id: str | None = None,
        ad: str | None = None,
        ad_id: str | None = None,
        form: str | None = None,
        form_id: str | None = None,
        day: str | None = None,
        week: str | None = None,
        month: str | None = None,
        limit: int | None = None,
    ) -> Drilled:
        """How many inquiries a row counts; for operators, the ids of the newest."""
        return cast(
            "Drilled",
            self.call(
                "GET",
                "/reports/attribution/inquiries",
                query={
                    "from": from_,
                    "to": to,
                    "tz": tz,
                    "source": source,
                    "platform": platform,
                    "bucket": bucket,
                    "country": country,
                    "utm_source": utm_source,
                    "utm_medium": utm_medium,
                    "utm_campaign": utm_campaign,
                    "utm_term": utm_term,
                    "utm_content": utm_content,
                    "campaign": campaign,
                    "campaign_id": campaign_id,
                    "adset": adset,
                    "adset_id": adset_id,
                    "ad": ad,
                    "ad_id": ad_id,
                    "form": form,
                    "form_id": form_id,
                    "day": day,
                    "week": week,
                    "month": month,
                    "limit": limit,
                },
            ),
        )

    def get_reports_overlap(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        tz: str | None = None,
    ) -> Overlap:
        """The same person paid for on two platforms, and what that cost."""
        return cast(
            "Overlap",
            self.call(
                "GET",
                "/reports/overlap",
                query={"from": from_, "to": to, "tz": tz},
            ),
        )

    def get_reports_sources(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        tz: str | None = None,
    ) -> SourceHealth:
        """Each source: its last lead, silence, held leads, time to card, cost."""
        return cast(
            "SourceHealth",
            self.call(
                "GET",
                "/reports/sources",
                query={"from": from_, "to": to, "tz": tz},
            ),
        )

    def get_reports_tasks(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        tz: str | None = None,
    ) -> ResponseTimes:
        """Time to first contact against its target, by owner and source."""
        return cast(
            "ResponseTimes",
            self.call(
                "GET",
                "/reports/tasks",
                query={"from": from_, "to": to, "tz": tz},
            ),
        )

    def get_reports_conversions(
        self,
        *,
        platform: Literal["google", "meta"] | None = None,
        from_: str | None = None,
        to: str | None = None,
        tz: str | None = None,
        stage: Literal["qualified", "won", "lost"] | None = None,
        action: str | None = None,
        consent: Literal["granted", "denied"] | None = None,
    ) -> Conversions:
        """Stages as offline conversions, hashed as the platform wants them."""
        return cast(
            "Conversions",
            self.call(
                "GET",
                "/reports/conversions",
                query={
                    "platform": platform,
                    "from": from_,
                    "to": to,
                    "tz": tz,
                    "stage": stage,
                    "action": action,
                    "consent": consent,
                },
            ),
        )

    def post_spend(
        self,
        body: bytes,
        *,
        platform: str | None = None,
        currency: str | None = None,
    ) -> SpendRead:
        """Upload what ads cost, as CSV: plain, or as Google Ads or Meta export it."""
        return cast(
            "SpendRead",
            self.call(
                "POST",
                "/spend",
                query={"platform": platform, "currency": currency},
                body=body,
                headers={"content-type": "text/csv"},
            ),
        )
