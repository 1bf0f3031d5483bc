"""Presets of the generic source: what form tools send → an envelope around the form's own fields.

==================  ===============================================================================
``typeform``        the webhook's shape as in public typings and samples of it; not seen live
``webflow``         both generations as on developers.webflow.com (``form_submission``)
``elementor``       plain fields as on developers.elementor.com; "advanced data" from memory
``contactform7``    field names of the plugin's default form; there is no webhook of its own, so
                    the shape is that of common forwarding plugins
``gravityforms``    the entry object of the webhooks add-on: numbered inputs; from memory but for
                    the name's inputs (.3 first, .6 last)
``wpforms``         keys as the site's owner sets them; nested fields from memory
``taboola``         no public format: flat, as Zapier or Make pass it on, maybe in one wrapper
==================  ===============================================================================

What a preset does not recognise is read as a generic lead, so a wrong guess loses nothing.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from leadfold.sources.envelope import Envelope, is_blank, known_as

Payload = Mapping[str, Any]


def open_(platform: str, document: Payload) -> Envelope | None:
    """Return the envelope by a preset, ``None`` where there is none or it does not fit."""
    preset = _PRESETS.get(platform)
    return preset(document) if preset else None


# -- typeform -------------------------------------------------------------------------------------


def _typeform(document: Payload) -> Envelope | None:
    response = document.get("form_response")
    if not isinstance(response, dict) or not isinstance(response.get("answers"), list):
        return None
    form = _part(response, "definition")
    titles = {
        _text(asked.get("id")): _text(asked.get("title")) for asked in _dicts(form.get("fields"))
    }
    fields: dict[str, Any] = {}
    means: dict[str, str] = {}
    for answer in _dicts(response.get("answers")):
        asked = _part(answer, "field")
        ref, number = _text(asked.get("ref")), _text(asked.get("id"))
        label = ref if ref and known_as(ref) else titles.get(number) or ref or number
        _add(fields, label, _typed(answer))
        if meaning := {"email": "email", "phone_number": "phone"}.get(_text(answer.get("type"))):
            means[label] = meaning
    hidden = _part(response, "hidden")
    return Envelope(
        fields={**fields, **{name: hidden[name] for name in hidden if name not in fields}},
        means=means,
        lead_id=_text(response.get("token")) or None,
        submitted_at=_text(response.get("submitted_at")) or None,
        attribution={
            "form_id": _text(response.get("form_id")),
            "form": _text(form.get("title")),
            "referrer": _text(_part(response, "metadata").get("referer")),
        },
        extras={"calculated": response.get("calculated"), "variables": response.get("variables")},
    )


def _typed(answer: Payload) -> Any:
    """Return the value of an answer, which is in the member that its type names."""
    value = answer.get(_text(answer.get("type")))
    if not isinstance(value, dict):
        return value
    labels = value.get("labels")
    chosen = [*labels] if isinstance(labels, list) else [value.get("label")]
    said = [one for one in (*chosen, value.get("other")) if not is_blank(one)]
    if not said:
        return value
    return said[0] if len(said) == 1 else said


# -- webflow --------------------------------------------------------------------------------------


def _webflow(document: Payload) -> Envelope | None:
    told = _part(document, "payload") or document
    data = told.get("data")
    if not isinstance(data, dict):
        return None
    return Envelope(
        fields=data,
        lead_id=_text(told.get("id")) or _text(told.get("_id")) or None,
        submitted_at=_text(told.get("submittedAt")) or _text(told.get("d")) or None,
        attribution={
            "form_id": _text(told.get("formId")) or _text(told.get("formElementId")),
            "form": _text(told.get("name")),
        },
        page_id=_text(told.get("pageId")),
    )


# -- WordPress ------------------------------------------------------------------------------------

_BRACKETS = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")
_INSIDE = re.compile(r"\[([^\[\]]*)\]")


def _elementor(document: Payload) -> Envelope | None:
    nested = _unbracketed(document)
    told = nested.get("fields")
    if not isinstance(told, dict):
        return _elementor_plain(document)
    fields: dict[str, Any] = {}
    means: dict[str, str] = {}
    for name, sent in told.items():
        if not isinstance(sent, dict):
            _add(fields, name, sent)
            continue
        label = name if known_as(name) else _text(sent.get("title")) or name
        _add(fields, label, sent.get("raw_value") or sent.get("value"))
        if meaning := {"email": "email", "tel": "phone"}.get(_text(sent.get("type"))):
            means[label] = meaning
    form, about = _part(nested, "form"), _part(nested, "meta")
    return Envelope(
        fields=fields,
        means=means,
        submitted_at=_when(_titled(about, "date"), _titled(about, "time")),
        attribution={
            "form_id": _text(form.get("id")),
            "form": _text(form.get("name")),
            "landing_page": _titled(about, "page_url"),
        },
        extras={
            name: _titled(about, name)
            for name in about
            if name not in {"date", "time", "page_url", "credit"}
        },
    )


#: What Elementor adds to the fields of a form when "advanced data" is off.
_ELEMENTOR_META = {"form_id": "form_id", "form_name": "form", "Page URL": "landing_page"}


def _elementor_plain(document: Payload) -> Envelope:
    return Envelope(
        fields={
            name: value
            for name, value in document.items()
            if name not in _ELEMENTOR_META and name not in {"Date", "Time", "Powered by"}
        },
        submitted_at=_when(_text(document.get("Date")), _text(document.get("Time"))),
        attribution={ours: _text(document.get(theirs)) for theirs, ours in _ELEMENTOR_META.items()},
    )


def _titled(about: Payload, name: str) -> str:
    sent = about.get(name)
    return _text(sent.get("value")) if isinstance(sent, dict) else _text(sent)


def _when(date: str, time: str) -> str | None:
    return f"{date} {time}".strip() or None


def _unbracketed(document: Payload) -> dict[str, Any]:
    """Return a form's ``fields[email][value]`` as objects inside objects."""
    nested: dict[str, Any] = {}
    for name, value in document.items():
        found = _BRACKETS.fullmatch(name)
        path = [found[1], *_INSIDE.findall(found[2])] if found else [name]
        place = nested
        for step in path[:-1]:
            inner = place.setdefault(step, {})
            if not isinstance(inner, dict):
                break
            place = inner
        else:
            place.setdefault(path[-1], value)
    return nested


def _contactform7(document: Payload) -> Envelope:
    """Read ``your-email`` as ``email``; ``_wpcf7…`` fields are the plugin's own."""
    fields: dict[str, Any] = {}
    for name, value in document.items():
        if name.startswith("_wpcf7"):
            continue
        plain = name.removeprefix("your-")
        _add(fields, plain if known_as(plain) and plain not in document else name, value)
    return Envelope(
        fields=fields,
        lead_id=_text(document.get("lead_id")) or None,
        submitted_at=_text(document.get("submitted_at")) or None,
        attribution={"form_id": _text(document.get("_wpcf7"))},
    )


_INPUT = re.compile(r"(\d{1,5})(?:\.(\d{1,3}))?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
#: Inputs of Gravity Forms' fields for names and addresses; an address has a first one (.1).
_NAME_INPUTS = {"3": "first_name", "6": "last_name"}
_ADDRESS_INPUTS = {"1": "street", "3": "city", "5": "postcode", "6": "country"}
_GRAVITY_DELIVERY = {"id", "form_id", "date_created", "source_url", "form_title"}
#: Metadata of the entry, which differs each time that one form is sent.
_GRAVITY_OWN = _GRAVITY_DELIVERY | {
    "date_updated", "post_id", "is_starred", "is_read", "ip", "user_agent", "currency",
    "payment_status", "payment_date", "payment_amount", "payment_method", "transaction_id",
    "is_fulfilled", "created_by", "transaction_type", "status", "source_id",
}  # fmt: skip


def _gravityforms(document: Payload) -> Envelope | None:
    inputs = {name: found for name in document if (found := _INPUT.fullmatch(name))}
    if not inputs:
        return None
    parts: dict[str, set[str]] = {}
    for found in inputs.values():
        parts.setdefault(found[1], set()).add(found[2] or "")
    means: dict[str, str] = {}
    for name, found in inputs.items():
        of = parts[found[1]]
        kind = _ADDRESS_INPUTS if "1" in of and "5" in of else _NAME_INPUTS
        whole = {"3", "6"} <= of and found[2] in kind
        if whole:
            means[name] = kind[found[2]]
        elif _EMAIL.fullmatch(_text(document[name])):
            means[name] = "email"
    return Envelope(
        fields={name: value for name, value in document.items() if name not in _GRAVITY_OWN},
        means=means,
        lead_id=_text(document.get("id")) or None,
        submitted_at=_text(document.get("date_created")) or None,
        attribution={
            "form_id": _text(document.get("form_id")),
            "form": _text(document.get("form_title")),
            "landing_page": _text(document.get("source_url")),
        },
    )


def _wpforms(document: Payload) -> Envelope | None:
    told = document.get("fields")
    listed = list(told.values()) if isinstance(told, dict) else told
    sent = [one for one in _dicts(listed) if "value" in one]
    if not sent:
        return None
    fields: dict[str, Any] = {}
    means: dict[str, str] = {}
    for one in sent:
        label = _text(one.get("name")) or _text(one.get("id")) or f"field_{len(fields) + 1}"
        _add(fields, label, one["value"])
        kinds = {"email": "email", "phone": "phone", "name": "full_name"}
        if meaning := kinds.get(_text(one.get("type"))):
            means[label] = meaning
    return Envelope(
        fields=fields,
        means=means,
        lead_id=_text(document.get("entry_id")) or None,
        attribution={
            "form_id": _text(document.get("form_id")) or _text(document.get("id")),
            "form": _text(document.get("form_title")) or _text(document.get("form_name")),
            "landing_page": _text(document.get("page_url")),
        },
    )


# -- the rest -------------------------------------------------------------------------------------


def _taboola(document: Payload) -> Envelope | None:
    """Open the wrapper that such tools put around a lead; ids are inside it or next to it."""
    for name in ("lead", "data", "fields"):
        inner = document.get(name)
        if isinstance(inner, dict):
            beside = {n: v for n, v in document.items() if n != name and n not in inner}
            flat = {**inner, **beside}
            return Envelope(
                fields={n: v for n, v in flat.items() if n not in {"lead_id", "submitted_at"}},
                lead_id=_text(flat.get("lead_id")) or _text(flat.get("id")) or None,
                submitted_at=_text(flat.get("submitted_at")) or None,
            )
    return None


def _add(fields: dict[str, Any], label: str, value: Any) -> None:
    """Add a value; a label that has one already gets a list."""
    if label not in fields:
        fields[label] = value
    elif isinstance(fields[label], list):
        fields[label].append(value)
    else:
        fields[label] = [fields[label], value]


def _dicts(values: Any) -> list[Payload]:
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def _part(document: Payload, name: str) -> Payload:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


_PRESETS: Mapping[str, Callable[[Payload], Envelope | None]] = {
    "typeform": _typeform,
    "webflow": _webflow,
    "elementor": _elementor,
    "contactform7": _contactform7,
    "gravityforms": _gravityforms,
    "wpforms": _wpforms,
    "taboola": _taboola,
}
