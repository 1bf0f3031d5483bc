"""Names of organisations: the words, the legal form and the branch, each apart.

Two registered companies may differ by nothing but their legal form (``X AS``, ``X ASA``), so the
form is part of the key.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from leadfold.normalise import text

_MAX_LENGTH = 200

# -- legal forms ----------------------------------------------------------------------------------

#: Each form with its other spellings, parted by ``|``: small letters, without dots, slashes,
#: quotes and Greek accents. The Israeli בע"מ is "Ltd" in the company's own English name.
_FORMS = {
    # Norway, Denmark
    "as": "a s|aksjeselskap|aksjeselskapet|aktieselskab|aktieselskabet",
    "asa": "allmennaksjeselskap|allmennaksjeselskapet",
    "ans": "ansvarlig selskap",
    "da": "selskap med delt ansvar",
    "enk": "enkeltpersonforetak|enkeltpersonsforetak|enkeltmannsforetak|enkeltmandsvirksomhed",
    "nuf": "norskregistrert utenlandsk foretak|norsk avdeling av utenlandsk foretak",
    "sa": "samvirkeforetak|société anonyme|societe anonyme",
    "ba": "",
    "bbl": "boligbyggelag",
    "iks": "interkommunalt selskap",
    "kf": "kommunalt foretak",
    "hf": "helseforetak",
    "ks": "k s|kommandittselskap|kommanditselskab",
    "is": "i s|indre selskap|interessentskab",
    "ps": "p s|partnerselskab",
    "aps": "anpartsselskab|anpartsselskabet",
    "ivs": "iværksætterselskab",
    "amba": "a m b a|andelsselskab",
    "stiftelsen": "stiftelse",
    # Sweden, Finland
    "ab": "aktiebolag|aktiebolaget",
    "hb": "handelsbolag|handelsbolaget",
    "kb": "kommanditbolag|kommanditbolaget",
    "ek för": "ekonomisk förening|ek för upa",
    "oy": "osakeyhtiö|osakeyhtio|oy ab|ab oy",
    "oyj": "abp|julkinen osakeyhtiö|julkinen osakeyhtio|oyj abp",
    "ky": "kommandiittiyhtiö|kommandiittiyhtio",
    "ay": "avoin yhtiö|avoin yhtio",
    "tmi": "toiminimi",
    "osk": "osuuskunta",
    "ry": "rekisteröity yhdistys|ry rf",
    # Greece: with the words that say what an A.E. does, and that it has one owner
    "αε": "ae|ανωνυμη εταιρεια|ανωνυμη εταιρια|ανωνυμοσ εταιρεια|ανωνυμοσ εταιρια|μονοπροσωπη αε"
    "|μαε|αβεε|αεβε|μονοπροσωπη ανωνυμη εταιρεια",
    "επε": "epe|εταιρεια περιορισμενησ ευθυνησ|εταιρια περιορισμενησ ευθυνησ|μονοπροσωπη επε|μεπε",
    "ικε": "ike|ιδιωτικη κεφαλαιουχικη εταιρεια|μονοπροσωπη ικε|μικε"
    "|μονοπροσωπη ιδιωτικη κεφαλαιουχικη εταιρεια",
    "οε": "ομορρυθμη εταιρεια|ομορρυθμοσ εταιρεια",
    "εε": "ετερορρυθμη εταιρεια|ετερορρυθμοσ εταιρεια",
    # Israel, Britain, America
    "ltd": "limited|בעמ|בערבון מוגבל",
    "ער": "עמותה רשומה",
    "plc": "public limited company",
    "inc": "incorporated",
    "corp": "corporation",
    "llc": "limited liability company",
    "llp": "limited liability partnership",
    "pty ltd": "pty|pty limited",
    "pte ltd": "pte|pte limited",
    # elsewhere
    "gmbh": "gesellschaft mit beschränkter haftung|mbh",
    "gmbh & co kg": "gmbh co kg",
    "ag": "aktiengesellschaft",
    "kg": "kommanditgesellschaft",
    "ug": "unternehmergesellschaft",
    "ohg": "",
    "sas": "",
    "sarl": "s a r l|sàrl|sa rl|sà rl",
    "srl": "s r l",
    "spa": "s p a",
    "sl": "s l",
    "bv": "b v",
    "nv": "n v",
    "sro": "s r o",
    "sp z oo": "sp zoo|spzoo",
    "kft": "",
    "oü": "",
    "uab": "",
    "sia": "",
    "ehf": "",
}
_FORM_OF = {
    spelling: form
    for form, others in _FORMS.items()
    for spelling in [form, *filter(None, others.split("|"))]
}
_LONGEST_FORM = max(len(spelling.split()) for spelling in _FORM_OF)
#: Forms that stand in front as well.
_FORMS_IN_FRONT = frozenset(
    "as ab ans oy oyj ky ay tmi osk hb kb ks stiftelsen αε επε ικε οε εε".split()
)

# -- words ----------------------------------------------------------------------------------------

_AND = frozenset("& + and og och ja και kai ו und".split())
AND = "and"
#: Behind these stands which part of a company it is.
_BRANCH = frozenset(
    "avd avdeling avdelning afd afdeling filial sivuliike υποκαταστημα סניף".split()
)
_BRANCH_BEHIND_FORM = frozenset("branch department dept division".split())
#: What is said of a company behind its name; other words in brackets are part of it.
_REMARKS = (
    r"publ|tidl\w*|f\.?d|før|formerly|former|ex|previously|πρώην|לשעבר|hq|head office"
    r"|hovedkontor\w*|huvudkontor\w*|konkurs\w*|avviklet|slettet|(?:i|in|under)\s+"
    r"(?:konkurs\w*|\w*likvid\w*|liquidation|administration|bankruptcy|\w*avvikling\w*)|test"
)
# Compiled by `re` at first use: most names, and every cold start, do without.
_REMARK = rf"(?i)[(\[]\s*(?:{_REMARKS})\b[^()\[\]]*[)\]]"
_TAIL = r"(?i)(?<=\S)[\s,]+(?:c/o|v/|attn?[:.]|attn\b|org\.?\s?(?:nr|no|nummer)\b|mva\b).*$"
_IN_BRACKETS = r"\([^()]*\)"
_CARE_OF = r"(?i)^(?:c/o|attn?[:.])\s*"
_WORD = r"[&+]|[^\s,;:&+()\[\]\"“”„«»|–—!?*]+"
_DOTTED = r"(?:[^\W\d_]\.)+[^\W\d_]?\.?"
_HEBREW_ACRONYM = r"(?<=[א-ת])[\"“”״](?=[א-ת](?![א-ת]))"
_NOT_SHOWN = {"So", "Sk", "Cs", "Co", "Cn", "Cf"}
_POINTS = frozenset(map(chr, range(0x591, 0x5C8)))
_OF_EMOJI = "\ufe0e\ufe0f\u20e3"
_AROUND = " ,;:-–—|*"
_QUOTES = {'"': '"', "“": "”", "«": "»", "'": "'", "„": "“"}
_UNMARKED = str.maketrans(
    dict(zip("άέήίόύώϊϋΐΰς", "αεηιουωιυιυσ", strict=True))
    | {"ß": "ss"}
    | dict.fromkeys("./'’‘´`\"״׳")
)

#: What people write who have no company.
_NOBODY = frozenset(
    (
        "na|n a|null|none|undefined|unknown|ukjent|okand|ukendt|ingen|ingenting|inget|intet|nei"
        "|nej|no|ei|x|xx|xxx|test|privat|private|privatperson|privat person|private person"
        "|yksityishenkilo|yksityinen|idiotis|ikke relevant|ej relevant|not applicable|company"
        "|firma|student|pensjonist|pensionar|pensionist|retired|arbeidsledig|unemployed|0"
        "|selvstendig|self employed|selfemployed|freelance|freelancer|company name|firmanavn"
    ).split("|")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An organisation's name: folded words, its legal form and its branch, empty where none.

    ``words`` has ``AND`` for every word and sign of that meaning.
    """

    words: tuple[str, ...]
    form: str = ""
    branch: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def clean(raw: str) -> str:
    """Return the name as typed, without emoji, quotes around it and doubled blanks."""
    tidy = text.clean(raw, _MAX_LENGTH)
    while (shorter := _tidier(tidy)) != tidy:
        tidy = shorter
    return tidy


def _tidier(tidy: str) -> str:
    if not tidy.isascii():
        tidy = "".join(
            char
            for char in tidy
            if unicodedata.category(char) not in _NOT_SHOWN and char not in _OF_EMOJI
        )
        tidy = re.sub(_HEBREW_ACRONYM, "״", tidy)
    tidy = text.clean(tidy.strip(_AROUND), _MAX_LENGTH)
    if len(tidy) > 1 and _QUOTES.get(tidy[0]) == tidy[-1]:
        tidy = tidy[1:-1]
    return tidy


@lru_cache(maxsize=65536)
def parse(raw: str) -> Company | None:
    """Return the parts of an organisation's name, ``None`` where the text names none.

    >>> parse("Oslo Bygg & Eiendom A/S, avd. Bergen")
    Company(words=('oslo', 'bygg', 'and', 'eiendom'), form='as', branch=('bergen',))
    """
    tokens = _tokens(clean(raw))
    tokens, behind = _branch(tokens)
    tokens, form = _form(tokens)
    words = _folded(tokens)
    if not words or " ".join(words) in _NOBODY:
        return None
    return Company(words=words, form=form, branch=_folded(behind))


def key(raw: str) -> str:
    """Return what the spellings of one full name share, its legal form in one spelling; or ``""``.

    >>> key("Equinor ASA"), key("EQUINOR Allmennaksjeselskap"), key("Equinor")
    ('equinor|asa', 'equinor|asa', 'equinor|')
    """
    found = parse(raw)
    if not found:
        return ""
    parts = [" ".join(found.words), found.form]
    return "|".join([*parts, " ".join(found.branch)] if found.branch else parts)


def _tokens(tidy: str) -> list[str]:
    if tidy.replace(" ", "").isalpha():
        return tidy.split()
    tidy = re.sub(_CARE_OF, "", tidy)
    tidy = re.sub(_TAIL, "", tidy)
    if "(" in tidy or "[" in tidy:
        without = re.sub(_REMARK, " ", tidy)
        tidy = without if without.strip() else tidy
    return re.findall(_WORD, tidy)


def _bare(token: str) -> str:
    """Return a token as the table of forms has it.

    >>> _bare("A/S"), _bare("Α.Ε."), _bare("בע״מ")
    ('as', 'αε', 'בעמ')
    """
    return token.casefold().translate(_UNMARKED)


def _branch(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Return the tokens of the company, and those that say which part of it."""
    bare = [_bare(token) for token in tokens]
    for at in range(1, len(bare)):
        if bare[at] in _BRANCH or (bare[at] in _BRANCH_BEHIND_FORM and bare[at - 1] in _FORM_OF):
            return tokens[:at], tokens[at + 1 :] or ["branch"]
    return tokens, []


def _form(tokens: list[str]) -> tuple[list[str], str]:
    """Return the tokens without the legal form behind or in front, and the form."""
    bare = [_bare(token) for token in tokens]
    size, form = _form_behind(bare)
    if size:
        tokens, bare = tokens[:-size], bare[:-size]
        if {form, bare[0]} == {"oy", "ab"} and len(bare) > 1:
            return tokens[1:], "oy"  # a Finnish company names its form in both languages
        before = _form_behind(bare) if form == "nuf" else (0, "")
        return (tokens[: -before[0]], f"{before[1]} nuf") if before[0] else (tokens, form)
    size, form = _form_before(bare)
    return tokens[size:], form


def _form_behind(bare: Sequence[str]) -> tuple[int, str]:
    """Return how many of the last words are a legal form, and which; a name stays before it."""
    for size in range(min(_LONGEST_FORM, len(bare) - 1), 0, -1):
        if form := _FORM_OF.get(" ".join(bare[-size:])):
            return size, form
    return 0, ""


def _form_before(bare: Sequence[str]) -> tuple[int, str]:
    for size in range(min(_LONGEST_FORM, len(bare) - 1), 0, -1):
        form = _FORM_OF.get(" ".join(bare[:size]), "")
        if form in _FORMS_IN_FRONT:
            return size, form
    return 0, ""


def _folded(tokens: list[str]) -> tuple[str, ...]:
    """Return the words for comparing; letters that stand alone side by side are one word."""
    words: list[str] = []
    alone = False
    for token in tokens:
        if is_joiner(token):
            words.append(AND)
            alone = False
            continue
        whole = token.replace(".", "") if re.fullmatch(_DOTTED, token) else token
        for word in _fold(text.ascii_digits(_without_apostrophes(whole))).split():
            letter = len(word) == 1 and word.isalpha()
            if letter and alone:
                words[-1] += word
            else:
                words.append(word)
            alone = letter
    while words and words[0] == AND:
        words.pop(0)
    while words and words[-1] == AND:
        words.pop()
    return tuple(words)


def _fold(token: str) -> str:
    """Fold a word; a Hebrew one stays, since its letters without vowels are told apart by it."""
    if token.isascii() or not any("\u05d0" <= char <= "\u05ea" for char in token):
        return text.fold(token)
    return "".join(char if char.isalnum() else " " for char in token if char not in _POINTS)


def _without_apostrophes(token: str) -> str:
    return token if token.isalnum() else re.sub("['’‘´`׳״]", "", token)


# -- told from people -----------------------------------------------------------------------------

#: Forms that are nobody's name in any case.
_SURE = frozenset(
    (
        "aps enk nuf oy oyj abp tmi ltd limited llc llp plc inc incorporated corp corporation "
        "gmbh mbh sarl srl pty oü kft uab ehf iks bbl amba ivs osk ohg sro publ αε επε ικε οε "
        "εε μικε μεπε αβεε αεβε בעמ aktiebolag aktiebolaget aksjeselskap aksjeselskapet "
        "aktieselskab aktieselskabet allmennaksjeselskap handelsbolag handelsbolaget "
        "kommanditbolag anpartsselskab osakeyhtiö osakeyhtio osuuskunta toiminimi "
        "enkeltpersonforetak stiftelse stiftelsen samvirkeforetak"
    ).split()
)
#: Forms that may have something behind them: ``Foo Ltd. Norway``.
_SURE_WITHIN = frozenset(
    "ltd limited llc llp plc inc incorporated gmbh aktiebolag aksjeselskap בעמ".split()
)
#: Forms that are when they are capitals in a name that is not, or behind two words: a surname or
#: a given name without its ring (``Kari Ås``, ``Åsa``) may look like them.
_CAPITALS = frozenset("as ab asa hb kb ans bv nv ag kg ug spa ae epe".split())
_BEHIND_TWO = frozenset("as ab hb kb ans".split())
#: Forms that are surnames as well (``João Sá``, ``Amadou Ba``): they need another sign beside.
_WEAK = frozenset("sa ba da is ks ps ky ay ry sl sas sia kf hf ike co company ער".split())
_SLASHED = frozenset("a/s i/s k/s p/s".split())
_SURE_IN_FRONT = frozenset(
    (
        "oy tmi osakeyhtiö osakeyhtio toiminimi stiftelsen aktiebolaget aksjeselskapet "
        "aktieselskabet foreningen föreningen firma firmaet advokatfirma advokatfirmaet "
        "brødrene bröderna restaurant hotel hotell pizzeria sameiet borettslaget brf "
        "bostadsrättsföreningen selskapet university ministry εταιρεια εταιρια πανεπιστημιο "
        "υπουργειο ομιλοσ αφοι τραπεζα בנק חברת עיריית עמותת אוניברסיטת מועצת קבוצת"
    ).split()
)
#: Last words that are nobody's surname, in a name of two words or more.
_ORGANISATIONS = frozenset(
    (
        "kommune kommunen kommun fylkeskommune universitet universitetet university college "
        "høgskole høyskole høgskolen høyskolen högskola yliopisto sykehus sykehuset sjukhus "
        "sygehus barnehage idrettslag borettslag sameie sameiet forening foreningen "
        "förening föreningen yhdistys stiftelse stiftelsen säätiö departementet direktoratet "
        "holding holdings group gruppen gruppe koncernen konsern consulting consult consultants "
        "konsult konsulting rådgivning solutions løsninger lösningar services service technologies "
        "technology systems software industries industri international enterprises ventures "
        "investments invest capital partners associates logistics logistikk transport spedisjon "
        "eiendom eiendommer fastigheter ejendomme kiinteistöt properties regnskap redovisning "
        "revisjon advokatfirma advokatfirmaet advokater advokatkontor tannlegesenter tannklinikk "
        "klinikk klinikken legesenter legekontor apotek apteekki verksted bilverksted bilsenter "
        "entreprenør entreprenører rørleggerfirma rørleggerbedrift elektro byggservice byggefirma "
        "malerfirma snekkerfirma renhold rengøring städ ravintola restaurant pizzeria kafé "
        "hotel hotell hotellet studio media reklamebyrå byrå agency sparebank forsikring "
        "försäkring insurance idrettsforening fotballklubb idrottsförening menighet församling "
        "ungdomsskole barneskole avdeling avdelingen avdelning kundeservice kundservice "
        "kundtjänst kundeservise asiakaspalvelu resepsjon resepsjonen reception department "
        "sønner søner söner sons "
        "εταιρεια εταιρια ομιλοσ πανεπιστημιο νοσοκομειο συλλογοσ συμβουλοι τεχνικη μεταφορεσ "
        "υιοι κατασκευαστικη υπηρεσιεσ "
        "חברה שירותים ייעוץ אחזקות השקעות נדלן ובניו ושות תעשיות טכנולוגיות מערכות פתרונות הובלות"
    ).split()
)
#: Departments in one word.
_ALONE = frozenset(
    (
        "kundeservice kundservice kundtjänst asiakaspalvelu resepsjonen salgsavdelingen "
        "regnskapsavdelingen personalavdelingen økonomiavdelingen markedsavdelingen "
        "innkjøpsavdelingen salgsavdeling regnskapsavdeling kundesenter kundesenteret"
    ).split()
)
#: Words of trades, none of them a name: a sign that a short form is one.
_TRADES = frozenset(
    (
        "bygg bygningsservice rør vvs elektriker maskin anlegg graving maling dekk taxi frakt "
        "sjømat energi energy data tech digital web design helse hytte megler eiendomsmegler coop "
        "samvirkelag felleskjøpet trading import export salg shop butikk norge norway sverige "
        "sweden danmark denmark finland suomi nordic scandinavia skandinavia europe hellas oil "
        "shipping rederi drift teknikk tekniikka rakennus palvelu palvelut gartneri hospital skole"
    ).split()
)
_ENDINGS = (
    "kommune", "barnehage", "borettslag", "idrettslag", "avdeling", "avdelingen", "avdelning",
    "selskap", "selskapet", "forening", "foreningen", "förening", "föreningen", "sykehus",
    "regnskap", "eiendom", "eiendommer", "fastigheter", "entreprenør", "elektro", "verksted",
    "universitet", "transport", "service", "gruppen", "teknikk", "firmaet", "yhdistys", "yhtiö",
)  # fmt: skip
_LONGER_THAN_ENDING = 3
_BEHIND_AND = frozenset("co company cie sønn sønner son søner söner partnere partner".split())
#: Letters of a form in several words, or with dots within, that is nobody's initials.
_MIN_SPELLED = 3
_TITLES = frozenset("dr mr mrs ms miss mx prof fru herr hr frk κ κος κα מר גב דר".split())
_NO_NAME = ("@", "://", "{{", "}}", "${", "<%")
_MIN_WORDS = 3


def looks_like_company(raw: str) -> bool:
    """Tell whether a name is an organisation's beyond doubt: no person may be taken for one.

    >>> looks_like_company("Hansen Bygg AS"), looks_like_company("Kari As")
    (True, False)
    """
    tidy = clean(raw)
    if not tidy or any(sign in tidy for sign in _NO_NAME):
        return False
    tokens = _tokens(re.sub(_IN_BRACKETS, " ", tidy) if "(" in tidy else tidy)
    bare = [_bare(token) for token in tokens]
    if len(bare) < 2:  # noqa: PLR2004
        return bool(bare) and bare[0] in _ALONE
    if bare[0] in _TITLES:
        return False
    if bare[0] in _SURE_IN_FRONT or tokens[0].casefold() in _SLASHED:
        return True
    if _form_before(bare)[0] > 1 and len(bare[0]) > 1:
        return True
    if bare[-1] in _SURE or any(word in _BRANCH or word in _SURE_WITHIN for word in bare[1:]):
        return True
    return _ends_as_company(tokens, bare)


def _ends_as_company(tokens: list[str], bare: list[str]) -> bool:
    last, shown = bare[-1], tokens[-1]
    if last in _ORGANISATIONS or _is_compound(last) or shown.casefold() in _SLASHED:
        return True
    if bare[-2] in _AND and last in _BEHIND_AND:
        return True
    spelled, _ = _form_behind(bare)
    letters = len("".join(bare[-spelled:])) if spelled else 0
    if letters >= _MIN_SPELLED and (spelled > 1 or re.fullmatch(_DOTTED, shown)):
        return True
    traded = any(
        word in _TRADES or word in _ORGANISATIONS or word.isdigit() or _is_compound(word)
        for word in bare[:-1]
    )
    if last in _WEAK:
        return traded or (last == "company" and len(bare) >= _MIN_WORDS)
    if last not in _CAPITALS:
        return False
    whole = "".join(filter(str.isalpha, "".join(tokens)))
    if whole.isupper() or whole.islower():
        behind_two = last in _BEHIND_TWO and len(bare) >= _MIN_WORDS
        return traded or behind_two
    return traded or shown.isupper()


def _is_compound(word: str) -> bool:
    return word.endswith(_ENDINGS) and any(
        word.endswith(end) and len(word) >= len(end) + _LONGER_THAN_ENDING for end in _ENDINGS
    )


def is_joiner(word: str) -> bool:
    """Tell whether a word or sign means "and"."""
    return word.casefold().translate(_UNMARKED) in _AND


def form_shown(word: str) -> str | None:
    """Return a legal form as it is written where all words came in one case; ``None`` for others.

    >>> form_shown("asa"), form_shown("LTD"), form_shown("bygg")
    ('ASA', 'Ltd', None)
    """
    bare = _bare(word)
    if bare not in _FORM_OF:
        return None
    if bare in _MIXED_CASE:
        return _MIXED_CASE[bare] + "." * word.endswith(".")
    return word.upper() if len(bare) <= len("gmbh") else None


_MIXED_CASE = {
    "aps": "ApS", "ltd": "Ltd", "inc": "Inc", "corp": "Corp", "oy": "Oy", "oyj": "Oyj",
    "ky": "Ky", "tmi": "Tmi", "gmbh": "GmbH", "pty": "Pty", "pte": "Pte", "abp": "Abp",
}  # fmt: skip
