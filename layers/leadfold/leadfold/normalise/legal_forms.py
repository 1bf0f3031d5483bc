"""Legal forms of companies: each in all its spellings, found behind or in front of a name."""

import re
from collections.abc import Sequence

#: Each form with its other spellings, separated by ``|``, as ``as_listed`` returns them: small
#: letters, without dots, slashes, quotes and Greek accents. The Israeli בע"מ is "Ltd" in the
#: English name of a company.
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
#: Each spelling → the form.
FORM_OF = {
    spelling: form
    for form, others in _FORMS.items()
    for spelling in [form, *filter(None, others.split("|"))]
}
_LONGEST_FORM = max(len(spelling.split()) for spelling in FORM_OF)
#: Forms that may be written in front of the name as well.
_FORMS_IN_FRONT = frozenset(
    "as ab ans oy oyj ky ay tmi osk hb kb ks stiftelsen αε επε ικε οε εε".split()
)
#: How forms are shown that are not all capitals.
_MIXED_CASE = {
    "aps": "ApS", "ltd": "Ltd", "inc": "Inc", "corp": "Corp", "oy": "Oy", "oyj": "Oyj",
    "ky": "Ky", "tmi": "Tmi", "gmbh": "GmbH", "pty": "Pty", "pte": "Pte", "abp": "Abp",
}  # fmt: skip
_WITH_SLASH = r"(?i)\b([aikp])/s\b"  # compiled by `re` at first use: few names need it
_UNMARKED = str.maketrans(
    dict(zip("άέήίόύώϊϋΐΰς", "αεηιουωιυιυσ", strict=True))
    | {"ß": "ss"}
    | dict.fromkeys("./'’‘´`\"״׳")
)


def as_listed(word: str) -> str:
    """Return a word as the tables have it.

    >>> as_listed("A/S"), as_listed("Α.Ε."), as_listed("בע״מ")
    ('as', 'αε', 'בעמ')
    """
    return word.casefold().translate(_UNMARKED)


def form_behind(words: Sequence[str]) -> tuple[int, str]:
    """Return how many of the last words are a legal form, and the form; (0, "") where none is.

    ``words`` are as listed; at least one is left for the name.
    """
    for size in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if form := FORM_OF.get(" ".join(words[-size:])):
            return size, form
    return 0, ""


def form_before(words: Sequence[str]) -> tuple[int, str]:
    """Return how many of the first words are a legal form, and the form; (0, "") where none is."""
    for size in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        form = FORM_OF.get(" ".join(words[:size]), "")
        if form in _FORMS_IN_FRONT:
            return size, form
    return 0, ""


def without_slash(text: str) -> str:
    """Return a text with its Danish and Norwegian forms without their slash.

    >>> without_slash("Novo Nordisk A/S")
    'Novo Nordisk AS'
    """
    return re.sub(_WITH_SLASH, lambda form: form[1] + ("S" if form[1].isupper() else "s"), text)


def spelled(word: str) -> str | None:
    """Return a legal form in its usual case, ``None`` where the word is none or is a long word.

    >>> spelled("asa"), spelled("LTD"), spelled("bygg")
    ('ASA', 'Ltd', None)
    """
    listed = as_listed(word)
    if listed not in FORM_OF:
        return None
    if listed in _MIXED_CASE:
        return _MIXED_CASE[listed] + "." * word.endswith(".")
    return word.upper() if len(listed) <= len("gmbh") else None
