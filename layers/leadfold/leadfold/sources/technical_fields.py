"""What a form sends of its own beside what the person said, taken out of a lead.

Captcha answers, tokens, nonces, sessions and clocks differ with each click on one button. They are
no content and no answers. A name that is also a question of some form (``token``, ``Time``,
``website``) counts only beside another field of the builder that uses it so, or where a program
made the value. In doubt a field is an answer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from leadfold.model import Lead, Warn
from leadfold.normalise import placeholders
from leadfold.sources import attribution, technical_names
from leadfold.sources.technical_names import Builder

_MAX_LABEL = 120
_MAX_VALUE = 4_000
_MAX_FIELD = 64
_SIGNS = re.compile(r"[\s._-]+")
_NUMBER = re.compile(r"\d+$")
_BRACKETS = re.compile(r"[\[\]]+")
#: A honeypot that a program filled with one of these is empty.
_EMPTY = frozenset({"", "0", "false", "off", "no", "null", "undefined", "none", "[]", "{}"})

_MADE = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"  # a UUID
    r"|(?=[0-9a-f]*\d)[0-9a-f]{16,}"
    r"|1\d{9}(?:\d{3})?(?:\.\d{1,6})?"  # seconds or milliseconds since 1970
    r"|(?:GA|GS|fb)\.?\d\.[\w.$-]{8,}"  # cookies of Google and Meta
    r"|\d{6,10}\.\d{9,10}"  # a client of Google Analytics
    r"|0\.\d{6,20}",
    re.IGNORECASE,
)
_SHORT_HEX = re.compile(r"(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{10,15}")
_OPAQUE = re.compile(r"[\w+/=.:|~%-]{20,}", re.ASCII)
#: Where a small letter ends before a capital or digit, or begins behind a digit: often in a token,
#: seldom in words with a year.
_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z\d])|(?<=\d)(?=[a-z])")
_MANY_CHANGES = 4
_SHORT = re.compile(r"(?=\S*\d)(?=\S*[^\W\d])\S+|\d{6,}")
_CLOCK = re.compile(
    r"1\d{9}(?:\d{3})?(?:\.\d{1,6})?"
    r"|(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d:(?!00(?:\.0+)?(?![\d.]))\d\d"
    r"(?:\.\d+)?\s*(?:[AaPp]\.?[Mm]\.?)?"
    r"\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?"
)
_MOMENT = re.compile(r"[\d:.,/+TZ -]{8,40}(?:[AaPp]\.?[Mm]\.?|UTC|GMT)?")
_HEX_NAME = re.compile(r"[0-9a-f]{32}")  # Joomla's token is a name: its value is 1
_URL = re.compile(r"https?://\S+|/\S*")
_FORM_IDS = frozenset({"wpcf#", "gformsubmit"})
_PAGES = frozenset({"wphttpreferer", "pageuri"})
_REPLY_TO = "_replyto"  # where forms of Formspree have the person's e-mail address


@dataclass(frozen=True, slots=True)
class _Found:
    """What technical fields tell of the lead, and the honeypots that are filled in."""

    builders: tuple[Builder, ...]
    told: dict[str, str] = field(default_factory=dict)
    honeypots: list[str] = field(default_factory=list)

    def tell(self, name: str, text: str) -> None:
        self.told.setdefault(name, text)


def taken_out(lead: Lead, document: Mapping[str, Any]) -> Lead:
    """Return the lead without technical answers. ``document`` is the whole of what was sent.

    What they tell of form, page and time is read where nothing else tells it. A honeypot that is
    filled in is a warning, since browsers fill them as well.
    """
    found = _Found(builders=tuple(_builders(document)))
    answers = _without(lead.answers, "", found)
    return lead if answers == lead.answers else _completed(lead, answers, found)


def _completed(lead: Lead, answers: Mapping[str, Any], found: _Found) -> Lead:
    """Return the lead with the answers that stay, and with what technical ones tell of it."""
    known = dict(lead.attribution)
    for name in ("form_id", "landing_page"):
        if (value := found.told.get(name)) and not known.get(name):
            known[name] = value
    fields, address = dict(lead.fields), found.told.get("email")
    if address and not fields.get("email"):
        fields["email"] = address
    elif address:
        answers = {**answers, _REPLY_TO: address}
    number = _number(found.told.get("submission_id", ""))
    is_lasting = any(builder.submission_id for builder in found.builders)
    message = "A field that people do not see was filled in: a program may have sent the form."
    completed = replace(
        lead,
        lead_id=lead.lead_id or (number if is_lasting else None),
        submission_id=None if lead.lead_id or is_lasting else number,
        submitted_at=lead.submitted_at or _when(found.told),
        fields=fields,
        attribution=known,
        answers=answers,
        warnings=(
            *lead.warnings,
            *(
                Warn(field=label[:_MAX_FIELD], code="honeypot_filled", message=message)
                for label in dict.fromkeys(found.honeypots)
            ),
        ),
    )
    is_new_page = completed.attribution.get("landing_page") != lead.attribution.get("landing_page")
    return attribution.complete(completed) if is_new_page else completed


def _number(sent: str) -> str | None:
    return sent if sent and not placeholders.stands_for_none(sent) else None


def _when(told: Mapping[str, str]) -> str | None:
    return f"{told['date']} {told.get('time', '')}".strip() if "date" in told else None


def _builders(document: Mapping[str, Any]) -> Iterator[Builder]:
    """Yield the builders that a document has a mark of."""
    sent = dict(_marks(document))
    for builder in technical_names.BUILDERS:
        for mark, begins in builder.marks.items():
            if mark in sent and sent[mark].startswith(tuple(begins.split()) or ""):
                yield builder
                break


def _marks(document: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[str, str]]:
    for label, value in document.items():
        root, bracket, _ = label[:_MAX_LABEL].partition("[")
        nested = isinstance(value, dict)
        yield compact(root) + ("[" if bracket or nested else ""), _text(value).casefold()
        if isinstance(value, dict) and depth < 2:  # noqa: PLR2004 (a form in its envelope)
            yield from _marks(value, depth + 1)


@lru_cache(maxsize=2048)
def compact(label: str) -> str:
    """Return a name as the lists have it.

    >>> compact("g-recaptcha-response-1"), compact("is_submit_2")
    ('grecaptcharesponse#', 'issubmit#')
    """
    return _NUMBER.sub("#", _SIGNS.sub("", label[:_MAX_LABEL]).casefold())


def _without(answers: Mapping[str, Any], outer: str, found: _Found) -> dict[str, Any]:
    """Return the answers without technical ones, also of those inside ``outer``."""
    kept: dict[str, Any] = {}
    for label, value in answers.items():
        text, name = _text(value), compact(label)
        if _is_honeypot(label, name, text, outer, found):
            if text.strip().casefold() not in _EMPTY:
                found.honeypots.append(f"{outer}[{label}]" if outer else label)
        elif _is_technical(label, name, text, outer, found):
            _tell(label, name, text, found)
        elif isinstance(value, dict) and value:
            if inner := _without(value, label, found):
                kept[label] = inner
        else:
            kept[label] = value
    return kept


def _is_honeypot(label: str, name: str, text: str, outer: str, found: _Found) -> bool:
    if name in technical_names.ANYWHERE:
        return False
    parts = _parts(label) or [""]
    if not technical_names.HONEYPOTS.fullmatch(parts[-1]):
        return any(name in builder.honeypots for builder in found.builders)
    is_doubtful = name in technical_names.DOUBTFUL_HONEYPOTS and not outer
    return not is_doubtful or not any(map(str.isdigit, text))


def _is_technical(label: str, name: str, text: str, outer: str, found: _Found) -> bool:
    parts = _parts(label)
    path = [outer, *parts] if outer else parts
    inside = technical_names.IN_BRACKETS.get(compact(path[0])) if len(path) > 1 else None
    if inside and compact(path[1]) in inside:
        return True
    if not outer and text and (name in technical_names.SUBMISSION_IDS or label == _REPLY_TO):
        return True
    if any(_is_sure(part) for part in parts) or any(name in one.beside for one in found.builders):
        return True
    last, value = (parts[-1] if parts else ""), text.strip()[:_MAX_VALUE]
    if compact(last) in technical_names.CLOCKS and _CLOCK.fullmatch(value):
        return True
    if compact(last) in technical_names.MOMENTS and _MOMENT.fullmatch(value):
        return True
    if technical_names.BY_VALUE.fullmatch(last):
        short = technical_names.SHORT.fullmatch(last) and _SHORT.fullmatch(value)
        return bool(short) or is_made(value)
    return bool(_HEX_NAME.fullmatch(label)) and value == "1"


def _parts(label: str) -> list[str]:
    return [part for part in _BRACKETS.split(label[:_MAX_LABEL]) if part]


def _is_sure(part: str) -> bool:
    return compact(part) in technical_names.ANYWHERE or bool(
        technical_names.ANYWHERE_LIKE.match(part)
    )


def is_made(value: str) -> bool:
    """Tell whether a program made the value: a UUID, hex, base64 or a time, and no code of a shop.

    >>> is_made("9f86d081884c7d65"), is_made("SOMMER-2026-RABATT-20"), is_made("AB12")
    (True, False, False)
    """
    if _MADE.fullmatch(value) or _SHORT_HEX.fullmatch(value):
        return True
    if not _OPAQUE.fullmatch(value) or not any(map(str.isdigit, value)):
        return False
    return len(_CHANGE.findall(value)) > _MANY_CHANGES


def _tell(label: str, name: str, text: str, found: _Found) -> None:
    """Note what a technical field tells of the lead, where that is certain."""
    if name in _FORM_IDS and text.isdigit():
        found.tell("form_id", text)
    elif name in _PAGES and _URL.fullmatch(text):
        found.tell("landing_page", text)
    elif name in technical_names.SUBMISSION_IDS:
        found.tell("submission_id", text)
    elif label == _REPLY_TO:
        found.tell("email", text)
    elif name in {"date", "time"} and any(name in builder.beside for builder in found.builders):
        found.tell(name, text)


def _text(value: Any) -> str:
    """Return a scalar as text; of a list its scalars."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(filter(None, (_text(one) for one in value if not isinstance(one, list))))
    return str(value) if isinstance(value, str | int | float) else ""
