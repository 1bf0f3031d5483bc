"""What stands beside a name and is no part of it: contacts, dates, a former name, a job.

It is taken off for reading; what was sent stays on the inquiry.
"""

import re
from typing import NamedTuple

from leadfold.normalise.company_recognition import looks_like_company
from leadfold.normalise.job_titles import job_and_employer, take_job
from leadfold.normalise.known_names import is_given, is_known
from leadfold.normalise.name_titles import is_degree, take_suffix, take_title

#: Words that make a name be looked at for what stands beside it.
WORDS = frozenset(
    (
        "née nee geb geb. født fødd född f. f: o.s. γένος לבית born b. s. d. aka a.k.a. alias kalt "
        "kaldet kallad c/o c/- m. att att. attn attn. attn: att: v/ care vegne behalf uppdrag m/ "
        "hei hi hello hallo hej moi jeg jag eg i i'm my this det mitt mit navnet nimeni minun με "
        "είμαι λέγομαι שמי קוראים אני שלום ich mein je me mi hilsen mvh mvh. vennlig hälsningar "
        "terveisin regards kind best בברכה dødsbo dødsboet dödsbo dödsboet kuolinpesä estate boet "
        "nachlass med with עיזבון עזבון the død avdød avdøde geborene gebürtige formerly fka tidl "
        "tidl. tidligere fd f.d. ent. entinen os. épouse πρώην γεν. fhv."
    ).split()
)

_EMAIL = r"[<(\[]?\s?(?:mailto:)?([^\s,;<>()\[\]@]+@[^\s,;<>()\[\]@]+\.[^\s,;<>()\[\]@]+)\s?[>)\]]?"
_BORN = (
    r"(?<!\w)(?:f|b|s|d|født|fødd|född|synt|syntynyt|born|dob|γεν"
    r"|γεννήθηκε|γεννημέν\w\w?|γεννηθεί\w\w?"
    r"|נולדה?|יליד|ילידת|geb|geboren"
    r"|fødselsdato|fødselsår|född|f\.dato)\.?\s?:?\s*(?:den |d\. ?|on |am |i )?"
)
_DAY = (
    r"(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d\d)|\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}[./]\d{1,2}\.?\s\d{4}"
    r"|\d{1,2}(?:\.|st|nd|rd|th)?\s[^\W\d_]{3,13}\.?,?\s\d{4})(?!\d)"
)
#: Read only behind a word for born.
_SHORT_DAY = (
    r"\d{1,2}\.?\s[^\W\d_]{3,13}\.?\s\d\d|[^\W\d_]{3,13}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}"
)
_DATE = (
    rf"(?i)[,(\[]?\s?(?:{_BORN}({_DAY}|{_SHORT_DAY}|\d{{8}}|\d{{6}}|\d{{4}})(?!\d)"
    rf"|(?<!\d)({_DAY}))\s?[)\]]?"
)
_EIGHT_DIGITS = r"(?<![\d+./-])\b(19\d{6}|[01]\d[01]\d(?:19|20)\d\d)\b(?! ?[\d./-])"
_SIX_DIGITS = r"(?<![\d+./-])(?<!\d )\b(\d{6})\b(?! ?[\d./-])"
_PHONE = (
    r"(?i)[,(\[]?\s?(?:(?<!\w)(?:mobil(?:nr|nummer|e|telefon)?|mob|tlf|telefon|tel|phone|cell|gsm"
    r"|puhelin|puh|p|m|t|τηλ|κιν|נייד|טל|ph|nr|nummer|ring|call|whatsapp|sms)"
    r"(?:\s(?:nr|nummer|no))?"
    r"[.:]*\s*)?(?<![\w.])(\+?\(?\d[\d\s().\-/]{5,40}\d)"
    r"(?!\w)\s?[)\]]?"
)
_FORMER = (
    r"[\s,(]+(?:(?i:née|født|fødd|född|geborene|gebürtige|omaa sukua|το γένος|לבית|πρώην)|nee"
    r"|geb\.?|born|(f\.|f:)|o\.\s?s\.|roz\.|os\.|ent\.|entinen|γεν\.|formerly|fka|tidl\.?|tidligere"
    r"|fhv\.|f\.?d\.?|épouse|maiden name)\s+(?=[^\W\d_]).*$"
)
_OTHER_NAME = r"\s+(?:aka|a\.k\.a\.?|alias|kalt|kaldet|kallad|known as|called)\s+\S.*$"
_IN_QUOTES = r"(?<=\s)['‘][^\s'‘’][^'‘’]*['’](?=\s)"
#: Words for "and" with nobody on one side; in small letters, since they are names as well.
_JOINER_AT_END = r"^\s*(?:og|och|and|και)\s+|\s+(?:og|och|and|και)\s*$"
_ORDINAL = r"(?i)(?<=\s)(?:the )?\d(?:st|nd|rd|th)\s*$"
_AGE = (
    r"(?i)(?<=\s)\d{1,3}\s?(?:år|åring|years?(?: old)?|y/?o|vuotta|vuotias|ετών|χρονών|jahre|ans"
    r"|años)(?: gammel| gammal| alt)?\b"
)
_SUFFIX = r"(?i)\((jr|sr|junior|senior|d\.y|d\.e|d\.ä)\.?\)"
_APART = r"(?i)(?<=\s)d\.\s([yeä])\.?\s*$"
_BEHALF = r"(?i)[\s,(]+(?:på vegne av|på vegne af|on behalf of|på uppdrag av|εκ μέρους|בשם)\s.*$"
_GREETING = (
    r"(?i)^(?:(?:hei(?:sann)?|hi|hello|hallo|god dag|hej|moi|γεια(?: σας)?|שלום)[\s,!.]+)?"
    r"(?:(?:jeg|eg|jag) (?:heter|er|är|hedder)|my name is|i am|i'm|this is|det er"
    r"|(?:mitt|mit) navn er|navnet mitt er|mitt namn är|(?:minun )?nimeni on"
    r"|με λένε|λέγομαι|ονομάζομαι|είμαι (?:ο|η)|שמי|קוראים לי|אני|ich heiße|ich bin|mein name ist"
    r"|je m'appelle|je suis|me llamo|mi nombre es)\s+(?=\S)"
)
_SALUTATION = (
    r"(?i)^(?:(?:(?:med )?vennlig |med vänliga |med venlig )?(?:hilsen|hälsningar|hälsning)|mvh|vh"
    r"|terveisin|(?:best |kind )?regards|με εκτίμηση|בברכה)\b[\s,.:]+(?=\S)"
    r"|^(?:hei|hi|hello|hallo|hej)[,!]\s*(?=\S)"
)
_CARE = (
    r"(?i)(?:^|[\s,(]+)(?:c/o|c/-|care of|v/|p/a|att[.:]+|attn[.:]*|att(?= )|z\.\s?hd\.|υπόψη|לידי)"
    r"(?=\W|[^\W\d_]{2})[\s:]*"
)
_ESTATE = (
    r"(?i)(?:^|\s)(?:dødsbo|dødsboet|dödsbo|dödsboet|kuolinpesä|nachlass|עיזבון|עזבון)(?:\s|$)"
    r"|^(?:the )?estate of\s|^boet etter\s"
)
_DEAD = (
    r"(?i)[(\[]\s*(?:død|avdød|avliden|død \d+|deceased|dead|kuollut|αποβιώσας|נפטר|נפטרה|ז״ל)"
    r"\s*[)\]]|†|^(?:the late|avdøde|אלמנת)\s|(?<=\s)ז[״\"]ל(?=\s|$)"
)
_SIGNS = (", ", ",", " - ", " – ", " | ", " / ", "/", "; ", "(")


class Beside(NamedTuple):
    """What stood beside a name; empty where nothing did.

    ``born`` and ``phone`` are texts as sent. ``extra`` tells of words that are no part of a name
    and have no field, ``former`` of a name that somebody had before, ``joint`` of two people,
    ``dead`` of a person who is not alive, ``nobody`` of the fields that stood for a name that was
    not given.
    """

    job_title: str = ""
    employer: str = ""
    born: str = ""
    phone: str = ""
    email: str = ""
    extra: bool = False
    former: bool = False
    joint: bool = False
    dead: bool = False
    nobody: tuple[str, ...] = ()


NOTHING = Beside()


def is_estate(sent: str) -> bool:
    """Tell whether a text names what somebody left: ``Dødsbo etter Ola Lunde``."""
    return re.search(_ESTATE, sent) is not None


def halves(sent: str) -> tuple[str, str] | None:
    """Return the texts before and behind ``c/o``, ``v/`` or ``att.``; ``None`` without them."""
    found = re.search(_CARE, sent)
    if not found:
        return None
    before, after = sent[: found.start()].strip(" ,(-"), sent[found.end() :].strip(" ,)-")
    return (before, after) if after else None


def take_off(sent: str, beside: Beside = NOTHING, part: str = "") -> tuple[str, Beside]:
    """Return a name, or its ``first`` or ``last`` part, without what stands beside it, and that."""
    if "(" in sent or "d." in sent:
        sent = re.sub(_APART, r"d.\1.", re.sub(_SUFFIX, r"\1", sent))
    rest, beside = _contacts(sent, beside)
    if dead := re.search(_DEAD, rest):
        rest = f"{rest[: dead.start()]} {rest[dead.end() :]}"
        beside = beside._replace(dead=True)
    rest, beside = _greeting(rest.strip(), beside)
    if (without := _former(rest, part)) != rest:
        rest, beside = without, beside._replace(former=True)
    for pattern in (_OTHER_NAME, _BEHALF):
        if (without := re.sub(pattern, "", rest)).strip():
            beside = beside if without == rest else beside._replace(extra=True)
            rest = without
    rest = re.sub(_IN_QUOTES, " ", rest)
    if not rest.islower():
        rest = re.sub(_JOINER_AT_END, "", rest)
    rest, beside = _job(rest.strip(" ,;:-|/"), beside, part)
    rest, beside = _remark(rest, beside)
    return (rest, beside) if any(map(str.isalpha, rest)) else ("", beside)


def _contacts(sent: str, beside: Beside) -> tuple[str, Beside]:
    """Take e-mail addresses, dates and phone numbers off a name."""
    rest = sent
    if "@" in rest and (found := re.search(_EMAIL, rest)):
        beside = beside._replace(email=found[1].strip(".,;:"), extra=True)
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    if not any(map(str.isdigit, rest)):
        return rest, beside
    rest = re.sub(_ORDINAL, "", rest)
    if (without := re.sub(_AGE, "", rest)) != rest:
        rest, beside = without, beside._replace(extra=True)
    if found := re.search(_DATE, rest):
        beside = beside._replace(born=found[1] or found[2])
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    elif found := re.search(_SIX_DIGITS, rest) or re.search(_EIGHT_DIGITS, rest):
        beside = beside._replace(born=found[1])
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    if found := re.search(_PHONE, rest):
        beside = beside._replace(phone=found[1], extra=True)
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    return rest, beside


def _greeting(rest: str, beside: Beside) -> tuple[str, Beside]:
    for pattern in (_SALUTATION, _GREETING):
        if (without := re.sub(pattern, "", rest)) != rest:
            rest, beside = without, beside._replace(extra=True)
    return rest, beside


def _former(rest: str, part: str) -> str:
    """Return a name without the name that somebody had before: ``Kari Lunde f. Berg``."""
    found = re.search(_FORMER, rest)
    if not found or not rest[: found.start()].strip():
        return rest
    before = rest[: found.start()].split()
    # A small "f." behind given names is an initial.
    if found[1] and ((len(before) == 1 and part != "last") or is_given(before[-1])):
        return rest
    return rest[: found.start()]


def _job(rest: str, beside: Beside, part: str) -> tuple[str, Beside]:
    for sign in _SIGNS:
        before, _, after = rest.partition(sign)
        if not before.strip() or not after or beside.job_title:
            continue
        job, employer = job_and_employer(after.strip(" )"))
        if job and not any(is_given(word) for word in job.split()):
            beside = beside._replace(job_title=job)
            if employer and looks_like_company(employer):
                return before.strip(), beside._replace(employer=employer)
            return before.strip(), beside._replace(extra=beside.extra or bool(employer))
    job, words = take_job(rest.split(), part)
    if job and (len(words) > 1 or is_known(words[0])) and not looks_like_company(rest):
        return " ".join(words), beside._replace(job_title=beside.job_title or job)
    return rest, beside


def _remark(rest: str, beside: Beside) -> tuple[str, Beside]:
    """Take a place or a remark off: ``Kari Lunde, Oslo``, ``Kari / ring etter 16``."""
    for sign in (",", "/", ";", " - ", " – ", " | "):
        before, _, after = rest.partition(sign)
        (_, words), behind = take_title(before.split()), after.split()
        if not words or not behind or not is_given(words[0]) or looks_like_company(after):
            continue
        if words[-1].lower() == "m":  # m/fru
            continue
        whole = len(words) > 1 and not is_given(words[-1])
        noted = any(map(str.isdigit, after)) or sign == "/"
        if not (whole or noted) or take_suffix(behind, beside=2)[0]:
            continue
        named = any(is_known(word) and not word.islower() for word in behind)
        if not named and not is_degree(behind):
            return before.strip(), beside._replace(extra=True)
    return rest, beside
