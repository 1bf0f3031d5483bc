"""Names: sensible case, parts, and what is no part of a name put aside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.model import Name
from leadfold.normalise import name
from tests.unit.normalise import noise


@pytest.mark.parametrize(
    ("what", "full", "first", "last"),
    [
        ("upper case", "OLA HANSEN", "Ola", "Hansen"),
        ("lower case", "ola hansen", "Ola", "Hansen"),
        ("half and half", "ola HANSEN", "Ola", "Hansen"),
        ("the shift key held", "HAnsen oLA", "Hansen", "Ola"),
        ("typed with care", "Ola McDonald", "Ola", "McDonald"),
        ("Scottish", "RONALD MCDONALD", "Ronald", "McDonald"),
        ("a Mac that is one", "FIONA MACLEOD", "Fiona", "MacLeod"),
        ("a Mac that is none", "ANNA MACIEJEWSKA", "Anna", "Maciejewska"),
        ("Irish", "PAT O'BRIEN", "Pat", "O'Brien"),
        ("a typesetter's apostrophe", "pat o’brien", "Pat", "O'Brien"),
        ("an apostrophe inside a word", "ma'ayan sa'ar", "Ma'ayan", "Sa'ar"),
        ("Dutch", "JAN VAN DER BERG", "Jan", "van der Berg"),
        ("Spanish", "maria de la cruz", "Maria", "de la Cruz"),
        ("ben belongs to the surname", "david ben gurion", "David", "Ben Gurion"),
        ("but is a given name too", "ben stiller", "Ben", "Stiller"),
        ("bar as well", "BAR REFAELI", "Bar", "Refaeli"),
        ("hyphens", "ANNE-MARIE BEN-DAVID", "Anne-Marie", "Ben-David"),
        ("two given names", "kari anne berg", "Kari Anne", "Berg"),
        ("Icelandic", "JÓN ÞÓR JÓNSSON", "Jón Þór", "Jónsson"),
        ("Nordic", "ÅSE ØDEGÅRD", "Åse", "Ødegård"),
        ("Greek", "ΓΕΩΡΓΙΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ", "Γεωργιος", "Παπαδοπουλος"),
        ("Greek, wrong final sigma", "γεωργιοσ βλαχοσ", "Γεωργιος", "Βλαχος"),
        ("Hebrew", "דנה לוי", "דנה", "לוי"),
        ("Hebrew with points", "דָּנָה לֵוִי", "דנה", "לוי"),
        ("Hebrew hyphen", "משה בן־דוד", "משה", "בן-דוד"),
        ("Hebrew apostrophes", "ג׳ורג׳ חורי", "ג'ורג'", "חורי"),
        ("Turkish capital", "İBRAHİM DEMİR", "İbrahim", "Demir"),
        ("emoji", "Ola Hansen 👩‍👧❤️🇳🇴", "Ola", "Hansen"),
        ("letters of mathematics", "𝓞𝓵𝓪 𝓗𝓪𝓷𝓼𝓮𝓷", "Ola", "Hansen"),
        ("a phone behind it", "Ola Hansen 912 34 567", "Ola", "Hansen"),
        ("a nickname", 'Ola "Olle" Hansen (privat)', "Ola", "Hansen"),
        ("surname first", "Hansen, Ola", "Ola", "Hansen"),
        ("surname first, particles", "VAN DER BERG, JAN", "Jan", "van der Berg"),
        ("surname in capitals", "NGUYEN Van Anh", "Van Anh", "Nguyen"),
        ("given name in capitals", "OLA Hansen", "Ola", "Hansen"),
        ("an initial", "Kari M. Hansen", "Kari M.", "Hansen"),
        ("initials", "J.R.R. Tolkien", "J.R.R.", "Tolkien"),
        ("initials without dots", "JP Hansen", "JP", "Hansen"),
        ("an initial glued on", "A.Hansen", "A.", "Hansen"),
        ("a dot for a blank", "ola.hansen", "Ola", "Hansen"),
        ("short, but no initials", "BO LI", "Bo", "Li"),
        ("one word", "Ola", "Ola", ""),
        ("an address instead", "ola@online.no", "", ""),
        ("a placeholder of the form builder", "{{full_name}}", "", ""),
        ("nothing", "N/A", "", ""),
        ("unknown", "Ukjent", "", ""),
        ("signs", "-- ' --", "", ""),
    ],
)
def test_a_whole_name_is_read(what, full, first, last):
    found = name.parse(full)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("what", "full", "given", "family", "expected"),
    [
        ("parts", "", "ola", "HANSEN", Name(first="Ola", last="Hansen")),
        ("the whole in the first box", "", "Ola Hansen", "", Name(first="Ola", last="Hansen")),
        ("in both", "", "Ola Hansen", "Ola Hansen", Name(first="Ola", last="Hansen")),
        ("the last one twice", "", "Ola Hansen", "Hansen", Name(first="Ola", last="Hansen")),
        ("whole and first", "Ola N. Hansen", "Ola", "", Name(first="Ola", last="Hansen")),
        ("only the last", "", "", "HANSEN", Name(last="Hansen")),
        ("particles", "", "JAN", "VAN DER BERG", Name(first="Jan", last="van der Berg")),
        ("parts win over the whole", "x y", "Ola", "Hansen", Name(first="Ola", last="Hansen")),
    ],
)
def test_parts_are_read(what, full, given, family, expected):
    assert name.parse(full, given, family) == expected


@pytest.mark.parametrize(
    ("full", "title", "suffix"),
    [
        ("dr. Ola Hansen", "Dr", ""),
        ("Prof. Dr. Ola Hansen", "Prof Dr", ""),
        ("Fru Ola Hansen", "Fru", ""),
        ("siv.ing. Ola Hansen", "Siv.ing.", ""),
        ("Adv. Ola Hansen", "Adv", ""),
        ("Ola Hansen jr.", "", "Jr"),
        ("Ola Hansen III", "", "III"),
        ("Ola Hansen, PhD", "", ""),
    ],
)
def test_titles_and_suffixes_stand_apart(full, title, suffix):
    assert name.parse(full) == Name(first="Ola", last="Hansen", title=title, suffix=suffix)


def test_titles_in_other_scripts_stand_apart():
    assert name.parse('ד"ר דנה לוי') == Name(first="דנה", last="לוי", title="ד״ר")
    greek = name.parse("κ. Γεώργιος Βλάχος")
    assert (greek.first, greek.last, greek.title) == ("Γεώργιος", "Βλάχος", "κ.")


def test_a_form_of_address_with_one_word_names_the_surname():
    assert name.parse("Mr Hansen") == Name(last="Hansen", title="Mr")


@pytest.mark.parametrize(
    ("full", "company"),
    [
        ("Hansen Bygg AS", "Hansen Bygg AS"),
        ("HANSEN BYGG AS", "Hansen Bygg AS"),
        ("Novo Nordisk A/S", "Novo Nordisk AS"),
        ("Smith Ltd.", "Smith Ltd."),
        ("Βλάχος ΑΕ", "Βλάχος ΑΕ"),
        ('כהן בע"מ', "כהן בע״מ"),
        ("Kari As", ""),
        ("KARI AS", ""),
        ("Ola Hansen", ""),
    ],
)
def test_a_company_is_told_from_a_person(full, company):
    found = name.parse(full)
    assert found.company == company
    assert found.is_company is bool(company)


@pytest.mark.parametrize(
    ("full", "shown"),
    [
        ("2M BYGG OG ANLEGG AS", "2M Bygg og Anlegg AS"),
        ("equinor energi asa", "Equinor Energi ASA"),
        ("SMITH LTD.", "Smith Ltd."),
        ("hansen aps", "Hansen ApS"),
        ("3M Norge AS", "3M Norge AS"),
        ("Hansen Bygg AS, avd. Bergen", "Hansen Bygg AS, avd. Bergen"),
        ("ΒΛΑΧΟΣ ΑΕ", "Βλαχος ΑΕ"),
    ],
)
def test_a_company_in_the_place_of_a_name_is_shown_well(full, shown):
    assert name.parse(full).company == shown
    assert name.parse(first=full).company == shown


@pytest.mark.parametrize("sign", [", {}", " - {}", " – {}", " | {}", " ({})"])
def test_a_company_beside_a_person_is_kept_beside(sign):
    found = name.parse("Ola Hansen" + sign.format("Hansen Bygg AS"))
    assert found == Name(first="Ola", last="Hansen", company="Hansen Bygg AS")
    assert not found.is_company


PEOPLE = st.sampled_from(
    ["Ola Hansen", "Åse Ødegård", "Kari Anne Berg", "Pat O'Brien", "Γεώργιος Βλάχος", "דנה לוי",
     "Gun-Britt Åberg", "Núria Muñoz", "Moshe Ben-David"]
)  # fmt: skip


@given(PEOPLE, st.integers(0, 10**9))
def test_the_key_is_stable_under_noise(full, seed):
    raw = noise.stirred(full, noise.NAME, seed)
    assert name.key(name.parse(raw)) == name.key(name.parse(full)), raw


@given(st.text(), st.text(), st.text())
def test_twice_is_once(full, first, last):
    once = name.parse(full, first, last)
    again = name.parse(first=once.first, last=once.last)
    assert (again.first, again.last) == (once.first, once.last) or not (once.first and once.last)


@given(st.text())
def test_clean_twice_is_once(raw):
    assert name.clean(name.clean(raw)) == name.clean(raw)


@given(st.text())
def test_composed_and_decomposed_are_equal(raw):
    assert name.parse(noise.decomposed(raw, None)) == name.parse(noise.composed(raw, None))
