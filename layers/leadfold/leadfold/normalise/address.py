"""Postal addresses → their parts to show, and street name, number and letter to compare."""

import re
from functools import lru_cache

from leadfold.model import Address
from leadfold.normalise import text

_MAX_LENGTH = 200
_MAX_CODE = 60
_NORDIC = frozenset("NO SE DK FI IS FO GL".split())
_NUMBER_FIRST = frozenset("US CA GB IE AU NZ FR IN ZA".split())

# -- postcodes ------------------------------------------------------------------------------------

#: How many digits a country's postcodes have, and how many must at least be sent: spreadsheets drop
#: leading zeros.
_DIGITS = {
    "NO": (4, 3), "DK": (4, 3), "SE": (5, 5), "FI": (5, 3), "GR": (5, 5), "DE": (5, 4),
    "FR": (5, 4), "IT": (5, 3), "ES": (5, 4), "EE": (5, 5), "HR": (5, 5), "TR": (5, 4),
    "AT": (4, 4), "BE": (4, 4), "CH": (4, 4), "HU": (4, 4), "BG": (4, 4), "CY": (4, 4),
    "AU": (4, 3), "NZ": (4, 3), "LU": (4, 4), "IS": (3, 3), "FO": (3, 3), "RO": (6, 5),
    "CN": (6, 6), "IN": (6, 6), "RU": (6, 6), "CZ": (5, 5), "SK": (5, 4), "LT": (5, 4),
    "MX": (5, 4), "BR": (8, 7),
}  # fmt: skip
_GROUPED = {
    "SE": (3, " "), "GR": (3, " "), "PL": (2, "-"), "PT": (4, "-"), "CZ": (3, " "), "SK": (3, " "),
    "BR": (5, "-"),
}  # fmt: skip
_SHAPES = {
    "PL": re.compile(r"\d{5}"),
    "PT": re.compile(r"\d{7}"),
    "IL": re.compile(r"\d{7}|\d{5}"),
    "US": re.compile(r"(\d{3,5})(\d{4})?"),
    "GB": re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})"),
    "CA": re.compile(r"([A-Z]\d[A-Z])(\d[A-Z]\d)"),
    "NL": re.compile(r"(\d{4})([A-Z]{2})"),
}
_JOINED_BY = {"US": "-", "GB": " ", "CA": " ", "NL": " "}
_COUNTRY_PREFIX = re.compile(
    r"^(?:NO|N|SE|S|DK|FIN|FI|GR|IL|DE|D|A|AT|CH|F|FR|B|BE|CZ|SK|LT)[ -]+(?=\d)"
)
_NOT_CODE = re.compile(r"[^0-9A-Z]+")
_WITH_CITY = re.compile(r"^((?:[A-Z]{1,3}-)?\d[\d -]*\d)[ ,]+([^\W\d_].*)$")
_IN_STREET = re.compile(
    r"^(.*\d\s?[^\W\d_]?)\s*,?\s+((?:[A-Z]{1,2}-)?(?:\d{3} \d{2}|\d{4,5}|\d{7}))\s*,?\s+"
    r"([^\W\d_][^\d,]*)$"
)
_IN_US_STREET = re.compile(
    r"^(\d.*?),\s*([^\d,]+),\s*([A-Z]{2}),?\s+(\d{5}(?:-\d{4})?)$", re.IGNORECASE
)

# -- streets --------------------------------------------------------------------------------------

_SHORT_TYPES = (
    (re.compile(r"(?<=[^\W\d_]{3})(?:gt|g)\.(?=\s|\d|$)", re.IGNORECASE), "gate "),
    (re.compile(r"(?<=[^\W\d_]{3})(?:vn|v)\.(?=\s|\d|$)", re.IGNORECASE), "vei "),
    (re.compile(r"(?<=[^\W\d_]{3})k\.(?=\s|\d|$)", re.IGNORECASE), "katu "),
)
_NORDIC_ENDS = (
    (re.compile(r"(?<=..)(?:veien|vegen|vejen|vagen|vei|veg|vej|vag)$"), "vei"),
    (re.compile(r"(?<=..)(?:gaten|gatan|gaden|gata|gate|gade|gt)$"), "gate"),
    (re.compile(r"(?<=..)(?:plassen|pladsen|platsen|plass|plads|plats)$"), "plass"),
    (re.compile(r"(?<=..)(?:stien|stigen|sti|stig)$"), "sti"),
    (re.compile(r"(?<=..)(?:katu)$"), "katu"),
)
_NORDIC_WORDS = {
    word: kind
    for kind, words in {
        "vei": "v vei veien veg vegen vg vn vej vejen vag vagen",
        "gate": "g gt gate gata gaten gatan gade gaden",
        "plass": "pl plass plassen plads pladsen plats platsen",
        "alle": "alle alleen all",
        "sti": "sti stien stig stigen",
        "katu": "k katu",
    }.items()
    for word in words.split()
}
_ENGLISH_WORDS = {
    word: kind
    for kind, words in {
        "st": "st str street",
        "ave": "ave av aven avenue",
        "rd": "rd road",
        "blvd": "blvd boul boulevard",
        "dr": "dr drv drive",
        "ln": "ln lane",
        "ct": "ct court",
        "pl": "pl place",
        "sq": "sq square",
        "pkwy": "pkwy parkway pky",
        "hwy": "hwy highway",
        "ter": "ter terr terrace",
        "cir": "cir circ circle",
        "trl": "trl trail",
        "n": "n north",
        "s": "s south",
        "e": "e east",
        "w": "w west",
    }.items()
    for word in words.split()
}
#: Greek and Hebrew words for "street" in front of its name, as ``text.fold`` transliterates them.
_SILENT = frozenset("odos od rhvv rhvb rh rehov rechov rehob".split())
_OTHER_WORDS = {"leof": "leoforos", "l": "leoforos", "shd": "shdrvt", "pl": "plateia"}
_SPELLED_LETTERS = (("aa", "a"), ("ae", "a"), ("oe", "o"))

_NUMBER = re.compile(
    r"^(?P<name>.*?[^\W\d_]{2}[^\d,]*?)[\s,.]*(?:\b(?:nr|no|num|αρ|מס)\b\.?'?\s*|#\s*)?"
    r"(?P<number>\d{1,5})(?:\s?[-/]\s?\d{1,5})?"
    r"(?:\s?(?P<letter>(?!i\s)[^\W\d_])(?=$|[\s,/]))?(?P<rest>.*)$"
)
_NUMBER_IN_FRONT = re.compile(
    r"^(?P<number>\d{1,6})(?:\s?-\s?\d{1,6})?(?P<letter>[a-z](?=\s))?,?\s+"
    r"(?P<name>[^,#]*?[^\W\d_]{2}[^,#]*?)"
    r"(?:[\s,]+(?:apt|apartment|unit|suite|ste|fl|floor|rm|room|#).*|,.*)?$"
)
_LETTER_APART = re.compile(
    r"([^\W\d_][\s.]*\s\d{1,5})\s+(?!i\s)([^\W\d_])(?=$|[\s,])", re.IGNORECASE
)
_DATE_NAME = re.compile(r"^(?:\d{1,2}\.? [^\W\d_])")

_SMALL = frozenset(
    "gate gata vei veg vej gade plass plads allé alle i og av på ved de der van von of the du la "
    "le "
    "upon under och den det sti".split()
)
_CITY_SMALL = frozenset("i og av på ved och am an der upon under de la le sur".split())
_FINAL_SIGMA = re.compile(r"σ\b")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def clean(raw: str) -> str:
    """Return a street in sensible case, with the letter directly behind its number.

    >>> clean("STORGATA 5 B")
    'Storgata 5B'
    """
    tidy = _without_lone_signs(text.clean(raw, _MAX_LENGTH))
    return _LETTER_APART.sub(r"\1\2", _cased(tidy, _SMALL))


def clean_city(raw: str) -> str:
    """Return the name of a town in sensible case."""
    return _cased(_without_lone_signs(text.clean(raw, _MAX_LENGTH)), _CITY_SMALL)


def _without_lone_signs(tidy: str) -> str:
    return tidy.strip(" ,;-") if any(map(str.isalnum, tidy)) else ""


def _cased(tidy: str, small: frozenset[str]) -> str:
    if not (tidy.isupper() or tidy.islower()) or not any(map(str.isalpha, tidy)):
        return tidy

    def cased(found: re.Match[str]) -> str:
        word, start = found.group(), found.start()
        behind_number = start > 0 and tidy[start - 1].isdigit()
        if (start and word in small) or (behind_number and len(word) > 1):
            return word
        upper = word[0].title()
        return (upper if len(upper) == 1 else word[0]) + word[1:]

    tidy = tidy.lower().replace("i̇", "i")
    return _FINAL_SIGMA.sub("ς", _WORD.sub(cased, tidy))


def postcode(raw: str, country: str | None) -> str | None:
    """Return a postcode as its country writes it, ``None`` where it cannot be one.

    >>> postcode("NO-155", "NO"), postcode("11122", "SE"), postcode("sw1a1aa", "GB")
    ('0155', '111 22', 'SW1A 1AA')
    """
    typed = text.ascii_digits(text.clean(raw, 20)).upper()
    bare = _NOT_CODE.sub("", _COUNTRY_PREFIX.sub("", typed))
    if not bare or not bare.isascii():
        return None
    if country in _DIGITS:
        whole, least = _DIGITS[country]
        if not bare.isdigit() or not least <= len(bare) <= whole:
            return None
        bare = bare.zfill(whole)
        if not bare.strip("0"):
            return None
    elif country in _SHAPES:
        found = _SHAPES[country].fullmatch(bare)
        if not found:
            return None
        if country in _JOINED_BY:
            first, second = str(found[1]), found[2]
            first = first.zfill(5) if country == "US" else first
            return f"{first}{_JOINED_BY[country]}{second}" if second else first
    else:
        return typed
    if country in _GROUPED:
        head, sign = _GROUPED[country]
        return f"{bare[:head]}{sign}{bare[head:]}"
    return bare


@lru_cache(maxsize=1024)
def parse(street: str = "", code: str = "", city: str = "", country: str | None = None) -> Address:
    """Return the address, also where the town is in ``code``, or town and postcode in ``street``.

    A postcode that is not valid in its country stays as it was sent.
    """
    typed, town = text.clean(street, _MAX_LENGTH), clean_city(city)
    capitals = text.clean(code, _MAX_CODE).upper()
    sent = text.ascii_digits(text.clean(capitals, _MAX_CODE))
    both = _WITH_CITY.match(sent)
    if both and postcode(both[1], country):
        town = town or clean_city(sent[both.start(2) :])
        sent = sent[: both.end(1)]
    if typed and not sent:
        typed, sent, found = _out_of_street(typed, country)
        town = town or clean_city(found)
    shown = clean(typed)
    name, number, letter = _split(shown, country)
    return Address(
        street=shown,
        postcode=(postcode(sent, country) or sent) if sent else "",
        city=town,
        country=country,
        street_name=name,
        number=number,
        letter=letter,
    )


def _out_of_street(typed: str, country: str | None) -> tuple[str, str, str]:
    if country == "US":
        found = _IN_US_STREET.match(typed)
        return (found[1], found[4], found[2]) if found else (typed, "", "")
    found = _IN_STREET.match(typed)
    if found and postcode(found[2], country):
        return found[1].strip(" ,"), found[2], found[3]
    return typed, "", ""


def key(address: Address) -> str | None:
    """Return what all spellings of one address share, ``None`` where it has no house number.

    >>> key(parse("Storgt. 5 b", "0155", "", "NO")) == key(parse("STORGATEN 5B", "155", "", "NO"))
    True
    """
    place = _NOT_CODE.sub("", address.postcode) or text.fold(address.city)
    if not (address.street_name and address.number and place):
        return None
    return f"{address.country}|{place}|{address.street_name}|{address.number}{address.letter}"


def _split(shown: str, country: str | None) -> tuple[str, str, str]:
    """Return the folded name of a street, the house number and its letter."""
    lowered = text.ascii_digits(shown).lower()
    if not lowered:
        return "", "", ""
    if country in _NORDIC:
        for abbreviated, whole in _SHORT_TYPES:
            lowered = abbreviated.sub(whole, lowered)
    in_front = _NUMBER_IN_FRONT.match(lowered)
    if in_front and country not in _NUMBER_FIRST and _DATE_NAME.match(lowered):
        behind = _NUMBER.match(lowered)
        in_front = None if behind else in_front
    found = in_front or _NUMBER.match(lowered)
    if not found:
        return _folded_street(lowered, country), "", ""
    letter = found["letter"] or ""
    number = found["number"].lstrip("0")
    return _folded_street(found["name"], country), number, text.fold(letter)


def _folded_street(name: str, country: str | None) -> str:
    words = [word for word in text.fold(name).split() if word not in _SILENT]
    if country in _NORDIC:
        words = [_nordic(word) for word in words]
    elif country in {"GR", "CY", "IL"}:
        words = [_OTHER_WORDS.get(word, word) for word in words]
    else:
        words = [_ENGLISH_WORDS.get(word, word) for word in words]
    folded = " ".join(words)
    for spelled, letter in _SPELLED_LETTERS:
        folded = folded.replace(spelled, letter)
    return folded


def _nordic(word: str) -> str:
    if word in _NORDIC_WORDS:
        return _NORDIC_WORDS[word]
    for end, kind in _NORDIC_ENDS:
        if end.search(word):
            return end.sub(kind, word)
    return word
