"""A form's fields, and what the platform says about the submission → a ``Lead``.

A platform wraps the form in ids and times of its own. Among the form's fields ``id``, ``timestamp``
or ``test`` are questions like any other; only the wrapping identifies the delivery.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from leadfold.model import Lead, Source
from leadfold.normalise import national_id
from leadfold.sources import attribution, field_map, generic, spellings, unfilled

#: Well-known fields whose value may be a list.
_WHOLE = frozenset({"consent", "external_ids"})
#: Fields that count only where the person gave no private ones, in whatever order they come.
_SECOND = frozenset({"work_email", "work_phone", "work_phone_number"})
_DELIVERY = ("lead_id", "submitted_at", "is_test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A submission as its platform sends it.

    ``fields`` are the form's own, in its order. ``means`` has the well-known field that the
    platform declares a field to be, by label. ``consent`` says of each checkbox whether it was
    ticked. ``extras`` is what else the platform sends; it is kept under the answers.
    """

    fields: Mapping[str, Any]
    lead_id: str | None = None
    submitted_at: str | None = None
    is_test: bool = False
    means: Mapping[str, str] = field(default_factory=dict)
    attribution: Mapping[str, str] = field(default_factory=dict)
    consent: Mapping[str, bool] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)
    page_id: str = ""


def open_envelope(envelope: Envelope, source: Source) -> Lead:
    """Return the lead. The platform's own attribution takes precedence over hidden form fields."""
    form_id = envelope.attribution.get("form_id", "")
    maps = field_map.rules_for(source, form_id, envelope.page_id)
    sent = field_map.apply(maps, envelope.fields)
    mapped = {label: value for label, value in sent.items() if not is_blank(value)}
    by_rule = {rule.to for rules in maps for rule in rules}
    questions = [label for label in mapped if label not in by_rule and known_as(label) in _DELIVERY]
    named = _named(
        {label: value for label, value in mapped.items() if label not in questions},
        envelope.means,
    )
    lead = read_flat(dict(named.values()))
    own = _own(envelope)
    told = own.attribution
    answers = {label: mapped[label] for label in mapped if label in questions} | {
        label: lead.answers[name] for label, (name, _) in named.items() if name in lead.answers
    }
    consent = json.dumps(envelope.consent, ensure_ascii=False) if envelope.consent else ""
    extras = {name: value for name, value in envelope.extras.items() if not is_blank(value)}
    beside = {**_contradicted(lead, told, consent), **own.answers, **extras}
    read = replace(
        lead,
        lead_id=own.lead_id or lead.lead_id,
        submitted_at=envelope.submitted_at or lead.submitted_at,
        is_test=envelope.is_test or lead.is_test,
        fields={**lead.fields, **({"consent": consent} if consent else {})},
        attribution={**lead.attribution, **told},
        answers={
            **{label: answers[label] for label in mapped if label in answers},
            **{name: value for name, value in beside.items() if name not in answers},
        },
        warnings=(*own.warnings, *lead.warnings),
    )
    return attribution.complete(read)


def _own(envelope: Envelope) -> Lead:
    """Return the ids and the attribution that the platform itself sends.

    What stands for none is among the answers, so that a form's hidden field counts instead.
    """
    sent = {"lead_id": envelope.lead_id or "", **envelope.attribution}
    read = {name: unfilled.read(name, value) for name, value in sent.items() if value}
    known = {name: value for name, (value, _) in read.items() if value}
    return Lead(
        lead_id=known.pop("lead_id", None),
        attribution=known,
        answers={
            name: sent[name]
            for name, (value, _) in read.items()
            if not (value or unfilled.is_empty(sent[name]))
        },
        warnings=tuple(warning for _, warning in read.values() if warning),
    )


def _contradicted(lead: Lead, told: Mapping[str, str], consent: str) -> dict[str, Any]:
    """Return the form's values that its platform contradicts: they are kept among the answers."""
    said = {**lead.attribution, "consent": lead.fields.get("consent", "")}
    beats = {**told, **({"consent": consent} if consent else {})}
    return {
        name: value for name, value in said.items() if value and beats.get(name, value) != value
    }


def read_generic(payload: Mapping[str, Any], source: Source) -> Lead:
    """Return the lead in a flat object with named fields (Make, Zapier, websites)."""
    form_id = page_id = ""
    if source.forms or source.pages:
        form_id = read_flat(payload).attribution.get("form_id", "")
        page_id = str(payload.get("page_id", ""))
    mapped = field_map.apply(field_map.rules_for(source, form_id, page_id), payload)
    return attribution.complete(read_flat(mapped))


def read_flat(flat: Mapping[str, Any]) -> Lead:
    """Read a flat object where a field may have several values.

    The first value of a well-known field is read that does not stand for none; the others are kept
    under the answers.
    """
    several = {label: _scalars(value) for label, value in flat.items() if isinstance(value, list)}
    known = set()
    for label, values in several.items():
        if values and (name := known_as(label)) and name not in _WHOLE:
            known.add(label)
            several[label] = _usable_first(name, values)
    lead = generic.read(
        {
            label: several[label][0] if label in known else flat[label]
            for label in sorted(flat, key=lambda label: label.lower() in _SECOND)
        }
    )
    answers = {}
    for label in flat:
        if label in known and label in lead.answers:
            answers[label] = _one_or_all(several[label])
        elif label in known and len(several[label]) > 1:
            answers[label] = _one_or_all(several[label][1:])
        elif label in lead.answers:
            answers[label] = lead.answers[label]
    return replace(lead, answers=answers)


def known_as(label: str) -> str | None:
    """Return the well-known field that a label is read as, ``None`` where it is none."""
    return spellings.field_of(label) or ("consent" if spellings.is_refusal(label) else None)


def _named(fields: Mapping[str, Any], means: Mapping[str, str]) -> dict[str, tuple[str, Any]]:
    """Return for each label the name to read it by, and its value.

    The meaning that the platform declares takes precedence over the label, unless another field has
    that meaning by its label. A second national ID is kept masked, as every national ID is.
    """
    taken = {known_as(label) for label in fields}
    named: dict[str, tuple[str, Any]] = {}
    for label, value in fields.items():
        meaning = means.get(label)
        if not meaning or known_as(label) == meaning:
            named[label] = (label, value)
        elif meaning not in taken:
            named[label] = (meaning, value)
            taken.add(meaning)
        elif meaning == "national_id":
            named[label] = (label, national_id.mask(str(value)))
        else:
            named[label] = (label, value)
    return named


def _scalars(values: list[Any]) -> list[Any]:
    """Return the values of a list without empty ones; none where it holds lists or objects."""
    if any(isinstance(value, dict | list) for value in values):
        return []
    return [value for value in values if not is_blank(value)]


def _usable_first(name: str, values: list[Any]) -> list[Any]:
    """Return the values with those last that stand for none."""
    return sorted(values, key=lambda value: not unfilled.read(name, str(value))[0])


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def is_blank(value: object) -> bool:
    """Tell whether a value is empty, or only blanks."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})
