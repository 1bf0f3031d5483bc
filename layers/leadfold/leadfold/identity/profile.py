"""Profiles: the values that are compared, the same of a lead's person and of a card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from leadfold.identity import compare
from leadfold.model import Address, Card, Name, Person
from leadfold.normalise import email, phone, text

NOWHERE = Address()

#: Of two people of one name, mostly father and son.
Generation = Literal["", "elder", "younger"]
#: By the letters of what stands behind the name; III is no other's son.
_GENERATIONS: Mapping[str, Generation] = {
    **dict.fromkeys(("sr", "sen", "senior", "de", "dä", "deneldre", "denäldre"), "elder"),
    **dict.fromkeys(("jr", "jun", "junior", "dy", "denyngre"), "younger"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The values of a person or company that are compared; empty where unknown.

    ``names`` has the one that is shown first, then the others; ``generation`` tells the elder from
    the younger of one name. ``other_addresses`` are those that are not shown. ``phones`` are E.164,
    ``emails`` the keys of addresses, ``national_id`` and ``unchecked_ids`` keyed hashes.
    """

    names: tuple[Name, ...] = ()
    generation: Generation = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    national_id: str | None = None
    unchecked_ids: tuple[str, ...] = ()
    org_number: str = ""
    company: str = ""
    birth_date: str = ""
    address: Address = NOWHERE
    other_addresses: tuple[Address, ...] = ()
    birth_place: str = ""
    job_title: str = ""
    is_company: bool = False

    def values(self) -> dict[str, str]:
        """Return the values whose frequencies are counted in the data, folded, by kind."""
        return {
            "postcode": compare.bare(self.address.postcode),
            "city": text.fold(self.address.city),
            "birth_place": text.fold(self.birth_place),
            "job_title": text.fold(self.job_title),
        }


def of_person(person: Person, national_id: str | None, unchecked_id: str = "") -> Profile:
    """Return the profile of a lead's person; the two IDs are given as keyed hashes."""
    details = person.details
    return Profile(
        names=(person.name,) if person.name else (),
        generation=_generation(person.name.suffix),
        phones=tuple(phone.key(number) for number in person.phones),
        emails=tuple(email.key for email in person.emails),
        national_id=national_id,
        unchecked_ids=(unchecked_id,) if unchecked_id else (),
        org_number=details.get("org_number", ""),
        company=details.get("company", ""),
        birth_date=person.birth_date or "",
        birth_place=details.get("birth_place", ""),
        job_title=details.get("job_title", ""),
        address=address_of(details),
        is_company=person.is_company,
    )


def of_card(card: Card, addresses: Sequence[Address] = ()) -> Profile:
    """Return the profile of a card; ``addresses`` are all of its own, where already parsed."""
    shown, *others = addresses or addresses_of(card)
    return Profile(
        names=(card.name, *card.other_names) if card.name else card.other_names,
        generation=_generation(card.fields.get("suffix", "")),
        phones=tuple(phone.key_of(number) for number in card.phones),
        emails=tuple(email.key_of(one) for one in card.emails),
        national_id=card.national_id,
        unchecked_ids=card.unchecked_ids,
        org_number=card.fields.get("org_number", ""),
        company=card.fields.get("company", ""),
        birth_date=card.fields.get("birth_date", ""),
        birth_place=card.fields.get("birth_place", ""),
        job_title=card.fields.get("job_title", ""),
        address=shown,
        other_addresses=tuple(others),
        is_company=card.customer_type == "company",
    )


def _generation(suffix: str) -> Generation:
    letters = "".join(filter(str.isalpha, suffix.lower())) if suffix else ""
    return _GENERATIONS.get(letters, "")


def address_of(details: Mapping[str, str]) -> Address:
    """Return the address among the fields of a lead or a card."""
    street, postcode, city = (details.get(part, "") for part in ("street", "postcode", "city"))
    if not (street or postcode or city):
        return NOWHERE
    from leadfold.normalise import address

    return address.parse(street, postcode, city, details.get("country"))


def addresses_of(card: Card) -> list[Address]:
    """Return the address that a card shows, then its others."""
    found = [address_of(card.fields)]
    if card.other_addresses:
        from leadfold.normalise import address

        country = card.fields.get("country")
        found += [
            address.parse(other.street, other.postcode, other.city, country)
            for other in card.other_addresses
        ]
    return found
