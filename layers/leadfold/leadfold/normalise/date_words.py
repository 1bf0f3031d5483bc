"""How dates are written: the order of day and month by country, and the names of months."""

import re
import unicodedata

from leadfold.normalise import text

MONTH_FIRST = frozenset("US AS FM GU MH MP PH PR PW VI".split())
YEAR_FIRST = frozenset({"SE"})
#: Countries where two numbers before a year are day and month, whatever sign is between them.
DAY_FIRST = frozenset(
    "AT AU BE BG CH CY CZ DE DK EE ES FI FR GB GR HR IE IL IN IS IT LT LU LV MT NL NO NZ PL PT "
    "RO RS RU SE SI SK TR UA".split()
)

#: Names and abbreviations of the months by number, without accents, in English, Norwegian, Danish,
#: Swedish, Finnish, German, Dutch, French, Spanish, Italian, Portuguese, Greek and Hebrew.
_NAMES = {
    1: (
        "jan januar january januari jaenner janner janv janvier ene enero gen gennaio janeiro "
        "tammi tammikuu tammikuuta ιαν ιανουαριοσ ιανουαριου ינואר ינו"
    ),
    2: (
        "feb februar february februari fevr fevrier febrero febbraio fev fevereiro helmi "
        "helmikuu helmikuuta φεβ φεβρουαριοσ φεβρουαριου פברואר פבר"
    ),
    3: (
        "mar mars marts march maerz marz mrz maart mrt marzo marco maalis maaliskuu "
        "maaliskuuta μαρ μαρτιοσ μαρτιου μαρτ מרץ מרס"
    ),
    4: (
        "apr april avr avril abr abril aprile huhti huhtikuu huhtikuuta απρ απριλιοσ απριλιου "
        "אפריל אפר"
    ),
    5: ("may mai maj mei mayo mag maggio maio touko toukokuu toukokuuta μαι μαιοσ μαιου μαη מאי"),
    6: (
        "jun juni june juin junio giu giugno junho kesa kesakuu kesakuuta ιουν ιουνιοσ "
        "ιουνιου יוני יונ"
    ),
    7: (
        "jul juli july juil juillet julio lug luglio julho heina heinakuu heinakuuta ιουλ "
        "ιουλιοσ ιουλιου יולי יול"
    ),
    8: (
        "aug august augusti augustus aout ago agosto elo elokuu elokuuta αυγ αυγουστοσ "
        "αυγουστου אוגוסט אוג"
    ),
    9: (
        "sep sept september septembre septiembre setiembre set settembre setembro syys "
        "syyskuu syyskuuta σεπ σεπτ σεπτεμβριοσ σεπτεμβριου ספטמבר ספט"
    ),
    10: (
        "oct okt october oktober octobre octubre ott ottobre out outubro loka lokakuu "
        "lokakuuta οκτ οκτωβριοσ οκτωβριου אוקטובר אוק"
    ),
    11: (
        "nov november novembre noviembre novembro marras marraskuu marraskuuta νοε νοεμ "
        "νοεμβριοσ νοεμβριου נובמבר נוב"
    ),
    12: (
        "dec des dez desember december dezember decembre dic diciembre dicembre dezembro "
        "joulu joulukuu joulukuuta δεκ δεκεμβριοσ δεκεμβριου דצמבר דצמ"
    ),
}
_MONTHS = {name: number for number, names in _NAMES.items() for name in names.split()}
_ACCENTS = re.compile("[\u0300-\u036f]")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012"), "-")


def clean(raw: str, limit: int) -> str:
    """Return a date as typed, in lower case, without accents and with one kind of hyphen."""
    typed = text.ascii_digits(text.clean(raw, limit)).casefold()
    if typed.isascii():
        return typed
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", typed.translate(_HYPHENS)))
    return unicodedata.normalize("NFC", bare)


def month_of(word: str) -> int | None:
    """Return the number of a month by its name, as ``clean`` returns it.

    >>> month_of("nov"), month_of("בנובמבר"), month_of("noon")
    (11, 11, None)
    """
    bare = word.replace("ς", "σ")
    return _MONTHS.get(bare) or _MONTHS.get(bare.removeprefix("ב"))
