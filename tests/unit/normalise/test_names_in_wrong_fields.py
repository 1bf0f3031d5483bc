"""Names that forms put elsewhere: a whole name in one part, two people in one field."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadfold.normalise import name


def read(full="", first="", last=""):
    found = name.read(full, first, last)
    return found.name.first, found.name.last


@pytest.mark.parametrize(
    ("what", "first", "last", "expected"),
    [
        ("all in the surname", "", "Kari Lunde", ("Kari", "Lunde")),
        ("all in the given name", "Kari Lunde", "", ("Kari", "Lunde")),
        ("all in both", "Kari Lunde", "Kari Lunde", ("Kari", "Lunde")),
        ("all in the surname, the given name besides", "Kari", "Kari Lunde", ("Kari", "Lunde")),
        ("all in the surname, the surname besides", "Lunde", "Kari Lunde", ("Kari", "Lunde")),
        ("all in the given name, the surname besides", "Kari Lunde", "Lunde", ("Kari", "Lunde")),
        ("one name twice", "Kari", "Kari", ("Kari", "")),
        ("one surname twice", "Hansen", "Hansen", ("", "Hansen")),
        ("a sign for none", "-", "Kari Lunde", ("Kari", "Lunde")),
        ("a word for none", "undefined", "Kari Lunde", ("Kari", "Lunde")),
        ("surname first", "", "Lunde, Kari", ("Kari", "Lunde")),
        ("surname in capitals", "", "LUNDE Kari", ("Kari", "Lunde")),
        ("two given names", "", "Kari Marie Lunde", ("Kari Marie", "Lunde")),
        ("half of a given name", "Anne", "Anne-Sofie Holm", ("Anne-Sofie", "Holm")),
        ("Hebrew", "", "דנה לוי", ("דנה", "לוי")),
        ("Greek", "", "Γιώργος Παπαδόπουλος", ("Γιώργος", "Παπαδόπουλος")),
        ("with a title", "", "Dr. Kari Lunde", ("Kari", "Lunde")),
        ("Vietnamese", "", "Nguyen Van Anh", ("Van Anh", "Nguyen")),
    ],
)
def test_a_whole_name_in_one_part_is_read_as_one(what, first, last, expected):
    assert read("", first, last) == expected


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("", "Lunde"),
        ("", "van der Berg"),
        ("", "De la Cruz"),
        ("", "Ben Gurion"),
        ("", "Al Hassan"),
        ("", "Berg Hansen"),
        ("", "Berg-Hansen"),
        ("", "Garcia Lopez"),
        ("Kari", "Lunde Berg"),
        ("Kari", "Lunde"),
        ("Thomas", "Thomas"),
        ("Li", "Li"),
    ],
)
def test_parts_that_are_parts_stay(first, last):
    assert read("", first, last) == (first, last)


def test_the_whole_name_beside_one_part_is_read():
    assert read("Kari", "", "Kari Lunde") == ("Kari", "Lunde")
    assert read("Kari Lunde", "Ola", "Lunde") == ("Ola", "Lunde")


COUPLES = [
    ("Ola og Kari Lunde", "Ola", "Lunde"),
    ("OLA OG KARI LUNDE", "Ola", "Lunde"),
    ("Ola & Kari Lunde", "Ola", "Lunde"),
    ("Ola + Kari Lunde", "Ola", "Lunde"),
    ("Ola/Kari Lunde", "Ola", "Lunde"),
    ("Ola, Kari Lunde", "Ola", "Lunde"),
    ("Ola, Kari og Per Lunde", "Ola", "Lunde"),
    ("Ola og Kari van der Berg", "Ola", "van der Berg"),
    ("Ola Lunde og Kari Berg", "Ola", "Lunde"),
    ("Kari Lunde / Ola Lunde", "Kari", "Lunde"),
    ("Kari Lunde; Ola Lunde", "Kari", "Lunde"),
    ("Rahaf og Nawal Hassan", "Rahaf", "Hassan"),
    ("Mr & Mrs Lunde", "", "Lunde"),
    ("Mr. & Mrs. Patrick & Rose McDonald", "Patrick", "McDonald"),
    ("Mr S Bloggs and Miss L Jones", "S", "Bloggs"),
    ("Mr. Andrew and Mrs Sally Smith", "Andrew", "Smith"),
    ("Mr. and Mrs. Brad Smith", "Brad", "Smith"),
    ("John D. and Catherine T. MacArthur", "John D.", "MacArthur"),
    ("Hr. og fru Lunde", "", "Lunde"),
    ("Herr och fru Lund", "", "Lund"),
    ("Herr und Frau Schmidt", "", "Schmidt"),
    ("Herra ja rouva Virtanen", "", "Virtanen"),
    ("κ. και κα Παπαδόπουλου", "", "Παπαδόπουλου"),
    ("מר וגברת לוי", "", "לוי"),
    ("Erik och Anna Lund", "Erik", "Lund"),
    ("Matti ja Liisa Virtanen", "Matti", "Virtanen"),
    ("Γιώργος και Μαρία Παππά", "Γιώργος", "Παππά"),
    ("דוד ודנה לוי", "דוד", "לוי"),
    ("Hans und Anna Müller", "Hans", "Müller"),
    ("Familien Lunde", "", "Lunde"),
    ("Fam. Lunde", "", "Lunde"),
    ("Perhe Virtanen", "", "Virtanen"),
    ("Οικογένεια Παππά", "", "Παππά"),
    ("משפחת לוי", "", "לוי"),
    ("The Lunde family", "", "Lunde"),
    ("Ektepar Lunde", "", "Lunde"),
    ("Ola Lunde m/fru", "Ola", "Lunde"),
    ("Ola Lunde med samboer", "Ola", "Lunde"),
    ("Ola og kona Kari Lunde", "Ola", "Lunde"),
    ("Kari og barn", "Kari", ""),
    ("Ola Lunde + 2", "Ola", "Lunde"),
]


@pytest.mark.parametrize(("full", "first", "last"), COUPLES)
def test_of_two_people_the_first_counts(full, first, last):
    found = name.read(full)
    assert (found.name.first, found.name.last) == (first, last)
    assert found.beside.joint


@pytest.mark.parametrize(
    ("first", "last"),
    [("Ola og Kari", "Lunde"), ("Ola", "Lunde og Kari Berg"), ("Ola", "og Kari Lunde"),
     ("Ola & Kari", "Lunde"), ("", "Ola og Kari Lunde")],
)  # fmt: skip
def test_two_people_in_parts_are_told_too(first, last):
    found = name.read("", first, last)
    assert (found.name.first, found.name.last, found.beside.joint) == ("Ola", "Lunde", True)


@pytest.mark.parametrize(
    "full",
    ["Anna Och", "Ja Hansen", "Anna-Kari Lunde", "Ortega y Gasset", "Jose e Maria Santos",
     "Maria y Jose", "ורד לוי", "דנה ולדימיר", "Lunde, Kari Marie", "Garcia Lopez, Maria Jose",
     "Ahmed, Bengt B.", "Haim, Yair", "Kari Lunde, Oslo", "Kari and", "Ola Lunde (Kari)"],
)  # fmt: skip
def test_one_person_stays_one(full):
    assert not name.read(full).beside.joint


@pytest.mark.parametrize(
    "full",
    ["Odd og sønn AS", "Bakke & Sønn", "Lunde og Berg Advokater", "Marks & Spencer", "Lunde & Berg",
     "Smith and Wesson", "Jernia Lunde & Co", "Kari Lunde & Co AS"],
)  # fmt: skip
def test_a_firm_with_a_joining_word_is_a_company(full):
    assert name.parse(full).is_company


WORDS = st.sampled_from("Ola Kari Lunde Berg Thomas Xu Mr der 91234501 Jr. BØ".split())


@settings(max_examples=1000)
@given(st.lists(WORDS, max_size=5).map(" ".join), st.lists(WORDS, max_size=3).map(" ".join))
def test_what_was_read_is_read_again_as_the_same(full, last):
    for once in (name.parse(full), name.parse("", full, last)):
        if once.first and once.last:
            again = name.parse("", once.first, once.last)
            assert (again.first, again.last) == (once.first, once.last)


@given(st.text(max_size=400))
def test_any_text_is_read(text):
    for parts in ((text, "", ""), ("", text, text[::-1]), ("", "", text)):
        name.read(*parts)
