"""Ordinary names of many languages stay as they are; two people are two in any of them."""

import pytest

from leadfold.normalise import name


def parts(full):
    found = name.parse(full)
    return found.first, found.last


def codes(full):
    return name.read(full).beside.joint


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        # particles and small words between the parts of one name
        ("Karl von und zu Guttenberg", "Karl", "von und zu Guttenberg"),
        ("KARL VON UND ZU GUTTENBERG", "Karl", "von und zu Guttenberg"),
        ("Maria vom und zum Stein", "Maria", "vom und zum Stein"),
        ("Maria Costa e Silva", "Maria Costa e", "Silva"),
        ("Per i Bakken", "Per i", "Bakken"), ("Ahmad ul Haq", "Ahmad", "ul Haq"),
        ("José Ortega y Gasset", "José Ortega", "y Gasset"),
        # a capital Y is an initial
        ("John Y Smith", "John Y", "Smith"), ("Y Bø", "Y", "Bø"),
        # joining words and words for relatives that are names
        ("Kari Och", "Kari", "Och"), ("Or Cohen", "Or", "Cohen"),
        ("Dana Or Levi", "Dana Or", "Levi"),
        ("Ole Kai Hansen", "Ole Kai", "Hansen"), ("ole kai erik hansen", "Ole Kai Erik", "Hansen"),
        ("Rune Tai Li", "Rune Tai", "Li"), ("Ola O Hansen", "Ola O", "Hansen"),
        ("Ole I Hansen", "Ole I", "Hansen"), ("Anna i Nowak", "Anna i", "Nowak"),
        ("Anna - Lise Hansen", "Anna Lise", "Hansen"), ("Anna Und", "Anna", "Und"),
        # short names in capitals beside a given name that is not known
        ("TINDRA EK", "Tindra", "Ek"), ("ZOE UR", "Zoe", "Ur"), ("MARY NG", "Mary", "Ng"),
        ("NGUYEN Van Anh", "Van Anh", "Nguyen"), ("KPMG", "KPMG", ""),
    ],
)  # fmt: skip
def test_one_name_stays_one(full, first, last):
    assert parts(full) == (first, last)
    assert not codes(full)
    assert parts(f"{first} {last}") == (first, last)


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Hansen, Per og Kari", "Per", "Hansen"), ("Smith, John and Mary", "John", "Smith"),
        ("Per o Kari Hansen", "Per", "Hansen"), ("Hans u. Anna Müller", "Hans", "Müller"),
        ("Jan en Anna de Vries", "Jan", "de Vries"), ("Ali ve Ayşe Yılmaz", "Ali", "Yılmaz"),
        ("Jan i Anna Kowalscy", "Jan", "Kowalscy"), ("Γιώργος κ Μαρία Παππά", "Γιώργος", "Παππά"),
        ("Giorgos kai Maria Pappa", "Giorgos", "Pappa"),
        ("Per Hansen eller Kari Berg", "Per", "Hansen"), ("John or Mary Smith", "John", "Smith"),
        ("Anna Ek samt Bo Ek", "Anna", "Ek"), ("Matti sekä Liisa Virtanen", "Matti", "Virtanen"),
        ("Per Hansen - Kari Berg", "Per", "Hansen"), ("דוד ו-דנה לוי", "דוד", "לוי"),
        ("הזוג לוי", "", "לוי"), ("Eheleute Müller", "", "Müller"),
        ("Fam. Hansen og Berg", "", "Hansen"), ("Anna Ek med man", "Anna", "Ek"),
        ("Per og Kari Hansen m/barn", "Per", "Hansen"), ("Odd og Even Bø", "Odd", "Bø"),
        ("LaToya & DeShawn Jackson", "LaToya", "Jackson"),
    ],
)  # fmt: skip
def test_two_people_are_two(full, first, last):
    assert parts(full) == (first, last)
    assert codes(full)


@pytest.mark.parametrize(
    "firm",
    ["Per & Pål Taxi", "Bygg og Anlegg", "Anna Design & Foto", "Procter & Gamble", "Gull & Sølv",
     "Hansen & Sønn", "Berg og Dahl"],
)  # fmt: skip
def test_a_firm_of_two_is_a_firm(firm):
    assert name.parse(firm).company == firm


@pytest.mark.parametrize(
    ("given", "family", "first", "last", "company"),
    [
        ("Ola og", "Kari Hansen", "Ola", "Hansen", ""),
        ("Hansen AS", "Hansen AS", "", "", "Hansen AS"),
        ("Hansen Bygg AS", "Kari", "Kari", "", "Hansen Bygg AS"),
        ("Anna Och", "Berg", "Anna Och", "Berg", ""),
        ("Karl", "von und zu Berg", "Karl", "von und zu Berg", ""),
        ("João", "Costa e Silva", "João", "Costa e Silva", ""),
    ],
)
def test_names_in_parts(given, family, first, last, company):
    found = name.parse("", given, family)
    assert (found.first, found.last, found.company) == (first, last, company)


@pytest.mark.parametrize(
    ("full", "title"),
    [("Dott. Mario Rossi", "Dott"), ("Dott.ssa Mario Rossi", "Dott.ssa"),
     ("Sig. Mario Rossi", "Sig"),
     ("Sra. Mario Rossi", "Sra"), ("Capt. Mario Rossi", "Capt")],
)  # fmt: skip
def test_titles_of_more_languages(full, title):
    found = name.parse(full)
    assert (found.first, found.last, found.title) == ("Mario", "Rossi", title)


@pytest.mark.parametrize(
    ("full", "first"),
    [("Κων/νος Παππάς", "Κωνσταντίνος"), ("ΚΩΝ/ΝΟΣ ΠΑΠΠΑΣ", "Κωνσταντίνος"),
     ("Γιώργος/Μαρία Παππά", "Γιώργος")],
)  # fmt: skip
def test_a_greek_name_written_short_is_one_name(full, first):
    assert parts(full)[0] == first
