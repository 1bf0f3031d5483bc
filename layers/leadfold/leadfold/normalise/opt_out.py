"""Opt-outs that a person states in a form: of calls, of e-mail, or of all contact."""

import re
from collections.abc import Mapping

from leadfold.model import OptOut
from leadfold.normalise import consent, consent_words
from leadfold.normalise.repair import repaired

#: The fields that state one. Where a form names no channel, all are meant.
FIELDS: dict[str, OptOut] = {
    "opt_out": "opt_out",
    "do_not_call": "opt_out_phone",
    "unsubscribed": "opt_out_email",
}
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
#: Words that say so by themselves, as forms send the text beside a box that was ticked.
_SAID = tuple(
    consent_words.fold(
        "optout opted unsubscrib donot dnc reserver avmeld afmeld frameld avregistr "
        "markkinointikielto kielto kielletty הסר הסרה διαγραφ"
    ).split()
)
_CONTACT = tuple(
    consent_words.fold(
        "call contact mail e-mail email text sms phone disturb ring kontakt send skriv soita "
        "soitta ota καλ επικοινων להתקשר תתקשר ליצור anruf bel appel llam"
    ).split()
)
_NO_OPT_OUT = frozenset({"opt in", "opt-in", "optin", "opted in", "opted-in", "subscribed"})
_ALL_SAID = frozenset({"stop", "stopp"})


def of_fields(sent: Mapping[str, str]) -> tuple[OptOut, ...]:
    """Return what a lead's fields opt out of.

    >>> of_fields({"do_not_call": "true", "unsubscribed": "no"})
    ('opt_out_phone',)
    """
    return tuple(flag for name, flag in FIELDS.items() if says(sent.get(name, "")))


def says(value: str) -> bool | None:
    """Tell whether the value of such a field opts out; ``None`` where that is in doubt.

    >>> says("ja"), says("Ring ikke"), says("0"), says("nei takk")
    (True, True, False, None)
    """
    typed = consent.clean(repaired(value))
    folded = consent_words.fold(typed)
    if not folded:
        return False
    said = consent.of_words(typed)
    spoken = _WORD.findall(folded)
    if folded in _NO_OPT_OUT:
        return False
    if said:
        return True
    if spoken and spoken[0] in consent_words.NO_ALONE and len(spoken) > 1:
        return None
    if any(word in consent_words.NOT for word in spoken) and any(
        word.startswith(_CONTACT) for word in spoken
    ):
        return True
    if folded in _ALL_SAID or (said is False and "".join(spoken).startswith(_SAID)):
        return True
    if consent.is_nothing(typed) or (said is False and len(spoken) <= 1):
        return False
    return None


def is_doubtful(value: str) -> bool:
    """Tell whether the value of such a field is neither a yes, a no nor nothing."""
    return says(value) is None
