"""Contact cards are read as phones and address books write them."""

import gzip
import textwrap
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadfold.files import vcards
from leadfold.files.opening import open_file
from leadfold.normalise import person

TODAY = date(2026, 11, 30)


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


@pytest.fixture
def opened(tmp_path):
    """Return a function: text → its rows, and the cards that could not be read."""

    def read(text, name="a.vcf"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with open_file(path, "NO", TODAY) as file:
            return list(file.table.rows()), file.table.no_records

    return read


@pytest.fixture
def fields(opened):
    """Return a function: lines of a card → its fields."""

    def read(*lines):
        rows, told = opened(card(*lines))
        assert len(rows) == 1
        assert not told
        return rows[0][1]

    return read


KARI = {"first_name": "Kari", "last_name": "Lunde"}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["N:Lunde;Kari;;;", "FN:Kari Lunde", "TEL;CELL:+4791234501"],
         {**KARI, "phone": "+4791234501"}),
        (["n:Lunde;Kari", "tel:91234501"], {**KARI, "phone": "91234501"}),
        (["N;ENCODING=BASE64;CHARSET=UTF-8:THVuZGU7S2FyaTs7Ow=="], KARI),
        (["N:Lunde;Kari;Marie;Dr.;Jr."],
         {"first_name": "Dr. Kari Marie", "last_name": "Lunde Jr."}),
        (["N:;Kari Lunde;;;", "FN:Kari Lunde"], {"full_name": "Kari Lunde"}),
        (["FN:Kari Lu", " nde"], {"full_name": "Kari Lunde"}),
        (["FN:Kari", "\t Lunde"], {"full_name": "Kari Lunde"}),
        (["N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4C=75=6E=64=65;=42=6A=C3=B8=72=6E;;;"],
         {"first_name": "Bjørn", "last_name": "Lunde"}),
        (["FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=42=6A=C3=B8=72=6E=", "=20=4C=75=6E=64=65"],
         {"full_name": "Bjørn Lunde"}),
        (["FN;QUOTED-PRINTABLE:Bj=F8rn Lunde;"], {"full_name": "Bjørn Lunde;"}),
        (["fn;quoted-printable:D=C3=BCmmy GmbH"], {"full_name": "Dümmy GmbH"}),
        (["N;CHARSET=Windows-1251;ENCODING=QUOTED-PRINTABLE:=CB=F3=ED=E4=E5;=CE=EB=E0"],
         {"first_name": "Ола", "last_name": "Лунде"}),
        (["FN;CHARSET=rot13:Kari"], {"full_name": "Kari"}),
        (["FN;ENCODING=b:S2FyaQ=="], {"full_name": "Kari"}),
        (["item1.TEL;TYPE=CELL,VOICE:91234501", "item1.X-ABLabel:x"], {"phone": "91234501"}),
        (["TEL:22334455", "TEL;TYPE=CELL;TYPE=PREF:91234501"], {"phone": "91234501 / 22334455"}),
        (["TEL;PREF=2:22334455", "TEL;PREF=1:91234501"], {"phone": "91234501 / 22334455"}),
        (["TEL;WORK;FAX:22334455", "TEL;HOME:91234501"], {"phone": "91234501"}),
        (['TEL;VALUE=uri;TYPE="voice,home":tel:+47-912-34-501;ext=5'],
         {"phone": "+47-912-34-501"}),
        (["EMAIL;INTERNET:a@x.example", "EMAIL;TYPE=pref:b@x.example", "EMAIL:a@x.example"],
         {"email": "b@x.example, a@x.example"}),
        (["BDAY:19800403"], {"birth_date": "1980-04-03"}),
        (["BDAY:1980-04-03T00:00:00Z"], {"birth_date": "1980-04-03"}),
        (["FN:Kari", "BDAY:--0403"], {"full_name": "Kari"}),
        (["FN:Kari", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-03"], {"full_name": "Kari"}),
        (["ORG:Lunde AS;Salg", "TITLE:Daglig leder"],
         {"company": "Lunde AS", "job_title": "Daglig leder"}),
        (["FN:Lunde AS", "ORG:Lunde AS"], {"company": "Lunde AS"}),
        (["ADR;HOME:;;Storgata 5;Oslo;;0155;Norge"],
         {"street": "Storgata 5", "city": "Oslo", "postcode": "0155", "country": "Norge"}),
        (["ADR;WORK:;;;;;;", "ADR;HOME:;;A\\, B\\nC;;;;"], {"street": "A, B C"}),
        (["FN:Lunde\\, Kari", "NOTE:a\\, b\\nc"], {"full_name": "Lunde, Kari"}),
        (["FN:Kari", "PHOTO;ENCODING=b;TYPE=JPEG:TEL:1", " TEL:22334455", " BBBB"],
         {"full_name": "Kari"}),
        (["FN:Kari", "PHOTO;BASE64:", "AAAABBBB", "CCCC==", "", "TEL:91234501"],
         {"full_name": "Kari", "phone": "91234501"}),
        (["FN:Kari", "AGENT:", "BEGIN:VCARD", "FN:Agent", "END:VCARD", "TEL:91234501"],
         {"full_name": "Kari", "phone": "91234501"}),
        (["a line that is none", "FN:Kari"], {"full_name": "Kari"}),
    ],
)  # fmt: skip
def test_what_a_card_says(fields, lines, expected):
    assert fields(*lines) == expected


def test_first_of_several_phones_is_the_persons(fields):
    found = person.parse(fields("FN:Kari", "TEL:91234501", "TEL:41234502"), "NO", TODAY)
    assert found.phone.e164 == "+4791234501"
    assert [phone.e164 for phone in found.other_phones] == ["+4741234502"]


def test_every_card_is_a_row_whatever_its_version(opened):
    text = "".join(
        card(f"FN:Kari {number}", version=version)
        for number, version in enumerate(["2.1", "3.0", "4.0"] * 100)
    )
    rows, told = opened(text)
    assert len(rows) == 300
    assert not told


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(card("FN:Bjørn Ås").replace("\r", ""), id="line feeds"),
        pytest.param(card("FN:Bjørn Ås").replace("\n", ""), id="carriage returns"),
        pytest.param("\ufeff\n" + card("FN:Bjørn Ås"), id="BOM"),
        pytest.param(card("FN:Bjørn Ås").encode("cp1252"), id="cp1252"),
        pytest.param(card("FN:Bjørn Ås").encode("utf-16"), id="UTF-16"),
        pytest.param(gzip.compress(card("FN:Bjørn Ås").encode()), id="gzip"),
        pytest.param(card("FN:Bjørn Ås").replace("BEGIN:VCARD", "begin : vcard"), id="small"),
        pytest.param(card("FN:Bjørn Ås").encode().replace(b"\xc3\xb8", b"\xc3\r\n \xb8"),
                     id="folded within a letter"),
    ],
)  # fmt: skip
def test_cards_are_told_by_their_content(opened, content):
    assert opened(content, "a.csv")[0] == [(None, {"full_name": "Bjørn Ås"})]


def test_the_uid_is_the_record_id(opened):
    rows, _ = opened(card("FN:Kari", "UID:a7") + card("FN:Ola"))
    assert [own for own, _ in rows] == ["a7", None]


@pytest.mark.parametrize(
    "broken",
    [
        "BEGIN:VCARD\nFN:Ola\n",
        "BEGIN:VCARD\nFN;QUOTED-PRINTABLE:Ola=\nEND:VCARD\n",
        "BEGIN:VCARD\nFN:Ola\nAGENT:\nBEGIN:VCARD\nFN:Agent\nEND:VCARD\n",
        'BEGIN:VCARD\nFN:Ola\nTEL;TYPE="home:1\nEND:VCARD\n',
    ],
)
def test_what_is_broken_in_a_card_costs_no_other(opened, broken):
    rows, told = opened(card("FN:Per") + broken + card("FN:Kari"))
    assert [row["full_name"] for _, row in rows] == ["Per", "Ola", "Kari"]
    assert not told


def test_a_card_of_which_nothing_can_be_read_is_told(opened):
    text = card("FN:Kari") + "BEGIN:VCARD\nFirst name:Eddie\nEND:VCARD\n" + card("FN:Per")
    rows, told = opened(text)
    assert [row["full_name"] for _, row in rows] == ["Kari", "Per"]
    assert [(one.line, one.reason, one.text) for one in told] == [(5, "card", "First name:Eddie")]


@pytest.mark.parametrize("kind", ["KIND:group", "X-ADDRESSBOOKSERVER-KIND:group"])
def test_a_group_of_cards_is_no_contact(opened, kind):
    people = card("KIND:individual", "FN:Ola Lunde")
    rows, told = opened(people + card("FN:My family", kind, "MEMBER:urn:uuid:1"))
    assert [row["full_name"] for _, row in rows] == ["Ola Lunde"]
    assert [(one.reason, one.text) for one in told] == [("card", "My family")]


def test_a_card_may_bear_the_name_of_a_total(opened):
    rows, told = opened(card("FN:Total") + card("FN:Copyright 2026"))
    assert len(rows) == 2
    assert not told


def test_what_is_read_of_a_card_is_limited(opened):
    folded = "\r\n ".join(textwrap.wrap("x" * 200_000, 70))
    many = [f"TEL:9{number:07}" for number in range(1000)]
    rows, _ = opened(card(f"FN:{folded}", *many) + card("FN:Kari"))
    assert len(rows[0][1]["full_name"]) == vcards._SHOWN
    assert rows[0][1]["phone"].count("/") == vcards._MOST_VALUES - 1
    assert rows[1][1] == {"full_name": "Kari"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.one_of(
    st.binary(max_size=40),
    st.sampled_from([b"BEGIN:VCARD", b"END:VCARD", b"N:a;b", b"TEL;CELL:91234501", b"AGENT:",
                     b"FN;QUOTED-PRINTABLE:=C3=", b"=B8", b" folded", b"BDAY:--0403",
                     b"FN;ENCODING=b:x", b"FN;CHARSET=utf-7:+", b'TEL;TYPE="a:b']),
), max_size=30))  # fmt: skip
def test_any_lines_are_read(lines):
    found = list(vcards.records(iter(line + b"\n" for line in lines), "utf-8"))
    for _, record, _ in found:
        assert len(record) in {0, len(vcards.COLUMNS.names)}
