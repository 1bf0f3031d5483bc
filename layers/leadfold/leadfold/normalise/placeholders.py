"""Texts that stand for no value: words, unfilled templates, and numbers that lost their digits.

A step that sends leads fills an id or a tag from a variable. Where the variable is empty, or is
spelled wrong, what comes is a word of the language that the step is written in, or the template
itself. It is the same for every lead, so taken as an id it makes one delivery of many customers.

Names of campaigns are written by people, so fewer texts are placeholders there: ``[Brand]`` is a
name, and no id.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from leadfold.normalise import text

#: More than any id or name has; a longer text is read as far as here.
_LONGEST = 400

# Patterns are compiled by `re` at first use: most leads, and every cold start, do without.

# -- words ----------------------------------------------------------------------------------------

#: What languages, databases and people write for nothing, wherever a value may stand.
_WORDS = frozenset(
    (
        "undefined null none nil nan nat unknown false true "
        "ingen inget ingenting intet ukjent okänd okand ukendt tuntematon άγνωστο inconnu unbekannt"
    ).split()
)
#: Words that are nothing as an id, and may be a campaign's name.
_ID_WORDS = _WORDS | frozenset(
    (
        "na empty missing blank void object array ref value error example tbd tba todo changeme "
        "infinity"
    ).split()
)
#: Words that are nothing in brackets; the first ones are Google Analytics'.
_IN_BRACKETS = (
    r"(?i)[(<\[{]\s*(?:direct|other|unassigned|not set|not provided|not available|data deleted"
    r"|blank|empty|missing|void|nil|na|n/a|tom|tomt|tyhjä|κενό|ריק|leer|vide|vacío|vuoto)\s*[)>\]}]"
)
_PHRASES = (
    r"\b(?:not (?:set|provided|available|applicable|specified|defined)|n a|no (?:value|data)|"
    r"ikke (?:satt|angitt|angivet|oppgitt)|(?:inte|ej) (?:angivet|angiven|satt)|"
    r"ei (?:asetettu|määritetty|ilmoitettu)|δεν (?:ορίστηκε|έχει οριστεί)|לא (?:מוגדר|הוגדר|ידוע)|"
    r"nicht (?:festgelegt|angegeben|gesetzt)|non (?:défini|impostato)|"
    r"(?:no|não) (?:definido|establecido)|sin definir|"
    r"object (?:object|undefined|null|promise))\b"
)
#: A spreadsheet's errors, in the languages of its users; MySQL's null in exports.
_SHEET_ERRORS = frozenset(
    (
        "#n/a #na #ref! #value! #name? #div/0! #num! #null! #error! #spill! #calc! #i/t #nv #n/d "
        "#verdi! #navn? #referanse! #verdifeil! #værdi! #reference! #saknas! #värdefel! #namn? "
        "#referens! #puuttuu! #arvo! #nimi? #viittaus! #τιμη! #ονομα? #αναφ! #δ/υ #wert! #bezug! "
        "#valeur! #nom? #¡ref! #¡valor! #¿nombre? \\n"
    ).split()
)
#: What most names and addresses are, told from a placeholder at once: words and numbers.
_ORDINARY = re.compile(r"([^\W\d_]+)(?:[ ,.'_-]+(\w+))*+[ .]*")
_FIRST_WORDS = frozenset("not n no ikke inte ej ei δεν לא nicht non não sin object".split())
_TO_REPLACE = frozenset("your insert replace enter".split())
#: Behind one of the first words they make a phrase for nothing.
_LAST_WORDS = frozenset(
    (
        "set provided available applicable specified defined a value data satt angitt angivet "
        "oppgitt angiven asetettu määritetty ilmoitettu ορίστηκε οριστεί מוגדר הוגדר ידוע "
        "festgelegt angegeben gesetzt défini impostato definido establecido definir object "
        "undefined null promise"
    ).split()
)
#: Most ids, told from a placeholder at once.
_PLAIN_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_:-]{5,199}")
_HAS_HOLE = re.compile(r"(?i)undefined|null|none|nan\b|(?:^|_)id$")
_NOT_WORD = re.compile(r"[\W_]+")
_X = r"[xX]{3,}"
#: Texts that JavaScript put together from nothing, and its date of nothing.
_JOINED = r"(?:undefined|null|nan){2,}|invalid date"

# -- templates ------------------------------------------------------------------------------------

#: Marks of templates that nobody types: Zapier, Make and Meta, JavaScript, Ruby, shells, PHP and
#: ASP, Jinja, Salesforce, Mailchimp, Search Ads 360, mail tools, TikTok, and objects as texts.
_TEMPLATE = (
    r"\{\{(?:[^}]|\}(?!\}))*(?:\}{2,}|$)"
    r"|[$#@%]\{[^{}]*(?:\}|$)"
    r"|%\(\w+\)[sd]"
    r"|\$\([^()]*(?:\)|$)"
    r"|\$_[A-Z]+\[[^\]]*(?:\]|$)"
    r"|<[%?](?:[^>]|(?<![%?])>)*(?:>|$)"
    r"|\{[%!~][^{}]*(?:\}|$)"
    r"|\*\|[^|]*(?:\|\*|$)"
    r"|\[\*[^\]]*(?:\]|$)"
    r"|%%\w+%%"
    r"|(?<![A-Za-z0-9])__[A-Z]+(?:_[A-Z]+)*__(?![A-Za-z0-9])"
    r"|\[object \w+\]"
    r"|^[^{}]*\}\}"
)
#: What may also be a name in brackets: a template only where it holds the name of a field.
_BRACKETED = r"[\[{<]{1,2}([^\[\]{}<>]{1,60})[\]}>]{1,2}|%([\w. -]{1,40})%"
_OPENING, _CLOSING, _LEADING = "[{<%#|~$@", "]}>%#|~$@", "$:@="
_PRINTF = r"%(?:\d\$)?[sdi@](?![A-Za-z0-9])|^\{\d\}$"
_IDENTIFIER = r"[^\W\d][\w .:|!?'=\"-]*"
_HEX = r"(?=.*[\d-])[0-9A-Fa-f]{2,}(?:-[0-9A-Fa-f]+)*"
_LONG_NUMBER = r"\d{3}"
_CAMEL = r"(?<=[a-z])(?=[A-Z])"
_QUOTES = "\"'`“”„«»‘’ "

#: Fields of advertisements and forms whose name alone is enough.
_FIELDS = frozenset(
    (
        "id uid uuid guid gclid gbraid wbraid fbclid ttclid msclkid clickid campaign campaignid "
        "campaignname adset adsetid adsetname adgroup adgroupid adgroupname ad adid adname "
        "creative creativeid keyword placement device devicemodel matchtype targetid lpurl "
        "name email phone firstname lastname fullname leadid formid formname entryid url"
    ).split()
)
#: Words of which names of fields are made.
_FIELD_WORDS = _FIELDS | frozenset(
    (
        "lead entry form submission response contact user customer client record event order page "
        "post site source medium term content utm title first last full number value key token "
        "your all fields field serial uniq unique current click group set type code time date "
        "landing referrer query param data item account network target hs object step trigger"
    ).split()
)
#: With blanks between them the words are a field only where they end like one.
_FIELD_ENDS = frozenset("id uuid name email url number key keyword gclid phone".split())
#: A template's value in the middle of a constant: ``lead-undefined``.
_EMPTY_END = r"[\W_](?:undefined|null|NULL|nan|NaN|None)$|^undefined[\W_]"
_EMPTY_PART = r"[\W_](?:undefined|null)$|^undefined[\W_]"
#: Fewer digits beside the hole do not tell one lead from another.
_TELLING_DIGITS = 6
_LONG_ID = 24

# -- numbers --------------------------------------------------------------------------------------

#: A spreadsheet's way to write a long number. ``12E5`` is an id of letters and digits.
_SCIENTIFIC = r"(?:[a-z]{1,3}:)?[+-]?(\d+)(?:[.,](\d+))?[eE]([+-]?)(\d{1,3})"
_WHOLE = r"(\d{6,})[.,]0+"
#: A float holds so many digits of any number.
_EXACT_DIGITS = 15
_MIN_DIGITS = 6
#: Whole numbers up to here are floats of their own; further ones share one with their neighbours.
_LARGEST_EXACT = 2**53 - 1
_MOST_DIGITS = 16


def stands_for_none(sent: str, *, is_name: bool = False) -> bool:
    """Tell whether a text stands for no value; ``is_name`` if people name such things.

    An id with an unfilled part is none: what is left of it is the same for every lead.

    >>> [stands_for_none(one) for one in ("undefined", "{{1.id}}", "lead-[id]", "1.23457E+17")]
    [True, True, True, True]
    >>> stands_for_none("[Brand]", is_name=True), stands_for_none("null-island-2026")
    (False, False)
    """
    if _is_ordinary(sent) if is_name else _is_plain_id(sent):
        return False
    return any(_is_none(read, is_name=is_name) for read in _readings(sent))


def _is_ordinary(sent: str) -> bool:
    """Tell whether a text is words and numbers, of which the first stands for nothing alone."""
    found = _ORDINARY.fullmatch(sent[:_LONGEST])
    if not found:
        return False
    first, last = found[1].casefold(), (found[2] or "").casefold()
    return not (
        first in _WORDS
        or first in _TO_REPLACE
        or (first in _FIRST_WORDS and (not last or last in _LAST_WORDS))
    )


def _is_plain_id(sent: str) -> bool:
    """Tell whether a text is what most ids are: letters and many digits, or very long."""
    if not _PLAIN_ID.fullmatch(sent) or not sent.strip("0_:-"):
        return False
    return sum(map(str.isdigit, sent)) >= _TELLING_DIGITS or (
        len(sent) >= _LONG_ID and not _HAS_HOLE.search(sent)
    )


def is_unfilled(sent: str) -> bool:
    """Tell whether a part of a text is a template, or nothing, that was to be filled in.

    >>> is_unfilled("brand_{{ad.name}}"), is_unfilled("[SEARCH] Brand | NO")
    (True, False)
    """
    if _is_ordinary(sent) and not sent.endswith(("undefined", "null")):
        return False
    return any(_has_template(read) or re.search(_EMPTY_PART, read) for read in _readings(sent))


def is_template(sent: str) -> bool:
    """Tell whether a text is only templates and signs.

    >>> is_template("{{first_name}} {{last_name}}"), is_template("Kari")
    (True, False)
    """
    read = text.clean(sent, _LONGEST).strip(_QUOTES)
    rest = re.sub(_TEMPLATE, " ", read)
    return (rest != read and not _words(rest)) or _is_bracketed_field(read)


def whole_number(sent: str) -> str:
    """Return a number that became a float as its digits, any other text unchanged.

    >>> whole_number("40000000011.0"), whole_number("4.0000000011E10"), whole_number("1.0")
    ('40000000011', '40000000011', '1.0')
    """
    plain = sent.strip()
    if found := re.fullmatch(_WHOLE, plain):
        return sent if _is_rounded(found[1]) else found[1]
    if (found := re.fullmatch(_SCIENTIFIC, plain)) and found[2] and found[3] != "-":
        digits = found[1] + found[2]
        if len(found[2]) == int(found[4]) and _MIN_DIGITS <= len(digits) <= _EXACT_DIGITS:
            return digits
    return sent


def _readings(sent: str) -> Iterator[str]:
    """Return the text without quotes, as sent and with its percent-encoding undone."""
    read = text.clean(sent, _LONGEST).strip(_QUOTES)
    yield read
    for _ in range(2):
        if "%" not in read:
            return
        try:
            decoded = text.clean(unquote_to_bytes(read).decode(), _LONGEST).strip(_QUOTES)
        except ValueError:  # of another charset, or with a lone surrogate
            return
        if decoded == read:
            return
        read = decoded
        yield read


def _is_none(read: str, *, is_name: bool) -> bool:
    plain = read.casefold()
    if plain in _SHEET_ERRORS or re.fullmatch(_JOINED, plain) or _lost_digits(read):
        return True
    rest = re.sub(_IN_BRACKETS, " null ", re.sub(_TEMPLATE, " ", read))
    if any(unicodedata.category(char) == "So" for char in rest if not char.isascii()):
        return False
    words = re.sub(_PHRASES, " ", " ".join(_words(rest))).split()
    known = _WORDS if is_name else _ID_WORDS
    if all(word in known or not word.strip("0") for word in words):
        return True
    if _is_bracketed_field(read) or _is_to_replace(read):
        return True
    return not is_name and _is_no_id(read)


def _is_no_id(read: str) -> bool:
    """Tell whether a text that may be a name is no id."""
    if read[:1] in "[{<%" and read[-1:] in "]}>%":
        inner = read.strip("[]{}<>%$ ")
        if (
            re.fullmatch(_IDENTIFIER, inner)
            and not re.fullmatch(_HEX, inner)
            and not re.search(_LONG_NUMBER, inner)
        ):
            return True
    if _has_template(read) or re.search(_PRINTF, read):
        return True
    if re.fullmatch(_X, read):
        return True
    if re.search(_EMPTY_END, read) and sum(map(str.isdigit, read)) < _TELLING_DIGITS:
        return True
    return _is_field(read) and _words(re.sub(_CAMEL, "_", read))[-1].endswith("id")


def _has_template(read: str) -> bool:
    if re.search(_TEMPLATE, read):
        return True
    return any(_is_field(found[1] or found[2]) for found in re.finditer(_BRACKETED, read))


def _is_bracketed_field(read: str) -> bool:
    """Tell whether a text is the name of a field with signs of a template around or before it."""
    around = read[:1] in _OPENING and read[-1:] in _CLOSING
    led = read[:1] in _LEADING and read[-1:].isalnum()
    if not (read and (around or led)):
        return False
    inner = read.strip(_OPENING + _CLOSING + _LEADING + " ")
    is_macro = around and read[:2] == "{_" and re.fullmatch(_IDENTIFIER, inner)
    return _is_field(inner) or bool(is_macro)


def _is_field(name: str) -> bool:
    words = _words(re.sub(_CAMEL, "_", name))
    if words[:1] == ["utm"] or "".join(words) in _FIELDS:
        return True
    named = [word for word in words if not word.isdigit()]
    if len(words) < 2 or not named or words[0].isdigit():  # noqa: PLR2004
        return False
    connected = " " not in name.strip() or named[-1] in _FIELD_ENDS
    return connected and all(word in _FIELD_WORDS for word in named)


def _is_to_replace(read: str) -> bool:
    """Tell whether a text is of a manual, to be replaced: ``YOUR_LEAD_ID``."""
    words = _words(read)
    return (
        " " not in read
        and len(words) > 1
        and (
            (words[0] in _TO_REPLACE and _is_field(words[-1]))
            or (words[-1] == "here" and _is_field("_".join(words[:-1])))
        )
    )


def _words(read: str) -> list[str]:
    return _NOT_WORD.sub(" ", read.casefold()).split()


def _is_rounded(digits: str) -> bool:
    """Tell whether a float of so many digits may have been another number."""
    return len(digits) > _MOST_DIGITS or int(digits) > _LARGEST_EXACT


def _lost_digits(read: str) -> bool:
    if whole := re.fullmatch(_WHOLE, read):
        return _is_rounded(whole[1])
    found = re.fullmatch(_SCIENTIFIC, read)
    if not found or not (found[2] or found[3]):
        return False
    return whole_number(read) == read
