"""Organisation numbers, and those that are a person's."""

from datetime import date

import pytest

from leadfold.normalise import org_number

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("what", "raw", "country", "number"),
    [
        ("Norwegian", "974 760 673", "NO", "974760673"),
        ("Norwegian VAT number", "NO 974 760 673 MVA", "NO", "974760673"),
        ("with a label", "Org.nr. 974760673", "NO", "974760673"),
        ("Swedish", "556016-0680", "SE", "5560160680"),
        ("Swedish, twelve digits", "165560160680", "SE", "5560160680"),
        ("Swedish VAT number", "SE556016068001", "SE", "5560160680"),
        ("Danish", "DK-13585628", "DK", "13585628"),
        ("Danish in groups", "13 58 56 28", "DK", "13585628"),
        ("Finnish", "0112038-9", "FI", "01120389"),
        ("Finnish without its zero", "112038-9", "FI", "01120389"),
        ("Finnish VAT number", "FI01120389", "FI", "01120389"),
        ("Israeli", "516179157", "IL", "516179157"),
        ("Greek", "EL 094259216", "GR", "094259216"),
        ("Greek without its zero", "94259216", "GR", "094259216"),
    ],
)
def test_a_number_is_read(what, raw, country, number):
    found = org_number.parse(raw, country, TODAY)
    assert found is not None
    assert (found.number, found.is_personal) == (number, False)


@pytest.mark.parametrize(
    ("raw", "country"),
    [
        ("", "NO"), ("974760674", "NO"), ("123", "NO"), ("174760673", "NO"), ("556016-0681", "SE"),
        ("13585629", "DK"), ("0112038-8", "FI"), ("000000000", "GR"), ("974760673", "US"),
        ("ingen", "SE"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_nothing(raw, country):
    assert org_number.parse(raw, country, TODAY) is None


@pytest.mark.parametrize(
    ("what", "raw", "country"),
    [
        ("a Swedish sole trader", "811228-9874", "SE"),
        ("an Israeli sole trader", "039337423", "IL"),
        ("a national ID in the wrong box", "151086 95088", "NO"),
    ],
)
def test_a_person_behind_a_number_is_told(what, raw, country):
    found = org_number.parse(raw, country, TODAY)
    assert found is not None
    assert found.is_personal
    assert found.number not in repr(found)
