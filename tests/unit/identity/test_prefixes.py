"""Words that cards are found by: which places are looked in, and which names fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.identity import prefixes
from leadfold.model import Card, Name

LETTERS = st.text("abdehiklmnorstvyåøäéסדנהוילγιωργοдмит", min_size=1, max_size=9)
NAMES = st.lists(LETTERS, min_size=1, max_size=3).map(" ".join)


def card(first="", last="", *others, company=""):
    fields = {"first_name": first, "last_name": last, "company": company}
    kind = "company" if company and not (first or last) else "person"
    names = tuple(Name(first=given, last=family) for given, family in others)
    return Card(id="card_1", created_at="", customer_type=kind, fields=fields, other_names=names)


def finds(text, one):
    """Tell whether a search comes to the card's places, is let in by its marks, and fits."""
    words, asked = prefixes.words_of(one), prefixes.query_of(text)
    comes = set(asked.terms) & set(prefixes.terms(words))
    marks = set(prefixes.marks(words))
    let_in = all(marks & set(ways) for ways in asked.marks)
    fits = asked.fits(words)
    assert let_in or not (comes and fits), "a card that fits is left out by its marks"
    return bool(comes) and fits


FOUND = [
    ("the whole name", "Ola Hansen", ("Ola", "Hansen")),
    ("in the other order", "hansen, ola", ("Ola", "Hansen")),
    ("a beginning of three letters", "han", ("Ola", "Hansen")),
    ("a beginning of four letters", "hans", ("Ola", "Hansen")),
    ("a beginning of five letters", "hanse", ("Ola", "Hansen")),
    ("beginnings of both", "ol han", ("Ola", "Hansen")),
    ("an initial beside a word", "o hansen", ("Ola", "Hansen")),
    ("without diacritics", "asen", ("Åse", "Åsen")),
    ("with diacritics", "Ødegård", ("Kari", "Odegard")),
    ("in capitals", "ØDEGÅRD", ("Kari", "Ødegård")),
    ("Polish letters", "lukasz", ("Łukasz", "Nowak")),
    ("Vietnamese letters", "nguyen", ("Linh", "Nguyễn")),
    ("one half of a double name", "marie", ("Anne-Marie", "Lie")),
    ("both halves", "anne-marie lie", ("Anne Marie", "Lie-Hansen")),
    ("a double surname", "hansen", ("Anne", "Lie-Hansen")),
    ("an apostrophe", "o'brien", ("Sean", "O'Brien")),
    ("without the apostrophe", "obrien", ("Sean", "O’Brien")),
    ("a short name as a whole", "li", ("Wei", "Li")),
    ("two short names", "li wu", ("Wu", "Li")),
    ("Chinese, a whole name", "王小明", ("王小明", "")),
    ("Chinese, two letters", "王明", ("王明", "")),
    ("Greek, without its accent", "γιωργος", ("Γιώργος", "Παππάς")),
    ("Greek in Latin letters", "giorgos pap", ("Γιώργος", "Παππάς")),
    ("Latin in Greek letters", "Παππάς", ("Giorgos", "Pappas")),
    ("Cyrillic in Latin letters", "mikhail", ("Михаил", "Петров")),
    ("Latin in Cyrillic letters", "Петров", ("Mikhail", "Petrov")),
    ("Hebrew, a beginning", "דנה לו", ("דנה", "לוי")),
    ("Hebrew in Latin letters", "dana levi", ("דנה", "לוי")),
    ("Latin in Hebrew letters", "דנה לוי", ("Dana", "Levi")),
    ("a Hebrew name of one sound", "Noa", ("נועה", "כהן")),
    ("Hebrew with a silent letter", "haim", ("חיים", "כהן")),
    ("Hebrew, vav as a consonant", "Waldman", ("", "וולדמן")),
    ("Arabic in Latin letters", "mohammed", ("محمد", "حداد")),
]


@pytest.mark.parametrize(("text", "name"), [row[1:] for row in FOUND], ids=[r[0] for r in FOUND])
def test_a_card_is_found_by(text, name):
    assert finds(text, card(*name))


NOT_FOUND = [
    ("another word", "Ola Berg", ("Ola", "Hansen")),
    ("an ending", "ansen", ("Ola", "Hansen")),
    ("more than the word", "hansens", ("Ola", "Hansen")),
    ("a short word that only begins one", "li", ("Lise", "Berg")),
    ("one letter that only begins one", "o", ("Ola", "Hansen")),
    ("another consonant", "dara", ("דנה", "לוי")),
    ("the beginning of a name in another script", "dan", ("דנה", "לוי")),
]


@pytest.mark.parametrize(
    ("text", "name"), [row[1:] for row in NOT_FOUND], ids=[row[0] for row in NOT_FOUND]
)
def test_a_card_is_not_found_by(text, name):
    assert not finds(text, card(*name))


def test_a_card_is_found_by_every_name_it_is_known_by():
    married = card("Kari", "Lie", ("Kari", "Hansen"))
    assert finds("kari hansen", married)
    assert finds("kari lie", married)


def test_a_company_is_found_by_its_name_and_a_person_not_by_the_employer():
    assert finds("nordlys byg", card(company="Nordlys Bygg AS"))
    assert finds("7-eleven", card(company="7-Eleven Norge"))
    assert not finds("nordlys", card("Ola", "Hansen", company="Nordlys Bygg AS"))


@pytest.mark.parametrize("text", ["", "  ", "12345", "!?", "😀"])
def test_a_text_without_words_asks_for_nothing(text):
    assert prefixes.query_of(text) is None


@pytest.mark.parametrize(
    ("name", "written"),
    [(("Ola", "Hansen"), 5), (("Anne-Marie", "Lie-Hansen"), 10), (("Wei", "Li"), 4)],
)
def test_a_card_is_kept_under_a_few_places(name, written):
    assert len(prefixes.terms(prefixes.words_of(card(*name)))) == written


def test_however_many_names_a_card_has_its_places_are_bounded():
    names = [(f"{a}ndreas", f"{a}ildebrandt {a}arlsson") for a in "bdgk"]
    assert len(prefixes.terms(prefixes.words_of(card("Ola", "Nordmann", *names)))) == 24


@given(NAMES, NAMES, st.data())
def test_the_beginnings_of_a_name_find_it(first, last, data):
    one = card(first, last)
    for word in prefixes.words_of(one):
        if word.isascii():
            end = data.draw(st.integers(min(3, len(word)), len(word)))
            assert finds(word[:end], one)
