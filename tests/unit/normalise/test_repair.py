"""Text that was escaped or decoded twice: what is mended, and what stays as it was sent."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import person, repair, typed

MENDED = [
    ("O&#039;Dahl", "O'Dahl"),
    ("O&#39;Dahl", "O'Dahl"),
    ("O&#x27;Dahl", "O'Dahl"),
    ("O&apos;Dahl", "O'Dahl"),
    ("O&rsquo;Dahl", "O’Dahl"),
    ("O&amp;#039;Dahl", "O'Dahl"),
    ("O&amp;amp;#039;Dahl", "O'Dahl"),
    ("O\\'Dahl", "O'Dahl"),
    ("O\\\\'Dahl", "O'Dahl"),
    ("Bj&oslash;rn", "Bjørn"),
    ("&Oslash;yvind", "Øyvind"),
    ("Kari&nbsp;Lunde", "Kari Lunde"),
    ("Kari\\u00a0Lunde", "Kari Lunde"),
    ("Bakke &amp; S&oslash;nn AS", "Bakke & Sønn AS"),
    ("Bakke &#038; Sønn AS", "Bakke & Sønn AS"),
    ("Bob&#039s", "Bob's"),
    ("<b>Kari</b>", "Kari"),
    ("Kari<br>Lunde", "Kari Lunde"),
    ("<p>Hei</p>", "Hei"),
    ("<script>alert(1)</script>Kari", "Kari"),
    ("Bj\\u00f8rn", "Bjørn"),
    ("Bj\\\\u00f8rn", "Bjørn"),
    ("Bj\\xf8rn", "Bjørn"),
    ('"Bjørn"', "Bjørn"),
    ("Bj%C3%B8rn+Lunde", "Bjørn Lunde"),
    ("Bj%C3%B8rn%20Lunde", "Bjørn Lunde"),
    ("Bj%F8rn", "Bjørn"),
    ("Bj%25C3%25B8rn", "Bjørn"),
    ("BjÃ¸rn", "Bjørn"),
    ("Ã˜yvind", "Øyvind"),
    ("SÃ¸ren KjÃ¦r", "Søren Kjær"),
    ("MÃ¤kelÃ¤", "Mäkelä"),
    ("Ã…sa LindstrÃ¶m", "Åsa Lindström"),
    ("HÃ¥kan", "Håkan"),
    ("Ã…se", "Åse"),
    ("BjÃƒÂ¸rn", "Bjørn"),
    ("Bj\\u00c3\\u00b8rn", "Bjørn"),
    ("Oâ€™Dahl", "O’Dahl"),
    ("Oâ€™Brien â€“ Lunde", "O’Brien – Lunde"),
    ("KariÂ Lunde", "Kari Lunde"),
    ("Â Kari", "Kari"),
    ("50 â‚¬", "50 €"),
    ("Ð˜Ð²Ð°Ð½", "Иван"),
    ("Bj├╕rn", "Bjørn"),
    ("Bj├©rn", "Bjørn"),
    ("Bj√∏rn", "Bjørn"),
    ("=C3=98yvind", "Øyvind"),
    ("=?UTF-8?B?S2FyaQ==?=", "Kari"),
    ("=?utf-8?q?Bj=C3=B8rn?=", "Bjørn"),
    ("D\\'Angelo", "D'Angelo"),
    ("o&#39;dahl@online.no", "o'dahl@online.no"),
    ("ola%40online.no", "ola@online.no"),
    ("ola+fb%40online.no", "ola+fb@online.no"),
    ("ola&#64;online.no", "ola@online.no"),
    ("%2B4791234501", "+4791234501"),
    ("%2B47+912+34+501", "+47 912 34 501"),
    ("+47%20912%2034%20501", "+47 912 34 501"),
    ("&#43;47 912 34 501", "+47 912 34 501"),
    ("Sm&rrebr&oslash;d", "Sm&rrebrød"),
    ("\xd9\u2026\xd8\xad\xd9\u2026\xd8\xaf", "محمد"),
    ("Å‚ukasz", "łukasz"),
    ("NguyÃªn Ä‘á»©c", "Nguyên đức"),
    ("BjÃ¸rn Ødegård", "Bjørn Ødegård"),
    ("A\\/S", "A/S"),
    ("H%C3%B8st+2026", "Høst 2026"),
    ("%u05D3%u05E0", "דנ"),
    ("\xc3\x98yvind", "Øyvind"),
    ("\xc3\x85se", "Åse"),
    ("Kari\xc2\xa0Lunde", "Kari Lunde"),
    ("\xd7\u201c\xd7\xa0\xd7\u201d \xd7\u0153\xd7\u2022\xd7\u2122", "דנה לוי"),
    ("\u05f3\u201c\u05f3\xa0\u05f3\u201d \u05f3\x9c\u05f3\u2022\u05f3\u2122", "דנה לוי"),
    ("\xd7\x93\xd7\xa0\xd7\x94 \xd7\x9c\xd7\x95\xd7\x99", "דנה לוי"),
    ("\u039e\u201c\u039e\u0389\u039f\x8e\u039f\x81\u039e\xb3\u039e\u038f\u039f\u201a", "Γιώργος"),
    ("\u0420\x98\u0420\u0406\u0420\xb0\u0420\u0405 \u0413\u2026se", "Иван Åse"),
]  # fmt: skip
KEPT = [
    "%C3",
    "VÄƒn Äá»©c",
    "é”—",
    "på–nå",
    "O''Dahl",
    "Har 3 < 5 biler",
    "<3",
    "Ola <ola@online.no>",
    "50% av",
    "100 % sikker",
    "A%B",
    "100%_norsk",
    "ãðä",
    "Bj?rn",
    "AT&T",
    "R&D",
    "Kari & Ola",
    "&Tradition",
    "B&O;",
    "João",
    "JOÃO",
    "CONCEIÇÃO",
    "MAGALHÃES",
    "Nguyễn Văn Đức",
    "Ã",
    "Rock’n’Roll",
    "C:\\temp",
    "AC\\DC",
    "BLÅ”",
    "groß“",
    "Å være",
    "GUÐ”",
    "10%de",
    "a=b",
    "Har 3 < 5 biler, a > b",
    "https://x.no/?a=1&copy=2&region=NO&para=1",
    "H&M",
    "Q&A",
    "IRMÃ MARIA",
    "Ångström",
    "Ἀθηνᾶ",
    "Žofie Šárka",
    "5°C",
    "“Kafé Å”",
    "10 % av 20",
    "\\\\server\\navn",
    "A=B",
    "1/2",
]  # fmt: skip
LOST = [
    "Bj?rn", "S?ren", "?yvind", "M?kel?", "Bj\ufffdrn", "???? ????", "×“× ×” ×œ×•×™", "ãðä",
    "Ãéþñãïò", "Bj°rn", "Bj¿rn", "£ukasz", "O''Dahl",
]  # fmt: skip
WHOLE = [
    "Ola Hansen?", "João", "JOÃO", "CONCEIÇÃO", "Åse Øyå", "Hva?", "ÅØÆ", "Nguyễn Văn Đức",
    "Γιώργος", "Šárka", "Rock’n’Roll", "O’Dahl", "דנה לוי", "", "Müller", "Æøå AS", "Łukasz", "Þór",
]  # fmt: skip
#: Pieces of text that was treated wrongly, to be put together at random.
PIECES = st.lists(
    st.sampled_from(
        "& amp; # 39 ; < b > / \\ ' u 00f8 xf8 % 25 C3 B8 = =? utf-8 ? q ?= Ã Â ¸ â € ™ × “ ├ ╕ √ "
        '∏ Å " Ola å ø \x98 \xa0 \ufffd &oslash; script'.split(" ")
    ),
    max_size=40,
).map("".join)


def read(**fields):
    return person.parse(fields, "NO", date(2026, 11, 30))


@pytest.mark.parametrize(("sent", "meant"), MENDED)
def test_what_is_certain_is_mended(sent, meant):
    assert " ".join(repair.repaired(sent).split()) == meant


@pytest.mark.parametrize("text", KEPT)
def test_what_may_be_meant_so_stays(text):
    assert repair.repaired(text) == text


@pytest.mark.parametrize(
    "name", ["Bjørn Åse", "Σωκράτης Παπαδόπουλος", "דנה לוי", "Иван Петров", "王小明", "김철수"]
)
@pytest.mark.parametrize("page", ["latin-1", "cp1252", "cp1253", "cp1255", "cp1251", "cp437"])
def test_text_read_in_another_code_page_comes_back(name, page):
    wrong = "".join(
        bytes([byte]).decode(page, "replace").replace("\ufffd", chr(byte)) for byte in name.encode()
    )
    assert repair.repaired(wrong) == name


@pytest.mark.parametrize("text", LOST)
def test_lost_letters_are_told(text):
    assert repair.is_garbled(repair.repaired(text))


@pytest.mark.parametrize("text", WHOLE)
def test_whole_text_is_not_garbled(text):
    assert repair.repaired(text) == text
    assert not repair.is_garbled(text)


@given(st.one_of(PIECES, st.text()))
def test_repairing_twice_is_once(text):
    once = repair.repaired(text)
    assert repair.repaired(once) == once
    assert len(once) <= len(text)
    repair.is_garbled(once)


@pytest.mark.parametrize(
    "piece", ["&amp;", "%25", "<script>", "\\", "Ã", "=?utf-8?q?", "'", "?", "<b", "\\u00c3", "Â "]
)
def test_a_long_text_takes_no_long_time(piece):
    text = piece * (100_000 // len(piece))
    repair.is_garbled(repair.repaired(text))
    repair.is_garbled(repair.repaired(text[:2000]))


def test_a_person_is_read_from_the_text_that_was_meant():
    found = read(
        full_name="Ã\x98yvind O&#039;Dahl",
        phone="%2B4791234501",
        email="o&#39;dahl%40online.no",
        company="Bakke &amp; S&oslash;nn AS",
        street="Storgata&nbsp;5",
    )
    assert (found.name.first, found.name.last) == ("Øyvind", "O'Dahl")
    assert found.e164 == "+4791234501"
    assert found.email
    assert found.email.address == "o'dahl@online.no"
    assert found.details["company"] == "Bakke & Sønn AS"
    assert found.details["street"] == "Storgata 5"
    assert found.warnings == ()


@pytest.mark.parametrize("field", ["full_name", "company", "street", "city"])
def test_a_field_that_lost_letters_is_warned_of(field):
    assert [(odd.field, odd.code) for odd in read(**{field: "M?kel? 5"}).warnings] == [
        (field, "garbled")
    ]


def test_a_name_of_question_marks_is_nothing():
    found = read(full_name="???? ????")
    assert not found.name
    assert [odd.code for odd in found.warnings] == ["garbled"]


def test_a_letter_that_was_lost_makes_no_two_names():
    assert read(full_name="Bj?rn Lunde").name.first == "Bjrn"


def test_json_has_escapes_of_its_own():
    assert read(external_ids='{"crm": "a\\u00f8%20b"}').external_ids == {"crm": "aø%20b"}


def test_values_typed_onto_a_card_are_mended_as_well():
    assert typed.first_name("Bj&oslash;rn") == "Bjørn"
    assert typed.last_name("O\\'Dahl") == "O'Dahl"


def test_names_of_campaigns_are_mended_and_ids_are_not():
    sent = {
        "utm_campaign": "H%C3%B8st+2026",
        "ad": "BjÃ¸rn",
        "gclid": "a%20&#39;b",
        "ad_id": "%20",
        "landing_page": "https://x.no/?a=%20",
    }
    assert repair.with_names_repaired(sent) == sent | {"utm_campaign": "Høst 2026", "ad": "Bjørn"}
