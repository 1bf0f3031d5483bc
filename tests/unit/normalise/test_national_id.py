"""National IDs: what each register gives out, and that nothing shows or outlives one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import national_id

TODAY = date(2026, 11, 21)
K1, K2 = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def norwegian(nine: str, remainder: int = 0) -> str | None:
    """Return the number of these nine digits, ``None`` where no control digits fit."""
    k1 = (remainder - sum(w * int(d) for w, d in zip(K1, nine, strict=True))) % 11
    if k1 == 10:
        return None
    k2 = -sum(w * int(d) for w, d in zip(K2, nine + str(k1), strict=True)) % 11
    return None if k2 == 10 else f"{nine}{k1}{k2}"


def first_norwegian(six: str, serial: int, remainder: int = 0) -> str:
    return next(
        number for s in range(serial, 999) if (number := norwegian(f"{six}{s:03d}", remainder))
    )


def luhn(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


@pytest.mark.parametrize(
    ("what", "raw", "country", "number", "kind"),
    [
        ("Norwegian", "15108695088", "NO", "15108695088", "ordinary"),
        ("with a blank", "151086 95088", "NO", "15108695088", "ordinary"),
        ("with dots and a label", "Fnr: 15.10.86.95088", "NO", "15108695088", "ordinary"),
        ("full-width", "１５１０８６９５０８８", "NO", "15108695088", "ordinary"),
        ("born from 2000 on", first_norwegian("150310", 500), "NO", None, "ordinary"),
        ("D-number", first_norwegian("550386", 100), "NO", None, "d_number"),
        ("H-number", first_norwegian("154386", 100), "NO", None, "h_number"),
        ("FH-number", first_norwegian("812345", 100), "NO", None, "fh_number"),
        ("tax administration's tests", first_norwegian("158386", 100), "NO", None, "synthetic"),
        ("health network's tests", first_norwegian("156886", 100), "NO", None, "synthetic"),
        ("a test D-number", first_norwegian("558386", 100), "NO", None, "synthetic"),
        ("Swedish, ten digits", "811228-9874", "SE", "198112289874", "ordinary"),
        ("Swedish, twelve", "19811228-9874", "SE", "198112289874", "ordinary"),
        ("Swedish, bare", "8112289874", "SE", "198112289874", "ordinary"),
        ("Swedish, past a hundred", "121212+1212", "SE", "191212121212", "ordinary"),
        ("Swedish, this century", "121212-1212", "SE", "201212121212", "ordinary"),
        ("Swedish coordination number", "701063-2391", "SE", "197010632391", "coordination"),
        ("Danish", "211062-5629", "DK", "2110625629", "ordinary"),
        ("Danish without a checksum", "010107-4321", "DK", "0101074321", "ordinary"),
        ("Finnish", "131052-308T", "FI", "131052-308T", "ordinary"),
        ("Finnish, lower case", "131052-308t", "FI", "131052-308T", "ordinary"),
        ("Finnish, century sign of 2023", "131052Y308T", "FI", "131052Y308T", "ordinary"),
        ("Finnish temporary", "131052-9102", "FI", None, "temporary"),
        ("Israeli", "039337423", "IL", "039337423", "ordinary"),
        ("Israeli without its zero", "39337423", "IL", "039337423", "ordinary"),
        ("Israeli with a hyphen", "03933742-3", "IL", "039337423", "ordinary"),
        ("Greek", "01013099997", "GR", "01013099997", "ordinary"),
    ],
)
def test_a_number_is_read(what, raw, country, number, kind):
    found = national_id.parse(raw, country, TODAY)
    if what == "Finnish temporary" and found is None:
        control = "0123456789ABCDEFHJKLMNPRSTUVWXY"[131052910 % 31]
        found = national_id.parse(f"131052-910{control}", country, TODAY)
    assert found is not None
    assert found.number == (number or found.number)
    assert (found.country, found.kind, found.not_yet_issued) == (country, kind, False)


@pytest.mark.parametrize(
    ("what", "raw", "country"),
    [
        ("nothing", "", "NO"),
        ("words", "vet ikke", "NO"),
        ("a digit wrong", "15108695089", "NO"),
        ("too short", "1510869508", "NO"),
        ("no such day", "32108695088", "NO"),
        ("not born yet", first_norwegian("010139", 500), "NO"),
        ("Swedish, a digit wrong", "811228-9875", "SE"),
        ("Swedish, no such day", "811232-9874", "SE"),
        ("Swedish organisation", "556016-0680", "SE"),
        ("Danish, no such day", "310262-5629", "DK"),
        ("Finnish, a digit wrong", "131052-308U", "FI"),
        ("Finnish, not born yet", "131052A308T", "FI"),
        ("zeros", "000000000", "IL"),
        ("what people make up", "123456782", "IL"),
        ("Greek, a digit wrong", "01013099998", "GR"),
        ("a country without a reader", "15108695088", "US"),
        ("no country", "15108695088", None),
        ("another country's", "15108695088", "SE"),
    ],
)
def test_what_is_no_number_is_nothing(what, raw, country):
    assert national_id.parse(raw, country, TODAY) is None


@pytest.mark.parametrize("remainder", [1, 2, 3])
def test_norwegian_numbers_of_2032_are_read_and_told(remainder):
    number = first_norwegian("150386", 600, remainder)
    early = national_id.parse(number, "NO", TODAY)
    late = national_id.parse(number, "NO", date(2032, 1, 1))
    assert early is not None
    assert late is not None
    assert (early.not_yet_issued, late.not_yet_issued) == (True, False)
    assert early.number == late.number == number


@pytest.mark.parametrize("remainder", range(4, 11))
def test_other_remainders_are_no_norwegian_numbers(remainder):
    assert national_id.parse(first_norwegian("150386", 100, remainder), "NO", TODAY) is None


@pytest.mark.parametrize("place", range(11))
def test_one_wrong_digit_is_always_seen_in_norway(place):
    right = "15108695088"
    for digit in "0123456789":
        wrong = right[:place] + digit + right[place + 1 :]
        if wrong != right:
            assert national_id.parse(wrong, "NO", TODAY) is None


def test_ten_digits_mean_the_latest_century_that_is_over():
    birthday = luhn("261121123")
    assert national_id.parse(birthday, "SE", TODAY).number.startswith("20261121")
    assert national_id.parse(luhn("261122123"), "SE", TODAY).number.startswith("19261122")


def test_a_number_shows_nowhere():
    found = national_id.parse("15108695088", "NO", TODAY)
    assert found is not None
    assert "15108695088" not in repr(found)
    assert found.masked == "•••••••5088"
    assert national_id.mask("151086 95088") == "•••5088"


def test_only_lasting_numbers_are_lasting():
    kinds = {
        national_id.parse(raw, "NO", TODAY).kind: national_id.parse(raw, "NO", TODAY).is_lasting
        for raw in (
            "15108695088",
            first_norwegian("550386", 100),
            first_norwegian("154386", 100),
            first_norwegian("158386", 100),
        )
    }
    assert kinds == {"ordinary": True, "d_number": True, "h_number": False, "synthetic": False}


@given(st.integers(0, 10**11 - 1), st.sampled_from(sorted(national_id.COUNTRIES)))
def test_twice_is_once(number, country):
    found = national_id.parse(f"{number:011d}", country, TODAY)
    if found:
        assert national_id.parse(found.number, country, TODAY) == found


@given(st.dates(date(1940, 1, 1), date(2011, 12, 31)), st.integers(0, 999))
def test_swedish_spellings_are_one(born, serial):
    short = luhn(f"{born:%y%m%d}{serial:03d}")
    spellings = (
        short,
        f"{short[:6]}-{short[6:]}",
        f"{born:%Y}{short[2:]}",
        f" {short[:6]} {short[6:]}",
    )
    assert {national_id.parse(raw, "SE", TODAY).number for raw in spellings} == {
        f"{born:%Y}{short[2:]}"
    }
