"""What a person sends to edit a card, read into the card as it is to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from leadfold.cards import changes, edits
from leadfold.errors import FieldError, unprocessable
from leadfold.model import Card, NationalId, Warn
from leadfold.normalise import national_id, typed
from leadfold.normalise import person as people
from leadfold.normalise.external_ids import MAX_IDS
from leadfold.resolve import aliases
from leadfold.work.writer import Writer, country_of

_ADDRESS = ("street", "postcode", "city")
_NAMES = ("first_name", "last_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEdit:
    """What is to change of a card; what is not named does not change.

    ``fields`` are texts as typed, ``full_name`` and ``national_id`` among them; an empty one
    removes the value. Of ``contacts`` ``phone`` and ``email`` are to be the primary ones,
    ``phones`` and ``emails`` all of them. ``external_ids`` are by system; with ``all_external_ids``
    those left out are removed. ``values`` are ``owner_id``, ``bucket``, ``company_card_id``,
    ``tags`` and ``locked``.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    external_ids: Mapping[str, str] = field(default_factory=dict)
    all_external_ids: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)


def edited(card: Card, edit: CardEdit, writer: Writer) -> tuple[Card, tuple[Warn, ...]]:
    """Return the card after an edit, with what looks odd about the values.

    Raises 422 with every bad field named.
    """
    reader = _Reader(card, edit, writer)
    reader.read()
    if reader.errors:
        raise unprocessable(*reader.errors)
    return reader.card, tuple(reader.warnings)


class _Reader:
    """Applies an edit to ``card`` part by part, and gathers errors and warnings."""

    def __init__(self, card: Card, edit: CardEdit, writer: Writer) -> None:
        self.card = card
        self.edit = edit
        self.writer = writer
        self.errors: list[FieldError] = []
        self.warnings: list[Warn] = []

    @property
    def country(self) -> str | None:
        """The country of numbers that name none."""
        return country_of(self.card, self.writer.config)

    def read(self) -> None:
        """Apply all parts of the edit."""
        self._fields()
        for kind in ("phone", "email"):
            self._contacts(kind)
        self._external_ids()
        self._values()

    def _fields(self) -> None:
        """Read texts: an address as one, whichever parts of it were sent."""
        sent = {name: value.strip() for name, value in self.edit.fields.items()}
        if sent.get("national_id") == self.card.national_id_masked:
            sent.pop("national_id", None)  # shown masked, and sent back as it was shown
        if not sent:
            return
        card, day = self.card, self.writer.now.date()
        address = _ADDRESS if sent.keys() & {*_ADDRESS, "country"} else ()
        context = {name: card.fields.get(name, "") for name in (*address, "country")}
        texts = {name: value for name, value in sent.items() if name not in _NAMES}
        person = people.parse({**context, **texts}, self.country, day)
        self._note(texts, typed.unusable(texts, person), person.warnings)
        if texts.get("full_name") and not person.name:
            self._refuse("full_name", "company_name", "The name is that of a company.")
        values = {**changes.fields(person), **self._names(sent)}
        named = (*_NAMES, "suffix") if "full_name" in sent else ()
        now = dict(card.fields)
        for name in edits.STORED:
            # A text may hold other parts of the address, too: they fill those that are empty.
            if name in sent or name in named or (name in context and not now.get(name)):
                now[name] = values.get(name, "")
        self.card = replace(card, fields={name: value for name, value in now.items() if value})
        if "national_id" in sent:
            self._national_id(person.national_id)

    def _names(self, sent: Mapping[str, str]) -> dict[str, str]:
        """Return the parts of the name that were sent, each as the part it was sent as."""
        read = {
            name: read(sent[name])
            for name, read in (("first_name", typed.first_name), ("last_name", typed.last_name))
            if name in sent
        }
        for name in (name for name, value in read.items() if sent[name] and not value):
            self._refuse(name, "unusable", "The text is not such a part of a name.")
        return read

    def _national_id(self, number: NationalId | None) -> None:
        hashed = (
            self.writer.desk.keyed.of("national_id", national_id.key(number)) if number else None
        )
        masked = number.masked if number else None
        self.card = replace(self.card, national_id=hashed, national_id_masked=masked)

    def _contacts(self, kind: str) -> None:
        plural, sent = f"{kind}s", self.edit.contacts
        contacts = list(getattr(self.card, plural))
        if plural in sent:
            contacts = []
            for number, text in enumerate(sent[plural]):
                contacts += self._contact(kind, text, f"{plural}.{number}")
        if kind in sent:
            text = str(sent[kind] or "").strip()
            if not text and len(contacts) > 1:
                message = f"There are several: send those that stay as {plural}."
                self._refuse(kind, "several_values", message)
            contacts = [*self._contact(kind, text, kind), *contacts] if text else []
        if sent.keys() & {kind, plural}:
            self.card = edits.with_contacts(self.card, plural, contacts)

    def _contact(self, kind: str, text: str, place: str) -> list[str]:
        day = self.writer.now.date()
        found, odd, warnings = typed.contacts(kind, text, self.country, day)
        self._note({place: text}, [replace(odd, field=place)] if odd else [], warnings)
        return found

    def _external_ids(self) -> None:
        sent = dict(self.edit.external_ids)
        if self.edit.all_external_ids:
            self.card = replace(self.card, external_ids={})
        self.card, bad = edits.with_external_ids(self.card, sent)
        for system in bad:
            self._refuse(f"external_ids.{system}", "unusable", "The text is no id.")
        if len(self.card.external_ids) > MAX_IDS:
            self._refuse("external_ids", "too_many", f"A card has at most {MAX_IDS}.")

    def _values(self) -> None:
        values, config = dict(self.edit.values), self.writer.config
        if (owner := values.get("owner_id")) and not config.owner(owner):
            self._refuse("owner_id", "unknown", "There is no such owner.")
        if (bucket := values.get("bucket")) and not config.bucket(bucket):
            self._refuse("bucket", "unknown", "There is no such bucket.")
        if company_id := values.get("company_card_id"):
            company = aliases.current_card(self.writer.store, company_id)
            if not company or company.state != "living" or company.customer_type != "company":
                self._refuse("company_card_id", "not_a_company", "This is no company's card.")
            elif company.id == self.card.id:
                self._refuse("company_card_id", "itself", "A card does not belong to itself.")
            else:
                values["company_card_id"] = company.id
        self.card = replace(self.card, **values)

    def _note(self, sent: Mapping[str, str], odd: Sequence[Warn], warnings: Sequence[Warn]) -> None:
        for one in odd:
            self._refuse(one.field, one.code, one.message)
        refused = {one.code for one in odd}
        fields = {name.partition("s.")[0] for name in sent}
        self.warnings += [w for w in warnings if w.field in fields and w.code not in refused]

    def _refuse(self, name: str, code: str, message: str) -> None:
        self.errors.append(FieldError(name, code, message))
