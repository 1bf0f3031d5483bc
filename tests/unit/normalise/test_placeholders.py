"""What steps send that did not fill in a value, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise.placeholders import (
    is_template,
    is_unfilled,
    stands_for_none,
    whole_number,
)

NO_IDS = [
    "undefinedundefined", "nullnull", "Invalid Date", "%(id)s", '[field id="x"]', "lead_id_here",
    "{{ $json.id }}", "${{ id }}", "[lead:id]", "##lead_id##", "{{uuid()}}", "(sin definir)",
    "undefined", "null", "NULL", "(null)", "<null>", "None", "nil", "NaN", "nan", "#N/A", "#REF!",
    "#VALUE!", "#NAME?", "[object Object]", "[object Undefined]", "[object Promise]",
    "object Object", "{{lead_id}}", "{{ lead_id }}", "{{1.id}}", "{{1. id}}", "{{1.`id`}}",
    "{{12.data.id}}", "{id}", "{lead_id}", "{entry_id}", "{Name:1.3}", "{all_fields}", "%id%",
    "%%id%%", "%LEAD_ID%", "${id}", "${event.id}", "#{id}", "$id", "$(id)", "[id]", "[lead_id]",
    "[your-email]", "[_serial_number]", "[[id]]", "{!Lead.Id}", "<%= id %>", "{% raw %}", "@{id}",
    "<<id>>", ":id", "lead-{{1.id}}", "undefined-undefined", "li_null", "site-[object Object]",
    "%7B%7Blead_id%7D%7D", "YOUR_LEAD_ID", "INSERT_ID", "example", "xxxxx", "0", "-", "--", ".",
    "n/a", "N/A", "(blank)", "(empty)", "(none)", "false", "true", '"{{uuid}}"', "1.23457E+17",
    "1,23457E+17", "1.2E+17", "l:1.23457E+17", "1.2021000000000002e+17", "{submission_id}",
    "[post_title]", "<?= $id ?>", "lead_%s", "%s", "{0}", "lead_id", "leadId",
    "%257B%257Bid%257D%257D", "{{campaign.na", "id}}", "undefined.undefined", "null,null",
    "lead-None", "__CLICKID__", "{_x}", "\\N", '""', "''",
    "00000000-0000-0000-0000-000000000000", "(not set)", "$_GET['id']", "{{lead", "{ad.id}",
    "lead-{id}", "Lead ID", "*|UNIQID|*", "\\N",
]  # fmt: skip
IDS = [
    "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", "42", "1", "0042", "[12345]", "12E5", "1e10", "5E10",
    "null-island-2026", "none-123", "nan04", "EAIaIQobChMIq-madeUp_wE", "TeSter-123-ABC",
    "120210000000000000", "133.80000000000001", "1.0", "40000000011.0", "4.0000000011E10", "10e22",
    "A7-2231", "l:1234567890123456", "urn:li:leadGenFormResponse:1234",
    "6f9619ff-8b86-d011-b42d-00c04fc964ff", "lead-2026-11", "ZGVhZGJlZWY=", "wpforms_12",
    "kunde-12", "ola@x.no", "Null1", "1732000000-undefined", "nanna", "idunn", "id-7",
    "order/2026111001-null", "2026111001.undefined",
]  # fmt: skip
NO_NAMES = [
    "(not set)", "(none)", "(not provided)", "(other)", "(direct)", "{{campaign.name}}",
    "{{adset.name}}_{{adset.id}}", "__CAMPAIGN_NAME__", "{keyword}", "{campaignid}", "{adgroupid}",
    "{_campaign}", "{lpurl}", "[*Campaign*]", "[campaign]", "[uniq_id]", "${CAMPAIGN_NAME}",
    "none", "null", "undefined", "(direct) / (none)", "{{placement}}", "{network_type}",
    "%campaign%", "n/a", "-", "not set", "(Not Set)", "[utm_source]", "{device}", "1.23457E+17",
    "null / null", "%7B%7Bcampaign.name%7D%7D", "(inte angivet)", "(ikke angitt)",
]  # fmt: skip
NAMES = [
    "[SEARCH] Brand + NO", "{NO} Brand 2026", "50% rabatt", "100%_norsk", "[Brand]", "{brand}",
    "<Brand>", "None of the above", "Null til hundre", "Undefined Club", "N/A Festival", "Zero",
    "brand_{{ad.name}}", "google", "cpc", "NA", "ref", "value", "🎄", "[Leads]", "[Lead Form]",
    "direct", "other", "2026.0", "v2.0", "1.10", "NO - Ingen binding", "Høst 2026", "#vinn!",
    "Search", "id", "name", "facebook", "true crime", "null-island", "brand_undefined",
    "True North", "x", "XXX", "[Hva er ditt navn]", "20% - 30% av", "Nan Hansen",
    "kampanje (direct)", "Ingen kommer inn", "$5 off", "@kari", "Ad", "Campaign", "50%", "שם",
    "Καμπάνια", "Void!", "Empty?", "Example!",
]  # fmt: skip


@pytest.mark.parametrize("sent", NO_IDS)
def test_words_templates_and_cut_numbers_are_no_ids(sent):
    assert stands_for_none(sent)
    assert stands_for_none(f' "{sent}" ')


@pytest.mark.parametrize("sent", IDS)
def test_ids_stay_ids(sent):
    assert not stands_for_none(sent)


@pytest.mark.parametrize("sent", NO_NAMES)
def test_a_name_that_was_not_filled_in_is_none(sent):
    assert stands_for_none(sent, is_name=True)
    assert stands_for_none(sent), "what is no name is no id"


@pytest.mark.parametrize("sent", NAMES)
def test_names_that_people_give_stay_names(sent):
    assert not stands_for_none(sent, is_name=True)


@pytest.mark.parametrize(
    ("sent", "unfilled"),
    [
        ("brand_{{ad.name}}", True),
        ("brand_{campaignid}", True),
        ("NO | __CAMPAIGN_NAME__", True),
        ("brand_undefined", True),
        ("[SEARCH] Brand | NO", False),
        ("{NO} Brand 2026", False),
        ("50% rabatt, 20% til", False),
        ("null-island", False),
    ],
)
def test_a_part_that_was_not_filled_in_is_seen(sent, unfilled):
    assert is_unfilled(sent) is unfilled


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("{{full_name}}", True),
        ("{{first_name}} {{last_name}}", True),
        ("[your-name]", True),
        ("%%name%%", True),
        ("*|FNAME|*", True),
        ("Kari Lunde", False),
        ("Hei {{first_name}}", False),
        ("[Kari]", False),
        ("", False),
    ],
)
def test_a_whole_template_is_told_from_text(sent, told):
    assert is_template(sent) is told


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("40000000011.0", "40000000011"),
        ("40000000011,00", "40000000011"),
        ("4.0000000011E10", "40000000011"),
        ("1.0", "1.0"),
        ("12345.0", "12345.0"),
        ("v2026.0", "v2026.0"),
        ("133.80000000000001", "133.80000000000001"),
        ("120210000000000021.5", "120210000000000021.5"),
        ("1.23457E+17", "1.23457E+17"),
    ],
)
def test_a_float_is_a_number_again_where_all_digits_are_there(sent, read):
    assert whole_number(sent) == read


MARKS = st.text(alphabet="{}[]<>%$#|*_@~!: undefineull.0E+-&", max_size=60)


@given(st.text() | MARKS)
def test_any_text_is_read_and_reading_is_stable(sent):
    assert whole_number(whole_number(sent)) == whole_number(sent)
    none = stands_for_none(sent)
    assert none == stands_for_none(f" {sent} ")
    if stands_for_none(sent, is_name=True):
        assert none
    is_unfilled(sent)
    is_template(sent)


def test_a_float_that_more_than_one_id_rounds_to_is_none():
    assert stands_for_none("9007199254740993.0")
    assert stands_for_none("120210000000012345.0")
    assert whole_number("120210000000012345.0") == "120210000000012345.0"
    assert not stands_for_none("1234567890123456.0")
    assert not stands_for_none("120210000000012345")
