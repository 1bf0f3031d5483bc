"""Slips do what they are named for, and transliteration has its schemes."""

from random import Random

import pytest

from tests.bench import slips

CASES = [
    (slips.drop, "Hansen", "Hanen"),
    (slips.double, "Hansen", "Hanssen"),
    (slips.transpose, "Hansen", "Hasnen"),
    (slips.neighbour, "Hansen", "Jansen"),
    (slips.neighbour, "Ελένη", "Εκένη"),
    (slips.insert, "Hansen", "Hansden"),
    (slips.substitute, "Hansen", "Hansez"),
    (slips.substitute, "5003", "5903"),
    (slips.ocr, "Hansen", "Hanscn"),
    (slips.mishear, "Hansen", "Hanson"),
]


@pytest.mark.parametrize(("slip", "text", "wrong"), CASES)
def test_a_slip_can_do_what_its_example_says(slip, text, wrong):
    assert wrong in {slip(text, Random(seed)) for seed in range(600)}


@pytest.mark.parametrize("slip", slips.TYPING)
@pytest.mark.parametrize("text", ["", "-", "Ø", "שרה", "Ελένη Παππά", "Main Street 5"])
def test_a_slip_takes_any_text(slip, text):
    assert isinstance(slip(text, Random(1)), str)


@pytest.mark.parametrize("text", ["Hansen", "Ελένη", "כהן", "Bo"])
def test_a_typing_error_changes_every_word(text):
    assert all(slips.typed(text, Random(seed)) != text for seed in range(50))


@pytest.mark.parametrize(
    ("text", "schemes"),
    [
        ("Χρήστος", ["Christos", "Hristos", "Xrhstos"]),
        ("Παπαδοπούλου", ["Papadopoulou", "Papadopulu", "Papadopoulou"]),
        ("חיים לוי", ["Haim Levi", "Chaim Levy", "Hayim Levi"]),
        ("Ola", ["Ola", "Ola", "Ola"]),
    ],
)
def test_a_name_has_several_spellings_in_latin_letters(text, schemes):
    assert [slips.latin(text, number) for number in range(3)] == schemes


def test_diacritics_are_lost_or_spelled_out():
    assert slips.plain("Åse Sjöberg Ελένη Ødegård") == "Ase Sjoberg Ελενη Odegard"
    assert slips.spelled_out("Åse Bjørn") == "Aase Bjoern"
