"""The columns that say who a customer is → the well-known fields of a lead."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from leadfold.model import OPT_OUTS, PERSON_FIELDS
from leadfold.normalise import spreadsheet
from leadfold.sources import spellings

_NOT_HERE = frozenset({"message", "external_ids", *OPT_OUTS})
#: The fields that are read from a row: those that help to identify a person or company.
FIELDS = (
    *(name for name in PERSON_FIELDS if name not in _NOT_HERE),
    "birth_place",
)
#: A file without any of these fields identifies nobody.
USABLE = frozenset(
    "full_name first_name last_name phone email national_id company org_number".split()
)
#: Names of the column with the id of a record, in the order in which they are taken.
RECORD_ID = tuple(
    "record_id lead_id id rec_id recid recordid record_no record_number rec_no unique_id uniqueid "
    "row_id rowid uid".split()
)

#: Names of columns beyond those of forms (``sources.spellings``). Where several columns hold
#: parts of a field, the parts are joined in the file's order.
_MORE: dict[str, str] = {
    "first_name": "middle_name middlename middle mellomnavn mellannamn mellemnavn fname_c1 "
    "fname_c2 first_and_middle_name first_nm f_name name_first",
    "last_name": "lname_c1 lname_c2 surname_name last_nm l_name name_last slaktsnamn",
    "full_name": "display_name displayname cust_name kundenavn kundens_navn kundnamn kontaktnavn "
    "asiakkaan_nimi ονομα_πελατη שם_לקוח שם_הלקוח customer contact lead client kunde kund kunden "
    "person asiakas πελατησ לקוח",
    "phone": "phones phones_number phone_numbers tel1 tel2 phone1 phone2 phone3 mobile1 mobile2 "
    "full_phone_number phone_e164 fon handy landline fixed_phone fasttelefon hustelefon hemtelefon "
    "fastnettelefon "
    "jobbtelefon arbetstelefon privattelefon arbeidstelefon σταθερο σταθερο_τηλεφωνο "
    "טלפונ_בבית טלפונ_בית טלפונ_נוספ",
    "email": "emails mails mail1 mail2 email_clean email1 email2 email3 emails_address "
    "emailaddress1 emailaddress2 email_addresses",
    "national_id": "soc_sec_id social_security_no social_security tz teudat_zehut_number "
    "personal_number",
    "birth_date": "birth_dt born_date date_birth birth bdate fodselsdatum",
    "birth_place": "birthplace place_of_birth born_in birth_city birth_town city_of_birth pob "
    "fodested fodeby fodselssted fodelseort syntymapaikka",
    "job_title": "occupation profession job yrke_tittel",
    "company": "account account_name kundefirma",
    "street": "street_number street_no street_num house_number house_no house_num housenumber "
    "addr addr_1 addr1 addr_2 addr2 "
    "address_2 address2 address_line_2 addressline2 street_2 street2 street_1 street1 "
    "street_line_1 "
    "street_line_2 streetaddress streetname address_street res_street_address husnr husnummer "
    "gatenummer gatenr "
    "gatunummer vejnummer gatenavn gatunamn vejnavn postadresse postadress besoksadresse "
    "besoksadress adresse_1 adresse_2 adress_1 adress_2 adresselinje_1 adresselinje_2 talonumero "
    "αριθμοσ_οδου מספר_בית מס_בית",
    "postcode": "zip_postal pcode plz zip5 postal postnumber address_zip address_postcode",
    "city": "suburb municipality city_town town_city city_name address_city by_navn postby",
    "country": "country_region nation country_name address_country",
}
#: These hold a name only if no other column does.
_PERHAPS_NAME = frozenset(
    "customer contact lead client kunde kund kunden person asiakas πελατησ לקוח".split()
)
#: A birth date in three columns. ``by`` counts only with the others: alone it is Danish for city.
_BIRTH_PARTS = {
    "year": "birth_year year_of_birth birthyear yob by fodselsar fodelsear",
    "month": "birth_month month_of_birth birthmonth mob bm fodselsmaned",
    "day": "birth_day_of_month day_of_birth birthday_day birth_day bd",
}
#: Words that tell one value of the customer from another: home phone, work phone.
_KINDS = frozenset(
    "home work private personal business mobile cell office primary main secondary other alt "
    "alternative alternate second first additional mailing billing shipping postal residential "
    "res residence visiting delivery invoice person contact customer client lead kunde kunden "
    "kund privat jobb arbeid arbete mobil hoved annen annet ekstra default value number "
    "cleaned clean raw formatted properties fake anonymised anonymized masked original orig area "
    "normalised normalized std".split()
)
#: Last words of columns about a field: ``Phone 1 - Label``, ``Email verified``.
_ABOUT = frozenset("type label status verified valid consent optin date source owner".split())
#: Fields that keep the values of all their columns, and the separator.
_BETWEEN = {"phone": " / ", "email": ", "}
#: Fields that may be spread over columns with names of their own, as street and house number.
_SPREAD = frozenset("street first_name last_name".split())
_DIGITS = frozenset("phone national_id org_number postcode".split())
_YEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The position of each field of a lead in a row.

    ``fields`` holds the parts of each field, which are joined. A part is a tuple of positions, of
    which the first that is not empty counts.
    """

    names: tuple[str, ...]
    fields: dict[str, tuple[tuple[int, ...], ...]]
    birth_parts: tuple[int, int, int] | None = None
    record_id: int | None = None

    @property
    def places(self) -> dict[str, tuple[int, ...]]:
        """The positions of all columns that each field is read from."""
        found = {
            name: tuple(at for part in parts for at in part) for name, parts in self.fields.items()
        }
        if self.birth_parts:
            found["birth_date"] = found.get("birth_date", ()) + self.birth_parts
        return found

    @property
    def ignored(self) -> tuple[str, ...]:
        """The names of the columns that are not read."""
        used = {at for places in self.places.values() for at in places} | {self.record_id}
        return tuple(name for at, name in enumerate(self.names) if at not in used)

    @property
    def is_usable(self) -> bool:
        """Tell whether any column identifies a customer."""
        return not USABLE.isdisjoint(self.fields)

    def of_organisations(self) -> "Columns":
        """Return these columns with the name column read as the company's name."""
        fields = dict(self.fields)
        names = fields.pop("full_name", None)
        if names and "company" not in fields:
            fields["company"] = names
        return replace(self, fields=fields)

    def id_of(self, row: Sequence[str]) -> str | None:
        """Return the record id of a row, where the file has one."""
        at = self.record_id
        own = row[at].strip() if at is not None and at < len(row) else ""
        if own.endswith(".0") and own[:-2].isdigit():
            own = own[:-2]
        return own or None

    def read(self, row: Sequence[str]) -> dict[str, str]:
        """Return the fields of a row that are not empty; it may be shorter than the header."""
        found: dict[str, str] = {}
        width = len(row)
        for field, parts in self.fields.items():
            if len(parts) == 1 and len(parts[0]) == 1:
                value = row[parts[0][0]].strip() if parts[0][0] < width else ""
            else:
                value = _joined(field, [_first(row, part) for part in parts])
            if value and field in _DIGITS:
                value = spreadsheet.digits(value) or value  # a lost one is told by its reader
            elif field == "birth_date" and len(value) == _YEAR and value.isdigit():
                value = f"{value}-01-01"  # as files write a date of which only the year is known
            if value:
                found[field] = value
        if self.birth_parts and "birth_date" not in found and max(self.birth_parts) < width:
            year, month, day = (row[at].strip().removesuffix(".0") for at in self.birth_parts)
            if year and month and day:
                found["birth_date"] = f"{year}-{month:0>2}-{day:0>2}"
        return found


def _first(row: Sequence[str], part: tuple[int, ...]) -> str:
    return next((value for at in part if at < len(row) and (value := row[at].strip())), "")


def _joined(field: str, values: list[str]) -> str:
    if field in _DIGITS:
        values = [spreadsheet.digits(value) for value in values]
    different = list(dict.fromkeys(filter(None, values)))
    return _BETWEEN.get(field, " ").join(different)


def recognise(names: Sequence[str]) -> Columns:
    """Return which field each of the named columns holds."""
    folded = [spellings.fold(name) for name in names]
    parts = _birth_parts(folded)
    record_id = next((folded.index(name) for name in RECORD_ID if name in folded), None)
    fields: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        if at == record_id or (parts and at in parts):
            continue
        field = field_of(name)
        if field:
            fields.setdefault(field, []).append(at)
    sure = [at for at in fields.get("full_name", []) if folded[at] not in perhaps_name()]
    if sure:
        fields["full_name"] = sure
    elif "first_name" in fields or "last_name" in fields:
        fields.pop("full_name", None)
    return Columns(
        names=tuple(names),
        fields={field: _parts(field, at, folded) for field, at in fields.items()},
        birth_parts=parts,
        record_id=record_id,
    )


def of_content(fields: Sequence[str | None]) -> Columns:
    """Return the columns of a file without a header, given the field that each one holds."""
    places: dict[str, tuple[tuple[int, ...], ...]] = {}
    for at, field in enumerate(fields):
        if field:
            places[field] = (*places.get(field, ()), (at,))
    names = tuple(f"column {number}" for number in range(1, len(fields) + 1))
    return Columns(names=names, fields=places)


def _birth_parts(folded: list[str]) -> tuple[int, int, int] | None:
    places = [
        next((at for at, name in enumerate(folded) if name in spelled.split()), None)
        for spelled in _BIRTH_PARTS.values()
    ]
    year, month, day = places
    if year is None or month is None or day is None:
        return None
    return year, month, day


def _parts(field: str, places: list[int], folded: list[str]) -> tuple[tuple[int, ...], ...]:
    """Group the columns of a field: those to be joined, and alternatives, of which one is used.

    All phones and e-mails are joined, and street with house number, but not two whole addresses.
    """
    if field in _BETWEEN:
        return tuple((at,) for at in places)
    if field not in _SPREAD:
        return (tuple(places),)
    extra = frozenset(_MORE[field].split())
    whole = tuple(at for at in places if folded[at] not in extra)
    parts = [(at,) for at in places if at not in whole]
    return tuple(sorted([*parts, whole] if whole else parts))


@lru_cache(maxsize=4096)
def field_of(name: str) -> str | None:
    """Return the field that a column holds, ``None`` if it is not one of ``FIELDS``.

    >>> field_of("E-mail 2 Address"), field_of("MailingPostalCode"), field_of("soc_sec_id")
    ('email', 'postcode', 'national_id')
    >>> field_of("partner_email"), field_of("utm_source")
    (None, None)
    """
    words = _words(name)
    if len(words) > 1 and words[-1] in _ABOUT and "_".join(words) not in FIELDS:
        return None
    found = _field(spellings.fold(name)) or spellings.field_of(name)
    for shorter in _without_kinds(words):
        found = found or _field(shorter) or spellings.field_of(shorter)
    return found if found in FIELDS else None


def _without_kinds(words: list[str]) -> Iterator[str]:
    """Yield a name without the words of ``_KINDS`` around it, the longest first."""
    for start in range(len(words)):
        if start and words[start - 1] not in _KINDS:
            break
        for end in range(len(words), start, -1):
            yield "_".join(words[start:end])
            if words[end - 1] not in _KINDS:
                break
    yield "_".join(word for word in words if word not in _KINDS)


_CAMEL = re.compile(r"(?<=[a-zæøåäö])(?=[A-ZÆØÅÄÖ])")


def _words(name: str) -> list[str]:
    words = spellings.fold(_CAMEL.sub(" ", name[:120])).split("_")
    return [word for word in words if not word.isdigit()]


def _field(folded: str) -> str | None:
    return _table().get(folded)


@lru_cache(maxsize=1)
def perhaps_name() -> frozenset[str]:
    """Return the words, folded, that are a name's column only where no other is."""
    return frozenset(map(spellings.fold, _PERHAPS_NAME))


@lru_cache(maxsize=1)
def words_of_names() -> frozenset[str]:
    """Return every word, folded, of the names of columns that are known: a quick first test."""
    names = (*_table(), *map(spellings.fold, " ".join(spellings.SPELLINGS.values()).split()))
    return frozenset(word for name in (*names, *FIELDS, *RECORD_ID) for word in name.split("_"))


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    return {spellings.fold(word): field for field, words in _MORE.items() for word in words.split()}
