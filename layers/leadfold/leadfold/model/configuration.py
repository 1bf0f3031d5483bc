"""Configuration: owners, buckets, sources and their secrets, rules of identity and of erasure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from leadfold.model.records import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A person or team that works cards."""

    id: str
    name: str
    email: str | None = None
    active: bool = True
    away_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A pipeline; its default owner gets the cards that no other owner can work."""

    id: str
    name: str
    default_owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One owner's part of a source's leads."""

    owner_id: str
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition on a field of a lead: it equals one of these values, or contains one of these.

    ``name`` is that of a well-known field, of attribution (``utm_campaign``) or of an answer. Names
    and values are case-folded.
    """

    name: str
    equals: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRule:
    """A rule that routes an inquiry otherwise than the settings of its source.

    Every condition that is given must hold; a rule without conditions holds for all inquiries.
    ``owner_id`` and ``spread`` are for new cards. What is left out is taken from the source.
    """

    name: str = ""
    sources: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kind: Literal["new", "repeat"] | None = None
    card_status: tuple[Status, ...] = ()
    fields: tuple[Condition, ...] = ()
    bucket: str | None = None
    owner_id: str | None = None
    spread: tuple[Share, ...] = ()
    tags: tuple[str, ...] = ()
    response_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When a source's owners work: ``days`` maps ``mon`` … ``sun`` to from–to pairs (HH:MM).

    A shift over midnight is two: until ``24:00``, and from ``00:00`` of the next day.
    """

    time_zone: str = "UTC"
    days: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRule:
    """One step of a field map: what to do with a form's field, named by its ``label``.

    =============  ============================================================================
    ``rename``     ``label`` becomes ``to``
    ``join``       ``to`` becomes ``template``, with the fields that it names in ``{braces}``
    ``constant``   ``to`` becomes ``value`` where the form sends nothing for it
    ``split_name`` ``label`` becomes ``first_name`` and ``last_name``
    ``values``     the value of ``label`` is replaced by that in ``values``
    ``ignore``     ``label`` is left out
    =============  ============================================================================
    """

    do: Literal["rename", "join", "constant", "split_name", "values", "ignore"]
    label: str = ""
    to: str = ""
    template: str = ""
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Settings of one form or page of a source that differ from the source's."""

    field_map: tuple[MapRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRules:
    """What a source's leads must have; others are held for a person to look at.

    ``required`` are well-known fields that must be usable; ``sources`` are the accepted values of
    ``utm_source``, all where it is empty.
    """

    required: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A configured origin of leads.

    ``graph_base`` is the URL of the platform's API, with its version. ``forms`` and ``pages`` have
    overrides by form id and page id. ``retention_days`` after the last inquiry a card whose
    inquiries all came by this source is erased; ``None`` keeps it. A deleted source (``deleted_at``
    in RFC 3339) takes no leads; its settings are kept for those that came before.
    """

    id: str
    platform: str = "generic"
    name: str | None = None
    country: str | None = None
    bucket: str | None = None
    owners: tuple[Share, ...] = ()
    data_owner: str | None = None
    response_minutes: int = 60
    working_hours: WorkingHours | None = None
    double_submit_seconds: int = 300
    graph_base: str | None = None
    field_map: tuple[MapRule, ...] = ()
    forms: Mapping[str, Override] = field(default_factory=dict)
    pages: Mapping[str, Override] = field(default_factory=dict)
    entry_rules: EntryRules = EntryRules()
    retention_days: int | None = None
    deleted_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSecrets:
    """The secrets of a source; of each kind the current one first, two are valid during rotation.

    ``app_secret`` signs Meta's and TikTok's webhooks, ``client_secret`` LinkedIn's;
    ``verify_token`` answers Meta's handshake; ``google_key`` comes in the body of Google's leads;
    ``access_token`` reads leads; ``secret_path`` ends the URL for tools that cannot sign requests.
    """

    app_secret: tuple[str, ...] = field(default=(), repr=False)
    client_secret: tuple[str, ...] = field(default=(), repr=False)
    verify_token: tuple[str, ...] = field(default=(), repr=False)
    google_key: tuple[str, ...] = field(default=(), repr=False)
    access_token: tuple[str, ...] = field(default=(), repr=False)
    secret_path: tuple[str, ...] = field(default=(), repr=False)


#: An identity by the name that people know, and how an equal one is used.
IdentityName = Literal["national_id", "org_number", "external_id", "phone", "email"]
IdentityUse = Literal["decisive", "supporting", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRules:
    """How identity is decided (contract, rule 7).

    ``order`` names every identity, the most trusted first; it decides ties. A ``decisive`` one can
    join a lead to a card, a ``supporting`` one only adds evidence, one that is ``off`` is not used;
    a national ID is always decisive. Several cards that one lead's keys lead to are merged at once
    if they match at ``merge_up_to_level`` or a better level (1 is the best), else suggested.
    """

    order: tuple[IdentityName, ...] = ("national_id", "org_number", "external_id", "phone", "email")
    use: Mapping[IdentityName, IdentityUse] = field(
        default_factory=lambda: {
            "national_id": "decisive",
            "org_number": "decisive",
            "external_id": "decisive",
            "phone": "decisive",
            "email": "decisive",
        }
    )
    merge_up_to_level: int | None = None

    def use_of(self, name: IdentityName) -> IdentityUse:
        """Return how an equal identity of this name is used."""
        return self.use.get(name, "decisive")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRules:
    """What happens when an erased person comes again.

    ``leads``: a lead makes a new card, since the person sent it, or is held for a decision.
    ``others``: data from others (imports, purchases, manual entry) is refused or accepted.
    """

    leads: Literal["accept", "hold"] = "accept"
    others: Literal["refuse", "accept"] = "refuse"
