"""What a landing page's address tells."""

import json
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadfold.model import Lead, Source
from leadfold.normalise.placeholders import stands_for_none
from leadfold.sources import platforms
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


MADE_UP = "EAIaIQobChMIq-madeUp_AbC.d_BwE"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://x.no/?a=1?gclid=Z", {"gclid": "Z"}),
        (
            "https://x.no/?hvid=1C?utm_source=tw&utm_medium=so",
            {"utm_source": "tw", "utm_medium": "so"},
        ),
        ("https://x.no/?/utm_source=a", {"utm_source": "a"}),
        ("https://x.no/??gclid=Z", {"gclid": "Z"}),
        ("https://x.no/kampanje&utm_source=a", {"utm_source": "a"}),
        ("https://x.no/?a=1;utm_source=b", {"utm_source": "b"}),
        ("https://x.no/#utm_source=fb&utm_medium=cpc", {"utm_source": "fb", "utm_medium": "cpc"}),
        ("https://x.no/#/skjema?utm_source=fb", {"utm_source": "fb"}),
        ("https://x.no/?utm_source=a#utm_source=b&gclid=Z", {"utm_source": "a", "gclid": "Z"}),
        ("https://x.no/?gclid=Z#kontakt", {"gclid": "Z"}),
        ("https://x.no/?a=1&#038;gclid=Z&#38;utm_source=a", {"gclid": "Z", "utm_source": "a"}),
        ("https://x.no/?a=1&amp;amp;gclid=Z", {"gclid": "Z"}),
        ("https%3A%2F%2Fx.no%2F%3Fgclid%3DZ%26a%3D1", {"gclid": "Z"}),
        ("https://x.no/?utm_source=%7B%7Bsource%7D%7D&utm_source=fb", {"utm_source": "fb"}),
        ("https://x.no/?utm_source=facebook%2Cig", {"utm_source": "facebook,ig"}),
        ("https://x.no/?q=hva+er?gclid", {}),
        ("https://x.no/?redirect=https%3A%2F%2Fy.no%3Fgclid%3DZ", {}),
        ("https://x.no/?a=1&copy=2&region=NO&para=1&utm_term=1&lt=2", {"utm_term": "1"}),
        ("https://x.no/?gclid={gclid}&utm_source=undefined", {}),
    ],
)
def test_broken_addresses_are_read(url, found):
    assert tags(url).values == found


@pytest.mark.parametrize(
    ("page", "referrer", "found"),
    [
        ("https://x.no/skjema", "https://x.no/kampanje?utm_source=brev&gclid=Z", True),
        ("https://x.no/skjema", "https://www.x.no/?utm_source=brev&gclid=Z", True),
        ("https://x.no/skjema", "https://kampanje.x.no/?utm_source=brev&gclid=Z", True),
        ("", "https://x.no/kampanje?utm_source=brev&gclid=Z", True),
        ("https://x.no/skjema", "https://y.no/?utm_source=brev&gclid=Z", False),
        ("https://x.no/skjema", "https://yx.no/?utm_source=brev&gclid=Z", False),
        ("https://x.no/skjema", "https://www.google.com/?utm_source=brev&gclid=Z", False),
        ("", "https://www.google.com/?utm_source=brev&gclid=Z", False),
        ("https://x.no/?utm_source=a&fbclid=b", "https://x.no/?utm_source=brev&gclid=Z", False),
    ],
)
def test_the_referrers_tags_count_where_it_is_our_own(page, referrer, found):
    lead = complete(Lead(attribution={"landing_page": page, "referrer": referrer}))
    told = lead.attribution
    assert (told.get("utm_source") == "brev", told.get("gclid") == "Z") == (found, found)


def test_two_campaigns_are_not_mixed():
    said = {"utm_source": "fb", "landing_page": "https://x.no/"}
    said["referrer"] = "https://x.no/?utm_source=brev&utm_campaign=c&gclid=Z"
    assert complete(Lead(attribution=said)).attribution == said | {"gclid": "Z"}


@pytest.mark.parametrize(
    ("label", "value", "found"),
    [
        ("_gcl_aw", f"GCL.1694000000.{MADE_UP}", {"gclid": MADE_UP}),
        ("gcl_aw", f"GCL.1694000000.{MADE_UP}", {"gclid": MADE_UP}),
        ("fields[_gcl_aw]", f"GCL.1694000000.{MADE_UP}", {"gclid": MADE_UP}),
        ("FPGCLAW", f"GCL.1694000000.{MADE_UP}", {"gclid": MADE_UP}),
        ("_gac_UA-1-1", f"1.1694180394.{MADE_UP}", {"gclid": MADE_UP}),
        ("_fbc", "fb.1.1554763741205.IwAR2F4-madeUp_Q", {"fbclid": "IwAR2F4-madeUp_Q"}),
        ("fbc", "fb.2.1554763741205.IwAR2F4-madeUp_Q", {"fbclid": "IwAR2F4-madeUp_Q"}),
        ("_fbp", "fb.1.1596403881668.1116446470", {}),
        ("_gcl_au", "1.1.943766966.1733206833", {}),
        ("_gcl_aw", "undefined", {}),
        ("_gcl_aw", "GCL.1694000000.undefined", {}),
        ("_fbc", 7, {}),
        ("my_fbc_note", "fb.1.1554763741205.x", {}),
    ],
)
def test_cookies_tell_a_click_that_nothing_else_tells(label, value, found):
    assert complete(Lead(answers={label: value})).attribution == found
    said = {"gclid": "G", "fbclid": "F"}
    assert complete(Lead(attribution=said, answers={label: value})).attribution == said


@given(st.text())
def test_no_address_is_too_strange(url):
    assert complete(Lead(attribution={"landing_page": f"?{url}", "referrer": url}))


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("HÃ¸st 2026", "Høst 2026"),
        ("H%C3%B8st+2026", "Høst 2026"),
        ("Bakke &amp; S&oslash;nn", "Bakke & Sønn"),
        ("Høst 2026", "Høst 2026"),
        ("Brand+NO", "Brand+NO"),
        ("50% rabatt", "50% rabatt"),
    ],
)
def test_a_campaign_is_named_as_it_was_meant_and_what_was_sent_stays(sent, read):
    body = json.dumps({"campaign": sent, "gclid": "a%C3%B8&amp;b"}).encode()
    lead = platforms.read(body, "application/json", Source(id="site"))
    assert lead.attribution == {"campaign": read, "gclid": "a%C3%B8&amp;b"}
    assert lead.answers == ({} if sent == read else {"campaign": sent})
