"""A person → the identities that lead to cards."""

from collections.abc import Sequence

from leadfold.keyed import KeyedHash
from leadfold.model import IdentityKey, IdentityKind, Name, Person
from leadfold.normalise import name as names
from leadfold.normalise import national_id, phone, text

#: The order in which identities are trusted (contract, rule 7).
ORDER: tuple[IdentityKind, ...] = ("national_id", "phone", "phone_name", "email", "email_name")

#: An identity that is shared leads nowhere by itself; together with the whole name it does.
WITH_NAME: dict[IdentityKind, IdentityKind] = {"phone": "phone_name", "email": "email_name"}

#: A ninth card makes a key shared: more people than that on one key are an office, not a family.
MAX_CARDS = 8


def identities(person: Person, keyed: KeyedHash) -> list[IdentityKey]:
    """Return the identities that a person can claim or be found by, in the order of trust.

    A role address (``info@``) belongs to nobody, so only the address with the name is one.
    """
    found: list[IdentityKey] = []
    if person.national_id:
        number = national_id.key(person.national_id)
        found.append(IdentityKey(kind="national_id", key=keyed.of("national_id", number)))
    if person.phone:
        found.append(IdentityKey(kind="phone", key=keyed.of("phone", phone.key(person.phone))))
    if person.email and person.email.is_role:
        found.append(with_name("email", person, keyed))
    elif person.email:
        found.append(IdentityKey(kind="email", key=keyed.of("email", person.email.key)))
    return found


def with_name(kind: IdentityKind, person: Person, keyed: KeyedHash) -> IdentityKey:
    """Return the identity that a shared phone or e-mail makes with the person's name."""
    value = person.e164 if kind == "phone" else person.email.key if person.email else None
    named = WITH_NAME[kind]
    return IdentityKey(kind=named, key=keyed.of(named, f"{value}\0{folded_name(person.name)}"))


def folded_name(name: Name) -> str:
    """Return the words of a name, folded and sorted, so that swapped parts are equal.

    >>> folded_name(Name(first="Ola", last="Åsen")) == folded_name(Name(first="ASEN", last="Ola"))
    True
    """
    return names.key(name)


def name_words(name: Name) -> Sequence[str]:
    """Return the folded words of a whole name."""
    return text.fold(f"{name.first} {name.last}").split()
