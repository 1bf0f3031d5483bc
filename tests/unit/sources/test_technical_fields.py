"""What a form sends of its own is no answer; what a person may have said stays one."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.intake.submission import understand
from leadfold.keyed import KeyedHash
from leadfold.model import Arrival, MapRule, Source
from leadfold.sources import envelope, platforms, technical_fields

OLA = {"full_name": "Ola Hansen", "phone": "91234501"}
SITE = Source(id="site", country="NO")
KEYED = KeyedHash(b"a secret of tests, 32 bytes long")
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
UUID = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"
HEX = "9f86d081884c7d659a2feaa0c55ad015"


def read(document, platform="generic"):
    return platforms.read(
        json.dumps(document).encode(),
        "application/json",
        Source(id="site", country="NO", platform=platform),
    )


def content(document):
    body = json.dumps(document).encode()
    arrival = Arrival(body=body, content_type="application/json", received_at=NOW)
    return understand(arrival, SITE, KEYED).content


def warned(lead):
    return [(warning.field, warning.code) for warning in lead.warnings]


TECHNICAL = [
    # captchas
    ("g-recaptcha-response", "03AGdBq"), ("g-recaptcha-response-1", "x"), ("recaptcha_token", "x"),
    ("G Recaptcha Response", "x"), ("h-captcha-response", "P1_x"), ("cf-turnstile-response", "0.x"),
    ("frc-captcha-solution", "a.b"), ("altcha", "eyJ"), ("smart-token", "x"), ("captcha", "7"),
    # Contact Form 7 and Akismet
    ("_wpcf7_version", "5.9"), ("_wpcf7_locale", "nb_NO"), ("_wpcf7_unit_tag", "wpcf7-f12-p5-o1"),
    ("_wpcf7_posted_data_hash", "a"), ("_wpcf7_recaptcha_response", "a"), ("ak_js", "17"),
    ("_wpcf7_ak_js", "17"), ("ak_bib", "1"), ("ak_bfs", "2"), ("ak_btec", "0"),
    # Gravity, WPForms, Fluent, Ninja, Formidable, Forminator
    ("is_submit_2", "1"), ("gform_unique_id", "a"), ("gform_target_page_number_2", "0"),
    ("gform_ajax", "1"), ("wpforms[nonce]", "abc"), ("wpforms[token]", "abc"),
    ("wpforms[post_id]", "3"), ("__fluent_form_embded_post_id", "3"),
    ("_fluentform_6_fluentformnonce", "abc"), ("__entry_intermediate_hash", "abc"),
    ("_ninja_forms_display_submit", "1"), ("frm_action", "create"), ("frm_submit_entry_7", "abc"),
    ("frm_state", "abc"), ("forminator_nonce", "abc"), ("mauticform[messenger]", "1"),
    # forged requests
    ("_wpnonce", "abc"), ("_wp_nonce", "abc"), ("comment_form_nonce", "q"), ("_token", "AbC"),
    ("csrfmiddlewaretoken", "x"), ("authenticity_token", "x"), ("_csrf", "x"),
    ("X-CSRF-Token", "x"), ("__VIEWSTATE", "x"), ("__EVENTVALIDATION", "x"),
    ("__RequestVerificationToken", "x"), ("__trustedProperties", "x"), ("CRAFT_CSRF_TOKEN", "x"),
    ("contact[_token]", "xyz"), ("data[_Token][fields]", "abc"), ("form_build_id", "form-x"),
    ("form_token", "x"), ("honeypot_time", "17"), ("d41d8cd98f00b204e9800998ecf8427e", "1"),
    # platforms
    ("jsExecutionTracker", "a"), ("simple_spc", "1"), ("hs_context", "{}"), ("hutk", "a"),
    ("respondentId", "x"), ("submissionPdfUrl", "x"), ("HandshakeKey", "x"),
    # a page's own clock and session
    ("page_loaded_at", "2026-11-30T12:00:01Z"), ("form_loaded_at", "17"), ("_ts", "17"),
    ("submit_clicked_at", "x"), ("loadTime", "12"), ("session_token", "abc"), ("Time", "12:01:03"),
    ("time", "8:30:07 PM"), ("ts", "1796040000"), ("t", "1796040000123"),
    ("timestamp", "2026-11-30 12:00"), ("form_start", "1796040000"),
    ("start_time", "1796040000123"), ("random", "0.8371923"), ("_", "1796040000123"),
    ("PHPSESSID", "k3j2"), ("date_time", "2026-11-30 12:00:01"), ("_mc4wp_timestamp", "1"),
    ("et_pb_contactform_submit_0", "a"), ("idempotency_key", UUID),
    # names that count by their value
    ("nonce", "3f2a9b7c1d"), ("security", "3f2a9b7c1d"), ("session_id", "a8f3k2"),
    ("session_id", UUID), ("sid", HEX), ("request_id", "req_91ab"), ("trace_id", HEX),
    ("fingerprint", HEX), ("token", UUID), ("token", "dGhpcyBpcyBh1HRlc3Q9dG9rZW4="),
    ("client_id", "1234567890.1700000001"), ("_ga", "GA1.2.1234567890.1700000001"),
    ("x-request-id", UUID), ("request-id", UUID), ("procaptcha-response", "0x00c4"),
    ("javax.faces.ViewState", "-1:2"), ("elapsed_ms", "33123"), ("form_time", "1794342600"),
    ("time", "2026-12-12T10:00:03.120Z"),
    ("_fbp", "fb.1.1700000001123.1234567890"), ("hashes", HEX), ("visitorId", UUID),
]  # fmt: skip

ANSWERS = [
    ("Time", "Ettermiddag"), ("Time", "14:30"), ("Time", "14:30:00"),
    ("Best time to call", "14:30"), ("Date", "12.12.2026"), ("date", "2026-12-12 10:00:00"),
    ("date", "2026-12-24T18:30:00.000Z"), ("time", "18:30:00.000"),  # a date picker's
    ("appointment_time", "1798137000"), ("booking_time", "1798137000000"),
    ("appointment_time", "2026-12-12T14:30:05"), ("token", "AB12"),
    ("voucher_token", "SOMMER-2026-RABATT-20"), ("token", "Sommer2026Rabatt20Norge"),
    ("session", "Høstkurs"), ("session_id", "Kurs"), ("Session ID", "Kurs A"), ("session_id", "12"),
    ("Website", "lunde.no"), ("website", "lunde.no"), ("subject", "Tilbud"), ("path", "B"),
    ("type", "A"), ("product", "X"), ("username", "ola"), ("nonce", "hva er det"), ("slug", "x"),
    ("What is a nonce?", "x"), ("annonce", "Facebook"), ("action", "ring"), ("post_id", "12"),
    ("input_1", "a"), ("input_1.3", "Ola"), ("q3_color", "red"), ("hp", "150"), ("HP", "Laserjet"),
    ("hp", "150 hk"),
    ("honey", "Lynghonning"), ("Honey type", "Lyng"), ("client_id", "K10023"), ("lot_number", "3"),
    ("event_id", "EV123"), ("security", "ADT alarm"), ("security_question", "mor"), ("hash", "nei"),
    ("fax_number", "22334455"), ("state_2", "TX"), ("frm_name", "x"), ("handle", "@ola"),
    ("op", "x"), ("ip", "1.2.3.4"), ("item_id", "5"), ("custom_id", "7"), ("_subject", "Tilbud"),
    ("build_date", "1980"), ("Captain", "x"), ("Tid", "Formiddag"), ("שעה", "14:30"),
    ("turnstiles", "3"), ("turnstile_type", "A"), ("Turnstile", "1"), ("start_time", "14:30"),
    ("Time spent", "2 år"), ("Security", "A1"), ("random", "ja"), ("Ώρα", "12:30"), ("uke", "48"),
    ("d", "a"), ("schema", "x"), ("seen", "yes"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "value"), TECHNICAL)
def test_technical_fields_are_no_answers_and_no_content(label, value):
    lead = read(OLA | {label: value})
    assert (dict(lead.answers), dict(lead.fields), lead.lead_id) == ({}, OLA, None)
    assert not lead.warnings
    assert content(OLA | {label: value}) == content(OLA)


@pytest.mark.parametrize(("label", "value"), ANSWERS)
def test_what_a_person_may_have_said_is_an_answer(label, value):
    assert read(OLA | {label: value}).answers == {label: value}
    assert content(OLA | {label: value}) != content(OLA)


# -- beside a builder's own fields ----------------------------------------------------------------

BUILDERS = {
    "Elementor's page": (
        {"form_fields[message]": "Hei", "referer_title": "Kontakt", "queried_id": "7"},
        {"post_id": "7", "action": "elementor_pro_forms_send_form"},
    ),
    "Elementor's webhook": (
        {"Powered by": "Elementor"},
        {"Date": "November 30, 2026", "Time": "1:00 pm", "User Agent": "x", "Remote IP": "1.2.3.4"},
    ),
    "Gravity": ({"gform_submit": "2"}, {"state_2": "a", "version_hash": "b"}),
    "WPForms": ({"wpforms[fields][9]": "Hei"}, {"action": "wpforms_submit", "page_id": "7"}),
    "Forminator": (
        {"forminator_nonce": "a"},
        {"render_id": "0", "form_type": "custom", "page_id": "1"},
    ),
    "Formidable": ({"frm_action": "create"}, {"item_key": "a", "form_key": "b"}),
    "Jotform": (
        {"simple_spc": "1", "q5_website": "lunde.no"},
        {
            "slug": "submit/1",
            "path": "/submit/1",
            "event_id": "1_a",
            "buildDate": "1",
            "submitDate": "2",
        },
    ),
    "Webflow": ({"formElementId": "a"}, {"siteId": "b", "d": "2026-11-30", "pageId": "c"}),
    "Wix": (
        {"submissionsLink": "a"},
        {"contactId": "b", "revision": "1", "namespace": "wix", "seen": True},
    ),
    "HubSpot": ({"hutk": "a"}, {"ipAddress": "1.2.3.4", "pageName": "Kontakt"}),
    "Wufoo": ({"HandshakeKey": "a"}, {"IP": "1.2.3.4", "CreatedBy": "public"}),
    "Rails": ({"authenticity_token": "a"}, {"utf8": "✓", "commit": "Send"}),
    "SuiteCRM": ({"bool_id": ""}, {"req_id": "last_name;", "assigned_user_id": "1"}),
    "GeeTest": ({"captcha_output": "a"}, {"lot_number": "b", "pass_token": "c", "gen_time": "1"}),
}


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_builders_own_fields_go_beside_its_mark_and_stay_without(builder):
    mark, own = BUILDERS[builder]
    assert not read(OLA | mark | own).answers.keys() & own.keys()
    assert content(OLA | mark | own) == content(OLA | mark)
    alone = dict.fromkeys(own, "Ja")
    assert read(OLA | alone).answers == alone


def test_fields_within_an_object_are_sorted_as_well():
    lead = read(OLA | {"wpforms": {"nonce": "a", "id": "7", "fields": {"1": "Hei", "_token": "b"}}})
    assert lead.answers == {"wpforms": {"fields": {"1": "Hei"}}}
    assert read(OLA | {"extra": {"_wpnonce": "a"}}).answers == {}


@pytest.mark.parametrize("platform", ["elementor", "contactform7", "wpforms", "taboola", "meta"])
def test_every_platform_is_read_so(platform):
    assert not read(OLA | {"_wpnonce": "a", "csrf_token": "b"}, platform).answers


# -- what they tell -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ({"_wpcf7": "12"}, {"form_id": "12"}),
        ({"_wpcf7": "12", "form_id": "kontakt"}, {"form_id": "kontakt"}),
        ({"gform_submit": "2"}, {"form_id": "2"}),
        ({"wpforms[id]": "7"}, {"form_id": "7"}),
        ({"_wp_http_referer": "/a/?gclid=B"}, {"landing_page": "/a/?gclid=B", "gclid": "B"}),
        ({"pageUri": "https://lunde.example/a"}, {"landing_page": "https://lunde.example/a"}),
        ({"pageUri": "https://b.example", "page_url": "https://lunde.example"}, {"landing_page": "https://lunde.example"}),
    ],
)  # fmt: skip
def test_form_and_page_are_read_where_nothing_else_tells_them(sent, known):
    lead = read(OLA | sent)
    assert (lead.attribution, lead.answers, lead.lead_id) == (known, {}, None)


def test_elementors_date_and_time_are_the_time_of_sending():
    _, own = BUILDERS["Elementor's webhook"]
    lead = read(OLA | {"Powered by": "Elementor"} | own)
    assert lead.submitted_at == "November 30, 2026 1:00 pm"
    known = read(OLA | {"Powered by": "Elementor", "submitted_at": "2026-11-30"} | own)
    assert known.submitted_at == "2026-11-30"


def test_the_address_that_a_form_of_formspree_answers_to_is_the_persons():
    assert read(OLA | {"_replyto": "ola@lunde.example"}).fields["email"] == "ola@lunde.example"
    both = read(OLA | {"_replyto": "una@lunde.example", "email": "ola@lunde.example"})
    assert both.fields["email"] == "ola@lunde.example"
    assert both.answers == {"_replyto": "una@lunde.example"}


@pytest.mark.parametrize("label", ["submission_id", "submissionId", "entry_id", "Response ID"])
def test_a_forms_own_number_is_no_delivery_id(label):
    lead = read(OLA | {label: "77"})
    assert (lead.lead_id, lead.submission_id, dict(lead.answers)) == (None, "77", {})
    strong = read({label: "77"} | OLA | {"lead_id": "L1"})
    assert (strong.lead_id, strong.submission_id, dict(strong.answers)) == ("L1", None, {})


@pytest.mark.parametrize("none", ["undefined", "{{1.id}}", "0", "null"])
def test_a_number_that_means_none_is_none(none):
    assert read(OLA | {"submission_id": none}).submission_id is None


@pytest.mark.parametrize(
    ("mark", "label"),
    [("simple_spc", "submissionID"), ("HandshakeKey", "EntryId"), ("respondentId", "responseId"),
     ("submissionsLink", "submissionId")],
)  # fmt: skip
def test_a_number_that_a_builders_server_gives_is_a_delivery_id(mark, label):
    assert read(OLA | {mark: "x", label: "77"}).lead_id == "77"


def test_a_field_map_may_say_that_a_number_is_a_delivery_id():
    rule = MapRule(do="rename", label="submission_id", to="lead_id")
    body = json.dumps(OLA | {"submission_id": "77"}).encode()
    lead = platforms.read(body, "application/json", Source(id="s", field_map=(rule,)))
    assert lead.lead_id == "77"


# -- honeypots ------------------------------------------------------------------------------------

HONEYPOTS = [
    "_gotcha", "_honeypot", "honeypot", "honey-pot", "_honey", "bot-field", "botcheck", "hp",
    "hp_email", "email_confirm_hp", "ak_hp_textarea", "_wpcf7_ak_hp_textarea", "wpforms[hp]",
    "frm_verify", "item__45__fluent_checkme_", "coblocks-verify-email", "contact_me_by_fax_only",
    "b_3f2a9b7c1d3f2a9b7c1d3f2a9_9b7c1d3f2a", "form[honeypot]", "my_honeypot_field",
]  # fmt: skip


@pytest.mark.parametrize("label", HONEYPOTS)
def test_a_filled_honeypot_is_a_warning(label):
    assert envelope.known_as(label) is None
    lead = read(OLA | {label: "buy now"})
    assert (warned(lead), lead.fields, lead.answers) == ([(label, "honeypot_filled")], OLA, {})
    assert content(OLA | {label: "buy now"}) == content(OLA)


@pytest.mark.parametrize("empty", ["", " ", "false", "0", "off", "False", False, 0, None, []])
@pytest.mark.parametrize("label", ["_gotcha", "wpforms[hp]", "honeypot"])
def test_an_empty_honeypot_is_nothing(label, empty):
    lead = read(OLA | {label: empty})
    assert (lead.warnings, lead.answers) == ((), {})


def test_the_warning_names_the_field_as_the_form_does_and_not_what_was_sent():
    lead = read(OLA | {"wpforms": {"hp": "ola@lunde.example"}, "honeypot" * 20: "x"})
    assert warned(lead) == [
        ("wpforms[hp]", "honeypot_filled"),
        (("honeypot" * 20)[:64], "honeypot_filled"),
    ]
    assert "lunde" not in str(lead)


def test_a_number_in_a_builders_own_honeypot_is_a_warning_as_well():
    for sent in ({"wpforms[hp]": "41234502"}, {"wpforms": {"hp": "41234502"}}):
        assert warned(read(OLA | sent)) == [("wpforms[hp]", "honeypot_filled")]


def test_a_field_that_a_map_renames_is_an_answer():
    rule = MapRule(do="rename", label="captcha", to="What do you see?")
    body = json.dumps(OLA | {"captcha": "a bus"}).encode()
    lead = platforms.read(body, "application/json", Source(id="s", field_map=(rule,)))
    assert lead.answers == {"What do you see?": "a bus"}


def test_jotforms_hidden_website_is_a_honeypot_beside_its_other_fields():
    lead = read(OLA | {"website": "x.example", "simple_spc": "1"})
    assert (warned(lead), lead.answers) == ([("website", "honeypot_filled")], {})


# -- anything -------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40) | st.sampled_from([UUID, HEX]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=20), inner, max_size=3)
    ),
    max_leaves=8,
)
LABELS = st.text(max_size=30) | st.sampled_from([*(label for label, _ in TECHNICAL), *HONEYPOTS])


@given(st.dictionaries(LABELS, VALUES, max_size=6))
def test_any_object_is_read_and_read_again_alike(document):
    lead = read(document)
    assert technical_fields.taken_out(lead, document) == lead


@given(
    st.dictionaries(st.sampled_from("message street Bil? hp farge".split()), st.text(max_size=9)),
    st.lists(st.sampled_from(TECHNICAL), max_size=5),
)
def test_technical_fields_never_change_what_was_said(said, technical):
    assert content(OLA | said | dict(technical)) == content(OLA | said)


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "captcha" * 30_000, "a_" * 100_000, "0a" * 100_000]
)
def test_long_labels_and_values_take_no_longer_than_short_ones(text):
    assert read(OLA | {text: "x", "token": text, "time": text}).fields == OLA
