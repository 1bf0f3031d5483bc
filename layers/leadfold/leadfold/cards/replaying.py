"""What a card would have become: inquiries recorded on it again, other changes carried over.

Nobody writes down what was done to a card between two merges. It is the difference between the two
states of the card that the inquiries in between do not explain.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from leadfold.cards import changes
from leadfold.model import Card, Inquiry, Person
from leadfold.normalise import person as people
from leadfold.store import items
from leadfold.store.writes import apply

#: Fields of a card that are not worked out by comparing states.
_NOT_COMPARED = frozenset(
    "id created_at state into members merges fields origins evidence version inquiries "
    "last_inquiry_at updated_at open_task".split()
)


def with_inquiry(card: Card, inquiry: Inquiry) -> Card:
    """Return a card with what an inquiry brought, by the code that intake records it with."""
    newest = inquiry.date >= card.last_inquiry_at
    change = changes.from_person(
        card,
        person_of(inquiry),
        None,
        inquiry.id,
        gained=False,
        newest=newest,
        at=inquiry.received_at,
    )
    item = items.card_item(card)
    apply(change, item)
    return replace(
        items.card_of(item),
        inquiries=card.inquiries + 1,
        last_inquiry_at=max(card.last_inquiry_at, inquiry.date),
    )


def person_of(inquiry: Inquiry) -> Person:
    """Return the person of an inquiry, as intake read it."""
    day = datetime.fromisoformat(inquiry.received_at).date()
    return people.parse(inquiry.fields, inquiry.country, day)


def carried_over(
    before: Card,
    after: Card,
    alone: Card,
    inquiries: Sequence[Inquiry],
    leaving: Collection[str],
    left_out: Collection[str],
) -> Card:
    """Return what ``alone``, one side of a merged card, would have become as the whole did.

    The whole card became ``after`` from ``before``, by ``inquiries`` and by other changes. Of the
    inquiries only those of the side are recorded again, not those on cards that are ``leaving``;
    other changes are carried over, except of the fields ``left_out``.
    """
    for inquiry in inquiries:
        before = with_inquiry(before, inquiry)
        if inquiry.card_id not in leaving:
            alone = with_inquiry(alone, inquiry)
    explained = {inquiry.id for inquiry in inquiries}
    kept, origins = dict(alone.fields), dict(alone.origins)
    for name in {**before.fields, **after.fields}:
        value, origin = after.fields.get(name), after.origins.get(name, after.origin)
        if value == before.fields.get(name) or origin in explained:
            continue
        kept.pop(name, None)
        origins.pop(name, None)
        if value:
            kept[name] = value
            origins |= {name: origin} if origin and origin != alone.origin else {}
    others = {
        field.name: _three_way(
            getattr(before, field.name), getattr(after, field.name), getattr(alone, field.name)
        )
        for field in fields(Card)
        if field.name not in _NOT_COMPARED and field.name not in left_out
    }
    others["other_addresses"] = others["other_addresses"][: changes.MAX_ADDRESSES]
    alone = replace(alone, fields=kept, origins=origins, **others)
    alone = filled_from(after, alone, inquiries, lambda card_id: card_id not in leaving)
    own = (number for number in alone.wrong_phones if number in alone.phones)
    return replace(alone, wrong_phones=tuple(own))


def _three_way(before: Any, after: Any, mine: Any) -> Any:
    """Return ``mine`` with what changed from ``before`` to ``after``: a three-way merge."""
    if after == before:
        return mine
    if mine == before:
        return after
    if isinstance(after, tuple):
        kept = [one for one in mine if one in after or one not in before]
        kept += [one for one in after if one not in before and one not in kept]
        if after and after[:1] != before[:1] and after[0] in kept:
            kept = [after[0], *(one for one in kept if one != after[0])]
        return tuple(kept)
    if isinstance(after, Mapping):
        kept_items = {
            name: value for name, value in mine.items() if name in after or name not in before
        }
        return kept_items | {
            name: value for name, value in after.items() if value != before.get(name)
        }
    return after


def filled_from(
    whole: Card, side: Card, inquiries: Sequence[Inquiry], is_of_side: Callable[[str], bool]
) -> Card:
    """Fill a side's empty fields with values of the whole card that came by its inquiries.

    A recorded inquiry does not hold all that it brought: of an official number only the tail.
    ``is_of_side`` tells whether a card id is one of the side's.
    """
    mine = {inquiry.id for inquiry in inquiries if is_of_side(inquiry.card_id)}
    filled = {
        name: value
        for name, value in whole.fields.items()
        if name not in side.fields and whole.origins.get(name) in mine
    }
    filled = changes.missing(side, filled)  # no part of an address beside that of another home
    if not filled:
        return side
    origins = {name: whole.origins[name] for name in filled}
    return replace(side, fields={**side.fields, **filled}, origins={**side.origins, **origins})
