"""Consent: the yes or no of a checkbox, a sentence or JSON; its text is kept as evidence."""

import json
import re
from typing import Any

from leadfold.model import Consent
from leadfold.normalise import text

_MAX_LENGTH = 2000
_MAX_CHANNELS = 20
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[+✓✔☑☒✗✘]")

_YES = frozenset(
    (
        "yes y true t 1 on ok okay accept accepted agree agreed granted allow allowed checked "
        "given "
        "subscribed optin ja j jo japp jepp joo kylla kyllä samtykke samtykker samtykket "
        "samtycke samtycker godkjent godkjenner godtatt godtar godkänner godkänd godkänt godkender "
        "godkendt accepterer accepterar accepteret akseptert aksepterer hyväksyn hyväksytty "
        "suostun "
        "ναι ναί αποδέχομαι συμφωνώ συμφωνω αποδεχομαι συναινώ "
        "כן מאשר מאשרת מסכים מסכימה אישור מאושר ✓ ✔ ☑ + x"
    ).split()
)
_NO = frozenset(
    (
        "no n false f 0 off deny denied decline declined reject rejected refused unchecked "
        "withdrawn "
        "unsubscribed optout nei nej ei en inget nekter nekter avslår avslått avböjer "
        "όχι οχι αρνούμαι αρνουμαι לא מסרב מסרבת ☒ ✗ ✘ null none"
    ).split()
)
_CONSENTS = frozenset(
    (
        "consent accept agree accepted agreed allow subscribe samtykker samtykke samtycker "
        "samtycke "
        "godtar godkjenner godkänner godkender accepterer accepterar aksepterer hyväksyn suostun "
        "αποδέχομαι συμφωνώ συναινώ συγκατατίθεμαι επιθυμώ מאשר מאשרת מסכים מסכימה"
    ).split()
)
_NEGATES = frozenset("not don't dont never no ikke inte ej nei nej en δεν μη όχι לא אינני".split())
_CHANNEL = re.compile(r"[a-z][a-z0-9_ -]{0,39}", re.IGNORECASE)
_SHORT = 3


def clean(raw: str) -> str:
    """Return the text of a consent, as it is kept."""
    return text.clean(raw, _MAX_LENGTH)


def parse(raw: str) -> Consent | None:
    """Return the consent, or ``None`` where the text is empty.

    ``raw`` is a word, a sentence, or JSON of either. A sentence that says both yes and no, or
    neither, is kept with ``given`` as ``None``.
    """
    said = clean(raw)
    if not said:
        return None
    value = _value(said) if said[0] in "{[" else said
    if isinstance(value, dict):
        channels = {
            str(name): answer
            for name, told in list(value.items())[:_MAX_CHANNELS]
            if _CHANNEL.fullmatch(str(name)) and (answer := _answer(told)) is not None
        }
        return Consent(given=_of_many(list(channels.values())), text=said, channels=channels)
    if isinstance(value, list):
        answers = [_answer(part) for part in value[:_MAX_CHANNELS]]
        return Consent(given=_of_many([part for part in answers if part is not None]), text=said)
    return Consent(given=_answer(value), text=said)


def _value(said: str) -> Any:
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        return said


def _of_many(answers: list[bool]) -> bool | None:
    return answers[0] if answers and len(set(answers)) == 1 else None


def _answer(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return bool(value) if value in (0, 1) else None
    if isinstance(value, dict):
        inner = (value.get(name) for name in ("value", "given", "granted", "checked", "is_checked"))
        return next((answer for told in inner if (answer := _answer(told)) is not None), None)
    return _of_words(value) if isinstance(value, str) else None


def _of_words(said: str) -> bool | None:
    words = _WORD.findall(said.casefold().replace("’", "'"))
    if not words:
        return None
    if len(words) <= _SHORT:
        joined = "".join(words)
        if joined in _YES | _NO:
            return joined in _YES
        heard = {word in _YES for word in words if word in _YES | _NO}
        if any(word in _NEGATES for word in words):
            return False if heard else None
        return heard.pop() if len(heard) == 1 else None
    consents = any(word in _CONSENTS for word in words)
    negates = any(word in _NEGATES for word in words)
    if words[0] in _YES and not negates:
        return True
    if words[0] in _NO - _NEGATES or (words[0] in _NO and not consents):
        return False
    return None if negates or not consents else True


def key(consent: Consent) -> str:
    """Return what equal consents share."""
    return json.dumps([consent.given, dict(sorted(consent.channels.items()))])
