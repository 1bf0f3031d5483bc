"""A person or company → the identities that lead to cards."""

from collections.abc import Sequence

from leadfold.keyed import KeyedHash
from leadfold.model import FIELDS, IdentityKey, IdentityKind, IdentityRules, Name, Person
from leadfold.normalise import name as names
from leadfold.normalise import national_id, org_number, phone, text

#: An identity that is shared leads nowhere by itself; together with the whole name it does.
WITH_NAME: dict[IdentityKind, IdentityKind] = {"phone": "phone_name", "email": "email_name"}

#: A ninth card makes a key shared: more people than that on one key are an office, not a family.
MAX_CARDS = 8

BY_DEFAULT = IdentityRules()


def identities(
    person: Person, keyed: KeyedHash, rules: IdentityRules = BY_DEFAULT
) -> list[IdentityKey]:
    """Return the identities that a person can claim or be found by, in the order of trust.

    A role address (``info@``) belongs to nobody: it is evidence, and an identity only with the
    name. An organisation number is that of a company, not of the people who name it.
    """
    found: list[IdentityKey] = []
    if person.national_id:
        found.append(_key("national_id", national_id.key(person.national_id), keyed))
    if person.org_number and person.is_company:
        found.append(_key("org_number", org_number.key(person.org_number), keyed))
    found += [
        _key("external_id", f"{system}\0{value}", keyed)
        for system, value in sorted(person.external_ids.items())
    ]
    found += [_key("phone", phone.key(number), keyed) for number in person.phones]
    for email in person.emails:
        if email.is_role:
            role = _key("role_email", email.key, keyed)
            found += [with_name(role, person.name, keyed), role]
        else:
            found.append(_key("email", email.key, keyed))
    used = [key for key in found if rules.use_of(field_of(key.kind)) != "off"]
    return sorted(used, key=lambda key: place(key.kind, rules))


def _key(kind: IdentityKind, value: str, keyed: KeyedHash) -> IdentityKey:
    return IdentityKey(kind=kind, key=keyed.of(kind, value))


def with_name(identity: IdentityKey, name: Name, keyed: KeyedHash) -> IdentityKey:
    """Return the identity that a shared phone or e-mail makes with a name."""
    named: IdentityKind = WITH_NAME.get(identity.kind, "email_name")
    return _key(named, f"{identity.key}\0{folded_name(name)}", keyed)


def field_of(kind: IdentityKind) -> str:
    """Return the field that an identity is of: a phone together with a name is a phone."""
    return FIELDS.get(kind, kind)


def place(kind: IdentityKind, rules: IdentityRules) -> int:
    """Return an identity's place in the order of trust, 0 for the most trusted."""
    return rules.order.index(field_of(kind))


def folded_name(name: Name) -> str:
    """Return the words of a name, folded and sorted, so that swapped parts are equal.

    >>> folded_name(Name(first="Ola", last="Åsen")) == folded_name(Name(first="ASEN", last="Ola"))
    True
    """
    return names.key(name)


def name_words(name: Name) -> Sequence[str]:
    """Return the folded words of a whole name."""
    return text.fold(f"{name.first} {name.last}").split()


def national_id_of(identities: Sequence[IdentityKey]) -> str | None:
    """Return the keyed hash of the national ID among identities."""
    return next((identity.key for identity in identities if identity.kind == "national_id"), None)
