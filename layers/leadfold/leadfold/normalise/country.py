"""Countries: ISO 3166 codes and names in the languages that Leadfold speaks."""

import re
import unicodedata
from functools import lru_cache

from leadfold.normalise import text

_MAX_LENGTH = 80
_FLAG_FROM, _FLAG_TO = 0x1F1E6, 0x1F1FF
_NOT_WORD = re.compile(r"[\W_]+")

_CODES = frozenset(
    (
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO "
        "BQ BR "
        "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM "
        "DO DZ "
        "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT "
        "GU GW "
        "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR "
        "KW KY "
        "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT "
        "MU MV "
        "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT "
        "PW PY "
        "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD "
        "TF TG "
        "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT "
        "ZA ZM "
        "ZW"
    ).split()
)
_NOT_ISO = {"UK": "GB", "EL": "GR"}

#: Code, three-letter code, then names: English, Norwegian, Swedish, Danish, Finnish, Greek, Hebrew.
_NAMES = """
NO|nor|norway|norge|noreg|norja|νορβηγια|נורווגיה|נורבגיה|kingdom of norway
SE|swe|sweden|sverige|ruotsi|σουηδια|שוודיה|שבדיה
DK|dnk|denmark|danmark|tanska|δανια|דנמרק
FI|fin|finland|suomi|φινλανδια|פינלנד
IS|isl|iceland|island|islanti|ισλανδια|איסלנד
FO|fro|faroe islands|færøyene|færøerne|färöarna|färsaaret
GL|grl|greenland|grønland|grönland|grönlanti|γροιλανδια|גרינלנד
IL|isr|israel|ισραηλ|ישראל|state of israel|מדינת ישראל
PS|pse|palestine|palestina|palæstina|palestiina|παλαιστινη|פלסטין
GR|grc|greece|hellas|grekland|grækenland|kreikka|ελλαδα|ελλας|hellada|יוון
CY|cyp|cyprus|kypros|cypern|kypros|κυπρος|קפריסין
US|usa|united states|united states of america|america|forente stater|de forente stater|amerika|förenta staterna|yhdysvallat|ηπα|ηνωμενες πολιτειες|αμερικη|ארצות הברית|ארהב|ארה״ב|u s a|u s
CA|can|canada|kanada|καναδας|קנדה
GB|gbr|united kingdom|great britain|england|scotland|wales|northern ireland|storbritannia|storbritannien|iso britannia|englanti|ηνωμενο βασιλειο|αγγλια|μεγαλη βρετανια|בריטניה|אנגליה|הממלכה המאוחדת|skottland|skotland
IE|irl|ireland|irland|irlanti|ιρλανδια|אירלנד
DE|deu|germany|deutschland|tyskland|saksa|γερμανια|גרמניה
AT|aut|austria|østerrike|österrike|østrig|itävalta|österreich|αυστρια|אוסטריה
CH|che|switzerland|sveits|schweiz|sveitsi|ελβετια|שווייץ|שוויץ
LI|lie|liechtenstein|λιχτενσταιν|ליכטנשטיין
FR|fra|france|frankrike|frankrig|ranska|γαλλια|צרפת
BE|bel|belgium|belgia|belgien|belgia|βελγιο|בלגיה
NL|nld|netherlands|the netherlands|holland|nederland|nederländerna|nederlandene|alankomaat|hollanti|ολλανδια|κατω χωρες|הולנד
LU|lux|luxembourg|luxemburg|λουξεμβουργο|לוקסמבורג
ES|esp|spain|spania|spanien|españa|espanja|ισπανια|ספרד
PT|prt|portugal|portugali|πορτογαλια|פורטוגל
IT|ita|italy|italia|italien|ιταλια|איטליה
MT|mlt|malta|μαλτα|מלטה
PL|pol|poland|polen|polska|puola|πολωνια|פולין
CZ|cze|czech republic|czechia|tsjekkia|tjeckien|tjekkiet|tšekki|τσεχια|צכיה|צ׳כיה
SK|svk|slovakia|slovakiet|slovakien|σλοβακια|סלובקיה
HU|hun|hungary|ungarn|ungern|unkari|ουγγαρια|הונגריה
RO|rou|romania|rumänien|rumænien|ρουμανια|רומניה
BG|bgr|bulgaria|bulgarien|βουλγαρια|בולגריה
SI|svn|slovenia|slovenien|σλοβενια|סלובניה
HR|hrv|croatia|kroatia|kroatien|κροατια|קרואטיה
RS|srb|serbia|serbien|σερβια|סרביה
BA|bih|bosnia and herzegovina|bosnia|bosnia hercegovina|bosnia og hercegovina|bosnien|bosnien hercegovina|βοσνια|בוסניה
ME|mne|montenegro|μαυροβουνιο|מונטנגרו
MK|mkd|north macedonia|macedonia|nord makedonia|makedonia|nordmakedonien|makedonien|βορεια μακεδονια|מקדוניה
AL|alb|albania|albanien|αλβανια|אלבניה
EE|est|estonia|estland|viro|εσθονια|אסטוניה
LV|lva|latvia|lettland|letland|λετονια|לטביה
LT|ltu|lithuania|litauen|liettua|λιθουανια|ליטא
UA|ukr|ukraine|ukraina|ουκρανια|אוקראינה
BY|blr|belarus|hviterussland|vitryssland|hviderusland|valko venäjä|λευκορωσια|בלארוס
MD|mda|moldova|μολδαβια|מולדובה
RU|rus|russia|russland|ryssland|rusland|venäjä|ρωσια|רוסיה|russian federation
TR|tur|turkey|türkiye|tyrkia|turkiet|tyrkiet|turkki|τουρκια|טורקיה
GE|geo|georgia|georgien|γεωργια|גאורגיה
AM|arm|armenia|armenien|αρμενια|ארמניה
AZ|aze|azerbaijan|aserbajdsjan|αζερμπαϊτζαν|אזרבייגן
SY|syr|syria|syrien|syyria|συρια|סוריה
IQ|irq|iraq|irak|ιρακ|עיראק
IR|irn|iran|ιραν|איראן|אירן
AF|afg|afghanistan|αφγανισταν|אפגניסטן
LB|lbn|lebanon|libanon|λιβανος|לבנון
JO|jor|jordan|jordania|jordanien|ιορδανια|ירדן
EG|egy|egypt|egypten|egypti|αιγυπτος|מצרים
MA|mar|morocco|marokko|marocko|μαροκο|מרוקו
SO|som|somalia|σομαλια|סומליה
ER|eri|eritrea|ερυθραια|אריתריאה
ET|eth|ethiopia|etiopia|etiopien|αιθιοπια|אתיופיה
NG|nga|nigeria|νιγηρια|ניגריה
ZA|zaf|south africa|sør afrika|sydafrika|etelä afrikka|νοτια αφρικη|דרום אפריקה
IN|ind|india|indien|intia|ινδια|הודו
PK|pak|pakistan|πακισταν|פקיסטן
LK|lka|sri lanka|σρι λανκα|סרי לנקה
PH|phl|philippines|filippinene|filippinerna|filippinerne|filippiinit|φιλιππινες|הפיליפינים|פיליפינים
TH|tha|thailand|thaimaa|ταϊλανδη|תאילנד
VN|vnm|vietnam|viet nam|βιετναμ|וייטנאם
CN|chn|china|kina|kiina|κινα|סין
JP|jpn|japan|japani|ιαπωνια|יפן
KR|kor|south korea|korea|sør korea|sydkorea|etelä korea|νοτια κορεα|דרום קוריאה
AU|aus|australia|australien|αυστραλια|אוסטרליה
NZ|nzl|new zealand|nya zeeland|νεα ζηλανδια|ניו זילנד
BR|bra|brazil|brasil|brasilien|brasilia|βραζιλια|ברזיל
AR|arg|argentina|αργεντινη|ארגנטינה
CL|chl|chile|χιλη|צילה
CO|col|colombia|κολομβια|קולומביה
MX|mex|mexico|mexiko|meksiko|μεξικο|מקסיקו
AE|are|united arab emirates|uae|de forente arabiske emirater|dubai|ηαε|איחוד האמירויות
SA|sau|saudi arabia|saudiarabien|σαουδικη αραβια|ערב הסעודית
"""


def clean(raw: str) -> str:
    """Return the country as written, without marks."""
    return text.clean(raw, _MAX_LENGTH)


@lru_cache(maxsize=1024)
def parse(raw: str) -> str | None:
    """Return the two-letter code of a country, or ``None`` where the text is no known country.

    >>> parse("Norge"), parse("Ελλάδα"), parse("ישראל"), parse("usa"), parse("🇸🇪")
    ('NO', 'GR', 'IL', 'US', 'SE')
    """
    typed = clean(raw)
    if len(typed) == 2:  # noqa: PLR2004
        code = _flag(typed) or typed.upper()
        code = _NOT_ISO.get(code, code)
        return code if code in _CODES else None
    known = _known()
    words = _folded(typed)
    return known.get(words) or known.get(words.replace(" ", ""))


def key(code: str) -> str:
    """Return the code itself: it has one spelling."""
    return code


def _flag(typed: str) -> str:
    points = [ord(char) for char in typed]
    if not all(_FLAG_FROM <= point <= _FLAG_TO for point in points):
        return ""
    return "".join(chr(point - _FLAG_FROM + ord("A")) for point in points)


def _folded(name: str) -> str:
    marked = unicodedata.normalize("NFD", name.casefold())
    bare = "".join(char for char in marked if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", bare).strip()


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    known = {}
    for line in _NAMES.split("\n"):
        code, *names = line.split("|")
        for name in names:
            known[_folded(name)] = code
            known[_folded(name).replace(" ", "")] = code
    return known
