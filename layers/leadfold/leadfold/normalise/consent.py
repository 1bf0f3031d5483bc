"""Consent: the yes or no of a checkbox, a sentence or JSON; its text is kept as evidence.

Where it is not certain it is neither, and never a yes. A refusal counts where the speaker does it
or a state is told (``samtykke trukket``), not where a right is told (``can withdraw at any time``).
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from leadfold.model import Consent
from leadfold.normalise import consent_words as words
from leadfold.normalise import placeholders, text

_MAX_LENGTH = 2000
_MAX_CHANNELS = 20
_MAX_DEPTH = 5
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[+✓✔☑☒☐✗✘✅❌]|\[x?\]")
_BOX = re.compile(r"[☐☑☒✅✓✔✗✘❌□▢◻◽⬜✕✖❎🚫👎]|\[[ xX✓✔]\]|\[\](?=\s*[^\W\d_])|\([xX ]?\)")
_TICKED = frozenset("☑✅✓✔xX")
_SENTENCE = re.compile(r"[.!;\n]+(?=\s|$)|\n")
_OPT = re.compile(r"(?<![^\W_])opt(?:ed|ing)?[ _-]?(in|out)(?![^\W_])")
#: A word in the signs of a template, whatever it names; of a campaign it would be a name.
_BRACKETED = re.compile(r"\{[\w .:]*\}|%\w+%|\[[\w-]{2,}\]|<[\w .:-]+>|[$@:#]\w+")
_CHANNEL = re.compile(r"[a-z][a-z0-9_ -]{0,39}", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}(?:[.,][0-9]{1,9})?")
_SHORT = 3

#: What an object says of one checkbox; where it says so by leaving it empty, it is not ticked.
_VALUES = ("value", "given", "granted", "accepted", "consented", "answer", "checked", "is_checked")
_BOXES = frozenset({"checked", "is_checked"})
#: Members of an object that tell what was asked, not what was answered.
_ABOUT = frozenset(
    "text label title name description question id key checkbox_key type url version date at "
    "timestamp subscriptiontypeid legitimateinterest privacytext processingtext".split()
)
#: Of these, the ones that may say it in the negative.
_ASKED = ("text", "label", "title", "name", "question", "id", "key")
#: Members around the answers (HubSpot's ``legalConsentOptions``).
_AROUND = frozenset({"consent", "legalconsentoptions", "gdpr"})


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
    value = _value(said) if said[0] in "{[" and not _BOX.match(said) else said
    if isinstance(value, dict):
        value = _unwrapped(value)
    if isinstance(value, dict) and not any(name in value for name in _VALUES):
        answers = dict(_parts(value))
        given = _of_many(list(answers.values()))
        channels = {name: told for name, told in answers.items() if _CHANNEL.fullmatch(name)}
        return Consent(given=given, text=said, channels=channels)
    return Consent(given=_answer(value), text=said)


def of_words(said: str) -> bool | None:
    """Return what a word or sentence says: yes, no or neither."""
    if is_nothing(said):
        return None
    folded = _OPT.sub(r"opt\1", words.fold(said).strip())
    boxes = _BOX.findall(folded)
    if boxes and len(folded) > len(boxes[0]):
        return _of_boxes(folded, boxes)
    if boxes:
        return not _TICKED.isdisjoint(boxes[0])
    if folded.endswith("?"):
        return None
    return _of_sentences(folded)


def is_nothing(said: str) -> bool:
    """Tell whether a text is a word for no answer, or a template that was not filled in.

    >>> is_nothing("N/A"), is_nothing("*|CONSENT|*"), is_nothing("[x]")
    (True, True, False)
    """
    folded = words.fold(said).strip()
    if folded.replace(" ", "_") in words.NOTHING or _BRACKETED.fullmatch(folded):
        return True
    return placeholders.is_template(said)


def turns(label: str) -> bool:
    """Tell whether a label asks in the negative for what else would be a consent.

    >>> turns("Jeg ønsker IKKE å motta nyhetsbrev"), turns("Nyhetsbrev")
    (True, False)
    """
    spoken = _WORD.findall(_OPT.sub(r"opt\1", words.fold(label)))
    negated = any(
        _negates(spoken, place) and word not in words.OFF for place, word in enumerate(spoken)
    )
    return negated and any(word.startswith((*words.AGREES, *words.MAIL)) for word in spoken)


def key(consent: Consent) -> str:
    """Return what equal consents share."""
    return json.dumps([consent.given, dict(sorted(consent.channels.items()))])


# -- structures -----------------------------------------------------------------------------------


def _value(said: str) -> Any:
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        return said


def _unwrapped(value: Any) -> Any:
    for _ in range(_MAX_DEPTH):
        inner = next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else None
        if not isinstance(inner, dict) or str(next(iter(value))).lower() not in _AROUND:
            break
        value = inner
    return value


def _parts(value: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[str, bool]]:
    """Yield the answers in an object by their names; a tick where the name is a refusal is a no."""
    for name, told in list(value.items())[:_MAX_CHANNELS]:
        answer = None if str(name).lower() in _ABOUT else _answer(told, depth + 1)
        if isinstance(told, str) and told.strip() == str(name).strip():
            answer = True  # what a box that was ticked sends
        if _is_refusal(str(name)):
            is_dated = answer is None and _MOMENT.fullmatch(str(told)[:_MAX_LENGTH])
            answer = False if answer or is_dated else None  # two nots are no yes
        if answer is not None:
            yield str(name), answer


_MOMENT = re.compile(r"(?=.*[1-9])[\dTZ :.,+/-]{8,40}")  # one of zeros is none
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _is_refusal(name: str) -> bool:
    """Tell whether a yes to what is asked is a no: ``optOut``, ``withdrawn_at``, "No e-mails"."""
    apart = _CAMEL.sub(" ", name[:_MAX_LENGTH])
    return turns(apart) or (len(name) > 1 and of_words(apart) is False)


def _of_box(value: Mapping[str, Any], name: str, depth: int) -> bool | None:
    """Return the answer of one box, which its text or a member beside it may turn."""
    if name in _BOXES and value[name] in ("", None):
        return False
    answer = _answer(value[name], depth + 1)
    if answer is None:
        return None
    if any(_is_refusal(str(value[asked])) for asked in _ASKED if asked in value):
        return False if answer else None
    beside = {other: told for other, told in value.items() if _is_refusal(str(other))}
    return None if answer and dict(_parts(beside, depth)) else answer


def _of_many(answers: list[bool]) -> bool | None:
    return answers[0] if answers and len(set(answers)) == 1 else None


def _answer(value: object, depth: int = 0) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return bool(value) if value in (0, 1) else None
    if isinstance(value, str):
        return of_words(value[:_MAX_LENGTH])
    if depth > _MAX_DEPTH:
        return None
    if isinstance(value, list):
        answers = [_answer(part, depth + 1) for part in value[:_MAX_CHANNELS]]
        return _of_many([answer for answer in answers if answer is not None])
    if isinstance(value, dict):
        for name in _VALUES:
            if name in value:
                return _of_box(value, name, depth)
        return _of_many([answer for _, answer in _parts(value, depth)])
    return None


# -- words ----------------------------------------------------------------------------------------


def _of_boxes(folded: str, boxes: list[str]) -> bool | None:
    """Return what a sentence with one box in front of it says; of several boxes nothing."""
    if len(boxes) > 1 or not folded.startswith(boxes[0]):
        return _of_sentences(folded) if len(boxes) == 1 and folded.endswith(boxes[0]) else None
    said = _of_sentences(folded.removeprefix(boxes[0]).strip())
    if _TICKED.isdisjoint(boxes[0]):
        return None if said is False else False
    return said


def _of_sentences(folded: str) -> bool | None:
    if _NUMBER.fullmatch(folded):
        return {0.0: False, 1.0: True}.get(float(folded.replace(",", ".")))
    spoken = _WORD.findall(folded)
    if not spoken:
        return None
    joined = "".join(spoken)
    if joined in words.YES:
        return True
    if joined in words.NO:
        return False
    if any(word in words.OPEN_WHOLE or word.startswith(words.OPEN) for word in spoken):
        return None
    heard = [_of_one(part) for part in _SENTENCE.split(folded)]
    agrees, refuses, doubts = (any(said[n] for said in heard) for n in range(3))
    begins = spoken[0] in words.YES and not spoken[0].startswith(words.NAMES)
    if refuses:
        return None if agrees or doubts or begins else False
    if doubts:
        return None
    return True if agrees or begins else None


def _of_one(sentence: str) -> tuple[bool, bool, bool]:
    """Tell whether a sentence agrees, whether it refuses, and whether that is doubtful."""
    spoken = _WORD.findall(sentence)
    told = _told_as_right(sentence, spoken)
    nots = [place for place in range(len(spoken)) if _negates(spoken, place)]
    refusals = [
        place for place, word in enumerate(spoken) if place not in told and _refuses(word)
    ] + [place for place in range(len(spoken)) if _is_without(spoken, place)]
    agreeing = [
        place
        for place, word in enumerate(spoken)
        if place not in refusals and (word.startswith(words.AGREES) or _is_yes(word, len(spoken)))
    ]
    if refusals:
        # "No", "I refuse" say one thing twice; "not refused" is neither.
        doubtful = bool([place for place in nots if place or spoken[place] not in words.NO_ALONE])
        named = all(spoken[place].startswith(words.NAMES) for place in agreeing)
        return not named, True, doubtful
    if not nots:
        return bool(agreeing), False, False
    if agreeing and all(_is_turned(spoken, place, nots) for place in agreeing):
        return False, True, len(nots) > 1 and spoken[0] not in words.NO
    wished = any(word.startswith(words.WISHES) for word in spoken)
    if not agreeing and (spoken[0] in words.NO or (wished and len(nots) == 1)):
        return False, True, False
    return False, False, True


def _is_turned(spoken: list[str], place: int, nots: list[int]) -> bool:
    """Tell whether a not stands beside a word: "do not agree", "giver ikke samtykke"."""
    if place - 1 in nots or place + 1 in nots:
        return True
    named = spoken[place].startswith(words.NAMES)
    return named and place - 2 in nots and spoken[place - 1] not in words.TO


def _is_yes(word: str, length: int) -> bool:
    return word in words.YES and (length <= _SHORT or len(word) > 1)


def _refuses(word: str) -> bool:
    return word in words.REFUSES_WHOLE or word.startswith(words.REFUSES)


def _negates(spoken: list[str], place: int) -> bool:
    word = spoken[place]
    if word == "en":
        return place + 1 < len(spoken) and spoken[place + 1].startswith(words.FINNISH)
    return word in words.NOT or word in words.OFF


def _is_without(spoken: list[str], place: int) -> bool:
    following = spoken[place + 1 : place + 3]
    return spoken[place] in words.WITHOUT and any(
        word.startswith((*words.NAMES, *words.AGREES)) for word in following
    )


def _told_as_right(sentence: str, spoken: list[str]) -> set[int]:
    """Return the places of refusals that somebody may make, but did not."""
    first = next((place for place, word in enumerate(spoken) if word in words.RIGHTS), None)
    told = set(range(first, len(spoken))) if first is not None else set()
    if any(phrase in sentence for phrase in words.ANY_TIME):
        told |= {
            place
            for place in range(len(spoken))
            if not place or spoken[place - 1] not in words.SPEAKER
        }
    return told
