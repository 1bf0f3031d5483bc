"""A person or company → the identities that lead to cards."""

from collections.abc import Sequence

from leadfold.keyed import KeyedHash
from leadfold.model import Card, IdentityKey, IdentityKind, IdentityRules, Name, Person, name_of
from leadfold.normalise import email, national_id, org_number, phone, text
from leadfold.normalise import name as names

#: Kinds of identities that lead to no card once they are shared, only together with the whole name
#: → the kind that they make with it.
WITH_NAME: dict[IdentityKind, IdentityKind] = {"phone": "phone_name", "email": "email_name"}

#: A ninth card makes an identity shared: more people with one phone are an office, not a family.
MAX_CARDS = 8

BY_DEFAULT = IdentityRules()


def identities(
    person: Person, keyed: KeyedHash, rules: IdentityRules = BY_DEFAULT
) -> list[IdentityKey]:
    """Return the identities that lead to a person's card, the most trusted first.

    A role address (``info@``) identifies nobody by itself: it is evidence, and an identity only
    together with the name. An organisation number identifies a company, not its employees.
    """
    found: list[IdentityKey] = []
    if person.national_id:
        found.append(_key("national_id", national_id.key(person.national_id), keyed))
    if person.unchecked_id:
        found.append(_key("unchecked_id", person.unchecked_id, keyed))
    if person.org_number and person.is_company:
        found.append(_key("org_number", org_number.key(person.org_number), keyed))
    found += [
        _key("external_id", f"{system}\0{value}", keyed)
        for system, value in sorted(person.external_ids.items())
    ]
    found += [_key("phone", phone.key(number), keyed) for number in person.phones]
    for address in person.emails:
        if address.is_role:
            role = _key("role_email", address.key, keyed)
            found += [with_name(role, person.name, keyed), role]
        else:
            found.append(_key("email", address.key, keyed))
    used = [key for key in found if rules.use_of(name_of(key.kind)) != "off"]
    return sorted(used, key=lambda key: place(key.kind, rules))


def of_card(card: Card, keyed: KeyedHash, rules: IdentityRules = BY_DEFAULT) -> list[IdentityKey]:
    """Return the phones and e-mails of a card as identities: those that other cards may share."""
    found = [_key("phone", phone.key_of(number), keyed) for number in card.phones]
    for address in card.emails:
        local, _, _ = address.rpartition("@")
        kind: IdentityKind = "role_email" if email.is_role(local) else "email"
        found.append(_key(kind, email.key_of(address), keyed))
    return [key for key in found if rules.use_of(name_of(key.kind)) != "off"]


def _key(kind: IdentityKind, value: str, keyed: KeyedHash) -> IdentityKey:
    return IdentityKey(kind=kind, key=keyed.of(kind, value))


def with_name(identity: IdentityKey, name: Name, keyed: KeyedHash) -> IdentityKey:
    """Return the identity that a shared phone or e-mail makes with a name."""
    named: IdentityKind = WITH_NAME.get(identity.kind, "email_name")
    return _key(named, f"{identity.key}\0{folded_name(name)}", keyed)


def place(kind: IdentityKind, rules: IdentityRules) -> int:
    """Return an identity's place in the order of trust, 0 for the most trusted."""
    return rules.order.index(name_of(kind))


def folded_name(name: Name) -> str:
    """Return the words of a name, folded and sorted, so that swapped parts are equal.

    >>> folded_name(Name(first="Ola", last="Åsen")) == folded_name(Name(first="ASEN", last="Ola"))
    True
    """
    return names.key(name)


def name_words(name: Name) -> Sequence[str]:
    """Return the folded words of a whole name."""
    return text.fold(f"{name.first} {name.last}").split()


def unchecked_id_of(identities: Sequence[IdentityKey]) -> str:
    """Return the keyed hash of the unchecked ID among identities, empty where there is none."""
    return next((found.key for found in identities if found.kind == "unchecked_id"), "")


def national_id_of(identities: Sequence[IdentityKey]) -> str | None:
    """Return the keyed hash of the national ID among identities, ``None`` where there is none."""
    return next((identity.key for identity in identities if identity.kind == "national_id"), None)
