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
    "navn navnet fullt_navn fulle_navn "
    "fulde_navn for_og_etternavn fornavn_og_etternavn fornavn_etternavn "
    "hele_navn kontaktperson kontaktpersonens_navn "
    "namn namnet fullstandigt_namn fulla_namn hela_namn heter_du hedder_du hva_heter_du "
    "vad_heter_du hvad_hedder_du איכ_קוראימ_לכ מה_שמכ πωσ_σασ_λενε πωσ_σε_λενε "
    "for_och_efternamn fornamn_och_efternamn "
    "for_og_efternavn fornavn_og_efternavn nimi koko_nimi koko_nimesi nimesi etunimi_ja_sukunimi "
    "ονοματεπωνυμο ονοματεπωνυμο_σασ ονομα_και_επωνυμο πληρεσ_ονομα ονομα_επωνυμο "
    "שם שמכ שם_מלא השם_המלא השם_שלכ שם_ושם_משפחה שם_פרטי_ומשפחה שם_פרטי_ושם_משפחה",
    "first_name": "firstname first name_first given_name givenname forename fname first_names "
    "fornavn fornavnet fornamn etunimi ονομα μικρο_ονομα ονομα_σασ שם_פרטי השם_הפרטי",
    "last_name": "lastname last name_last surname family_name familyname lname "
    "etternavn etternavnet efternavn efternamn slektsnavn sukunimi "
    "επωνυμο επιθετο επωνυμο_σασ שם_משפחה שם_המשפחה",
    "phone": "phone_number phonenumber telephone telephone_number tel "
    "tel_no phone_no telno mobile "
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
    "sahkoposti sahkopostiin sahkopostisi sahkopostiosoite sahkopostiosoitteesi "
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
    "company": "company_name companyname name_of_company "
    "navn_pa_bedrift navn_pa_bedriften organisation organization organisation_name "
    "organization_name business business_name employer "
    "firma firmaet firmanavn firmanavnet bedrift bedriften bedriftsnavn bedriftens_navn selskap "
    "selskapsnavn foretak arbeidsgiver virksomhet virksomhed virksomhedsnavn foretag foretaget "
    "foretagsnamn foretagets_namn bolag bolagsnamn "
    "arbetsgivare organisasjon yritys yrityksen_nimi "
    "εταιρεια επωνυμια επωνυμια_εταιρειασ ονομα_εταιρειασ επιχειρηση "
    "חברה שם_החברה שם_חברה עסק שם_העסק מקומ_עבודה",
    "org_number": "organisation_number organization_number org_no org_nr orgnr org_nummer "
    "orgnummer "
    "organisasjonsnummer organisasjonsnr organisationsnummer organisationsnr company_number "
    "company_registration_number registration_number vat vat_number vat_id tax_id "
    "cvr cvr_nr cvrnr cvr_nummer y_tunnus ytunnus αφμ α_φ_μ μ_αφμ "
    "חפ ח_פ מספר_חברה עוסק_מורשה מספר_עוסק חפ_עמ",
    "job_title": "jobtitle position role title_at_work "
    "stilling stillingstittel jobbtittel tittel "
    "yrke yrkestitel befattning jobbtitel jobtitel stillingsbetegnelse titteli tehtavanimike "
    "θεση_εργασιασ επαγγελμα τιτλοσ_εργασιασ תפקיד תואר_תפקיד",
    "street": "street_address address address_1 address1 address_line_1 addressline1 street_name "
    "home_address adresse adressen gateadresse gate "
    "hjemmeadresse adress adressen gatuadress gata "
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
    "opt_out": "optout opted_out has_opted_out is_opted_out "
    "do_not_contact donotcontact dont_contact "
    "dnc no_contact contact_opt_out marketing_opt_out opt_out_of_marketing opt_out_marketing "
    "no_marketing reservert reservasjon "
    "reservert_mot_markedsforing ikke_kontakt ikke_kontakt_meg "
    "kontakt_meg_ikke reserverad kontakta_ej kontakta_inte kontakta_inte_mig kontakta_mig_inte "
    "ma_ikke_kontaktes reserveret kontaktkielto markkinointikielto ala_ota_yhteytta "
    "μην_επικοινωνειτε לא_ליצור_קשר",
    "do_not_call": "donotcall dont_call do_not_phone no_call no_calls phone_opt_out call_opt_out "
    "opt_out_phone opt_out_of_calls opt_out_calls phone_number_is_opted_out phone_is_opted_out "
    "has_opted_out_of_phone has_opted_out_of_calls telephone_opt_out "
    "ring_ikke ikke_ring ikke_ring_meg ring_meg_ikke reservert_telefon reservert_mot_telefon "
    "reservert_mot_telefonsalg telefonreservasjon ring_inte ring_ej ring_inte_mig ring_mig_inte "
    "nixad nix_telefon ma_ikke_ringes ei_saa_soittaa ala_soita puhelinkielto soittokielto "
    "μη_κληση να_μην_κληθει μητρωο_11 μην_καλειτε לא_להתקשר אל_תתקשרו נא_לא_להתקשר",
    "unsubscribed": "unsubscribe is_unsubscribed has_unsubscribed email_opt_out opt_out_email "
    "opt_out_of_email has_opted_out_of_email email_address_is_opted_out email_is_opted_out "
    "do_not_email donotemail dont_email no_email no_emails newsletter_opt_out opt_out_newsletter "
    "avmeldt avmeld avregistrerad avregistrera frameldt afmeldt afmeld sahkopostikielto "
    "διαγραφη διαγραφη_απο_λιστα הסרה להסרה הסר הסרה_מדיוור",
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
    "wpforms et_pb_contact contact_form contactform names custom "
    "submission properties item entry raw text".split()
)
#: Words in front of a person's field that still mean the person who fills the form in.
_OWNERS = frozenset(
    "lead contact customer client user person applicant kunde kunden kund kontakt soker sokers "
    "billing primary main hoved πελατη לקוח".split()
)
#: Words of a question or request for a value, and possessives.
_ASKING = frozenset(
    (
        "what is whats s the a an your you my "
        "our please enter type write fill in provide tell us "
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
#: What a question says beside the name of a way to reach somebody, or of their name.
_BESIDE = frozenset(
    (
        "best preferred current good real legal full hele "
        "which where how do should can could may "
        "we i me be to on for at of so by send offer quote get with and or in as "
        "hvilken hvilket hvilke hvor kan kunne vi skal nar dig deg meg mig sende sender tilbudet "
        "tilbud svar svaret beste foretrukne gjeldende det den pa "
        "til fra med og eller som lurt at "
        "till vilken vilket vart ska skicka skickar offerten offert svaret basta oss er dere "
        "hvor_henne kontakte mihin mista voimme me lahetta tarjouksen sinut teidat sinulle "
        "σε που πωσ να μπορουμε στειλουμε προσφορα σασ σε καλυτερο "
        "באיזה איזה לאנ לאיזה אפשר נוח לכ אליכ נוכל לשלוח הצעה הכי "
        "day daytime evening work private home personal "
        "business dag dagtid kveld kvall aften jobb "
        "arbete arbejde privat hjem hem koti tyo mobile mobil cell הבית ביתי"
    ).split()
)
#: Words that make a number one to call.
_REACH = frozenset(
    (
        "reach call callback contact ring ringe ringer "
        "nar nas nad traffe traffas traffar kontakte "
        "kontakt tavoitamme tavoitta soitta soitamme καλεσουμε επικοινωνησουμε βρουμε "
        "לחזור להתקשר ליצור להשיג"
    ).split()
)
_NUMBERS = frozenset(
    "number no nr nummer nummeret numret "
    "numero numerosta numeroon αριθμο αριθμοσ νουμερο מספר".split()
)
#: Remarks on how to write the value.
_REMARKS = (
    r"_(?:with|incl|including|include|med|inkl|inklusive|m|uten|without|no|sis|με|כולל)"
    r"(?:_(?:your|the|din|ditt|το|τον))?"
    r"_(?:(?:country|area|dial|dialling|international)_(?:code|prefix)|landkode|landskode|landskod|"
    r"landsnummer|landsnr|retningsnummer|riktnummer|makoodi|makoodin|matunnus|suuntanumero|"
    r"κωδικο_χωρασ|κωδικο|קידומת|spaces|mellomrom)(?=_|$)"
    r"|_(?:as|like|som|kuten|οπωσ|כמו|כפי)_(?:it_)?(?:is_|appears_|star_|στο_)?(?:in_|on_|i_|pa_)?"
    r"(?:your_|the_|din_|ditt_)?(?:passport|id|pass|passet|passi|passissa|legitimasjon|"
    r"διαβατηριο|בדרכונ|שמופיע_בתעודה|בתעודה)(?=_|$)"
    r"|_\d{1,2}_(?:siffer|sifre|sifret|siffror|cifre|digits|numeroa|ψηφια|ספרות)(?=_|$)"
)
_QUESTION = r"^q\d+_(?=.)"
_LONG = 4
_TO_REACH = frozenset({"phone", "email", "full_name", "first_name", "last_name"})
#: Answers to a question that could be asked of anything.
_YES_OR_NO = frozenset(
    "yes no true false on off ok ja nei "
    "nej jo ja_takk nei_takk ja_tack nej_tack nej_tak kylla ei "
    "joo ναι οχι כנ לא".split()
)
_PAIR = 2
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
    camel = re.sub(_QUESTION, "", fold(_CAMEL.sub("_", label[:_MAX_LENGTH])))
    if camel in table:
        return table[camel]
    words = re.sub(_REMARKS, "", camel).split("_")
    if len(words) > _MAX_WORDS:
        return None
    bare = _unwrapped(words)
    if bare == ["id"]:  # "submission id", "item id", "id 2": a number of something else
        return None
    found = (
        table.get("_".join(bare))
        or _of_person(bare, table)
        or _of_question(words, table)
        or _of_question(folded.split("_"), table)  # "WhatsApp" is one word
    )
    # "Phone 2" is a phone, but "Question 2" is one question of several.
    return None if found == "message" and words[-1].isdigit() else found


def answers(label: str, name: str, value: str) -> bool:
    """Tell whether a value can be that of the field ``name``, where the label is a question.

    >>> answers("Can we reach you by phone?", "phone", "yes"), answers("Phone", "phone", "yes")
    (False, True)
    """
    if name not in _TO_REACH or not _is_question(label):
        return True
    if name == "phone" and not any(map(str.isdigit, value)) and "@" not in value:
        return False
    return fold(value) not in _YES_OR_NO


@lru_cache(maxsize=2048)
def is_refusal(label: str) -> bool:
    """Tell whether a label is a consent in the negative: who ticks it, refuses.

    >>> is_refusal("Jeg ønsker IKKE å motta nyhetsbrev"), is_refusal("Nyhetsbrev")
    (True, False)
    """
    if _nots().isdisjoint(fold(label).split("_")):
        return False
    from leadfold.normalise import consent

    return consent.turns(label)


@lru_cache(maxsize=2048)
def _is_question(label: str) -> bool:
    return label.rstrip().endswith(("?", ";")) or len(fold(label).split("_")) >= _LONG


def _of_person(words: list[str], table: dict[str, str]) -> str | None:
    """Return the person's field that a question asks the person who fills the form in for."""
    asked = [word for word in words if word not in _ASKING]
    for name in (asked, asked[1:] if asked and asked[0] in _OWNERS else []):
        found = table.get("_".join(name))
        if found in _PERSON:
            return found
    return None


def _of_question(words: list[str], table: dict[str, str]) -> str | None:
    """Return what a question asks for to reach the person: a number, an address or their name."""
    asked = [word for word in words if word not in _ASKING and word not in _REACH]
    bare = [word for word in asked if word not in _BESIDE]
    if bare and all(word in _NUMBERS for word in bare) and not _REACH.isdisjoint(words):
        return "phone"
    # "Phone / WhatsApp", "Phone number (mobile)": names of one field side by side.
    meant = _side_by_side(bare or [word for word in asked if word in table], table)
    return meant.pop() if len(meant) == 1 and meant <= _TO_REACH else None


def _side_by_side(words: list[str], table: dict[str, str]) -> set[str]:
    """Return the fields that the words name one after another, none where one is not known."""
    found: set[str] = set()
    place = 0
    while place < len(words):
        for end in range(min(len(words), place + _LONG), place, -1):
            if name := table.get("_".join(words[place:end])):
                found.add(name)
                place = end
                break
        else:
            return set()
    return found


def _unwrapped(words: list[str]) -> list[str]:
    """Return the words without those that form builders add, and without numbers at the end."""
    while len(words) > 1 and (words[0] in _WRAPPERS or "_".join(words[:2]) in _WRAPPERS):
        words = words[2:] if words[0] not in _WRAPPERS and len(words) > _PAIR else words[1:]
        while len(words) > 1 and words[0].isdigit():
            words = words[1:]
    while len(words) > 1 and (words[-1] in _WRAPPERS or words[-1].isdigit()):
        words = words[:-1]
    return words


@lru_cache(maxsize=1)
def _nots() -> frozenset[str]:
    """Return the words that may turn a label, folded as labels are; Finnish ``en`` among them."""
    from leadfold.normalise import consent_words

    return frozenset(map(fold, (*consent_words.NOT, "en")))


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    table = {fold(name): name for name in _KNOWN}
    for name, spellings in SPELLINGS.items():
        for spelling in spellings.split():
            table.setdefault(spelling, name)
    # Spellings are folded as labels are, so that ``ae``, ``aa`` and ``oe`` match.
    return {fold(spelling): name for spelling, name in table.items()}
