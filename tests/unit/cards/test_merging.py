"""What survives of two cards that are made one (``docs/merging.md``)."""

import pytest

from leadfold.cards import merging
from leadfold.model import Address, Card, Name, Task

OLD, NEW = "inq_01A", "inq_01B"
IMPORTED = "imp_01C"


def card(card_id="card_1", origin=OLD, **values):
    return Card(id=card_id, created_at="2026-11-23T12:00:00Z", origin=origin, **values)


def survivor(into, merged):
    return merging.survivor(card("card_1", **into), card("card_2", **merged), "merge_1")


FIELDS = [
    ("what is empty is filled", {}, {"company": "Fjord"}, {"company": "Fjord"}),
    (
        "the newer one counts",
        {"company": "Fjord"},
        {"company": "Berg", "origin": NEW},
        {"company": "Berg"},
    ),
    (
        "the newer one counts, whichever lives on",
        {"company": "Fjord", "origin": NEW},
        {"company": "Berg"},
        {"company": "Fjord"},
    ),
    (
        "a locked one counts most",
        {"company": "Fjord", "locked": ("company",)},
        {"company": "Berg", "origin": NEW},
        {"company": "Fjord"},
    ),
    (
        "what a person gave counts more than what was imported later",
        {"company": "Fjord"},
        {"company": "Berg", "origin": IMPORTED},
        {"company": "Fjord"},
    ),
    (
        "a name is of one card",
        {"first_name": "Ola", "last_name": "Hansen"},
        {"first_name": "Ole", "last_name": "Hanssen", "origin": NEW},
        {"first_name": "Ole", "last_name": "Hanssen"},
    ),
    (
        "a part of a name is filled",
        {"first_name": "Ola", "last_name": "Hansen"},
        {"first_name": "Ola", "origin": NEW},
        {"first_name": "Ola", "last_name": "Hansen"},
    ),
    (
        "no name has parts in two scripts",
        {"last_name": "Levi"},
        {"first_name": "דנה", "origin": NEW},
        {"first_name": "דנה"},
    ),
    (
        "an address is of one card",
        {"street": "Storgata 1", "postcode": "0155", "city": "Oslo"},
        {"postcode": "5003", "city": "Bergen", "origin": NEW},
        {"postcode": "5003", "city": "Bergen"},
    ),
    (
        "an address that agrees is completed",
        {"street": "Storgata 1", "postcode": "0155", "city": "Oslo"},
        {"city": "OSLO", "origin": NEW},
        {"street": "Storgata 1", "postcode": "0155", "city": "OSLO"},
    ),
]


@pytest.mark.parametrize(
    ("into", "merged", "kept"), [case[1:] for case in FIELDS], ids=[case[0] for case in FIELDS]
)
def test_fields(into, merged, kept):
    def about(told):
        known = {name: told[name] for name in told.keys() & {"origin", "locked"}}
        return known | {"fields": {name: told[name] for name in told.keys() - known.keys()}}

    assert survivor(about(into), about(merged)).fields == kept


def _at(street, postcode="", city=""):
    return Address(street=street, postcode=postcode, city=city)


REST = [
    (
        "the primary phone is the one of whom wrote last",
        {"phones": ("+471",), "last_inquiry_at": "2026-01-01"},
        {"phones": ("+472", "+471"), "last_inquiry_at": "2026-02-01"},
        {"phones": ("+472", "+471"), "last_inquiry_at": "2026-02-01"},
    ),
    (
        "a locked primary e-mail stays it",
        {"emails": ("a@x.no",), "locked": ("email",)},
        {"emails": ("b@x.no",), "last_inquiry_at": "2026-02-01"},
        {"emails": ("a@x.no", "b@x.no"), "locked": ("email",)},
    ),
    ("an owner stays", {"owner_id": "ann"}, {"owner_id": "bob"}, {"owner_id": "ann"}),
    ("an owner is filled", {}, {"owner_id": "bob", "bucket": "b"}, {"owner_id": "bob"}),
    (
        "flags are the strictest of both",
        {"flags": {"opt_out": "2026-02-01"}},
        {"flags": {"opt_out": "2026-01-01", "deceased": "2026-03-01"}},
        {"flags": {"opt_out": "2026-01-01", "deceased": "2026-03-01"}},
    ),
    ("status is the furthest", {"status": "lost"}, {"status": "won"}, {"status": "won"}),
    ("status moves on", {"status": "contacted"}, {"status": "lost"}, {"status": "lost"}),
    ("tags and locks are united", {"tags": ("a",)}, {"tags": ("b", "a")}, {"tags": ("a", "b")}),
    (
        "who is apart of either is apart of both, but for themselves",
        {"apart": ("card_2", "card_3"), "household": ("card_2",)},
        {"apart": ("card_4", "card_1")},
        {"apart": ("card_3", "card_4"), "household": ()},
    ),
    (
        "of two ids of one system the survivor's is shown",
        {"external_ids": {"crm": "1"}},
        {"external_ids": {"crm": "2", "erp": "3"}},
        {"external_ids": {"crm": "1", "erp": "3"}},
    ),
    ("a national ID is filled", {}, {"national_id": "h"}, {"national_id": "h"}),
    ("inquiries are summed", {"inquiries": 2}, {"inquiries": 3}, {"inquiries": 5}),
    (
        "counts of writes are above both",
        {"evidence": 2, "version": 9},
        {"evidence": 7, "version": 1},
        {"evidence": 8, "version": 10},
    ),
    (
        "members of both are members, each with its merge",
        {"members": ("card_3",), "merges": ("merge_a",)},
        {"members": ("card_4",), "merges": ("merge_b",)},
        {
            "members": ("card_3", "card_2", "card_4"),
            "merges": ("merge_a", "merge_1", "merge_b"),
        },
    ),
    (
        "the name that is not shown is known",
        {"fields": {"first_name": "Ola", "last_name": "Hansen"}},
        {"fields": {"first_name": "Ola", "last_name": "Lie"}, "origin": NEW},
        {"other_names": (Name(first="Ola", last="Hansen"),)},
    ),
    (
        "the address that is not shown is known, the newest one first, and others of both",
        {
            "fields": {"street": "Storgata 5", "postcode": "0155", "city": "Oslo"},
            "other_addresses": (_at("Kirkeveien 2"), _at("Parkveien 8")),
        },
        {
            "fields": {"street": "Torggata 9", "postcode": "0181", "city": "Oslo"},
            "other_addresses": (_at("Kirkevein 2"), _at("Bygdøy allé 3")),
            "origin": NEW,
        },
        {
            "other_addresses": (
                _at("Storgata 5", "0155", "Oslo"),
                _at("Kirkeveien 2"),
                _at("Parkveien 8"),
            )
        },
    ),
    (
        "one address of both is no other",
        {"fields": {"street": "Storgata 5"}},
        {"fields": {"street": "Storgt. 5", "country": "NO"}, "origin": NEW},
        {"other_addresses": ()},
    ),
    (
        "numbers that nobody can check are united, a few of them",
        {"unchecked_ids": ("a", "b", "c")},
        {"unchecked_ids": ("b", "d", "e")},
        {"unchecked_ids": ("a", "b", "c", "d")},
    ),
]


@pytest.mark.parametrize(
    ("into", "merged", "expected"), [case[1:] for case in REST], ids=[case[0] for case in REST]
)
def test_the_rest(into, merged, expected):
    kept = survivor(into, merged)
    assert {name: getattr(kept, name) for name in expected} == expected


def test_each_value_says_where_it_came_from():
    kept = survivor(
        {"fields": {"company": "Fjord"}},
        {
            "origin": NEW,
            "fields": {"company": "Berg", "job_title": "Chef"},
            "origins": {"job_title": IMPORTED},
            "phones": ("+472",),
        },
    )
    assert kept.origin == OLD
    assert kept.origins == {"company": NEW, "job_title": IMPORTED, "phone": NEW}


REFUSED = [
    ("a person and a company", {}, {"customer_type": "company"}, "person_and_company"),
    ("two people", {"national_id": "a"}, {"national_id": "b"}, "national_ids_differ"),
    (
        "two companies",
        {"customer_type": "company", "fields": {"org_number": "1"}},
        {"customer_type": "company", "fields": {"org_number": "2"}},
        "org_numbers_differ",
    ),
    (
        "too many",
        {"members": tuple(f"card_{n}" for n in range(10, 40))},
        {"members": tuple(f"card_{n}" for n in range(40, 60))},
        "too_many_members",
    ),
]


@pytest.mark.parametrize(
    ("into", "merged", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_cannot_be_one(into, merged, code):
    found = merging.obstacle(card("card_1", **into), card("card_2", **merged))
    assert found is not None
    assert found[0] == code


def test_employers_of_people_may_differ():
    one, other = ({"fields": {"org_number": number}} for number in "12")
    assert merging.obstacle(card("card_1", **one), card("card_2", **other)) is None


def task(task_id, due_at, inquiries):
    return Task(
        id=task_id,
        kind="first_contact",
        card_id="card_1",
        created_at="2026-11-23T12:00:00Z",
        due_at=due_at,
        inquiries=inquiries,
    )


@pytest.mark.parametrize(
    ("flags", "kind"), [((), "call_back"), (("opt_out",), "call_back"), (("deceased",), "review")]
)
def test_two_open_tasks_are_one_due_at_the_earlier_time(flags, kind):
    kept, other = task("task_1", "2026-02", 1), task("task_2", "2026-01", 3)
    both = merging.merged_task(kept, other, flags)
    assert (both.id, both.kind, both.due_at, both.inquiries) == ("task_1", kind, "2026-01", 4)
