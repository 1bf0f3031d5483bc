"""The identities of an edited card: what it gained is claimed, what it lost is released."""

from collections.abc import Mapping, Sequence

from leadfold.cards import edits
from leadfold.errors import FieldError, Problem
from leadfold.identity import keys
from leadfold.identity.claims import claims, releases
from leadfold.model import Card, Identity, IdentityKey
from leadfold.resolve import aliases
from leadfold.store import Store, get_all, items
from leadfold.store.writes import Write
from leadfold.work.writer import Writer, org_number_key


def identity_writes(before: Card, after: Card, writer: Writer) -> list[Write]:
    """Return the writes that let the values of a card, and no former ones, lead to it.

    New values are claimed as intake claims them. Values that a person removed are released: they
    lead neither to the card nor to its members. Raises 409 for the national ID of another card.
    """
    keyed, day = writer.desk.keyed, writer.now.date()
    was = edits.identities(before, org_number_key(before, writer.config, day), keyed)
    company = org_number_key(after, writer.config, day)
    now = edits.identities(after, company, keyed)
    lost = [identity for identity in was if identity not in now]
    wanted = edits.identities(after, company, keyed, writer.desk.rules)
    renamed = keys.folded_name(before.name) != keys.folded_name(after.name)
    kept = [one for one in wanted if one in was and renamed and one.kind in keys.WITH_NAME]
    gained = [one for one in wanted if one not in was]
    known = _identities(writer.store, [*gained, *lost, *kept])
    former = (before.name, *before.other_names)
    known |= _identities(
        writer.store,
        [
            keys.with_name(identity, name, keyed)
            for identity, there in known.items()
            if there.shared
            for name in {*former, after.name}
        ],
    )
    group = {after.id, *after.members}
    _check_national_id(gained, known, group, writer.store)
    named = [keys.with_name(one, name, keyed) for one in lost for name in former]
    if before.name not in after.other_names:
        named += [keys.with_name(one, before.name, keyed) for one in kept]
    released = dict.fromkeys(one for one in [*lost, *named] if one in known)
    others = {card_id for there in known.values() for card_id in there.cards} - group
    found = aliases.current_cards(writer.store, others) if others else {}
    current: dict[str, str | None] = dict.fromkeys(group, after.id)
    # An identity that leads only to cards that are erased or being erased is free.
    current |= {one: card.id if card.state == "living" else None for one, card in found.items()}
    return [
        *claims(after, [*gained, *kept], after.name, known, keyed, current),
        *(write for one in released for write in releases(group, known[one])),
    ]


def _identities(store: Store, wanted: Sequence[IdentityKey]) -> dict[IdentityKey, Identity]:
    """Read the identities that exist."""
    by_key = {items.identity_key(identity): identity for identity in wanted}
    return {
        by_key[key]: items.identity_of(by_key[key], item)
        for key, item in get_all(store, by_key).items()
    }


def _check_national_id(
    gained: Sequence[IdentityKey],
    known: Mapping[IdentityKey, Identity],
    group: set[str],
    store: Store,
) -> None:
    """Refuse the national ID of another card: 409, with the id of that card."""
    found = (known[one] for one in gained if one.kind == "national_id" and one in known)
    for card_id in (card_id for one in found for card_id in one.cards if card_id not in group):
        other = aliases.current_card(store, card_id)
        if other and other.state == "living":
            raise Problem(
                409,
                "Conflict",
                f"This is the national ID of {other.id}. Merge the two where they are one person.",
                errors=[FieldError("national_id", "taken", f"It is that of {other.id}.")],
                members={"card_id": other.id},
            )
