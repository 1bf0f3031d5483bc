"""A name column that holds organisations, although nothing says so."""

import pytest

from leadfold.testwash import organisations

PEOPLE = [
    f"{given} {family}"
    for given in "Ola Kari Per Anne Lars Ingrid Juan María Anna Mohammed".split()
    for family in ("Hansen", "Berg", "García")
]
RESTAURANTS = [
    f"{name} {kind}"
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


def test_the_names_of_organisations_become_companies_and_all_else_stays():
    rows = [(None, {"full_name": name, "city": "Oslo"}) for name in RESTAURANTS]
    told = list(organisations.told_apart(rows))
    assert [fields["company"] for _, fields in told] == RESTAURANTS
    assert all(fields.keys() == {"company", "city"} for _, fields in told)


def test_the_names_of_people_stay_names():
    rows = [(str(at), {"full_name": name}) for at, name in enumerate(PEOPLE)]
    assert list(organisations.told_apart(rows)) == rows
