"""Meta lead ads: handshake, signature, notices, and the lead behind a notice.

Facts and their sources: wire-formats.md, part 1 (its marks are given here as [S#]).
"""

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from leadfold.errors import NotALead, Unauthenticated
from leadfold.model import Lead, Source
from leadfold.sources import payload
from leadfold.sources.envelope import Envelope, is_blank, open_envelope

#: What an id may look like, since it becomes part of a URL. Seen: up to 17 digits and more.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.-]{0,99}")
_SIGNATURE = re.compile(r"sha256=([0-9a-f]{64})")
#: A lead of the testing tool has no flag, but every value of it begins so (1.7).
_TEST_TEXT = "<test lead: dummy data for"
_TEST_ADDRESSES = frozenset({"test@fb.com", "test@meta.com"})
#: The type that a form declares for a question (1.5) → the well-known name. Questions of other
#: types have keys that are understood, or become answers.
_MEANS = {
    "full_name": "full_name",
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "work_email": "email",
    "email_alias": "email",
    "phone": "phone",
    "phone_otp": "phone",
    "work_phone_number": "phone",
    "whatsapp_number": "phone",
    "user_provided_phone_number": "phone",
    "street_address": "street",
    "city": "city",
    "zip": "postcode",
    "post_code": "postcode",
    "country": "country",
    "dob": "birth_date",
    "company_name": "company",
    "job_title": "job_title",
    # National IDs, whatever the form calls them.
    "id_cpf": "national_id",
    "id_ar_dni": "national_id",
    "id_cl_rut": "national_id",
    "id_co_cc": "national_id",
    "id_ec_ci": "national_id",
    "id_pe_dni": "national_id",
    "id_mx_rfc": "national_id",
}
#: Members of the lead node about neither the person nor the advertisement.
_EXTRAS = ("partner_name", "home_listing", "post", "retailer_item_id", "vehicle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Meta's notice that there is a lead to read: ids only, empty where Meta left one out."""

    leadgen_id: str
    page_id: str = ""
    form_id: str = ""
    ad_id: str = ""
    adgroup_id: str = ""
    created_time: str = ""

    def document(self) -> dict[str, str]:
        """Return the notice for a queue: flat, without empty values."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """The notices of one callback, each lead once, and how many changes could not be read."""

    found: tuple[Notice, ...]
    malformed: int


# -- handshake and signature ----------------------------------------------------------------------


def challenge(query: Mapping[str, str], verify_tokens: Sequence[str]) -> str:
    """Return the answer to the handshake. Raises ``Unauthenticated``."""
    sent = query.get("hub.verify_token", "")
    known = [_equal(sent, token) for token in verify_tokens if token]
    if query.get("hub.mode") != "subscribe" or not any(known):
        raise Unauthenticated
    return query.get("hub.challenge", "")


def verify(body: bytes, header: str, app_secrets: Sequence[str]) -> None:
    """Check ``x-hub-signature-256`` over the raw body. Raises ``Unauthenticated``.

    Meta signs the bytes that it sends, before any decoding (1.2). An empty secret never passes.
    """
    named = _SIGNATURE.fullmatch(header.strip())
    made = [_signature(body, secret) for secret in app_secrets if secret]
    if not named or not any(hmac.compare_digest(named[1], one) for one in made):
        raise Unauthenticated


def _signature(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _equal(left: str, right: str) -> bool:
    """Compare texts in constant time; as bytes, since ``compare_digest`` takes only ASCII texts."""
    return hmac.compare_digest(
        left.encode(errors="surrogatepass"), right.encode(errors="surrogatepass")
    )


# -- notices --------------------------------------------------------------------------------------


def notices(body: bytes) -> Notices:
    """Return the notices of a callback whose signature is right.

    Other fields of the callback (feed, messages) are ignored. Raises ``NotALead`` where the body as
    a whole is no callback.
    """
    document = payload.read(body, payload.JSON)
    entries = document.get("entry")
    if not isinstance(entries, list):
        raise NotALead("not_a_notice")
    found: dict[str, Notice] = {}
    malformed = 0
    for entry, change in _changes(entries):
        notice = _notice(entry, change)
        if notice:
            found.setdefault(notice.leadgen_id, notice)
        elif _is_ours(change):
            malformed += 1
    return Notices(found=tuple(found.values()), malformed=malformed)


def notice_of(document: Mapping[str, Any]) -> Notice:
    """Return the notice in a queue message."""
    names = Notice.__dataclass_fields__
    return Notice(**{name: str(document[name]) for name in names if name in document})


def _changes(entries: Sequence[Any]) -> Iterator[tuple[Mapping[str, Any], Any]]:
    for entry in entries:
        if not isinstance(entry, dict):
            yield {}, entry
        elif isinstance(entry.get("changes"), list):
            yield from ((entry, change) for change in entry["changes"])
        elif not _OTHERS.intersection(entry):
            yield {}, entry


#: Members that an entry about messages has in place of changes.
_OTHERS = frozenset({"messaging", "standby", "changed_fields"})


def _notice(entry: Mapping[str, Any], change: Any) -> Notice | None:
    if not isinstance(change, dict) or change.get("field") != "leadgen":
        return None
    value = change.get("value")
    if not isinstance(value, dict) or not read_id(value.get("leadgen_id")):
        return None
    return Notice(
        leadgen_id=read_id(value["leadgen_id"]),
        page_id=read_id(value.get("page_id")) or read_id(entry.get("id")),
        form_id=read_id(value.get("form_id")),
        ad_id=read_id(value.get("ad_id")),
        adgroup_id=read_id(value.get("adgroup_id")),
        created_time=read_id(value.get("created_time")),
    )


def _is_ours(change: Any) -> bool:
    """Tell whether a change that could not be read was meant as a notice."""
    if not isinstance(change, dict) or not isinstance(change.get("field"), str):
        return True
    value = change.get("value")
    return change["field"] == "leadgen" or (isinstance(value, dict) and "leadgen_id" in value)


def read_id(value: object) -> str:
    """Return an id as text, exact beyond 2^53; absent, ``0`` and ``""`` alike give ``""`` (1.3)."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    return text if _ID.fullmatch(text) and text != "0" else ""


# -- the lead -------------------------------------------------------------------------------------


def read(document: Mapping[str, Any], source: Source) -> Lead:
    """Return the lead in ``lead``, with ``form``, ``ad`` and ``notice`` where they were read.

    A lead node by itself is read as well. Raises ``NotALead``.
    """
    node = document.get("lead", document)
    if not isinstance(node, dict) or "field_data" not in node:
        raise NotALead("not_a_lead_node")
    form, ad = _part(document, "form"), _part(document, "ad")
    notice = notice_of(_part(document, "notice") or {"leadgen_id": ""})
    fields, left = _fields(node["field_data"])
    questions = _questions(form)
    return open_envelope(
        Envelope(
            fields={
                label: _labelled(values, questions.get(label)) for label, values in fields.items()
            },
            means=_meanings(fields, questions),
            lead_id=read_id(node.get("id")) or notice.leadgen_id or None,
            submitted_at=_text(node.get("created_time")) or notice.created_time or None,
            is_test=any(_is_test(value) for values in fields.values() for value in values),
            attribution=_attribution(node, form, ad, notice),
            consent=_consent(node.get("custom_disclaimer_responses")),
            extras={name: node.get(name) for name in _EXTRAS} | {"field_data": left},
            page_id=notice.page_id,
        ),
        source,
    )


def _fields(field_data: Any) -> tuple[dict[str, list[Any]], list[Any]]:
    """Return values by name, in order, and the parts of ``field_data`` that could not be read."""
    fields: dict[str, list[Any]] = {}
    left: list[Any] = []
    for entry in field_data if isinstance(field_data, list) else [field_data]:
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name:
            left.append(entry)
            continue
        values = entry.get("values", entry.get("value"))
        fields.setdefault(name, []).extend(values if isinstance(values, list) else [values])
    return fields, [entry for entry in left if not is_blank(entry)]


def _questions(form: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    found = form.get("questions")
    return {
        question["key"]: question
        for question in (found if isinstance(found, list) else ())
        if isinstance(question, dict) and isinstance(question.get("key"), str)
    }


def _labelled(values: list[Any], question: Mapping[str, Any] | None) -> Any:
    """Return the chosen options as the person saw them, not as the form's keys."""
    options = question.get("options") if question else None
    words = {
        option["key"]: _text(option.get("value")) or _text(option.get("label"))
        for option in (options if isinstance(options, list) else ())
        if isinstance(option, dict) and isinstance(option.get("key"), str)
    }
    shown = [words.get(value) or value if isinstance(value, str) else value for value in values]
    said = [value for value in shown if not is_blank(value)]
    return said[0] if len(said) == 1 else said


def _meanings(
    fields: Mapping[str, Any], questions: Mapping[str, Mapping[str, Any]]
) -> dict[str, str]:
    """Return the well-known names of fields, by the type of their question or by their key."""
    types = {label: _text(questions.get(label, {}).get("type")) or label for label in fields}
    return {label: _MEANS[kind.lower()] for label, kind in types.items() if kind.lower() in _MEANS}


def _is_test(value: object) -> bool:
    if not isinstance(value, str):
        return False
    said = value.strip().lower()
    return said.startswith(_TEST_TEXT) or said in _TEST_ADDRESSES


def _attribution(
    node: Mapping[str, Any], form: Mapping[str, Any], ad: Mapping[str, Any], notice: Notice
) -> dict[str, str]:
    """Return the ids and names of the advertisement: the lead node's, else those of ``ad``."""
    adset, campaign = _part(ad, "adset"), _part(ad, "campaign")
    return {
        "campaign_id": read_id(node.get("campaign_id")) or read_id(campaign.get("id")),
        "campaign": _text(node.get("campaign_name")) or _text(campaign.get("name")),
        "adset_id": read_id(node.get("adset_id")) or read_id(adset.get("id")),
        "adset": _text(node.get("adset_name")) or _text(adset.get("name")),
        "ad_id": read_id(node.get("ad_id")) or notice.ad_id,
        "ad": _text(node.get("ad_name")) or _text(ad.get("name")),
        "form_id": read_id(node.get("form_id")) or notice.form_id,
        "form": _text(form.get("name")),
        "page_id": notice.page_id,
        "publisher_platform": _text(node.get("platform")),
        "organic": "true" if _ticked(node.get("is_organic")) else "",
    }


def _consent(responses: Any) -> dict[str, bool]:
    """Return which disclaimers were ticked, by key; ``is_checked`` is "1" or "" (1.5)."""
    return {
        response["checkbox_key"]: _ticked(response.get("is_checked"))
        for response in (responses if isinstance(responses, list) else ())
        if isinstance(response, dict) and isinstance(response.get("checkbox_key"), str)
    }


def _ticked(value: object) -> bool:
    return value is True or value == 1 or str(value).lower() in {"1", "true"}


def _part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
