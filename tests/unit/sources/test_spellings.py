"""Labels of form fields, in six languages and a few form builders' ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.model import ATTRIBUTION_FIELDS, PERSON_FIELDS
from leadfold.sources import envelope, generic, spellings

KNOWN = [*PERSON_FIELDS, *ATTRIBUTION_FIELDS, "lead_id", "submitted_at", "is_test"]


@pytest.mark.parametrize("name", KNOWN)
def test_every_field_is_known_by_its_name(name):
    for label in (name, name.upper(), name.replace("_", " "), name.replace("_", "-"), f" {name} "):
        assert spellings.field_of(label) == name


def test_no_spelling_stands_for_two_fields():
    seen: dict[str, str] = {}
    for name, labels in spellings.SPELLINGS.items():
        assert name in KNOWN
        for label in labels.split():
            assert seen.setdefault(spellings.fold(label), name) == name, label


@pytest.mark.parametrize(
    ("label", "name"),
    [
        # English
        ("Full name", "full_name"), ("First Name *", "first_name"), ("firstName", "first_name"),
        ("PHONE_NUMBER", "phone"), ("What is your phone number?", "phone"), ("Zip/Postal", None),
        ("ZIP code", "postcode"), ("Date of birth (required)", "birth_date"),
        # Norwegian
        ("Navn", "full_name"), ("Fornavn", "first_name"), ("Etternavn", "last_name"),
        ("Telefonnr.", "phone"), ("Telefon (mobil)", "phone"), ("E-post", "email"),
        ("E-postadresse *", "email"), ("Hva er telefonnummeret ditt?", "phone"),
        ("Hva heter du?", "full_name"), ("Fødselsnummer (11 siffer)", "national_id"),
        ("Fodselsdato", "birth_date"), ("Foedselsdato", "birth_date"), ("Postnr.", "postcode"),
        ("Poststed", "city"), ("Organisasjonsnummer", "org_number"), ("Melding", "message"),
        ("Firmanavn", "company"), ("Jeg lurer på", None),
        # Swedish
        ("Förnamn", "first_name"), ("Efternamn", "last_name"), ("Mobilnummer", "phone"),
        ("E-postadress", "email"), ("Vad är ditt telefonnummer?", "phone"),
        ("Personnummer", "national_id"), ("Ort", "city"), ("Meddelande", "message"),
        # Danish
        ("Fulde navn", "full_name"), ("CPR-nummer", "national_id"), ("CVR-nr.", "org_number"),
        ("Besked", "message"), ("By", "city"), ("Hvad er din e-mail?", "email"),
        # Finnish
        ("Etunimi", "first_name"), ("Puhelinnumero", "phone"), ("Sähköposti", "email"),
        # Greek
        ("Ονοματεπώνυμο", "full_name"), ("Όνομα", "first_name"), ("ΕΠΩΝΥΜΟ", "last_name"),
        ("Τηλέφωνο", "phone"), ("Κινητό τηλέφωνο", "phone"), ("Τ.Κ.", "postcode"),
        ("Ποιο είναι το email σας;", "email"), ("ΑΜΚΑ", "national_id"), ("Α.Φ.Μ.", "org_number"),
        ("Ημερομηνία γέννησης", "birth_date"), ("Μήνυμα", "message"), ("Πόλη", "city"),
        # Hebrew
        ("שם מלא", "full_name"), ("שם פרטי", "first_name"), ("שם משפחה", "last_name"),
        ("טלפון נייד", "phone"), ("מה הטלפון שלך?", "phone"), ('דוא"ל', "email"),
        ("ת.ז.", "national_id"), ("תאריך לידה", "birth_date"),
        ("עיר", "city"), ("מיקוד", "postcode"),
        # form builders
        ("fields[email]", "email"), ("form_fields[name]", "full_name"), ("your-email", "email"),
        ("data[lead][email]", "email"), ("lead_phone", "phone"),
        ("contact.first_name", "first_name"),
        ("contact[phone]", "phone"), ("Email 1", "email"), ("fields[utm_source]", "utm_source"),
        ("billing_phone", "phone"), ("email_value", "email"),
        # somebody else's, or nothing known
        ("partner_email", None), ("company_email", None), ("spouse_name", None),
        ("contact_id", None), ("user_id", None), ("customer_id", None), ("lead_source", None),
        ("", None), ("???", None), ("favourite colour", None), ("name of your dog", None),
        ("product_name", None), ("emergency contact phone", None),
    ],
)  # fmt: skip
def test_labels_are_understood(label, name):
    assert spellings.field_of(label) == name


@given(st.text())
def test_folding_twice_is_once(label):
    once = spellings.fold(label)
    assert spellings.fold(once) == once


def test_a_form_in_norwegian_is_read_without_configuration():
    lead = generic.read(
        {
            "Fullt navn": "Ola Hansen",
            "Telefon": "912 34 567",
            "E-post *": "ola@online.no",
            "Hva ønsker du hjelp til?": "Refinansiering",
            "utm_source": "facebook",
        }
    )
    assert lead.fields == {
        "full_name": "Ola Hansen",
        "phone": "912 34 567",
        "email": "ola@online.no",
    }
    assert lead.answers == {"Hva ønsker du hjelp til?": "Refinansiering"}
    assert lead.attribution == {"utm_source": "facebook"}


def test_consent_may_be_a_structure():
    lead = generic.read({"email": "ola@online.no", "consent": {"sms": True}})
    assert lead.fields["consent"] == '{"sms": true}'


QUESTIONS = {
    "phone": [
        "What's the best number to reach you?",
        "Best contact number",
        "What is the best phone number to call you on",
        "Callback number",
        "Mobile (with country code)",
        "Phone Number (Mobile)",
        "Phone / WhatsApp",
        "Cell",
        "Tel. (dag)",
        "Phone number*",
        "Telefon (obligatorisk)",
        "Hvilket nummer når vi deg på?",
        "Vilket nummer når vi dig på?",
        "Hvilket nummer kan vi ringe på?",
        "Mistä numerosta tavoitamme sinut?",
        "Σε ποιο τηλέφωνο να σας καλέσουμε;",
        "באיזה מספר נוח לחזור אליך?",
        "q4_contactNumber",
        "contactForm_phoneNumber",
        "Phone Number",
        "Mobilnummer (8 siffer)",
        "Mobil (inkl. landkode)",
        "Where can we call you? (phone)",
        "What number can we reach you on?",
        "Matkapuhelin (sis. maakoodin)",
        "Telefonnummer dagtid",
        "טלפון (כולל קידומת)",
        "q8_phoneNumber",
    ],
    "full_name": [
        "Your real full name",
        "Ditt fulle navn (som i pass)",
        "Full name as in passport",
        "Fullständigt namn",
        "Koko nimesi",
        "Ονοματεπώνυμο",
        "שם מלא",
        "Hva heter du?",
        "Vad heter du?",
        "Hvad hedder du?",
        "q3_name",
        "q3_fullName",
        "form_fields[name]",
        "your-name",
        "Ditt navn",
        "Full legal name",
        "Πώς σας λένε;",
        "What is your full name?",
        "Navn (fornavn og etternavn)",
    ],
    "email": [
        "Hvilken e-post kan vi sende tilbudet til?",
        "Where should we send the offer? (e-mail)",
        "Work Email Address",
        "Best email address",
        "What's your best email?",
        "Vilken e-post ska vi skicka offerten till?",
        "Mihin sähköpostiin voimme lähettää tarjouksen?",
    ],
    "first_name": [
        "names[first_name]",
        "First Name 2",
        "name.first",
        "wpforms[fields][0][first]",
    ],
    "last_name": [
        "names[last_name]",
        "wpforms[fields][0][last]",
    ],
    "company": [
        "Name of your company",
    ],
    "opt_out": [
        "opt_out",
        "do_not_contact",
        "dnc",
        "DoNotContact",
        "Reservert",
    ],
    "do_not_call": [
        "DoNotCall",
        "do_not_call",
        "Ring ikke",
        "Reservert telefon",
        "ring inte",
        "PhoneNumberIsOptedOut",
    ],
    "unsubscribed": [
        "HasOptedOutOfEmail",
        "email_opt_out",
        "unsubscribed",
        "EmailAddressIsOptedOut",
    ],
    None: [
        "Postnr. der jobben skal gjøres",
        "Adresse (der arbeidet skal utføres)",
        "field_abc123",
        "input_4",
        "input_1.3",
        "field:comp-kx1",
        "No Label field_e1",
        "Untitled",
        "Spørsmål 3",
        "Partner's phone number",
        "Ektefelles navn",
        "Nærmeste pårørende telefon",
        "Referanse: navn",
        "Nummer til daglig leder",
        "Email of your accountant",
        "Verges navn",
        "Pet's name",
        "Bilens registreringsnummer",
        "Number of employees",
        "Antall rom",
        "Phone model",
        "Hvilken telefon har du?",
        "Do you have a phone?",
        "Kan vi ringe deg?",
        "Best time to call",
        "Phone country code",
        "Email or phone",
        "Policy number",
        "Customer number",
        "Name of your pet",
        "Number of rooms",
        "How did you hear about us?",
        "Contact person's role",
        "Account number",
        "Preferred contact method",
        "Hvordan vil du kontaktes?",
        "Kontaktmåte",
        "Best day to call",
        "What name should be on the invoice of your partner?",
        "Chassis number",
        "Mobil abonnement",
        "E-post til regnskapsfører",
        "When can we call you?",
        "Can we contact you by email or phone?",
        "Foretrukket kontakt",
        "Work",
        "Home",
    ],
}


@pytest.mark.parametrize(
    ("label", "name"), [(label, name) for name, labels in QUESTIONS.items() for label in labels]
)
def test_questions_are_understood(label, name):
    assert spellings.field_of(label) == name


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"What is the best phone number to call you on": "yes"}, {}),
        ({"Hva heter du?": "Ja"}, {}),
        ({"Hva heter du?": "Ola Lunde"}, {"full_name": "Ola Lunde"}),
        (
            {"q3_fullName": {"first": "Ola", "last": "Lunde"}},
            {"first_name": "Ola", "last_name": "Lunde"},
        ),
        ({"q4_contactNumber": {"full": "912 34 501"}}, {"phone": "912 34 501"}),
        ({"Phone": {"mobile": "912 34 501"}}, {}),
        (
            {"do_not_call": True, "HasOptedOutOfEmail": False},
            {"do_not_call": "true", "unsubscribed": "false"},
        ),
        (
            {"consent": "ja", "Jeg ønsker IKKE nyhetsbrev": "ja"},
            {"consent": '{"consent": "ja", "Jeg ønsker IKKE nyhetsbrev": "ja"}'},
        ),
        ({"Ingen nyhetsbrev": "ja"}, {"consent": '{"Ingen nyhetsbrev": "ja"}'}),
        ({"I won't receive offers": "too many"}, {}),
        ({"10% off with the newsletter": "yes"}, {}),
        ({"Why do you not agree?": "too dear"}, {}),
    ],
)  # fmt: skip
def test_a_value_has_to_fit_its_question(sent, fields):
    lead = generic.read(sent)
    assert lead.fields == fields
    assert bool(lead.answers) is (not fields)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Ingen nyhetsbrev", "consent"),
        ("Jeg ønsker IKKE nyhetsbrev", "consent"),
        ("Nyhetsbrev", None),
        ("Farge", None),
        *((one, one) for one in KNOWN),
    ],
)
def test_a_label_is_known_as_the_field_that_its_value_is_read_as(label, name):
    lead = generic.read({label: "1"})
    own = {part: "1" for part in ("lead_id", "submitted_at", "is_test") if getattr(lead, part)}
    assert envelope.known_as(label) == name
    assert list({**lead.fields, **lead.attribution, **own}) == ([name] if name else [])
