"""The items of configuration: sources and their secrets, owners, buckets, settings, API keys."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from leadfold.model import (
    Bucket,
    Condition,
    EntryRules,
    ErasureRules,
    IdentityRules,
    MapRule,
    Override,
    Owner,
    RoutingRule,
    Share,
    Source,
    SourceSecrets,
    WorkingHours,
)
from leadfold.store.items.attributes import known_of, values_of
from leadfold.store.writes import Key


def config_key(kind: str, name: str) -> Key:
    """Return the key of configuration.

    ``kind`` is SOURCE, SECRETS, OWNER, BUCKET, SETTINGS or KEYS (API keys, as listed).
    """
    return kind, f"{kind}#{name}"


def api_key_key(digest: str) -> Key:
    """Return the key of an API key, from the SHA-256 of the key itself."""
    return f"KEY#{digest}", "KEY"


def source_of(item: Mapping[str, Any]) -> Source:
    """Return the source of an item."""
    values = known_of(Source, item)
    values["owners"] = tuple(Share(**share) for share in item.get("owners", ()))
    values["field_map"] = _field_map(item)
    for name in ("forms", "pages"):
        overrides = item.get(name) or {}
        values[name] = {of: Override(field_map=_field_map(over)) for of, over in overrides.items()}
    rules = item.get("entry_rules") or {}
    values["entry_rules"] = EntryRules(
        required=tuple(rules.get("required", ())), sources=tuple(rules.get("sources", ()))
    )
    hours = item.get("working_hours")
    values["working_hours"] = (
        WorkingHours(
            time_zone=hours["time_zone"],
            days={
                day: tuple((opens, closes) for opens, closes in spans)
                for day, spans in hours["days"].items()
            },
        )
        if hours
        else None
    )
    return Source(**values)


def _field_map(item: Mapping[str, Any]) -> tuple[MapRule, ...]:
    return tuple(MapRule(**known_of(MapRule, rule)) for rule in item.get("field_map") or ())


def secrets_item(secrets: SourceSecrets) -> dict[str, Any]:
    """Return the item of a source's secrets."""
    return {name: list(value) for name, value in values_of(secrets).items()}


def secrets_of(item: Mapping[str, Any]) -> SourceSecrets:
    """Return the secrets of an item."""
    return SourceSecrets(**{n: tuple(value) for n, value in known_of(SourceSecrets, item).items()})


def owner_of(item: Mapping[str, Any]) -> Owner:
    """Return the owner of an item."""
    values = known_of(Owner, item)
    if away := item.get("away_until"):
        values["away_until"] = datetime.fromisoformat(away)
    return Owner(**values)


def bucket_of(item: Mapping[str, Any]) -> Bucket:
    """Return the bucket of an item."""
    return Bucket(**known_of(Bucket, item))


def identity_rules_of(item: Mapping[str, Any]) -> IdentityRules:
    """Return the identity settings of an item."""
    values = known_of(IdentityRules, item)
    return IdentityRules(**(values | {"order": tuple(values["order"])}))


def erasure_rules_of(item: Mapping[str, Any]) -> ErasureRules:
    """Return the erasure settings of an item."""
    return ErasureRules(**known_of(ErasureRules, item))


def routing_rules_of(item: Mapping[str, Any]) -> tuple[RoutingRule, ...]:
    """Return the routing rules of an item; values to compare are case-folded."""
    return tuple(_routing_rule(rule["when"], rule["then"], rule) for rule in item.get("rules", ()))


def _routing_rule(
    when: Mapping[str, Any], then: Mapping[str, Any], rule: Mapping[str, Any]
) -> RoutingRule:
    return RoutingRule(
        name=rule.get("name") or "",
        sources=tuple(when.get("source", ())),
        forms=_folded(when.get("form", ())),
        countries=tuple(when.get("country", ())),
        kind=when.get("kind"),
        card_status=tuple(when.get("card_status", ())),
        fields=tuple(
            Condition(
                name=condition["field"].strip().casefold(),
                equals=_folded((*condition.get("in", ()), *_given(condition, "equals"))),
                contains=_folded(_given(condition, "contains")),
            )
            for condition in when.get("fields", ())
        ),
        bucket=then.get("bucket"),
        owner_id=then.get("owner"),
        spread=tuple(Share(**share) for share in then.get("spread", ())),
        tags=tuple(then.get("tags", ())),
        response_minutes=then.get("response_minutes"),
    )


def _given(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return (values[name],) if values.get(name) else ()


def _folded(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(value.strip().casefold() for value in values)
