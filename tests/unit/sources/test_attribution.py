"""What a landing page's address tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.sources.attribution import complete, parameters

PAGE = "https://www.example.com/sol"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (
            "utm_source=facebook&utm_medium=paid_social",
            {"utm_source": "facebook", "utm_medium": "paid_social"},
        ),
        ("utm_campaign=Sol+og%20vind&utm_term=", {"utm_campaign": "Sol og vind"}),
        ("utm_source=%D7%92%D7%95%D7%92%D7%9C", {"utm_source": "גוגל"}),
        ("utm_source=%E6%F8", {"utm_source": "%E6%F8"}),
        ("utm_source=50%", {"utm_source": "50%"}),
        ("gclid=AbC-12_xYZ", {"gclid": "AbC-12_xYZ"}),
        ("gclid=a+b%2Bc", {"gclid": "a+b+c"}),
        ("fbclid=IwAR0%252F", {"fbclid": "IwAR0%2F"}),
        (
            "gbraid=0AAA&wbraid=Cj&ttclid=E.C.P&li_fat_id=1-2&msclkid=z",
            {
                "gbraid": "0AAA",
                "wbraid": "Cj",
                "ttclid": "E.C.P",
                "li_fat_id": "1-2",
                "msclkid": "z",
            },
        ),
        ("gclid=first&gclid=second", {"gclid": "first"}),
        ("gclid=&gclid=second", {"gclid": "second"}),
        ("utm_source=a&amp;utm_medium=b", {"utm_source": "a", "utm_medium": "b"}),
        ("gclid=x#utm_source=no", {"gclid": "x"}),
        ("GCLID=x&utm_unknown=y&page=2", {}),
    ],
)
def test_parameters_of_an_address(query, found):
    assert parameters(f"{PAGE}?{query}") == found


@pytest.mark.parametrize("url", ["", PAGE, "not an address", "utm_source=x"])
def test_an_address_without_a_query_tells_nothing(url):
    assert parameters(url) == {}


def test_what_is_said_already_stands():
    said = {"landing_page": f"{PAGE}?gclid=from-url&utm_source=from-url", "gclid": "Explicit"}
    assert complete(said) == said | {"utm_source": "from-url"}


@given(
    st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="&#%"))
)
def test_a_click_id_is_kept_byte_for_byte(click_id):
    assert parameters(f"{PAGE}?gclid={click_id}").get("gclid", "") == click_id


@given(st.text())
def test_no_address_is_too_strange(url):
    assert isinstance(complete({"landing_page": f"?{url}"}), dict)
