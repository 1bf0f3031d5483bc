r"""Text that a system on the way escaped, encoded or decoded once too often → the text as meant.

Only what is certain is undone, so that ordinary text passes after one scan:

================================== ===============================================================
``O&#039;Dahl``, ``Bj&oslash;rn``  HTML entities with a semicolon, numbers also without
``Kari<br>Lunde``                  tags with the name of an HTML element
``O\'Dahl``, ``A\/S``              backslashes before quotes and slashes
``Bj\u00f8rn``, ``Bj\xf8rn``       escapes of JSON and Python, written out
``Bj%C3%B8rn+Lunde``               percent-escapes, where each is one and there is no blank
``=C3=98yvind``, ``=?UTF-8?B?…?=`` quoted-printable and encoded words of mail (RFC 2047)
``BjÃ¸rn``, ``Bj├╕rn``             UTF-8 that was read in another code page (mojibake)
================================== ===============================================================

Mojibake is undone by the strict way back: a whole word, as bytes of the code page, is UTF-8 and
gives letters of one script. The package ftfy does this with statistics; it leaves short words such
as ``HÃ¥kan`` and ``Ã…se`` as they are, and takes 57 ms to import.
"""

import re
from collections.abc import Mapping

#: Longer text is not looked at.
_LIMIT = 2000
#: What people name in the attribution, and reports show; click ids and other ids stay.
NAMED = frozenset(
    "utm_source utm_medium utm_campaign utm_term utm_content campaign adset ad form".split()
)


#: One of these is in every text that is repaired. Beside signs of ASCII: controls and signs of
#: Latin 1, what Windows has in the place of controls, frames (DOS) and the root sign (Mac).
_SUSPECT = re.compile('[&<\\\\%="\x80-\xbfÂŒœŠšŸŽžƒˆ˜\u2010-\u203a\u20ac\u2122\u2500-\u259f√]')
#: … and one of these in every text of which a part is lost.
_ODD = re.compile("[?\ufffd\x80-\xbfŒœŠšŸŽžƒˆ˜\u2010-\u203a\u20ac\u2122\u2500-\u259f√]|''|[À-ÿ]{3}")


def repaired(text: str) -> str:
    r"""Return the text as it was before it was escaped or decoded wrongly, else unchanged.

    >>> repaired("O&amp;#039;Dahl"), repaired("BjÃ¸rn"), repaired("AT&T")
    ("O'Dahl", 'Bjørn', 'AT&T')
    """
    if not _SUSPECT.search(text) or len(text) > _LIMIT:
        return text
    from leadfold.normalise import escapes

    before = None
    while text != before:  # every step makes the text shorter, so this ends
        before = text
        text = escapes.undone(text)
        if not text.isascii():
            from leadfold.normalise import mojibake

            text = mojibake.undone(text)
    return text


def with_names_repaired(attribution: Mapping[str, str]) -> dict[str, str]:
    """Return a lead's attribution with the names in it repaired; ids and addresses stay.

    >>> with_names_repaired({"utm_campaign": "H%C3%B8st+2026", "gclid": "a%20b"})
    {'utm_campaign': 'Høst 2026', 'gclid': 'a%20b'}
    """
    return {
        name: repaired(value) if name in NAMED else value for name, value in attribution.items()
    }


def is_garbled(text: str) -> bool:
    """Tell whether letters of a repaired text are lost, or stand for others.

    >>> is_garbled("Bj?rn"), is_garbled("Ola Hansen?")
    (True, False)
    """
    if not _ODD.search(text):
        return False
    from leadfold.normalise import mojibake

    return mojibake.is_left(text[:_LIMIT])
