"""The labels that forms give to well-known fields, in the supported languages.

The labels are data, in small letters, without accents, words joined by ``_``; :func:`fold` brings a
label into that form.
"""

import re
import unicodedata
from functools import lru_cache

from leadfold.model import ATTRIBUTION_FIELDS, PERSON_FIELDS

_MAX_LENGTH = 120
_MAX_WORDS = 12

#: Every spelling of a field: a label, or the rest of one without question words.
SPELLINGS: dict[str, str] = {
    "lead_id": "id leadid leadgen_id lead_gen_id leadgenid",
    "submitted_at": "created_time created_at create_time timestamp submitted submission_date "
    "submission_time date_submitted submit_time sent_at date_created completion_time "
    "innsendt skickat tidsstempel tidsstampel aikaleima χρονικη_σημανση חותמת_זמנ",
    "is_test": "test istest test_lead",
    "full_name": "name fullname your_name contact_name customer_name lead_name person_name "
    "navn navnet fullt_navn fulde_navn for_og_etternavn fornavn_og_etternavn fornavn_etternavn "
    "hele_navn kontaktperson kontaktpersonens_navn "
    "namn namnet fullstandigt_namn hela_namn for_och_efternamn fornamn_och_efternamn "
    "for_og_efternavn fornavn_og_efternavn nimi koko_nimi nimesi etunimi_ja_sukunimi "
    "ονοματεπωνυμο ονοματεπωνυμο_σασ ονομα_και_επωνυμο πληρεσ_ονομα ονομα_επωνυμο "
    "שם שמכ שם_מלא השם_המלא השם_שלכ שם_ושם_משפחה שם_פרטי_ומשפחה שם_פרטי_ושם_משפחה",
    "first_name": "firstname first given_name givenname forename fname first_names "
    "fornavn fornavnet fornamn etunimi ονομα μικρο_ονομα ονομα_σασ שם_פרטי השם_הפרטי",
    "last_name": "lastname last surname family_name familyname lname "
    "etternavn etternavnet efternavn efternamn slektsnavn sukunimi "
    "επωνυμο επιθετο επωνυμο_σασ שם_משפחה שם_המשפחה",
    "phone": "phone_number phonenumber telephone telephone_number tel tel_no phone_no telno mobile "
    "mobile_phone mobile_number mobile_phone_number cell cell_phone cellphone cell_number msisdn "
    "contact_number contact_no daytime_phone work_phone work_phone_number phone_number_verified "
    "user_provided_phone_number whatsapp whatsapp_number "
    "telefon telefonen telefonnr telefonnummer telefonnummeret tlf tlfnr tlf_nr tlf_nummer "
    "mobil mobilen mobilnr mobilnummer mobilnummeret mobiltelefon mobiltelefonnummer mob "
    "telefon_mobil "
    "telefonnumret mobilnumret telefon_nr mobil_nr ring_meg_pa puhelin puhelinnumero puh "
    "matkapuhelin matkapuhelinnumero gsm "
    "τηλεφωνο τηλεφωνο_σασ τηλεφωνο_επικοινωνιασ αριθμοσ_τηλεφωνου κινητο κινητο_τηλεφωνο "
    "αριθμοσ_κινητου τηλ κιν "
    "טלפונ הטלפונ טלפונ_נייד נייד פלאפונ סלולרי מספר_טלפונ מספר_הטלפונ מספר_נייד מס_טלפונ טלפ "
    "מספר_טלפונ_נייד טלפונ_ליצירת_קשר",
    "email": "e_mail mail email_address e_mail_address mail_address emailaddress mailaddress "
    "user_email work_email business_email email_alias "
    "epost e_post eposten epostadresse e_postadresse e_post_adresse epost_adresse e_postadressen "
    "epostadressen mailadresse mailadressen email_adresse emailadresse e_mailadresse "
    "e_mail_adresse "
    "epostadress e_postadress e_post_adress mejl mejladress mailadress "
    "sahkoposti sahkopostiosoite sahkopostiosoitteesi "
    "ηλεκτρονικη_διευθυνση ηλεκτρονικο_ταχυδρομειο διευθυνση_email "
    "διευθυνση_ηλεκτρονικου_ταχυδρομειου "
    "μειλ ιμειλ "
    "אימייל מייל דואל דואר_אלקטרוני כתובת_מייל כתובת_אימייל כתובת_דואל כתובת_דואר_אלקטרוני",
    "national_id": "national_id_number national_identity_number nationalid personal_id ssn "
    "social_security_number personal_identity_number id_number identity_number teudat_zehut "
    "fodselsnummer fodselsnummeret fodselsnr personnummer personnummeret personnr fnr "
    "fodselsnummer_11_siffer fodselsnummer_11_sifre fodsels_og_personnummer personnumret pnr "
    "cpr cprnr cpr_nr cprnummer cpr_nummer cpr_nummeret hetu henkilotunnus sotu amka "
    "αμκα αριθμοσ_αμκα "
    "תעודת_זהות מספר_תעודת_זהות מספר_זהות תז ת_ז מס_תעודת_זהות מספר_תז",
    "birth_date": "birthdate birthday dob date_of_birth birth_day born "
    "fodselsdato fodselsdatoen fodt fodselsdag fodelsedatum fodelsedag fodd "
    "syntymaaika syntymapaiva ημερομηνια_γεννησησ ημ_γεννησησ γενεθλια תאריכ_לידה תאריכ_הלידה",
    "company": "company_name companyname organisation organization organisation_name "
    "organization_name business business_name employer "
    "firma firmaet firmanavn firmanavnet bedrift bedriften bedriftsnavn bedriftens_navn selskap "
    "selskapsnavn foretak arbeidsgiver virksomhet virksomhed virksomhedsnavn foretag foretaget "
    "foretagsnamn foretagets_namn bolag bolagsnamn arbetsgivare organisasjon yritys yrityksen_nimi "
    "εταιρεια επωνυμια επωνυμια_εταιρειασ ονομα_εταιρειασ επιχειρηση "
    "חברה שם_החברה שם_חברה עסק שם_העסק מקומ_עבודה",
    "org_number": "organisation_number organization_number org_no org_nr orgnr org_nummer "
    "orgnummer "
    "organisasjonsnummer organisasjonsnr organisationsnummer organisationsnr company_number "
    "company_registration_number registration_number vat vat_number vat_id tax_id "
    "cvr cvr_nr cvrnr cvr_nummer y_tunnus ytunnus αφμ α_φ_μ μ_αφμ "
    "חפ ח_פ מספר_חברה עוסק_מורשה מספר_עוסק חפ_עמ",
    "job_title": "jobtitle position role title_at_work stilling stillingstittel jobbtittel tittel "
    "yrke yrkestitel befattning jobbtitel jobtitel stillingsbetegnelse titteli tehtavanimike "
    "θεση_εργασιασ επαγγελμα τιτλοσ_εργασιασ תפקיד תואר_תפקיד",
    "street": "street_address address address_1 address1 address_line_1 addressline1 street_name "
    "home_address adresse adressen gateadresse gate hjemmeadresse adress adressen gatuadress gata "
    "vejnavn vej gade osoite katuosoite "
    "διευθυνση οδοσ διευθυνση_κατοικιασ οδοσ_και_αριθμοσ כתובת הכתובת רחוב רחוב_ומספר",
    "postcode": "zip zip_code zipcode postal_code postalcode post_code zip_postal_code "
    "postnummer postnummeret postnr post_nr postkod postnumret postinumero "
    "τ_κ τκ ταχυδρομικοσ_κωδικασ ταχ_κωδικασ מיקוד",
    "city": "town locality poststed postort sted by byen ort stad kommune kommun kaupunki "
    "postitoimipaikka πολη περιοχη עיר יישוב ישוב עיר_מגורימ",
    "country": "country_code land landet χωρα מדינה ארצ",
    "message": "comments comment your_message note notes question questions enquiry inquiry "
    "melding meldingen beskjed kommentar kommentarer besked meddelelse meddelande sporsmal fraga "
    "fragor henvendelse beskrivelse beskrivning viesti lisatiedot "
    "μηνυμα σχολια σχολιο παρατηρησεισ הודעה הערות הערה תוכנ_ההודעה",
    "consent": "gdpr gdpr_consent marketing_consent terms accept_terms privacy privacy_policy "
    "samtykke samtykker samtycke personvern godkjenner_vilkar vilkar villkor betingelser "
    "suostumus συγκαταθεση οροι_χρησησ αποδοχη_ορων הסכמה אישור_דיוור מאשר_תנאימ",
    "external_ids": "external_id externalid externalids",
    "gclid": "gcl_id google_click_id",
    "fbclid": "fb_clid facebook_click_id",
    "landing_page": "page_url landing_page_url landingpage landing_url page source_url url",
    "referrer": "referer referrer_url http_referer",
    "campaign": "campaign_name campaignname",
    "adset_id": "adgroup_id ad_group_id ad_set_id adsetid adgroupid",
    "adset": "adset_name ad_set_name ad_set adgroup_name adgroup ad_group",
    "ad": "ad_name adname creative_name",
    "form_id": "wpforms_id",
    "form": "form_name formname form_title",
}

#: Words that form builders put around a name; they do not change its meaning.
_WRAPPERS = frozenset(
    "field fields form form_fields formfields data values value input inputs payload answers "
    "answer "
    "wpforms et_pb_contact custom submission properties item entry raw text".split()
)
#: Words in front of a person's field that still mean the person who fills the form in.
_OWNERS = frozenset(
    "lead contact customer client user person applicant kunde kunden kund kontakt soker sokers "
    "billing primary main hoved πελατη לקוח".split()
)
#: Words of a question or request for a value, and possessives.
_ASKING = frozenset(
    (
        "what is whats s the a an your you my our please enter type write fill in provide tell us "
        "give "
        "here required optional must "
        "hva hvad vad er ar ditt din dine dit dina mitt min mine skriv inn oppgi fyll i ut angi "
        "ange "
        "indtast udfyld vennligst pakrevd obligatorisk obligatoriskt valgfritt valgfri frivillig "
        "pa til ni vart er_ert ert deres "
        "mika on sinun anna syota pakollinen "
        "ποιο ποια ειναι το τη την η ο σασ σου γραψτε συμπληρωστε δωστε εισαγετε παρακαλω "
        "υποχρεωτικο "
        "מה מהו מהי של שלכ שלכמ נא הכנס הזנ הזינ הקלד למלא חובה אנא את"
    ).split()
)
_FINAL_HEBREW = str.maketrans("ךםןףץ", "כמנפצ")
_NOT_LETTERS = str.maketrans(
    {"ø": "o", "œ": "o", "æ": "a", "ð": "d", "þ": "th", "đ": "d", "ł": "l"}
)
_NOT_WORD = re.compile(r"[\W_]+")
#: Spellings of letters that a keyboard may lack: ``ae`` and ``aa`` become a, ``oe`` becomes o.
_SPELLED_A, _SPELLED_O = re.compile("a[ae]+"), re.compile("oe+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_QUOTES = re.compile("[\"'׳״’`´]")
_PERSON = frozenset(PERSON_FIELDS)
_KNOWN = _PERSON | frozenset(ATTRIBUTION_FIELDS) | {"lead_id", "submitted_at", "is_test"}


def fold(label: str) -> str:
    """Return a label in small letters, without accents and signs, its words joined by ``_``.

    >>> fold("Fødselsdato *"), fold("fields[e-mail]"), fold("Επώνυμο")
    ('fodselsdato', 'fields_e_mail', 'επωνυμο')
    """
    text = unicodedata.normalize("NFKD", _QUOTES.sub("", label[:_MAX_LENGTH])).casefold()
    if not text.isascii():
        text = "".join(char for char in text if not unicodedata.combining(char))
        text = text.translate(_NOT_LETTERS).translate(_FINAL_HEBREW)
    text = _SPELLED_O.sub("o", _SPELLED_A.sub("a", text))
    return _NOT_WORD.sub("_", text).strip("_")


@lru_cache(maxsize=2048)
def field_of(label: str) -> str | None:
    """Return the well-known field of a label, or ``None``.

    >>> field_of("Hva er telefonnummeret ditt?"), field_of("partner_email")
    ('phone', None)
    """
    folded = fold(label)
    table = _table()
    if folded in table:
        return table[folded]
    camel = fold(_CAMEL.sub("_", label[:_MAX_LENGTH]))
    if camel in table:
        return table[camel]
    words = camel.split("_")
    if len(words) > _MAX_WORDS:
        return None
    bare = _unwrapped(words)
    if bare == ["id"]:  # "submission id", "item id", "id 2": a number of something else
        return None
    found = table.get("_".join(bare)) or _of_person(bare, table)
    # "Phone 2" is a phone, but "Question 2" is one question of several.
    return None if found == "message" and words[-1].isdigit() else found


def _of_person(words: list[str], table: dict[str, str]) -> str | None:
    """Return the person's field that a question asks the person who fills the form in for."""
    asked = [word for word in words if word not in _ASKING]
    for name in (asked, asked[1:] if asked and asked[0] in _OWNERS else []):
        found = table.get("_".join(name))
        if found in _PERSON:
            return found
    return None


def _unwrapped(words: list[str]) -> list[str]:
    """Return the words without those that form builders add, and without numbers at the end."""
    while len(words) > 1 and (words[0] in _WRAPPERS or "_".join(words[:2]) in _WRAPPERS):
        words = words[1:]
    while len(words) > 1 and (words[-1] in _WRAPPERS or words[-1].isdigit()):
        words = words[:-1]
    return words


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    table = {fold(name): name for name in _KNOWN}
    for name, spellings in SPELLINGS.items():
        for spelling in spellings.split():
            table.setdefault(spelling, name)
    # Spellings are folded as labels are, so that ``ae``, ``aa`` and ``oe`` match.
    return {fold(spelling): name for spelling, name in table.items()}
