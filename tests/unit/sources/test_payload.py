"""Bodies in every way of writing."""

import json

import pytest

from leadfold.errors import NotALead
from leadfold.sources import payload

JSON, FORM = payload.JSON, payload.FORM
MULTIPART = "multipart/form-data; boundary=----X"


def part(name, value, extra="", kind=""):
    head = f'------X\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n{kind}\r\n'
    return head.encode() + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"


def multipart(*parts):
    return b"".join(parts) + b"------X--\r\n"


# -- json -----------------------------------------------------------------------------------------


def test_numbers_are_exact_however_they_are_written():
    body = (
        b'{"a":90071992547409931,"b":1450,"c":1.5,"d":12345678901234567.25,"e":1e999,'
        b'"f":1E-99999999999}'
    )
    assert payload.read(body, JSON) == {
        "a": 90071992547409931, "b": 1450, "c": 1.5, "d": "12345678901234567.25",
        "e": "1e999", "f": "1E-99999999999",
    }  # fmt: skip


def test_null_bytes_lone_surrogates_and_escapes_survive():
    found = payload.read(b'{"a":"x\\u0000y","b":"\\ud83d","c":"\\u00e5"}', JSON)
    assert found == {"a": "x\0y", "b": "\ud83d", "c": "å"}


def test_the_last_of_two_members_of_one_name_counts():
    assert payload.read(b'{"a":1,"a":2}', JSON) == {"a": 2}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_in_any_unicode_is_read_without_being_told(encoding):
    assert payload.read('{"navn":"Åse Γ ש"}'.encode(encoding), JSON) == {"navn": "Åse Γ ש"}


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("iso-8859-1", "Åse"),
        ("windows-1253", "Γιώργος"),
        ("windows-1255", "דנה"),
        ("ISO-8859-8", "דנה"),
    ],
)
def test_a_charset_that_is_named_is_believed(charset, text):
    named = f'application/json; charset="{charset}"'
    assert payload.read(f'{{"n":"{text}"}}'.encode(charset), named) == {"n": text}


@pytest.mark.parametrize(
    "charset", ["rot13", "zip", "unicode_escape", "punycode", "utf-7", "no-such"]
)
def test_a_charset_that_is_none_of_text_is_not_tried(charset):
    assert payload.read(b'{"n":"a"}', f"application/json; charset={charset}") == {"n": "a"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"{", "unparseable"),
        (b'{"a":NaN}', "unparseable"),
        (b'{"a":1}{', "unparseable"),
        (b'{"a":"\xe5"}', "unparseable"),
        (b"[" * 200_000, "unparseable"),
        (b'{"a":' + b"[" * 25 + b"]" * 25 + b"}", "too_deep"),
        (b'{"a":' + b"9" * 5000 + b"}", "unparseable"),
        (b"[]", "not_one_lead"),
        (b"[{},{}]", "not_one_lead"),
        (b'"text"', "not_one_lead"),
        (b"null", "not_one_lead"),
    ],
)
def test_what_cannot_be_read_says_why(body, code):
    with pytest.raises(NotALead) as caught:
        payload.read(body, JSON)
    assert caught.value.code == code


# -- forms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type", "fields"),
    [
        (b"a=1&b=%C3%85se+Lie&c=", FORM, {"a": "1", "b": "Åse Lie", "c": ""}),
        (b"a=1&a=2&a=3", FORM, {"a": ["1", "2", "3"]}),
        (b"n=%C5se", f"{FORM}; charset=iso-8859-1", {"n": "Åse"}),
        (b"_charset_=windows-1255&n=%E3%F0%E4", FORM, {"_charset_": "windows-1255", "n": "דנה"}),
        (b"a=1%00&b=%2B47", FORM, {"a": "1\0", "b": "+47"}),
        ("n=Åse".encode(), FORM, {"n": "Åse"}),
        (b"\xef\xbb\xbfa=1", FORM, {"a": "1"}),
        (b"a=1", "", {"a": "1"}),
        (b' {"a":1}', "text/plain", {"a": 1}),
        (b'\xef\xbb\xbf{"a":1}', "", {"a": 1}),
    ],
)
def test_a_form_is_read_in_its_charset(body, content_type, fields):
    assert payload.read(body, content_type) == fields


@pytest.mark.parametrize("body", [b"n=%C5se", b"&".join(b"a%d=1" % n for n in range(1002))])
def test_a_form_that_nobody_can_read_is_held(body):
    with pytest.raises(NotALead):
        payload.read(body, FORM)


def test_a_multipart_form_keeps_its_fields_and_the_names_of_its_files():
    body = multipart(
        part("full_name", "Åse Lie"),
        part("שם", "דנה"),
        part("interest", "Solar"),
        part("interest", "Battery"),
        part(
            "roof",
            b"\x89PNG\x00\r\n--",
            '; filename="C:\\bilder\\tak.png"',
            "Content-Type: image/png\r\n",
        ),
        part(
            "old", "Åse".encode("latin-1"), kind="Content-Type: text/plain; charset=iso-8859-1\r\n"
        ),
        part("text", "two\r\nlines"),
    )
    assert payload.read(body, MULTIPART) == {
        "full_name": "Åse Lie",
        "שם": "דנה",
        "interest": ["Solar", "Battery"],
        "roof": "tak.png",
        "old": "Åse",
        "text": "two\r\nlines",
    }


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"not multipart", MULTIPART),
        (multipart(part("a", "1"))[:-10], MULTIPART),
        (multipart(part("a", "1")), "multipart/form-data"),
        (multipart(part("a", b"\xe5")), MULTIPART),
        (multipart(*[part(f"a{n}", "1") for n in range(1002)]), MULTIPART),
        (multipart(part("a" * 10_000, "1")), MULTIPART),
    ],
)
def test_a_broken_multipart_form_is_held(body, content_type):
    with pytest.raises(NotALead) as caught:
        payload.read(body, content_type)
    assert caught.value.code == "unparseable"


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("application/json;charset=utf-8", JSON),
        ("application/cloudevents+json", JSON),
        ("application/x-ndjson", JSON),
        ("text/json", JSON),
        (MULTIPART, payload.MULTIPART),
        ("APPLICATION/X-WWW-FORM-URLENCODED", FORM),
        ("application/json, application/json", JSON),
        ("text/html", None),
        ("image/png", None),
    ],
)
def test_media_types(content_type, kind):
    assert payload.media_type(content_type, b"a=1") == kind


# -- batches --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "pieces"),
    [
        (b"[]", []),
        (b" [ ] ", []),
        (b'[{"a":1}, {"b":[2,3]} ]', [b'{"a":1}', b'{"b":[2,3]}']),
        (b'[{"a":1}]', [b'{"a":1}']),
        ('[{"a":"å"},7]'.encode(), ['{"a":"å"}'.encode(), b"7"]),
        (b'{"a":1}\n\n{"b":2}\r\n', [b'{"a":1}', b'{"b":2}']),
        (b'{"a":1}\nbroken\n{"b":2}', [b'{"a":1}', b"broken", b'{"b":2}']),
        (b'{"a":1}\n{"b":"\xe5"}\n{"c":2}', [b'{"a":1}', b'{"b":"\xe5"}', b'{"c":2}']),
        (b'{\n "a": 1\n}', [b'{\n "a": 1\n}']),
        (b'[{"a":1},{"b":2,{"c":3}]', [b'{"a":1}', b'{"b":2,{"c":3}]']),
        (b'[{"a":1}', [b'{"a":1}']),
        (b'[{"a":1},]', [b'{"a":1}', b"]"]),
        (b'[{"a":1}] x', [b'{"a":1}] x']),
        (b"[,", [b","]),
        (b"[", [b""]),
        (b'\xef\xbb\xbf[{"a":1}]', [b'{"a":1}']),
    ],
)
def test_a_batch_is_split_into_the_bytes_of_each_lead(body, pieces):
    assert payload.split(body, JSON) == pieces


def test_each_piece_of_a_good_batch_reads_as_it_stood_there():
    leads = [{"a": 2**60 + 1}, {"b": "\ud800"}, {"c": "å"}]
    for body in (json.dumps(leads), "\n".join(json.dumps(one) for one in leads)):
        pieces = payload.split(body.encode(), JSON)
        assert [payload.read(piece, JSON) for piece in pieces] == leads


def test_json_that_a_tool_calls_a_form_is_read_as_json():
    assert payload.read(b' {"phone": "91234567"}', payload.FORM) == {"phone": "91234567"}
