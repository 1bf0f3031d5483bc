"""Cards worked by hand: typed in, and edited."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from leadfold import reading
from leadfold.cards import edits
from leadfold.cards.changes import MAX_CONTACTS
from leadfold.errors import Problem
from leadfold.model import Warn
from leadfold.normalise import placeholders, text
from leadfold.normalise.external_ids import MAX_IDS
from leadfold.web.http import Request, Response, Route, roles
from leadfold.web.schemas import Body, Slug, Value, parse
from leadfold.web.tools import Tools, deadline, whole_card
from leadfold.work import editing, manual_entry
from leadfold.work.card_edit import CardEdit
from leadfold.work.manual_entry import Entry
from leadfold.work.writer import Writer

_MAX_KEY = 255
_MAX_TAGS = 50
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
CardId = Annotated[str, StringConstraints(pattern=r"^card_\w{1,60}$")]
ExternalIds = Annotated[dict[Tag, Value | int | None], Field(max_length=MAX_IDS)]
Lockable = Literal[
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
_TEXTS = ("full_name", "national_id", *edits.FIELDS)


class PersonIn(Body):
    """The well-known fields of a customer; they may stand under ``fields``, too."""

    full_name: Value | None = None
    first_name: Value | None = None
    last_name: Value | None = None
    phone: Value | None = None
    email: Value | None = None
    national_id: Value | None = None
    birth_date: Value | None = None
    company: Value | None = None
    org_number: Value | None = None
    job_title: Value | None = None
    street: Value | None = None
    postcode: Value | None = None
    city: Value | None = None
    country: Value | None = None
    external_ids: ExternalIds | None = None
    owner_id: Slug | None = None
    bucket: Slug | None = None
    tags: Annotated[list[Tag], Field(max_length=_MAX_TAGS)] | None = None
    locked: list[Lockable] | None = None

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, body: Any) -> Any:
        if isinstance(body, dict) and isinstance(body.get("fields"), dict):
            return body["fields"] | {name: body[name] for name in body if name != "fields"}
        return body

    @field_validator("tags")
    @classmethod
    def _each_once(cls, tags: list[str] | None) -> list[str] | None:
        return tags and list(dict.fromkeys(map(text.clean, tags)))


class CardIn(PersonIn):
    """A card typed in by hand. Owner, bucket, tags and locks are those of a new card."""

    source: Slug | None = None


class EditIn(PersonIn):
    """An edit (JSON Merge Patch): what is left out stays, ``null`` or an empty text takes away.

    ``phone`` and ``email`` become the primary ones, ``phones`` and ``emails`` are all there are.
    Of ``external_ids`` the systems that are left out stay; ``null`` takes all away.
    """

    phones: Annotated[list[Value], Field(max_length=MAX_CONTACTS)] | None = None
    emails: Annotated[list[Value], Field(max_length=MAX_CONTACTS)] | None = None
    company_card_id: CardId | None = None


def writer(tools: Tools, request: Request) -> Writer:
    """Return who writes, with what."""
    return Writer(
        desk=tools.desk,
        config=tools.config,
        by=request.key_id,
        now=datetime.now(UTC),
        deadline=deadline(),
    )


def idempotency_key(request: Request) -> str | None:
    """Return the request's Idempotency-Key, ``None`` for one that stands for none.

    Raises 400 for one that is too long.
    """
    key = request.headers.get("idempotency-key", "").strip()
    if len(key) > _MAX_KEY:
        raise Problem(400, "Bad Request", f"An Idempotency-Key has at most {_MAX_KEY} characters.")
    return None if placeholders.stands_for_none(key) else key


def post_card(tools: Tools, request: Request) -> Response:
    """Type a card in: 201 for a new one, 200 for one that was there."""
    asked = parse(CardIn, request)
    texts = {name: getattr(asked, name) or "" for name in (*_TEXTS, "phone", "email")}
    texts["external_ids"] = _external_ids_text(asked.external_ids or {})
    entry = Entry(
        fields={name: value for name, value in texts.items() if value.strip()},
        values={
            "source": asked.source,
            "owner_id": asked.owner_id,
            "bucket": asked.bucket,
            "tags": tuple(asked.tags or ()),
            "locked": edits.locked(asked.locked or ()),
        },
        once=idempotency_key(request),
    )
    entered = manual_entry.enter(entry, writer(tools, request))
    more = {
        "match": reading.match_document(entered.match) if entered.match else None,
        "suggestions": [suggestion.id for suggestion in entered.raised],
        "warnings": _warnings(entered.warnings),
    }
    return card_answer(tools, entered.card_id, more, status=201 if entered.is_new else 200)


def patch_card(tools: Tools, request: Request) -> Response:
    """Edit a card."""
    asked = parse(EditIn, request)
    if_match = request.headers.get("if-match", "").strip() or None
    card, odd = editing.edit(
        request.parameters["id"], _wanted(asked), writer(tools, request), if_match
    )
    return card_answer(tools, card.id, {"warnings": _warnings(odd)})


def card_answer(tools: Tools, card_id: str, more: dict[str, Any], *, status: int = 200) -> Response:
    """Answer with a card as it is now and its entity tag; ``more`` are further members."""
    whole = whole_card(tools, card_id)
    document = reading.card_document(whole, tools.config)
    headers = {"etag": document["etag"]}
    if status == 201:  # noqa: PLR2004
        headers["location"] = f"/v1/cards/{whole.card.id}"
    return Response(status=status, body=document | more, headers=headers)


def _wanted(asked: EditIn) -> CardEdit:
    sent = asked.model_fields_set
    named = ("owner_id", "bucket", "company_card_id")
    values: dict[str, Any] = {name: getattr(asked, name) for name in named if name in sent}
    if "tags" in sent:
        values["tags"] = tuple(asked.tags or ())
    if "locked" in sent:
        values["locked"] = edits.locked(asked.locked or ())
    contacts: dict[str, Any] = {
        name: getattr(asked, name) or ()
        for name in ("phone", "email", "phones", "emails")
        if name in sent
    }
    ids = asked.external_ids or {}
    return CardEdit(
        fields={name: getattr(asked, name) or "" for name in _TEXTS if name in sent},
        contacts=contacts,
        external_ids={system: "" if one is None else str(one) for system, one in ids.items()},
        all_external_ids="external_ids" in sent and asked.external_ids is None,
        values=values,
    )


def _external_ids_text(ids: Mapping[str, str | int | None]) -> str:
    given = {system: str(one) for system, one in ids.items() if one not in {None, ""}}
    return json.dumps(given) if given else ""


def _warnings(odd: Iterable[Warn]) -> list[dict[str, Any]]:
    return [asdict(w) for w in odd]


BODIES = (CardIn, EditIn)

ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="POST",
        path="/cards",
        handler=post_card,
        summary="A card typed in by hand; one that is there is filled, and answered with 200",
        roles=roles("operator"),
        request="CardIn",
        headers={"Idempotency-Key": "The same key is done once, and answered again for 30 days"},
        responses={200: "EnteredCard", 201: "EnteredCard"},
        tags=("Cards",),
    ),
    Route(
        method="PATCH",
        path="/cards/{id}",
        handler=patch_card,
        summary="Edit a card, lock its fields",
        roles=roles("operator"),
        headers={"If-Match": "The card's ETag: 412 where it has changed since"},
        request="EditIn",
        responses={200: "EditedCard"},
        tags=("Cards",),
    ),
)
