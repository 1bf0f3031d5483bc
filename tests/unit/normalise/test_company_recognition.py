"""Organisations' names told from people's, who come first: none of them is taken for one."""

from itertools import product

import pytest

from leadfold.normalise import name
from leadfold.normalise.company_recognition import looks_like_company
from tests.unit.normalise.companies import COMPANIES

GIVEN = [
    "Ola", "Kari", "Åsa", "Asa", "As", "Ba", "Bo", "Da", "Di", "Is", "Ky", "Ay", "Sia", "Ike",
    "Israel", "Marine", "Max", "Maria", "João", "Jean", "Ali", "Van", "Per", "Sa", "Ab", "Co",
    "Dimos", "Δήμος", "Γιώργος", "Νίκη", "דנה", "משה", "יוסי", "אבי", "Tak", "Ho", "Siv", "Ann",
]  # fmt: skip
FAMILY = [
    "Hansen", "Ås", "As", "Van", "Ali", "Da Silva", "Sá", "Sa", "Ba", "Ky", "Ay", "Ab", "Is", "Ks",
    "Bank", "Berg", "Kraft", "Fisk", "Bygg", "Skole", "Company", "Gård", "Hus", "Bull", "Foss",
    "Moe", "Lie", "Ek", "Hotvedt", "Kommen", "Hospital", "Oe", "Co", "Sas", "Asa", "Åsa", "Spa",
    "Kong", "Prince", "Bishop", "Banks", "Sons", "Sønnesyn", "Anlegg", "Data", "Dekker", "El Ba",
    "Handel", "Händel", "Byrne", "Norway", "Finland", "Holm", "Holding-Berg", "de la Cruz",
    "Παππάς", "Βλάχος", "Οικονόμου", "כהן", "לוי", "בן-דוד", "חברוני", "Von Spa", "Ag", "Hb",
]  # fmt: skip
PEOPLE = [f"{first} {last}" for first, last in product(GIVEN, FAMILY) if last != "Sons"]


@pytest.mark.parametrize("raw", COMPANIES)
def test_a_company_is_recognised(raw):
    assert looks_like_company(raw)
    assert name.parse(raw).is_company


def test_no_person_is_taken_for_a_company():
    assert len(PEOPLE) > 2000
    assert [raw for raw in PEOPLE if looks_like_company(raw)] == []


@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_no_person_is_in_one_case(case):
    two_words = [case(raw) for raw in PEOPLE if raw.count(" ") == 1]
    assert [raw for raw in two_words if looks_like_company(raw)] == []


@pytest.mark.parametrize(
    "raw",
    [
        "Kari Ås", "KARI ÅS", "Ba Van", "As Ali", "Da Silva", "Nguyen Cao Ky", "NGUYEN CAO KY",
        "MARIA SILVA SA", "maria silva sa", "Jean BA", "Jean Pierre BA", "João SÁ", "Åsa Lindgren",
        "Lindgren Asa", "LINDGREN ASA", "AB de Villiers", "A.B. Hansen", "Α.Ε. Παπαδόπουλος",
        "Kenzaburo Oe", "Fatima El Ba", "Dr. Hansen Limited", "Kari & Ola Hansen", "Ike Turner",
        "Ola", "Nordmann, Ola", "ola@hansen-bygg.as", "https://x.no as", "{{company}} AS", "",
        'ד"ר דנה לוי', "Ola Hansen (privat)", "Ola Hansen (Hansen Bygg AS)",
        "Kari H.Hansen", "Kari S.As", "Kari-Anne Ås Berg", "Ola Hansen jr.",
    ],
)  # fmt: skip
def test_a_persons_name_is_left_alone(raw):
    assert not looks_like_company(raw)
