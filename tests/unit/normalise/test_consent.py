"""Consent: yes, no, or words kept without an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.normalise import consent, opt_out


@pytest.mark.parametrize(
    ("raw", "given"),
    [
        ("yes", True), ("TRUE", True), ("1", True), ("on", True), ("ja", True), ("Ja takk", True),
        ("jo", True), ("ναι", True), ("ΝΑΙ", True), ("כן", True), ("kyllä", True), ("✓", True),
        ("opt-in", True), ("I agree", True), ("Jeg samtykker", True), ("Jag godkänner", True),
        ("accepted", True), ("no", False), ("false", False), ("0", False), ("nei", False),
        ("Nei takk", False), ("nej", False), ("όχι", False), ("לא", False), ("opt-out", False),
        ("not accepted", False), ("ei", False),
        ("Jeg samtykker til å bli kontaktet på telefon og e-post", True),
        ("Yes, I would like to receive offers from you by e-mail", True),
        ("Jeg ønsker ikke å samtykke til at dere ringer", None),
        ("Kanskje", None), ("Se vedlagt", None),
    ],
)  # fmt: skip
def test_words_are_understood(raw, given):
    found = consent.parse(raw)
    assert found is not None
    assert (found.given, found.text) == (given, raw)


@pytest.mark.parametrize(
    ("raw", "given", "channels"),
    [
        ('{"email": true, "sms": true}', True, {"email": True, "sms": True}),
        ('{"email": "ja", "phone": "nei"}', None, {"email": True, "phone": False}),
        ('{"marketing": {"granted": false}}', False, {"marketing": False}),
        ('["I agree"]', True, {}),
        ("[]", None, {}),
        ("{not json", None, {}),
        ('{"email": 1e400}', None, {}),
    ],
)
def test_structures_are_understood(raw, given, channels):
    found = consent.parse(raw)
    assert found is not None
    assert (found.given, dict(found.channels)) == (given, channels)


def test_nothing_said_is_nothing():
    assert consent.parse("  ") is None


YES = [
    "yes",
    "TRUE",
    "1",
    "on",
    "ja",
    "Ja takk",
    "jo",
    "ναι",
    "ΝΑΙ",
    "כן",
    "kyllä",
    "✓",
    "opt-in",
    "I agree",
    "Jeg samtykker",
    "Jag godkänner",
    "accepted",
    "Jeg samtykker til å bli kontaktet på telefon og e-post",
    "Yes, I would like to receive offers from you by e-mail",
    "☑",
    "[x]",
    "X",
    "suostumus annettu",
    "annan suostumukseni",
    "δίνω τη συγκατάθεσή μου",
    "συμφωνώ",
    "אני מאשר/ת קבלת דיוור",
    "מסכים לתנאים",
    "I agree to emails; you can withdraw at any time",
    "I agree. You may unsubscribe at any time",
    "I consent",
    "Consent given",
    "Accepted on 2026-11-10",
    "Jeg samtykker til en samtale",
    "Jeg samtykker. Jeg er klar over at jeg når som helst kan trekke mitt samtykke tilbake.",
    "Jag samtycker. Samtycket kan återkallas när som helst.",
    "Ich stimme zu",
    "I agree to receive news and understand that I can withdraw my consent at any time",
    "☑ Jeg samtykker",
    "[x] I agree",
    "Annan suostumukseni. Suostumuksen voi peruuttaa milloin tahansa",
    "Συμφωνώ. Μπορώ να ανακαλέσω τη συγκατάθεσή μου οποτεδήποτε",
    "אני מסכים. ניתן לבטל את ההסכמה בכל עת",
    "Jeg giver samtykke. Jeg kan til enhver tid trække mit samtykke tilbage",
    "J'accepte. Je peux retirer mon consentement à tout moment",
    "Ja, gerne",
    "I agree. Unsubscribe at any time.",
    "I agree. Withdraw any time",
    "Einwilligung erteilt, kann jederzeit widerrufen werden",
    "Yes",
    "samtykke gitt",
    "Samtykke: ja",
    "jag vill ha erbjudanden, ja",
]  # fmt: skip
NO = [
    "Ingen samtykke", "Inget samtycke", "consent=false", "I agree: false", "samtykke slettet",
    "Ønsker ikke kontakt", "do not contact", "Δεν δίνω συγκατάθεση", "no longer consents",
    "Consent not given", "Vill ej bli kontaktad", "En halua", "Ik ga niet akkoord", "0.0",
    "unticked",
    "no",
    "false",
    "0",
    "nei",
    "Nei takk",
    "nej",
    "όχι",
    "לא",
    "opt-out",
    "not accepted",
    "ei",
    "samtykke trukket",
    "trukket samtykke",
    "samtykket er trukket tilbake",
    "Jeg trekker mitt samtykke",
    "uten samtykke",
    "ikke gitt",
    "nektet",
    "avvist",
    "reservert",
    "reservert mot markedsføring",
    "Nei, ring ikke",
    "samtykke utløpt",
    "samtykke utgått",
    "utan samtycke",
    "samtycke återkallat",
    "jag återkallar mitt samtycke",
    "avböjt",
    "nekat",
    "samtycker ej",
    "Jag samtycker inte",
    "samtykke tilbagetrukket",
    "tilbagekaldt",
    "uden samtykke",
    "afvist",
    "afslået",
    "nægtet",
    "Jeg giver ikke samtykke",
    "Nej tak",
    "ilman suostumusta",
    "suostumus peruttu",
    "peruutan suostumukseni",
    "kielletty",
    "en suostu",
    "en hyväksy",
    "ei suostumusta",
    "markkinointikielto",
    "χωρίς συγκατάθεση",
    "ανακαλώ τη συγκατάθεσή μου",
    "η συγκατάθεση ανακλήθηκε",
    "δεν συναινώ",
    "αρνήθηκε",
    "ללא הסכמה",
    "בלי הסכמה",
    "אני חוזר בי מהסכמתי",
    "ביטול הסכמה",
    "ההסכמה בוטלה",
    "לא מאשר/ת",
    "מסרב/ת",
    "הסר",
    "I withdraw my consent",
    "consent withdrawn",
    "consent revoked",
    "without consent",
    "no consent",
    "consent refused",
    "consent denied",
    "consent declined",
    "consent expired",
    "opted out",
    "I do not agree",
    "I disagree",
    "I object",
    "unsubscribe me",
    "stop",
    "STOP",
    "remove me",
    "off",
    "N",
    "✗",
    "☐",
    "[ ]",
    "ich widerrufe meine Einwilligung",
    "ohne Einwilligung",
    "sans consentement",
    "sin consentimiento",
    "je retire mon consentement",
    "zonder toestemming",
    "Toestemming ingetrokken",
    "consentement refusé",
    "ikke samtykket",
    "I don't consent",
    "Jeg vil trekke samtykket mitt",
    "Jeg ønsker å trekke mitt samtykke",
    "withdrawn 2024-01-01",
    "consent has been withdrawn by the customer",
    "[ ] I agree",
    "no, I withdraw my consent",
    "Avslått",
    "Jag nekar",
    "Kunden har trukket sitt samtykke",
    "unsubscribed",
    "δεν επιθυμώ",
]  # fmt: skip
NEITHER = [
    "Godkjent: 0", "Consent given: no", "accept necessary only", "Kun nødvendige", "-1", "2",
    "no answer", "Jeg godtar vilkårene, men ønsker ikke reklame",
    "samtykke gitt, men trukket senere",
    "Jeg ønsker ikke å samtykke til at dere ringer",
    "Kanskje",
    "Se vedlagt",
    "mangler samtykke",
    "samtykke mangler",
    "Ja, men ikke på telefon",
    "I agree to the terms. I don't want marketing.",
    "Please don't stop sending",
    "No problem, I agree",
    "Why not",
    "not applicable",
    "unknown",
    "pending",
    "awaiting double opt-in",
    "implied",
    "legitimate interest",
    "ikke avslått",
    "ikke trukket",
    "inte återkallat",
    "not withdrawn",
    "not revoked",
    "undefined",
    "null",
    "None",
    "[object Object]",
    "{{consent}}",
    "*|CONSENT|*",
    "<%= consent %>",
    "__CONSENT__",
    "%%consent%%",
    "#{consent}",
    "$agree",
    "<consent>",
    "${consent}",
    "consent pending",
    "Samtykker du?",
    "☐ Ja ☑ Nei",
    "Ja. Nei.",
    "yes and no",
    "consent not refused",
    "nicht widerrufen",
    "ei peruttu",
    "δεν ανακλήθηκε",
    "ההסכמה לא בוטלה",
    "not without consent",
    "ikke uten samtykke",
    "never refused",
    "Yes, but I withdraw",
    "I have not opted out",
    "not unsubscribed",
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "given"),
    [*((said, True) for said in YES), *((said, False) for said in NO)]
    + [(said, None) for said in NEITHER],
)
def test_yes_no_and_what_is_in_doubt(said, given):
    found = consent.parse(said)
    assert found is not None
    assert found.given is given


@pytest.mark.parametrize(
    ("raw", "given", "channels"),
    [
        ('{"checkbox_key": "optional_1", "is_checked": "1"}', True, {}),
        ('{"checkbox_key": "optional_1", "is_checked": ""}', False, {}),
        (
            (
                '{"consent": {"consentToProcess": true, "text": "I agree", "communications": '
                '[{"value": false, "subscriptionTypeId": 3, "text": "I agree to receive"}]}}'
            ),
            None,
            {"consentToProcess": True, "communications": False},
        ),
        ('{"legitimateInterest": {"value": true}}', None, {}),
        ('{"Jeg ønsker IKKE å motta nyhetsbrev": "ja"}', False, {}),
        ('{"Jeg ønsker IKKE å motta nyhetsbrev": "nei"}', None, {}),
        ('{"10% off with the newsletter": true}', True, {}),
        ('{"text": "I agree", "value": false}', False, {}),
    ],
)
def test_objects_of_platforms_are_understood(raw, given, channels):
    found = consent.parse(raw)
    assert found is not None
    assert (found.given, dict(found.channels)) == (given, channels)


@given(st.lists(st.sampled_from([*YES, *NO, *NEITHER, "not", "ikke", ".", ","]), max_size=5))
def test_any_words_are_read_and_a_refusal_among_them_is_no_yes(said):
    found = consent.parse(" ".join(said))
    assert found is None or found.given in {True, False, None}


@pytest.mark.parametrize("refusal", ["samtykke trukket", "utan samtycke", "I withdraw my consent"])
@pytest.mark.parametrize("sentence", ["Ja takk. {}", "{}. I agree", "Jeg samtykker, {}"])
def test_a_yes_beside_a_refusal_is_no_yes(refusal, sentence):
    found = consent.parse(sentence.format(refusal))
    assert found is not None
    assert found.given is not True


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("yes", True), ("1", True), ("true", True), ("on", True), ("ja", True), ("STOP", True),
        ("unsubscribed", True), ("Do not call", True), ("Ring ikke", True), ("opted out", True),
        ("☑", True), ("כן", True), ("reservert", True),
        ("no", False), ("false", False), ("0", False), ("", False), ("undefined", False),
        ("off", False), ("nei", False), ("☐", False), ("{{x}}", False), ("opted in", False),
        ("nei takk", None), ("maybe", None), ("No, please call me", None), ("2026-11-01", None),
    ],
)  # fmt: skip
def test_an_opt_out_is_one_where_it_says_so(value, says):
    assert opt_out.says(value) is says


@pytest.mark.parametrize(
    "sent",
    [
        "Jeg samtykker ikkje",
        "Eg samtykkjer ikkje",
        "I donʼt agree",
        "I do n't agree",
        "I accept nothing",
        "I agree to nothing",
        "Δε συμφωνώ",
        "□ I agree",
        "⬜ I agree",
        "[]I agree",
        "✖ I agree",
        '{"optOut": true}',
        '{"marketing_opt_out": "yes"}',
        '{"unsubscribe": 1}',
        '{"doNotAgree": true}',
        '{"withdrawn": true}',
        '{"given": true, "withdrawn": true}',
        '{"value": "yes", "revoked_at": "2026-01-01T10:00:00Z"}',
        '{"accepted": true, "declined": true}',
        '[{"name": "opt_out", "value": true}]',
        '{"label": "I do not want newsletters", "checked": true}',
    ],
)
def test_a_refusal_by_a_rare_word_box_or_member_is_no_yes(sent):
    assert not consent.parse(sent).given


@pytest.mark.parametrize(
    "sent",
    [
        '{"0": "yes"}',
        '{"name": "consent", "value": true}',
        '{"given": true, "withdrawn": false}',
        '{"given": true, "revoked_at": ""}',
        '{"given": true, "revoked_at": null}',
        '{"given": true, "revoked_at": "0000-00-00 00:00:00"}',
        '{"newsletter": true, "unsubscribe_url": "https://example.com/u/1"}',
        '{"text": "I agree to e-mails and can unsubscribe at any time", "value": true}',
        '{"I agree and can withdraw my consent at any time": true}',
        "opt_in",
        '{"marketing_opt_in": "yes"}',
    ],
)
def test_a_yes_beside_a_right_or_a_refusal_that_was_not_made_stays_one(sent):
    assert consent.parse(sent).given is True
