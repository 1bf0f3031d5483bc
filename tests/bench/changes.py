"""The errors that the generators put into rows: each changes one row in place.

A change leaves the row as it is where it cannot happen, such as a nickname to who has none. Rows
have the fields of a lead; empty stands for missing. What each does is in `tests/unit/bench`, by
example.
"""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.bench import slips
from tests.bench.people import Company, Home, Person
from tests.bench.tables import COUNTRIES, DEPARTMENTS, NICKNAMES

Row = dict[str, Any]
Change = Callable[[Row, Person, Random], None]

# --- who it is: other data of the same person, or of those around


def number_changed(row: Row, who: Person, draw: Random) -> None:
    """The number that this person had before."""
    if row["phone"]:
        row["phone"] = who.former_phone or row["phone"]


def number_recycled(row: Row, who: Person, draw: Random) -> None:
    """A number that once was a stranger's."""
    row["phone"] = who.inherited_phone or row["phone"]


def family_phone(row: Row, who: Person, draw: Random) -> None:
    """One telephone for the family: that of the first of the household."""
    if row["phone"] and who.others:
        row["phone"] = who.family[0].phone


def switchboard(row: Row, who: Person, draw: Random) -> None:
    """The number of the firm, which all who work there give."""
    if who.company:
        row["phone"] = who.company.switchboard


def couple_email(row: Row, who: Person, draw: Random) -> None:
    """The mailbox that a couple shares."""
    if row["email"] and who in who.family[1:2]:
        row["email"] = who.family[0].email


def role_address(row: Row, who: Person, draw: Random) -> None:
    """An address of the firm that belongs to no person."""
    if who.company:
        box = draw.choice(("info", "post", "sales", "office", "kontakt", "firmapost"))
        row["email"] = f"{box}@{who.company.domain}"


def second_email(row: Row, who: Person, draw: Random) -> None:
    """Another mailbox of the same person."""
    row["email"] = who.second_email or row["email"]


def two_addresses(row: Row, who: Person, draw: Random) -> None:
    """Both mailboxes in one field."""
    if row["email"] and who.second_email:
        row["email"] += draw.choice((", ", "; ", " / ", " ")) + who.second_email


def moved(row: Row, who: Person, draw: Random) -> None:
    """The address of before."""
    if row["street"] and who.former_home:
        live_at(row, who.former_home)


def former_name(row: Row, who: Person, draw: Random) -> None:
    """The surname before marriage."""
    row["last_name"] = who.former_surname or row["last_name"]


def double_name(row: Row, who: Person, draw: Random) -> None:
    """Both surnames."""
    if who.former_surname and row["last_name"] == who.surname:
        row["last_name"] = who.former_surname + draw.choice("- ") + who.surname


# --- the name


def middle_name(row: Row, who: Person, draw: Random) -> None:
    """The middle name stands with the first."""
    if who.middle and row["first_name"]:
        row["first_name"] += f" {who.middle}"


def middle_initial(row: Row, who: Person, draw: Random) -> None:
    """The middle name is a letter."""
    if who.middle and row["first_name"] == who.given:
        row["first_name"] += f" {who.middle[0]}" + draw.choice((".", ""))


def nickname(row: Row, who: Person, draw: Random) -> None:
    """What people call this person."""
    row["first_name"] = draw.choice(NICKNAMES.get(row["first_name"], (row["first_name"],)))


def initials(row: Row, who: Person, draw: Random) -> None:
    """Nothing but a letter of the given names."""
    if row["first_name"]:
        row["first_name"] = " ".join(f"{word[0]}." for word in row["first_name"].split())


def script_switch(row: Row, who: Person, draw: Random) -> None:
    """The name in the other letters than this person's usual ones, by one of several schemes."""
    native = {"first_name": who.given, "last_name": who.surname}
    for part, name in native.items():
        if row[part] and row[part] == usual_name(name, who):
            row[part] = slips.latin(name, draw.randrange(4)) if who.native else name


def diacritics_lost(row: Row, who: Person, draw: Random) -> None:
    """No keys for the letters: å is a, ό is ο."""
    _both(row, slips.plain)


def diacritics_spelled(row: Row, who: Person, draw: Random) -> None:
    """No keys for the letters: å is aa, ø is oe."""
    _both(row, slips.spelled_out)


def name_typo(row: Row, who: Person, draw: Random) -> None:
    """One typing error: left out, doubled, swapped, a key beside, misread, misheard."""
    part = draw.choice([part for part in ("first_name", "last_name") if row[part]] or ["last_name"])
    row[part] = slips.typed(row[part], draw)


def name_case(row: Row, who: Person, draw: Random) -> None:
    """All in capitals, all small, or the wrong way round."""
    _both(row, draw.choice((str.upper, str.lower, str.lower, str.swapcase)))


def first_name_only(row: Row, who: Person, draw: Random) -> None:
    """No surname."""
    row["last_name"] = ""


def surname_only(row: Row, who: Person, draw: Random) -> None:
    """No given name."""
    row["first_name"] = ""


def swapped_names(row: Row, who: Person, draw: Random) -> None:
    """The surname comes first."""
    row["first_name"], row["last_name"] = row["last_name"], row["first_name"]


def last_first(row: Row, who: Person, draw: Random) -> None:
    """In one field, surname, comma, given name."""
    if row["first_name"] and row["last_name"]:
        row["full_name"] = f"{row['last_name']}, {row['first_name']}"
        row["first_name"] = row["last_name"] = ""


def title(row: Row, who: Person, draw: Random) -> None:
    """What does not belong to the name: titles, emoji, signs."""
    mark = draw.choice(("Dr.", "Mr", "Hr.", "Prof.", "🌸", "Fru", "😊", "*"))
    part = "full_name" if row["full_name"] else "first_name"
    if row[part]:
        row[part] = f"{row[part]} {mark}" if mark in "🌸😊*" else f"{mark} {row[part]}"


def name_missing(row: Row, who: Person, draw: Random) -> None:
    """No name at all."""
    row["first_name"] = row["last_name"] = row["full_name"] = ""


def company_as_name(row: Row, who: Person, draw: Random) -> None:
    """The firm stands where the name belongs."""
    if who.company:
        name_missing(row, who, draw)
        row["full_name"] = f"{who.company.name} {who.company.form}"


# --- telephone and e-mail


def phone_slip(row: Row, who: Person, draw: Random) -> None:
    """One wrong digit, or two in the wrong order, behind the country code."""
    if row["phone"]:
        keep = 1 + len(COUNTRIES[who.country].calling) + 1
        head, tail = row["phone"][:keep], row["phone"][keep:]
        row["phone"] = head + draw.choice((slips.substitute, slips.transpose))(tail, draw)


def dummy_phone(row: Row, who: Person, draw: Random) -> None:
    """Digits to fill a required field."""
    row["phone"] = draw.choice(("00000000", "12345678", "99999999", "11111111", "0000000000"))


def phone_spelling(row: Row, who: Person, draw: Random) -> None:
    """The same number as people write it."""
    country = COUNTRIES[who.country]
    code, digits = f"+{country.calling}", row["phone"]
    if not digits.startswith(code):
        return
    digits = digits[len(code) :]
    local = country.trunk + digits
    pairs = " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
    row["phone"] = draw.choice(
        (
            local,
            local,
            f"{local[:3]} {local[3:5]} {local[5:]}",
            f"{local[:3]}-{local[3:6]}-{local[6:]}",
            f"{code} {pairs}",
            f"00{country.calling}{digits}",
            f"{code}(0){digits}" if country.trunk else f"({code}) {digits}",
            f"p:{code}{digits}",
            f"{code[1:]}{digits}",
        )
    )


def dummy_email(row: Row, who: Person, draw: Random) -> None:
    """Text to fill a required field."""
    row["email"] = draw.choice(("test@test.com", "a@a.com", "none@none.com", "asdf@asdf.com"))


def email_local_typo(row: Row, who: Person, draw: Random) -> None:
    """A typing error before the @."""
    local, at, domain = row["email"].partition("@")
    slip = draw.choice((slips.drop, slips.double, slips.transpose, slips.substitute))
    row["email"] = slip(local, draw) + at + domain


def email_domain_typo(row: Row, who: Person, draw: Random) -> None:
    """A typing error behind the @."""
    local, at, domain = row["email"].rpartition("@")
    if at:
        name, _, tld = domain.rpartition(".")
        slip = draw.choice((slips.drop, slips.transpose, slips.double))
        row["email"] = draw.choice(
            (
                f"{local}@{slip(name, draw)}.{tld}",
                f"{local}@{name}.{draw.choice(('con', 'cmo', 'co', 'comm'))}",
                f"{local}@{name}{tld}",
                f"{local}@{name},{tld}",
            )
        )


def gmail_dots(row: Row, who: Person, draw: Random) -> None:
    """Dots that a Gmail mailbox does not mind."""
    local, _, domain = row["email"].partition("@")
    if domain == "gmail.com" and local.isascii():
        bare = local.replace(".", "")
        at = draw.randrange(1, max(2, len(bare)))
        row["email"] = f"{draw.choice((bare, bare[:at] + '.' + bare[at:]))}@{domain}"


def email_tag(row: Row, who: Person, draw: Random) -> None:
    """A tag behind a plus."""
    local, at, domain = row["email"].partition("@")
    if at and "+" not in local:
        row["email"] = f"{local}+{draw.choice(('ads', 'fb', 'news', 'tilbud', '2025'))}@{domain}"


def email_case(row: Row, who: Person, draw: Random) -> None:
    """Capitals, as a telephone's keyboard begins a field."""
    row["email"] = draw.choice((str.upper, str.capitalize, str.title))(row["email"])


# --- the rest


def national_id_slip(row: Row, who: Person, draw: Random) -> None:
    """A digit is wrong, so that the number is not valid, or seldom is another person's."""
    row["national_id"] = slips.substitute(row["national_id"], draw)


def relatives_national_id(row: Row, who: Person, draw: Random) -> None:
    """The number of somebody else in the household."""
    numbers = [other.national_id for other in who.others if other.national_id]
    if row["national_id"] and numbers:
        row["national_id"] = draw.choice(numbers)


def birth_date_slip(row: Row, who: Person, draw: Random) -> None:
    """One digit is wrong, or day and month have changed places."""
    if row["birth_date"]:
        year, month, day = row["birth_date"].split("-")
        swapped = f"{year}-{day}-{month}" if int(day) <= 12 else row["birth_date"]
        tens = f"{int(year) - 10}-{month}-{day}"
        near = f"{year}-{month}-{int(day) % 28 + 1:02d}"
        row["birth_date"] = draw.choice((swapped, tens, near))


def missing_fields(row: Row, who: Person, draw: Random) -> None:
    """A field was left empty, but never both ways to reach the person."""
    both = row["phone"] and row["email"]
    optional = ["street", "birth_date", "postcode", "city", *(("phone", "email") if both else ())]
    row[draw.choice([field for field in optional if row[field]] or ["company"])] = ""


def live_at(row: Row, home: Home) -> None:
    row |= {
        "street": f"{home.street} {home.number}",
        "postcode": home.postcode,
        "city": home.city,
    }


def _both(row: Row, change: Callable[[str], str]) -> None:
    for part in ("first_name", "last_name"):
        row[part] = change(row[part])


def usual_name(name: str, who: Person) -> str:
    return name if who.native else slips.latin(name, who.scheme)


# --- what is seen in customer files


def typing_error(row: Row, who: Any, draw: Random) -> None:
    """One typing error in any field of words."""
    fields = ("first_name", "middle_name", "last_name", "street", "city", "company")
    field = draw.choice([field for field in fields if row.get(field)] or ["city"])
    row[field] = slips.typed(row[field], draw)


def wrong_field(row: Row, who: Any, draw: Random) -> None:
    """The town in the street, or the middle name with the first."""
    if row.get("middle_name") and draw.random() < 0.5:
        row["first_name"] = f"{row['first_name']} {row['middle_name']}".strip()
        row["middle_name"] = ""
    elif row["street"] and row["city"]:
        row["street"] = f"{row['street']}, {row['postcode']} {row['city']}"
        row["postcode"] = row["city"] = ""


def field_missing(row: Row, who: Any, draw: Random) -> None:
    """A field is empty."""
    fields = ("first_name", "middle_name", "birth_date", "street", "postcode", "city", "phone",
              "national_id", "org_number")  # fmt: skip
    row[draw.choice([field for field in fields if row.get(field)] or ["city"])] = ""


SHORT_STREETS = {
    "gata": "gt", "gate": "gt.", "veien": "v", "vei": "v.", "gatan": "g", "vägen": "v.",
    "gade": "g.", "katu": "k.", "tie": "t.", "Street": "St", "Avenue": "Ave.", "Drive": "Dr",
    "Boulevard": "Blvd", "Road": "Rd", "Lane": "Ln", "Court": "Ct", "Αγίου": "Αγ.",
}  # fmt: skip


def street_short(row: Row, who: Any, draw: Random) -> None:
    """The street in short."""
    for long, short in SHORT_STREETS.items():
        if f"{long} " in row["street"]:
            row["street"] = row["street"].replace(f"{long} ", f"{short} ", 1)
            return


def house_slip(row: Row, who: Any, draw: Random) -> None:
    """Another house: a letter more or less, a flat, or a wrong digit."""
    name, _, number = row["street"].rpartition(" ")
    if name:
        other = draw.choice(
            (number + "A", number.rstrip("ABC"), f"{number}, 2", slips.substitute(number, draw))
        )
        row["street"] = f"{name} {other}"


def postcode_slip(row: Row, who: Any, draw: Random) -> None:
    """A wrong digit, or two in the wrong order."""
    row["postcode"] = draw.choice((slips.substitute, slips.transpose))(row["postcode"], draw)


# --- organisations: `who` is a company

SHORT_WORDS = {
    "Consulting": "Cons.", "Transport": "Transp.", "Regnskap": "Regnsk.", "Elektro": "El.",
    "Eiendom": "Eiend.", "Invest": "Inv.", "Design": "Dsgn", "Logistics": "Log.",
    "Software": "Softw.", "Trading": "Trad.",
}  # fmt: skip
FORM_SPELLINGS = {
    "AS": ("A/S", "as"), "ASA": ("A.S.A.",), "AB": ("Aktiebolag", "ab"), "Aktiebolag": ("AB",),
    "Oy": ("OY", "oy"), "ApS": ("APS", "Aps"), "A/S": ("AS",), "Α.Ε.": ("ΑΕ", "A.E.", "AE"),
    "ΑΕ": ("Α.Ε.", "SA"), "ΕΠΕ": ("Ε.Π.Ε.", "Ltd"), 'בע"מ': ("בע״מ", "בעמ", "Ltd"),
    "בע״מ": ('בע"מ', "Ltd."), "Ltd": ("Ltd.", "Limited"), "Inc": ("Inc.", "Incorporated"),
    "LLC": ("L.L.C.", "llc"), "Corp": ("Corporation", "Corp."), "GmbH": ("Gmbh", "G.m.b.H."),
}  # fmt: skip


def form_dropped(row: Row, who: Company, draw: Random) -> None:
    """No legal form."""
    row["company"] = row["company"].removesuffix(f" {who.form}")


def form_spelling(row: Row, who: Company, draw: Random) -> None:
    """The legal form in another spelling."""
    if row["company"].endswith(f" {who.form}"):
        other = draw.choice(FORM_SPELLINGS.get(who.form, (who.form,)))
        row["company"] = row["company"].removesuffix(who.form) + other


def form_first(row: Row, who: Company, draw: Random) -> None:
    """The legal form before the name."""
    if row["company"].endswith(f" {who.form}"):
        row["company"] = f"{who.form} {row['company'].removesuffix(f' {who.form}')}"


def department(row: Row, who: Company, draw: Random) -> None:
    """A department behind the name."""
    row["company"] += draw.choice((" ", ", ", " - ")) + draw.choice(DEPARTMENTS)


def words_short(row: Row, who: Company, draw: Random) -> None:
    """A word of the name in short."""
    for long, short in SHORT_WORDS.items():
        row["company"] = row["company"].replace(long, short)


def word_order(row: Row, who: Company, draw: Random) -> None:
    """The words of the name in another order."""
    words = row["company"].split()
    if len(words) > 2 and "&" not in words:
        row["company"] = " ".join([words[1], words[0], *words[2:]])


def and_sign(row: Row, who: Company, draw: Random) -> None:
    """Another word for and."""
    word = {"NO": "og", "SE": "och", "DK": "og", "FI": "ja", "GR": "και", "IL": "ו"}
    row["company"] = row["company"].replace(
        " & ", draw.choice((f" {word.get(who.country, 'and')} ", " and ", " + "))
    )


def branch(row: Row, who: Company, draw: Random) -> None:
    """An office elsewhere, which the name may tell."""
    home = draw.choice(who.branches)
    live_at(row, home)
    if draw.random() < 0.5:
        row["company"] += f" {home.city}"


def company_case(row: Row, who: Company, draw: Random) -> None:
    """All in capitals or all small."""
    row["company"] = draw.choice((str.upper, str.lower))(row["company"])


def company_plain(row: Row, who: Company, draw: Random) -> None:
    """No keys for the letters of the name."""
    row["company"] = slips.plain(row["company"])
