"""An arrival, normalised: its lead, its person, and the key by which a repetition is known."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

from leadfold.errors import NotALead
from leadfold.identity import keys, profile
from leadfold.identity.profile import Profile
from leadfold.keyed import KeyedHash
from leadfold.model import (
    Arrival,
    EntryRules,
    IdentityKey,
    IdentityRules,
    Lead,
    Person,
    QuarantineEntry,
    Source,
    Warn,
)
from leadfold.normalise import content as contents
from leadfold.normalise import dates, national_id, placeholders
from leadfold.normalise import person as people
from leadfold.sources import platforms, unfilled

#: How long deliveries are remembered (contract, rule 4).
_PLATFORM_ID = timedelta(days=400)
_IDEMPOTENCY_KEY = timedelta(days=30)
#: Characters of a hash that tells a few bodies or numbers apart.
_SHORT = 22
#: Platforms that write times in UTC, also where they leave the offset out.
_IN_UTC = frozenset({"meta", "google", "tiktok", "linkedin", "gravityforms"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What intake knows of an arrival before anything stored is read.

    ``key`` is the hashed delivery key, kept for ``remembered``; ``content`` is a hash of the lead's
    content. Where the key is made of the content, ``body`` is a hash of the bytes, and ``number``
    one of the form's own number of this submission. ``submitted`` is when the form was sent, where
    the lead says it clearly. ``problem`` is the code with which the lead goes to quarantine,
    ``None`` where it can be recorded.
    """

    arrival: Arrival
    source: Source
    lead: Lead
    person: Person
    identities: tuple[IdentityKey, ...]
    key: str
    remembered: timedelta
    content: str
    body: str | None = None
    number: str | None = None
    submitted: datetime | None = None
    problem: str | None = None
    corrected_by: str | None = None
    corrections: Mapping[str, str] = field(default_factory=dict)

    @property
    def raw_name(self) -> str:
        """The name of the raw bytes, the same for every retry of a delivery."""
        return f"{self.source.id}/{self.key}"

    @property
    def held_name(self) -> str:
        """The name of the raw bytes in quarantine.

        The same content may be held again when its delivery is no longer remembered, so a name that
        is made of the content has the time as well.
        """
        if not self.body:
            return self.raw_name
        return f"{self.raw_name}.{int(self.arrival.received_at.timestamp())}"

    @property
    def date(self) -> datetime:
        """When the person sent the form; the time of receipt where the lead does not say."""
        return dates.inquiry_date(self.submitted, self.arrival.received_at)

    @property
    def warnings(self) -> tuple[Warn, ...]:
        """What looks wrong in the lead, beside the person's fields and in them."""
        return (*self.lead.warnings, *self.person.warnings)

    @property
    def national_id(self) -> str | None:
        """The keyed hash of the person's national ID."""
        return keys.national_id_of(self.identities)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The identities (``kind#hash``) whose values are stored masked."""
        personal = self.person.org_number and self.person.org_number.is_personal
        kinds = {"national_id", "unchecked_id", *(["org_number"] if personal else [])}
        return tuple(f"{one.kind}#{one.key}" for one in self.identities if one.kind in kinds)

    @property
    def profile(self) -> Profile:
        """The person's profile, which is compared with those of cards."""
        return profile.of_person(self.person, self.national_id)

    def as_released(self, entry: QuarantineEntry, original: "Submission", by: str) -> "Submission":
        """Return this corrected submission with the delivery of the one that an entry holds."""
        sent, now = original.lead.fields, self.lead.fields
        return replace(
            self,
            key=entry.key,
            remembered=original.remembered,
            content=original.content,
            body=original.body,
            number=original.number,
            corrected_by=by,
            corrections={name: sent.get(name, "") for name in now if now[name] != sent.get(name)},
        )

    def as_reused(self, keyed: KeyedHash) -> "Submission":
        """Return this submission with a problem: its delivery id was used for another person."""
        key = keyed.of("delivery", f"reused\0{self.key}\0{self.content}")
        return replace(self, key=key, problem="delivery_id_reused")


def understand(
    arrival: Arrival,
    source: Source,
    keyed: KeyedHash,
    rules: IdentityRules = keys.BY_DEFAULT,
    corrected: Mapping[str, str] | None = None,
) -> Submission:
    """Read an arrival. Never raises: what cannot be read has a ``problem``.

    ``corrected`` are values that a person gave for the lead's fields; an empty one removes the
    field. The source's entry rules then do not apply.
    """
    try:
        lead = platforms.read(arrival.body, arrival.content_type, source)
        problem = None
    except NotALead as error:
        lead, problem = Lead(), error.code
    if corrected:
        fields = {**lead.fields, **corrected}
        lead = replace(lead, fields={name: value for name, value in fields.items() if value})
        problem = None
    idempotency_key = arrival.idempotency_key
    if idempotency_key and placeholders.stands_for_none(idempotency_key):
        idempotency_key = None
        lead = replace(lead, warnings=(*lead.warnings, unfilled.warning("idempotency_key")))
    person = people.parse(lead.fields, source.country, arrival.received_at.date())
    identities = tuple(keys.identities(person, keyed, rules))
    whole = sha256(arrival.body).hexdigest()
    content = keyed.of("content", whole if problem else _canonical(whole, source, lead, person))
    key, remembered = _delivery_key(idempotency_key, source, lead, content)
    by_content = not (lead.lead_id or idempotency_key)
    if not problem and not lead.is_test:
        # A person who corrects a lead has seen why the rules hold it.
        entry_rules = EntryRules() if corrected is not None else source.entry_rules
        problem = _unmet(entry_rules, lead, person, identities)
    submitted = _submitted(lead, arrival, source)
    return Submission(
        arrival=arrival,
        source=source,
        lead=_with_unused_time(_without_national_ids(lead, person), submitted, arrival),
        person=person,
        identities=identities,
        key=keyed.of("delivery", key),
        remembered=remembered,
        content=content,
        body=_short(keyed, "body", whole) if by_content else None,
        number=_short(keyed, "number", lead.submission_id) if by_content else None,
        submitted=submitted,
        problem=problem,
    )


def _short(keyed: KeyedHash, kind: str, value: str | None) -> str | None:
    """Return a hash that need only differ among deliveries of one key; none of no value."""
    return keyed.of(kind, value).rpartition(".")[2][:_SHORT] if value else None


def _submitted(lead: Lead, arrival: Arrival, source: Source) -> datetime | None:
    zone = source.working_hours.time_zone if source.working_hours else None
    return dates.submitted(
        lead.submitted_at,
        arrival.received_at,
        source.country,
        "Etc/UTC" if source.platform in _IN_UTC else zone,
    )


def _with_unused_time(lead: Lead, submitted: datetime | None, arrival: Arrival) -> Lead:
    """Return the lead with a time that does not date its inquiry kept among its answers."""
    sent = lead.submitted_at or ""
    if not sent.strip() or dates.inquiry_date(submitted, arrival.received_at) == submitted:
        return lead
    warnings = lead.warnings
    if submitted is None:
        message = "The time is none, or can be read as two; the time of receipt counts."
        odd = Warn(field="submitted_at", code="unread_date", message=message)
        warnings = (*warnings, odd)
    return replace(lead, answers={"submitted_at": sent, **lead.answers}, warnings=warnings)


def _unmet(
    rules: EntryRules, lead: Lead, person: Person, identities: Sequence[IdentityKey]
) -> str | None:
    """Return the code under which a readable lead is held, ``None`` where it can be recorded."""
    if all(identity.kind == "unchecked_id" for identity in identities):
        return "no_identity"
    usable = {
        "phone": person.phone,
        "email": person.email,
        "national_id": person.national_id,
        "birth_date": person.birth_date,
        "full_name": person.name.first and person.name.last,
        "first_name": person.name.first,
        "last_name": person.name.last,
    }
    given = {**lead.fields, **usable}
    if not all(given.get(name) for name in rules.required):
        return "required_missing"
    named = lead.attribution.get("utm_source", "").strip().casefold()
    if rules.sources and named not in {source.casefold() for source in rules.sources}:
        return "source_not_listed"
    return None


def _delivery_key(
    idempotency_key: str | None, source: Source, lead: Lead, content: str
) -> tuple[str, timedelta]:
    """Return the delivery key and how long it is remembered (contract, rule 4)."""
    if lead.lead_id:
        return f"lead_id\0{lead.lead_id}", _PLATFORM_ID
    if idempotency_key:
        return f"idempotency_key\0{idempotency_key}", _IDEMPOTENCY_KEY
    window = timedelta(seconds=source.double_submit_seconds)
    return f"content\0{content}", _PLATFORM_ID if lead.submission_id else window


def _canonical(whole: str, source: Source, lead: Lead, person: Person) -> str:
    """Return a lead's content, equal when the lead comes again: without times and click ids.

    ``whole`` is the hash of all its bytes.
    """
    form = lead.attribution.get("form_id") or lead.attribution.get("form")
    fields, answers = contents.of_fields(lead.fields, person), contents.of_answers(lead.answers)
    # Of what is masked nothing is left to compare.
    hidden = whole if contents.has_masked(lead.answers) else ""
    return json.dumps([source.id, form, lead.is_test, fields, answers, hidden], sort_keys=True)


def _without_national_ids(lead: Lead, person: Person) -> Lead:
    """Return the lead as it is stored: with a masked national ID, valid or not.

    In some countries a sole trader's organisation number is a national ID.
    """
    hidden = {"national_id"}
    if person.org_number and person.org_number.is_personal:
        hidden.add("org_number")
    masked = {name: national_id.mask(lead.fields[name]) for name in hidden & lead.fields.keys()}
    return replace(lead, fields={**lead.fields, **masked}) if masked else lead
