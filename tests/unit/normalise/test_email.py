"""E-mail addresses: one key a mailbox, slips offered and never mended in silence."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import email
from tests.unit.normalise import noise


@pytest.mark.parametrize(
    ("what", "raw", "address", "key"),
    [
        ("plain", "ola@online.no", "ola@online.no", "ola@online.no"),
        ("upper case", "OLA@Online.NO", "ola@online.no", "ola@online.no"),
        ("a tag", "ola+fb@online.no", "ola+fb@online.no", "ola@online.no"),
        ("dots outside Gmail", "o.la@online.no", "o.la@online.no", "o.la@online.no"),
        ("dots at Gmail", "O.L.A@gmail.com", "o.l.a@gmail.com", "ola@gmail.com"),
        ("googlemail", "o.la+x@googlemail.com", "o.la+x@googlemail.com", "ola@gmail.com"),
        ("angle brackets", "<ola@online.no>", "ola@online.no", "ola@online.no"),
        ("name and address", "Ola Hansen <ola@online.no>", "ola@online.no", "ola@online.no"),
        ("name, no brackets", "Ola Hansen ola@online.no", "ola@online.no", "ola@online.no"),
        ("a link", "mailto:ola@online.no?subject=Hei", "ola@online.no", "ola@online.no"),
        ("Markdown", "[ola@online.no](mailto:ola@online.no)", "ola@online.no", "ola@online.no"),
        ("end of a sentence", "ola@online.no.", "ola@online.no", "ola@online.no"),
        ("quotes", "'ola@online.no'", "ola@online.no", "ola@online.no"),
        ("blanks at the sign", "ola @ online.no", "ola@online.no", "ola@online.no"),
        ("a blank behind the dot", "ola@online. no", "ola@online.no", "ola@online.no"),
        ("against robots", "ola(at)online.no", "ola@online.no", "ola@online.no"),
        ("full-width", "ｏｌａ＠ｏｎｌｉｎｅ．ｎｏ", "ola@online.no", "ola@online.no"),
        ("a zero-width blank", "ola\u200b@online.no", "ola@online.no", "ola@online.no"),
        ("umlaut domain", "ola@bücher.de", "ola@bücher.de", "ola@xn--bcher-kva.de"),
        ("the same in ASCII", "ola@xn--bcher-kva.de", "ola@bücher.de", "ola@xn--bcher-kva.de"),
        ("local part beyond ASCII", "åse@firma.no", "åse@firma.no", "åse@firma.no"),
        ("a domain of examples", "a@example.com", "a@example.com", "a@example.com"),
        ("typo kept", "ola@gmial.com", "ola@gmial.com", "ola@gmial.com"),
        ("two: the first counts", "ola@online.no, kari@x.no", "ola@online.no", "ola@online.no"),
    ],
)
def test_an_address_is_read(what, raw, address, key):
    found = email.parse(raw)
    assert found is not None
    assert (found.address, found.key) == (address, key)


@pytest.mark.parametrize(
    "raw",
    [
        "", "ola", "ola@", "@online.no", "ola@online", "ola@gmail,com", "N/A", "test@test.com",
        "a@a.no", "x@x.x", "na@na.com", "none@none.com", "noemail@gmail.com", "test@gmail.com",
        "ingen@epost.no", "no@email.com", "asdf@asdf.com", "ola@-online.no", "..@online.no",
        "ola@online..no", "ola@[127.0.0.1]", "ola@localhost",
    ],
)  # fmt: skip
def test_what_is_no_address_is_nothing(raw):
    assert email.parse(raw) is None


@pytest.mark.parametrize(
    ("what", "raw", "country", "meant"),
    [
        ("swapped letters", "ola@gmial.com", "NO", "ola@gmail.com"),
        ("swapped letters, other place", "ola@gmali.com", None, "ola@gmail.com"),
        ("a letter short", "ola@gmai.com", "NO", "ola@gmail.com"),
        ("a letter more", "ola@gmaill.com", "NO", "ola@gmail.com"),
        ("another letter", "ola@gnail.com", "NO", "ola@gmail.com"),
        ("another ending", "ola@gmail.con", "NO", "ola@gmail.com"),
        ("a longer ending", "ola@gmail.comm", "NO", "ola@gmail.com"),
        ("a shorter ending", "ola@gmail.co", "NO", "ola@gmail.com"),
        ("both", "ola@hotmial.con", "SE", "ola@hotmail.com"),
        ("a comma", "ola@gmail,com", "NO", "ola@gmail.com"),
        ("two dots", "ola@gmail..com", "NO", "ola@gmail.com"),
        ("no dot", "ola@gmailcom", "NO", "ola@gmail.com"),
        ("no ending", "ola@gmail", "NO", "ola@gmail.com"),
        ("no sign", "olagmail.com", "NO", "ola@gmail.com"),
        ("two signs", "ola@@gmail.com", "NO", "ola@gmail.com"),
        ("Gmail has one domain", "ola@gmail.no", "NO", "ola@gmail.com"),
        ("a provider of the country", "ola@onlin.no", "NO", "ola@online.no"),
        ("an ending that does not exist", "ola@firma.con", "NO", "ola@firma.com"),
        ("right", "ola@gmail.com", "NO", None),
        ("a provider's other country", "ola@hotmail.fr", "NO", None),
        ("with two endings", "ola@yahoo.co.uk", "GR", None),
        ("a provider one letter away", "ola@ymail.com", "US", None),
        ("another", "ola@mail.com", "US", None),
        ("a company", "ola@equinor.com", "NO", None),
        ("no address", "ingen", "NO", None),
    ],
)
def test_slips_are_offered_mended(what, raw, country, meant):
    assert email.suggest(raw, country) == meant


@pytest.mark.parametrize(
    ("raw", "flags"),
    [
        ("ola@gmail.com", {"free"}),
        ("ola@hotmail.no", {"free"}),
        ("ola@equinor.com", set()),
        ("post@firma.no", {"role"}),
        ("info+no@firma.no", {"role"}),
        ("info.no@firma.no", {"role"}),
        ("sales2@firma.no", {"role"}),
        ("contact.person@firma.no", set()),
        ("ola@mailinator.com", {"disposable"}),
        ("ola@in.mailinator.com", {"disposable"}),
    ],
)
def test_kinds_of_addresses(raw, flags):
    found = email.parse(raw)
    assert found is not None
    told = {"role": found.is_role, "free": found.is_free, "disposable": found.is_disposable}
    assert {flag for flag, is_so in told.items() if is_so} == flags


def test_two_addresses_are_both_found():
    found = email.parse_all("ola@online.no / Kari <kari@online.no>; OLA@online.no")
    assert [address.key for address in found] == ["ola@online.no", "kari@online.no"]


@given(st.sampled_from(["ola@online.no", "kari.berg@firma.co.il"]), st.integers(0, 10**9))
def test_the_key_is_stable_under_noise(address, seed):
    raw = noise.stirred(address, noise.EMAIL, seed)
    found = email.parse(raw)
    assert found is not None, raw
    assert found.key == address, raw


@given(st.sampled_from(["olahansen@gmail.com", "dl@gmail.com"]), st.integers(0, 10**9))
def test_the_key_is_stable_under_noise_at_gmail(address, seed):
    raw = noise.stirred(address, noise.GMAIL, seed)
    found = email.parse(raw)
    assert found is not None, raw
    assert found.key == address, raw


@given(st.one_of(st.text(), st.emails()))
def test_twice_is_once(raw):
    found = email.parse(raw)
    if found:
        assert email.parse(found.address) == found


@given(st.from_regex(r"[a-z0-9._+-]{1,12}@[a-z0-9.-]{1,16}\.[a-z]{2,5}", fullmatch=True))
def test_the_quick_look_agrees_with_the_close_one(address):
    quick = email._plain(address)
    if quick is None:
        return
    try:
        close = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        close = None
    assert close is not None
    assert (close.local_part, close.ascii_domain) == quick[::2]
