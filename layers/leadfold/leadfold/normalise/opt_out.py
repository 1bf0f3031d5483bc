"""Opt-outs that a person states in a form (``model.OPT_OUTS``): what the text of a field says."""

import re

from leadfold.normalise import consent, consent_words
from leadfold.normalise.repair import repaired

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
