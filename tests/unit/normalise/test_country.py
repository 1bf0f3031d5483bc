"""Countries by code and by name, in the languages that Leadfold speaks."""

import pytest

from leadfold.normalise import country


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("NO", "NO"), ("no", "NO"), ("NOR", "NO"), ("Norge", "NO"), ("Noreg", "NO"),
        ("NORWAY", "NO"), ("Norja", "NO"), ("Νορβηγία", "NO"), ("נורווגיה", "NO"),
        ("Sverige", "SE"), ("Danmark", "DK"), ("Suomi", "FI"), ("Hellas", "GR"), ("Ελλάδα", "GR"),
        ("ΕΛΛΑΔΑ", "GR"), ("EL", "GR"), ("UK", "GB"), ("England", "GB"), ("ישראל", "IL"),
        ("U.S.A.", "US"), ("USA", "US"), ("United States", "US"), ("De forente stater", "US"),
        ("Förenta staterna", "US"), ('ארה"ב', "US"), ("Østerrike", "AT"), ("🇸🇪", "SE"),
        (" sverige ", "SE"), ("Tyskland", "DE"), ("Bosnia-Hercegovina", "BA"),
        ("XX", None), ("", None), ("Atlantis", None), ("..", None), ("N/A", None),
    ],
)  # fmt: skip
def test_countries_are_known(raw, code):
    assert country.parse(raw) == code


def test_no_name_stands_for_two_countries():
    seen: dict[str, str] = {}
    for line in filter(None, country._NAMES.split("\n")):
        code, *names = line.split("|")
        for name in names:
            assert seen.setdefault(country._folded(name), code) == code, name
