"""Outcomes for the ad platforms that brought the leads: files and API payloads. Pure.

Google takes them as enhanced conversions for leads, Meta by its Conversions API for CRM. Each
normalises contact data in its own way before hashing: one phone has two hashes. Sources:
developers.google.com/google-ads/api/docs/conversions (upload-offline), developers.facebook.com/docs
/marketing-api/conversions-api/parameters/customer-information-parameters and
…/conversion-leads-integration/payload-specification.

Cards that are erased, or flagged as not to be used for advertising, have no conversions.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from leadfold.model import Card, Inquiry, LogEntry

_GMAIL = {"gmail.com", "googlemail.com"}
_GOOGLE_IDENTIFIERS = 5
#: Meta refuses events that are older.
_META_OLDEST = timedelta(days=7)
_META_LEAD_ID = re.compile(r"\d{15,17}")
GOOGLE_HEADER = (
    "Google Click ID",
    "Email",
    "Phone Number",
    "Conversion Name",
    "Conversion Time",
    "Conversion Value",
    "Conversion Currency",
    "Order ID",
    "Ad User Data",
)
META_HEADER = (
    "event_name event_time event_id lead_id em ph fn ln zip country fbc value currency".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """An outcome, with the identifiers by which a platform matches customers, not yet hashed."""

    id: str
    stage: str
    at: datetime
    value: Decimal | None = None
    currency: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    first_name: str = ""
    last_name: str = ""
    postcode: str = ""
    country: str = ""
    clicks: Mapping[str, str] = field(default_factory=dict)
    asked_at: datetime | None = None
    meta_lead_id: str | None = None


def conversion(card: Card, inquiries: Sequence[Inquiry], stage: LogEntry) -> Conversion | None:
    """Return the conversion of a stage, ``None`` for a card that must not be reported.

    ``inquiries`` are those of all member cards of the customer. Click ids come from the last
    inquiry before the stage that has any, Meta's lead id from the last one by Meta. ``asked_at``
    is the date of the last inquiry before the stage, else of the first.
    """
    if card.state in {"erasing", "erased"} or card.flags:
        return None
    at = datetime.fromisoformat(stage.at)
    ordered = sorted(inquiries, key=lambda one: (one.date, one.id))
    before = [one for one in ordered if datetime.fromisoformat(one.date) <= at]
    nearest = before[-1] if before else next(iter(ordered), None)
    clicks: dict[str, str] = {}
    for one in before:
        found = {n: one.attribution[n] for n in _CLICKS if one.attribution.get(n)}
        clicks = found or clicks
    leads = [one.lead_id for one in before if one.platform == "meta" and one.lead_id]
    value = stage.data.get("value") or {}
    fields = card.fields
    return Conversion(
        id=stage.id,
        stage=str(stage.data["stage"]),
        at=at,
        value=Decimal(str(value["amount"])) if value.get("amount") is not None else None,
        currency=value.get("currency"),
        emails=card.emails,
        phones=card.phones,
        first_name=fields.get("first_name", ""),
        last_name=fields.get("last_name", ""),
        postcode=fields.get("postcode", ""),
        country=fields.get("country", "") or (before[-1].country or "" if before else ""),
        clicks=clicks,
        asked_at=datetime.fromisoformat(nearest.date) if nearest else None,
        meta_lead_id=leads[-1] if leads else None,
    )


_CLICKS = ("gclid", "gbraid", "wbraid", "fbclid")


def hashed(text: str) -> str:
    """Return SHA-256 in lower-case hex, as both platforms want it."""
    return hashlib.sha256(text.encode()).hexdigest()


# -- Google ---------------------------------------------------------------------------------------


def google_email(email: str) -> str:
    """Return an e-mail as Google hashes it: for Gmail without the dots before the ``@``.

    >>> google_email(" Ola.Hansen@Gmail.com ")
    'olahansen@gmail.com'
    """
    name, _, domain = "".join(email.split()).lower().rpartition("@")
    return f"{name.replace('.', '') if domain in _GMAIL else name}@{domain}"


def google_text(text: str) -> str:
    """Return a name as Google hashes it: trimmed, in lower case."""
    return " ".join(text.lower().split())


def google_payload(
    conversions: Iterable[Conversion],
    *,
    action: str,
    consent: bool | None = None,
) -> dict[str, Any]:
    """Return the body of ``uploadClickConversions``.

    ``action`` is the resource name of a conversion action of type ``UPLOAD_CLICKS``. A conversion
    that Google could not match by anything is left out. ``gbraid`` and ``wbraid`` are sent where
    there is no ``gclid``, and then without contact data.
    """
    sent = [_google(one, action, consent=consent) for one in conversions]
    return {"conversions": [one for one in sent if one], "partialFailure": True}


def _google(one: Conversion, action: str, *, consent: bool | None) -> dict[str, Any] | None:
    click = next((name for name in ("gclid", "gbraid", "wbraid") if one.clicks.get(name)), None)
    braid = click in {"gbraid", "wbraid"}
    identifiers = [] if braid else _google_identifiers(one)
    if not click and not identifiers:
        return None
    body: dict[str, Any] = {
        "conversionAction": action,
        "conversionDateTime": one.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S+00:00"),
        "orderId": one.id,
    }
    if one.value is not None:
        body |= {"conversionValue": float(one.value)}
    if one.value is not None and one.currency:
        body |= {"currencyCode": one.currency}
    if click:
        body[click] = one.clicks[click]
    if identifiers:
        body["userIdentifiers"] = identifiers
    if consent is not None:
        body["consent"] = {"adUserData": "GRANTED" if consent else "DENIED"}
    return body


def _google_identifiers(one: Conversion) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"hashedEmail": hashed(google_email(e))} for e in one.emails]
    found += [{"hashedPhoneNumber": hashed(phone)} for phone in one.phones]
    if one.first_name and one.last_name and one.postcode and one.country:
        address = {
            "hashedFirstName": hashed(google_text(one.first_name)),
            "hashedLastName": hashed(google_text(one.last_name)),
            "postalCode": one.postcode,
            "countryCode": one.country,
        }
        found = [*found[: _GOOGLE_IDENTIFIERS - 1], {"addressInfo": address}]
    return found[:_GOOGLE_IDENTIFIERS]


def google_file(
    conversions: Iterable[Conversion], *, name: str, consent: bool | None = None
) -> bytes:
    """Return the CSV for Google Ads' upload page: hashed, with the times in UTC.

    ``name`` is the conversion action's. The page takes one e-mail and one phone a row.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["Parameters:TimeZone=+0000"])
    writer.writerow(GOOGLE_HEADER)
    for one in conversions:
        email = hashed(google_email(one.emails[0])) if one.emails else ""
        phone = hashed(one.phones[0]) if one.phones else ""
        if not (email or phone or one.clicks.get("gclid")):
            continue
        writer.writerow(
            [
                _opaque(one.clicks.get("gclid", "")),
                email,
                phone,
                name,
                one.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
                "" if one.value is None else f"{one.value:f}",
                one.currency or "",
                one.id,
                {True: "Granted", False: "Denied", None: ""}[consent],
            ]
        )
    return out.getvalue().encode()


def _opaque(click: str) -> str:
    """Return a click id, "" for other text: it is untrusted and goes into a spreadsheet."""
    return click if re.fullmatch(r"[A-Za-z0-9._~-]+", click) and click[0] != "-" else ""


# -- Meta -----------------------------------------------------------------------------------------


def meta_email(email: str) -> str:
    """Return an e-mail as Meta hashes it: dots and tags stay.

    >>> meta_email(" John_Smith@gmail.com ")
    'john_smith@gmail.com'
    """
    return "".join(email.split()).lower()


def meta_phone(phone: str) -> str:
    """Return a phone as Meta hashes it: digits with the country code, no leading zeros.

    >>> meta_phone("+1 (650) 555-1212")
    '16505551212'
    """
    return re.sub(r"\D", "", phone).lstrip("0")


def meta_text(text: str) -> str:
    """Return a name as Meta hashes it: lower case, trimmed, no punctuation.

    >>> meta_text(" Valéry "), meta_text("O'Neil-Smith")
    ('valéry', 'oneilsmith')
    """
    lower = unicodedata.normalize("NFC", text).lower().strip()
    return "".join(c for c in lower if not unicodedata.category(c).startswith(("P", "S")))


def meta_code(text: str) -> str:
    """Return a postcode or country as Meta hashes it: lower case, no blanks, no dashes."""
    return re.sub(r"[\s-]", "", text).lower()


def meta_payload(
    conversions: Iterable[Conversion], *, tool: str, now: datetime
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the body of an ``events`` call, and (id, reason) of what Meta would refuse.

    ``tool`` is the CRM's name. An event's name is the stage; send every stage. Refused are events
    older than seven days, events before their lead, and events without identifiers.
    """
    events, refused = [], []
    for one in conversions:
        reason = _refused(one, now)
        if reason:
            refused.append((one.id, reason))
            continue
        event: dict[str, Any] = {
            "event_name": one.stage,
            "event_time": int(one.at.timestamp()),
            "event_id": one.id,
            "action_source": "system_generated",
            "user_data": _meta_user(one),
            "custom_data": {"event_source": "crm", "lead_event_source": tool},
        }
        if one.value is not None and one.currency:
            event["custom_data"] |= {"value": float(one.value), "currency": one.currency}
        events.append(event)
    return {"data": events}, refused


def _refused(one: Conversion, now: datetime) -> str:
    if now - one.at > _META_OLDEST:
        return "too_old"
    if one.asked_at and one.at < one.asked_at:
        return "before_its_lead"
    return "" if _meta_user(one) else "nobody"


def _meta_user(one: Conversion) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if one.meta_lead_id and _META_LEAD_ID.fullmatch(one.meta_lead_id):
        known["lead_id"] = int(one.meta_lead_id)
    lists = {
        "em": [meta_email(email) for email in one.emails],
        "ph": [meta_phone(phone) for phone in one.phones],
    }
    known |= {name: [hashed(v) for v in values] for name, values in lists.items() if values}
    if one.clicks.get("fbclid") and one.asked_at:
        # The cookie's form: version, subdomain index, milliseconds, the click id untouched.
        known["fbc"] = f"fb.1.{int(one.asked_at.timestamp() * 1000)}.{one.clicks['fbclid']}"
    if not known:
        return {}
    single = {
        "fn": meta_text(one.first_name),
        "ln": meta_text(one.last_name),
        "zip": meta_code(one.postcode),
        "country": meta_code(one.country),
    }
    return known | {name: [hashed(value)] for name, value in single.items() if value}


def meta_file(conversions: Iterable[Conversion], *, now: datetime) -> bytes:
    """Return the same events as a CSV, hashed; several values of one kind are joined by ``|``."""
    payload, _ = meta_payload(conversions, tool="", now=now)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, META_HEADER, restval="", extrasaction="ignore")
    writer.writeheader()
    for event in payload["data"]:
        user = {
            name: "|".join(value) if isinstance(value, list) else value
            for name, value in event["user_data"].items()
        }
        if not re.fullmatch(r"[A-Za-z0-9._~-]+", str(user.get("fbc", "x"))):
            del user["fbc"]
        writer.writerow({**event, **user, **event["custom_data"]})
    return out.getvalue().encode()
