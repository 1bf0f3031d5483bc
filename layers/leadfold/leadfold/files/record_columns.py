"""The columns about a customer's record: owner, lead source, dates, do-not-call, deceased, status.

They do not identify anybody, so ``columns`` leaves them out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from leadfold.normalise import consent, dates
from leadfold.sources import spellings

#: What a column says of the record (its role) → names of such columns in English, Norwegian,
#: Swedish, Danish, Finnish, Greek and Hebrew.
_NAMES: dict[str, str] = {
    "owner": "owner owned_by assigned_to assigned assignee sales_rep salesrep rep sales_person "
    "salesperson seller agent advisor responsible account_manager key_account_manager kam "
    "ansvarlig ansvarlig_selger selger saksbehandler radgiver eier kundeansvarlig kontaktansvarlig "
    "ansvarig ansvarig_saljare saljare kundansvarig agare handlaggare kontaktperson_hos_oss "
    "saelger ejer kundeansvarlig_hos_os vastuuhenkilo myyja omistaja "
    "υπευθυνοσ πωλητησ υπευθυνοσ_πωλησεων ιδιοκτητησ συμβουλοσ "
    "אחראי נציג נציג_מכירות סוכנ איש_מכירות מנהל_לקוח בעלימ מטפל",
    "source": "source lead_source original_source origin channel acquisition_channel platform "
    "utm_source campaign campaign_name came_from supplier list_supplier "
    "kilde lead_kilde leadkilde opprinnelse kanal kampanje leverandor "
    "kalla leadkalla ursprung kampanj leverantor kampagne lahde kanava kampanja "
    "πηγη προελευση καναλι καμπανια מקור מקור_הליד מקור_ליד ערוצ קמפיינ ספק",
    "created": "created created_at created_on created_date date_created creation_date create_date "
    "created_time date_added added added_on registered registered_at registration_date signup_date "
    "sign_up_date received_at received submitted_at submitted timestamp customer_since "
    "opprettet opprettet_dato dato_opprettet registrert registreringsdato innmeldt kunde_siden "
    "skapad skapad_datum skapat skapades registrerad oprettet oprettelsesdato oprettet_den "
    "luotu luontipaiva δημιουργηθηκε ημερομηνια_δημιουργιασ ημερομηνια_εγγραφησ "
    "נוצר תאריכ_יצירה תאריכ_הצטרפות תאריכ_רישומ תאריכ_פניה",
    "updated": "updated updated_at updated_on last_updated last_update last_modified "
    "last_modified_at "
    "last_modified_date modified modified_at modified_on modified_date date_modified changed "
    "changed_at change_date lastmodifieddate oppdatert sist_oppdatert sist_endret endret "
    "endret_dato endringsdato uppdaterad senast_uppdaterad senast_andrad andrad andringsdatum "
    "opdateret sidst_opdateret aendret sidst_aendret paivitetty viimeksi_paivitetty muokattu "
    "ενημερωθηκε τελευταια_ενημερωση ημερομηνια_ενημερωσησ תאריכ_עדכונ עודכנ עדכונ_אחרונ",
    "contacted": "contacted contacted_at last_contact last_contacted last_contacted_at "
    "last_contact_date last_activity last_activity_date last_activity_at last_call last_call_date "
    "last_seen last_login last_engagement last_engagement_date last_touch last_email_date "
    "last_visit sist_kontaktet siste_kontakt sist_kontakt siste_aktivitet sist_aktiv kontaktet "
    "senast_kontaktad senaste_kontakt senaste_aktivitet sidst_kontaktet seneste_kontakt "
    "seneste_aktivitet viimeisin_yhteydenotto viimeksi_yhteydessa "
    "τελευταια_επαφη τελευταια_επικοινωνια τελευταια_δραστηριοτητα "
    "קשר_אחרונ שיחה_אחרונה פעילות_אחרונה תאריכ_קשר_אחרונ יצירת_קשר_אחרונה",
    "purchased": "purchased last_purchase last_purchased last_purchase_date last_order "
    "last_order_date last_bought last_sale last_sale_date purchase_date order_date won_date "
    "siste_kjop sist_kjopt kjopsdato siste_ordre siste_bestilling kjopt senaste_kop senast_kopt "
    "kopdatum senaste_order seneste_kob kobsdato seneste_ordre viimeisin_ostos ostopaiva "
    "τελευταια_αγορα ημερομηνια_αγορασ τελευταια_παραγγελια רכישה_אחרונה תאריכ_רכישה "
    "הזמנה_אחרונה",
    "do_not_call": "do_not_call donotcall dnc do_not_contact donotcontact dont_call opt_out optout "
    "opted_out has_opted_out unsubscribed has_opted_out_of_email do_not_email no_call no_calls "
    "no_marketing reserved blocked suppressed nix robinson "
    "reservert reservasjon reservert_mot_telefonsalg ikke_ring ikke_kontakt reservasjonsregisteret "
    "sperret avmeldt reserverad nixad ring_ej kontakta_ej sparrad avregistrerad "
    "ma_ikke_kontaktes robinsonliste frameldt kontaktkielto ei_saa_soittaa markkinointikielto "
    "μη_κληση να_μην_κληθει μητρωο_11 διαγραφη_απο_λιστα "
    "לא_להתקשר להסרה הסרה הוסר אל_תתקשרו חסומ",
    "deceased": "deceased is_deceased dead died death_date date_of_death deceased_date deceased_at "
    "dod doed dodsdato avdod avliden dodsdatum afdod kuollut kuolinpaiva αποβιωσασ "
    "ημερομηνια_θανατου θανων נפטר תאריכ_פטירה",
    "status": "status lead_status lifecycle_stage stage state_of_customer customer_status "
    "kundestatus kundstatus tila κατασταση סטטוס סטטוס_ליד",
}  # fmt: skip
_DATES = frozenset({"contacted", "purchased", "updated", "created"})
#: Words around such a name in the exports of CRM systems, which are left out.
_BESIDE = frozenset(
    "lead contact account customer client record hubspot hs crm name full id email the kunde kund "
    "kontakt dato datum navn namn date time utc at on is".split()
)
_DEAD = frozenset(
    "deceased dead died dod dode avdod avliden afdod kuollut θανων αποβιωσασ נפטר נפטרה".split()
)
_NO_ONE = frozenset(
    "- -- . ? na n_a none null nobody unassigned unknown ukjent ingen okand ingen_angiven ei tom "
    "undefined other annet 0 κανεισ αγνωστο אינ לא_ידוע ללא".split()
)
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInfo:
    """What a row says about the record; ``newest`` is the latest of its dates.

    Empty or ``None`` where the row does not say.
    """

    owner: str = ""
    source: str = ""
    newest: date | None = None
    do_not_call: bool = False
    deceased: bool = False


_NOTHING = RecordInfo()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordColumns:
    """The positions of the columns of each role, out of ``width`` columns."""

    width: int = 0
    places: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def has_dates(self) -> bool:
        """Tell whether any column holds a date of contact, purchase, change or creation."""
        return not self.places.keys().isdisjoint(_DATES)

    def read(self, record: Sequence[str], country: str | None, today: date) -> RecordInfo:
        """Return what a row says about the record; dates after ``today`` are ignored."""
        if not self.places:
            return _NOTHING
        values: dict[str, str] = {}
        newest: date | None = None
        for role, places in self.places.items():
            for at in places:
                value = record[at].strip() if at < len(record) else ""
                if not value:
                    continue
                if role in _DATES:
                    day = day_of(value, country, today)
                    if day and (newest is None or day > newest):
                        newest = day
                else:
                    values.setdefault(role, value)
        status = values.get("status", "")
        return RecordInfo(
            owner=_named(values.get("owner", "")),
            source=_named(values.get("source", "")),
            newest=newest,
            do_not_call=_is_yes(values.get("do_not_call", "")),
            deceased=_is_dead(values.get("deceased", "")) or bool(status and _says_dead(status)),
        )


def recognise(names: Sequence[str], taken: frozenset[int]) -> RecordColumns:
    """Return the columns of each role, leaving out the positions ``taken`` by a person's fields."""
    places: dict[str, tuple[int, ...]] = {}
    for at, name in enumerate(names):
        role = None if at in taken else role_of(name)
        if role:
            places[role] = (*places.get(role, ()), at)
    return RecordColumns(width=len(names), places=places)


@lru_cache(maxsize=4096)
def role_of(name: str) -> str | None:
    """Return the role of a column, ``None`` if it says nothing about the record.

    >>> role_of("Lead Owner"), role_of("Sist kontaktet"), role_of("favourite colour")
    ('owner', 'contacted', None)
    """
    table = _table()
    folded = spellings.fold(re.sub(r"(?<=[a-zæøåäö])(?=[A-ZÆØÅÄÖ])", " ", name[:120]))
    if folded in table:
        return table[folded]
    words = folded.split("_")
    while len(words) > 1 and words[0] in _BESIDE:
        words = words[1:]
        if "_".join(words) in table:
            return table["_".join(words)]
    while len(words) > 1 and words[-1] in _BESIDE:
        words = words[:-1]
        if "_".join(words) in table:
            return table["_".join(words)]
    return None


def day_of(text: str, country: str | None, today: date) -> date | None:
    """Return the day of a date or time in any usual spelling, ``None`` if it is none or ahead.

    >>> day_of("2026-03-01T08:00:00Z", None, date(2026, 5, 1))
    datetime.date(2026, 3, 1)
    """
    if not text:
        return None
    found: date | None = None
    if _ISO.match(text):
        try:
            found = date.fromisoformat(text[:10])
        except ValueError:
            return None
    else:
        from leadfold.normalise import birth_date

        born = birth_date.parse(text, country, today)
        moment = None if born else dates.parse_time(text)
        found = date.fromisoformat(born) if born else moment.date() if moment else None
    return found if found and found <= today else None


@lru_cache(maxsize=4096)
def _named(text: str) -> str:
    """Return the name of an owner or source, "" for a placeholder such as "unassigned"."""
    return "" if spellings.fold(text) in _NO_ONE or not any(map(str.isalnum, text)) else text


@lru_cache(maxsize=4096)
def _is_yes(text: str) -> bool:
    said = consent.parse(text) if text else None
    return bool(said and said.given)


@lru_cache(maxsize=4096)
def _is_dead(text: str) -> bool:
    """Tell whether the value of a column about death says yes, or a date."""
    if not text:
        return False
    said = consent.parse(text)
    return bool(said and said.given) or bool(re.search(r"\d{4}", text)) or _says_dead(text)


@lru_cache(maxsize=4096)
def _says_dead(status: str) -> bool:
    return not _DEAD.isdisjoint(spellings.fold(status).split("_"))


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    return {spellings.fold(word): role for role, words in _NAMES.items() for word in words.split()}
