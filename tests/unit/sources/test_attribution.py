"""What a landing page's address tells."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadfold.model import Lead
from leadfold.normalise.placeholders import stands_for_none
from leadfold.sources.attribution import complete, tags

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
        ("gclid=x#kontakt", {"gclid": "x"}),
        ("GCLID=x&utm_unknown=y&page=2", {"gclid": "x"}),
        ("UTM_Source=Fb", {"utm_source": "Fb"}),
    ],
)
def test_parameters_of_an_address(query, found):
    assert tags(f"{PAGE}?{query}").values == found


@pytest.mark.parametrize("url", ["", PAGE, "not an address", "utm_source=x"])
def test_an_address_without_a_query_tells_nothing(url):
    assert tags(url).values == {}


def test_what_is_said_already_stands():
    said = {"landing_page": f"{PAGE}?gclid=from-url&utm_source=from-url", "gclid": "Explicit"}
    assert complete(Lead(attribution=said)).attribution == said | {"utm_source": "from-url"}


@given(st.text(alphabet=f"{string.ascii_letters}{string.digits}-_.+*~", min_size=8))
def test_a_click_id_is_kept_byte_for_byte(click_id):
    assume(not stands_for_none(click_id))
    assert tags(f"{PAGE}?gclid={click_id}").values.get("gclid", "") == click_id


@given(st.text())
def test_no_address_is_too_strange(url):
    assert complete(Lead(attribution={"landing_page": f"?{url}", "referrer": url}))
