"""Names of organisations: legal form and branch apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import company
from leadfold.normalise.company import Company
from tests.unit.normalise import noise
from tests.unit.normalise.companies import COMPANIES


@pytest.mark.parametrize(
    ("what", "raw", "key"),
    [
        ("Norwegian", "Equinor ASA", "equinor|asa"),
        ("spelled out", "Equinor Allmennaksjeselskap", "equinor|asa"),
        ("another form is another company", "Equinor AS", "equinor|as"),
        ("no form", "Equinor", "equinor|"),
        ("a form spelled out", "Hansen Bygg aksjeselskap", "hansen bygg|as"),
        ("Danish", "Novo Nordisk A/S", "novo nordisk|as"),
        ("with blanks", "Novo Nordisk A S", "novo nordisk|as"),
        ("in front", "A/S Norske Shell", "norske shell|as"),
        ("Swedish in front", "AB Volvo", "volvo|ab"),
        ("Swedish behind", "Volvo Aktiebolag (publ)", "volvo|ab"),
        ("Finnish", "Nokia Oyj", "nokia|oyj"),
        ("Finnish in front", "Oy Karl Fazer Ab", "karl fazer|oy"),
        ("Finnish spelled out", "Fazer Osakeyhtiö", "fazer|oy"),
        ("both languages behind", "Fazer Oy Ab", "fazer|oy"),
        ("Greek", "ΟΠΑΠ Α.Ε.", "opap|αε"),
        ("Greek in front", "Α.Ε. Τσιμέντων Τιτάν", "tsimenton titan|αε"),
        ("Greek spelled out", "Τιτάν Ανώνυμη Εταιρεία", "titan|αε"),
        ("Greek in capitals", "ΤΙΤΑΝ ΑΝΩΝΥΜΗ ΕΤΑΙΡΕΙΑ", "titan|αε"),
        ("Greek, one owner", "Τιτάν Μονοπρόσωπη Ι.Κ.Ε.", "titan|ικε"),
        ("Hebrew", 'כהן בע"מ', "כהן|ltd"),
        ("Hebrew, its own sign", "כהן בע״מ", "כהן|ltd"),
        ("Hebrew without it", "כהן בעמ", "כהן|ltd"),
        ("Hebrew words are not cut", "בנק הפועלים", "בנק הפועלים|"),
        ("Hebrew with points", "כֹּהֵן", "כהן|"),
        ("English", "Smith Ltd.", "smith|ltd"),
        ("spelled out in English", "Smith, Limited", "smith|ltd"),
        ("American", "Smith Incorporated", "smith|inc"),
        ("German", "Müller GmbH & Co. KG", "muller|gmbh & co kg"),
        ("dotted", "Foo S.R.L.", "foo|srl"),
        ("Dutch", "Foo B.V.", "foo|bv"),
        ("a foreign company's branch", "Foo Ltd NUF", "foo|ltd nuf"),
        ("and", "Bygg & Eiendom", "bygg and eiendom|"),
        ("and in Norwegian", "Bygg og Eiendom", "bygg and eiendom|"),
        ("and in Swedish", "Bygg och Eiendom", "bygg and eiendom|"),
        ("and in Finnish", "Bygg ja Eiendom", "bygg and eiendom|"),
        ("glued", "H&M AB", "h and m|ab"),
        ("initials with dots", "I.B.M. Norge", "ibm norge|"),
        ("initials with blanks", "I B M Norge", "ibm norge|"),
        ("an apostrophe", "McDonald’s Norge AS", "mcdonalds norge|as"),
        ("numbers", "Fjord 1 AS", "fjord 1|as"),
        ("numbers in other digits", "Fjord ١ AS", "fjord 1|as"),
        ("a branch", "Equinor ASA, avd. Bergen", "equinor|asa|bergen"),
        ("a branch in English", "Foo Ltd. Branch 2", "foo|ltd|2"),
        ("a branch in Greek", "Τιτάν ΑΕ Υποκατάστημα Βόλου", "titan|αε|voloy"),
        ("a branch without a name", "Danske Bank A/S, filial", "danske bank|as|branch"),
        ("a remark", "Equinor ASA (tidligere Statoil)", "equinor|asa"),
        ("no remark but a part", "Siemens (UK) Limited", "siemens uk|ltd"),
        ("care of", "c/o Hansen AS", "hansen|as"),
        ("a person beside", "Hansen AS v/ Ola Hansen", "hansen|as"),
        ("its number beside", "Hansen AS org.nr. 974 760 673", "hansen|as"),
        ("a form alone is a name", "AS", "as|"),
        ("a surname that was cut", "Kari Ås", "kari as|"),
        ("nothing", "", ""),
        ("a placeholder", "N/A", ""),
        ("no company", "Privatperson", ""),
        ("signs", "--", ""),
    ],
)
def test_the_spellings_of_a_full_name_share_a_key(what, raw, key):
    assert company.key(raw) == key


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  Hansen \u00a0Bygg AS ", "Hansen Bygg AS"),
        ("«Hansen Bygg AS»", "Hansen Bygg AS"),
        ('"Hansen Bygg AS",', "Hansen Bygg AS"),
        ("Hansen Bygg AS 🏗️", "Hansen Bygg AS"),
        ('כהן בע"מ', "כהן בע״מ"),
        ("2M Bygg & Anlegg AS", "2M Bygg & Anlegg AS"),
    ],
)
def test_a_name_is_shown_as_it_was_typed(raw, shown):
    assert company.clean(raw) == shown


def test_the_parts_stand_apart():
    assert company.parse("Oslo Bygg & Eiendom A/S, avd. Bergen") == Company(
        words=("oslo", "bygg", "and", "eiendom"), form="as", branch=("bergen",)
    )


# -- rules ----------------------------------------------------------------------------------------

NAMES = st.sampled_from(COMPANIES) | st.text()


@given(NAMES)
def test_clean_twice_is_once(raw):
    assert company.clean(company.clean(raw)) == company.clean(raw)


@given(NAMES)
def test_a_clean_name_has_the_same_key(raw):
    assert company.key(company.clean(raw)) == company.key(raw)


@given(NAMES)
def test_the_core_is_within_the_key(raw):
    found = company.parse(raw)
    assert bool(company.key(raw)) is bool(found)
    assert company.key(raw).startswith(" ".join(found.words) if found else "")


NOISES = (*noise.ANY_TEXT, noise.upper, noise.lower, noise.emoji, noise.wide_blanks)


@given(st.sampled_from(COMPANIES), st.integers(0, 10**9))
def test_the_key_is_stable_under_noise(raw, seed):
    stirred = noise.stirred(raw, NOISES, seed)
    assert company.key(stirred) == company.key(raw), stirred
