"""How words sound, how they are cut, and how they are read in another script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.identity import scripts
from leadfold.identity.nicknames import one_name, short_forms
from leadfold.identity.phonetics import skeleton, sound


@pytest.mark.parametrize(
    "spellings",
    [
        "kristian christian", "sofie sophie", "jon john", "sara sarah", "thor tor", "bjorn bjoern",
        "ase aase", "jakob jacob", "gerhard gerard", "stephen steven", "oyvind oeyvind",
        "mcdonald macdonald", "larsen larssen", "papadopoulos papadopulos", "wiik vik", "kaja kaia",
        "yiannis giannis", "evgenia eugenia", "dimitris dymitrys", "hjalmar jalmar",
    ],
)  # fmt: skip
def test_spellings_of_a_name_sound_alike(spellings):
    assert len({sound(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    "words",
    ["anna anne", "maria marie mari", "jan jon", "daniel daniela", "chang hang", "finn vin",
     "joe jo", "joey joy", "yael yair", "sara zara", "mia maja"],
)  # fmt: skip
def test_other_names_sound_otherwise(words):
    assert len({sound(word) for word in words.split()}) == len(words.split())


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("דנה", "dana"),
        ("לוי", "levi"),
        ("Κώστας", "kostas"),
        ("Анна", "anna"),
        ("محمد", "mohammed"),
    ],
)
def test_a_skeleton_is_much_alike_in_every_script(word, latin):
    [cut] = scripts.words(word)
    assert skeleton(cut) in {skeleton(latin), skeleton(latin).replace("B", "")}


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("דנה", "dana"), ("דנה", "danah"), ("יצחק", "yitzchak"), ("לוי", "levy"), ("חיים", "haim"),
        ("צבי", "zvi"), ("שרה", "sarah"), ("שרה", "sara"), ("כהן", "cohen"), ("ג׳ורג׳", "george"),
        ("מקס", "max"), ("Γιώργος", "yorgos"), ("Ευαγγελία", "evangelia"), ("Ξένια", "xenia"),
        ("Φώτης", "photis"), ("Μπάμπης", "babis"), ("Μπάμπης", "mpampis"), ("Ντίνα", "dina"),
        ("Χαρά", "hara"), ("Αυγή", "avgi"), ("Ουρανία", "ourania"), ("أحمد", "ahmed"),
        ("خالد", "khaled"), ("ليلى", "layla"), ("فاطمة", "fatima"),
    ],
)  # fmt: skip
def test_a_word_is_read_in_latin_letters(word, latin):
    [cut] = scripts.words(word)
    assert scripts.reads_as(cut, latin)


@pytest.mark.parametrize(
    ("word", "latin"),
    [("דנה", "dan"), ("דנה", "yosef"), ("דן", "dana"), ("Μαρία", "marina"), ("محمد", "ahmed")],
)
def test_another_word_is_not(word, latin):
    [cut] = scripts.words(word)
    assert not scripts.reads_as(cut, latin)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("Anne-Marie", "anne marie"), ("O'Brien", "obrien"), ("O’Brien", "obrien"),
        ("J.P.", "j p"), ("Åse", "ase"), ("Γιώργος", "γιωργοσ"), ("כהן", "כהנ"),
        ("Ola 2", "ola"), ("👋", ""), ("Dana לוי", "dana לוי"),
    ],
)  # fmt: skip
def test_names_are_cut_into_folded_words(part, words):
    assert scripts.words(part) == tuple(words.split())


@given(st.text(max_size=30))
def test_any_text_is_cut_heard_and_read(text):
    for word in scripts.words(text):
        assert isinstance(sound(word), str)
        assert isinstance(skeleton(word), str)
        assert scripts.reads_as(word, "dana") in {True, False}


@given(st.text(max_size=30))
def test_words_stay_as_they_are_cut(text):
    words = scripts.words(text)
    assert scripts.words(" ".join(words)) == words


@pytest.mark.parametrize("pair", ["moshe moses", "itzhak isaac", "mohamed muhammad"])
def test_some_spellings_are_known_by_heart(pair):
    assert one_name(*pair.split())


@pytest.mark.parametrize("pair", ["bob robert", "bob rob", "alex alexander", "alex alexandra"])
def test_short_forms_stand_for_a_name(pair):
    assert short_forms(*pair.split())


@pytest.mark.parametrize("pair", ["alexander alexandra", "hans jan", "bob bill", "greta marit"])
def test_names_with_a_short_form_in_common_stay_two(pair):
    assert not short_forms(*pair.split())
