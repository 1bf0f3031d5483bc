"""A name column that holds organisations, although nothing says so."""

import pytest

from leadfold.files import organisations, tables

PEOPLE = [
    f"{given} {family}"
    for given in "Ola Kari Per Anne Lars Ingrid Juan María Anna Mohammed".split()
    for family in ("Hansen", "Berg", "García")
]
RESTAURANTS = [
    f"{name} {kind}".strip()
    for name in ("Campanile", "Granita", "Fenix", "Spago's", "Trattoria Roma", "21st Street")
    for kind in ("", "Grill", "Cafe", "of Chicago", "House")
]
FOREIGN = ["Wei Zhang", "Xiu Ying Li", "Thuy Nguyen", "Ngozi Okafor", "Chukwu Eze"] * 6


@pytest.mark.parametrize(
    ("names", "organisations_"),
    [(PEOPLE, False), (RESTAURANTS, True), (FOREIGN, False), (RESTAURANTS[:5], False), ([], False)],
    ids=["people", "restaurants", "names that are on no list", "too few to tell", "none"],
)
def test_a_column_is_told_by_its_names(names, organisations_):
    assert organisations.are_organisations(names) is organisations_


def table(named):
    return tables.of_names(["name", "city"], enumerate([name, "Oslo"] for name in named))


def test_the_names_of_organisations_become_companies_and_all_else_stays():
    rows = [fields for _, fields in table(RESTAURANTS).rows()]
    assert rows == [{"company": name, "city": "Oslo"} for name in RESTAURANTS]


def test_the_names_of_people_stay_names():
    rows = [fields for _, fields in table(PEOPLE).rows()]
    assert rows == [{"full_name": name, "city": "Oslo"} for name in PEOPLE]
