"""A source's field map: the names of a form's fields → well-known names.

The form's map is applied first, then the page's, then the source's own. Within one map every rule
reads what was sent and what the rules before it wrote; fields that a rule read are removed
afterwards, unless a rule wrote them. So the more specific map takes precedence.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from leadfold.model import MapRule, Source

_NAMED = re.compile(r"\{([^{}]*)\}")
_BLANKS = re.compile(r"\s+")
_MISSING: Any = object()


def rules_for(source: Source, form_id: str, page_id: str) -> list[Sequence[MapRule]]:
    """Return the maps for a lead of this form and page, the most specific one first."""
    overrides = [source.forms.get(form_id), source.pages.get(page_id)]
    return [*(override.field_map for override in overrides if override), source.field_map]


def apply(maps: Sequence[Sequence[MapRule]], payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload with every map applied, in order."""
    mapped = dict(payload)
    for rules in maps:
        if rules:
            mapped = _carry_out(rules, mapped)
    return mapped


def _carry_out(rules: Sequence[MapRule], payload: Mapping[str, Any]) -> dict[str, Any]:
    mapped = dict(payload)
    used: set[str] = set()
    written: set[str] = set()
    for rule in rules:
        read, made = _step(rule, mapped)
        used |= read
        if rule.do == "ignore":  # removed at once, so that a constant can take its place
            mapped = {name: value for name, value in mapped.items() if name not in read}
        for name, value in made.items():
            if not _is_empty(value):
                mapped[name] = value
                written.add(name)
    return {name: value for name, value in mapped.items() if name in written or name not in used}


def _step(rule: MapRule, payload: Mapping[str, Any]) -> tuple[set[str], dict[str, Any]]:
    """Return which fields a rule reads and what it writes."""
    if rule.do == "constant":
        there = _find(payload, rule.to)
        empty = there is None or _is_empty(payload[there])
        return set(), {rule.to: rule.value} if empty else {}
    if rule.do == "join":
        return _join(rule, payload)
    label = _find(payload, rule.label)
    if label is None:
        nested = _nested(payload, rule.label)
        return set(), _made(rule, rule.label, nested) if nested is not _MISSING else {}
    return {label}, _made(rule, label, payload[label])


def _made(rule: MapRule, label: str, value: Any) -> dict[str, Any]:
    """Return the fields that a rule writes, given the value of the one field that it reads."""
    match rule.do:
        case "rename":
            return {rule.to: value}
        case "values":
            return {rule.to or label: _listed(rule.values, value)}
        case "split_name":
            return _split(str(value))
        case _:
            return {}


def _join(rule: MapRule, payload: Mapping[str, Any]) -> tuple[set[str], dict[str, Any]]:
    labels = {name: _find(payload, name.strip()) for name in _NAMED.findall(rule.template)}
    said = {
        name: _text(payload[label]) if label is not None else "" for name, label in labels.items()
    }
    if not any(said.values()):
        return set(), {}
    joined = _NAMED.sub(lambda found: said[found[1]], rule.template)
    read = {label for label in labels.values() if label is not None}
    return read, {rule.to: _BLANKS.sub(" ", joined).strip()}


def _split(name: str) -> dict[str, Any]:
    """Return a name's parts: ``Last, First``, or all but the last word and the last word."""
    if "," in name:
        last, _, first = name.partition(",")
    else:
        first, _, last = name.strip().rpartition(" ")
        if not first:
            first, last = last, ""
    return {"first_name": first.strip(), "last_name": last.strip()}


def _listed(values: Mapping[str, str], value: Any) -> Any:
    """Return a value, or each value of a list, as ``values`` translates it, else unchanged."""
    if isinstance(value, list):
        return [_listed(values, part) for part in value]
    text = _text(value)
    folded = {key.strip().casefold(): meant for key, meant in values.items()}
    return values.get(text, folded.get(text.strip().casefold(), value))


def _find(payload: Mapping[str, Any], name: str) -> str | None:
    """Return the label of a field by its name: exact, else without regard to case and blanks."""
    if name in payload:
        return name
    plain = name.strip().casefold()
    return next((label for label in payload if label.strip().casefold() == plain), None)


def _nested(payload: Mapping[str, Any], path: str) -> Any:
    """Return a nested value by its dotted path: ``contact.emails.0``."""
    value: Any = payload
    for part in path.split("."):
        if isinstance(value, Mapping) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isascii() and part.isdigit() and len(part) < 4:  # noqa: PLR2004
            value = value[int(part)] if int(part) < len(value) else _MISSING
        else:
            return _MISSING
    return value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value)
    return str(value) if isinstance(value, str | int | float) else ""


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})
