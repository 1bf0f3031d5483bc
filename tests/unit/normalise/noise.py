"""What happens to a value between a person and a lead: the documented classes, as functions.

Each takes a value and a seeded source of chance and returns another spelling of the same value.
"""

import random
import unicodedata
from collections.abc import Callable

Noise = Callable[[str, random.Random], str]

_BLANKS = (" ", "  ", "\u00a0", "\u2009", "\t")
_MARKS = ("\u200f", "\u200e", "\u202a", "\u202c", "\ufeff", "\u200b", "\u00ad")


def blanks_around(value: str, chance: random.Random) -> str:
    return chance.choice(_BLANKS) + value + chance.choice(_BLANKS)


def direction_marks(value: str, chance: random.Random) -> str:
    where = chance.randrange(len(value) + 1)
    return value[:where] + chance.choice(_MARKS) + value[where:]


def full_width(value: str, chance: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)


def decomposed(value: str, chance: random.Random) -> str:
    return unicodedata.normalize("NFD", value)


def composed(value: str, chance: random.Random) -> str:
    return unicodedata.normalize("NFC", value)


ANY_TEXT: tuple[Noise, ...] = (blanks_around, direction_marks, decomposed, composed)

# -- phones: of "+<country code><national>", with the code known -----------------------------------


def grouped(value: str, chance: random.Random) -> str:
    sign = chance.choice((" ", "-", ".", "\u00a0", " - ", "\u2011", "–"))
    head, rest = value[:3], value[3:]
    cuts = sorted(chance.sample(range(1, len(rest)), 2))
    return head + sign.join((rest[: cuts[0]], rest[cuts[0] : cuts[1]], rest[cuts[1] :]))


def double_zero(value: str, chance: random.Random) -> str:
    return value.replace("+", "00", 1)


def labelled(value: str, chance: random.Random) -> str:
    label = chance.choice(("p:", "tel:", "tlf. ", "Tlf: ", "Mob ", "τηλ. ", "נייד: ", "Phone - "))
    return label + value


def note_behind(value: str, chance: random.Random) -> str:
    return value + chance.choice((" (mobil)", " privat", " etter jobb", ".", ","))


def other_digits(value: str, chance: random.Random) -> str:
    zero = chance.choice((0x660, 0x6F0, 0x966, 0xFF10))
    return "".join(chr(zero + int(c)) if c.isdigit() else c for c in value)


PHONE: tuple[Noise, ...] = (
    *ANY_TEXT, grouped, double_zero, labelled, note_behind, other_digits, full_width,
)  # fmt: skip

# -- e-mails ---------------------------------------------------------------------------------------


def some_upper(value: str, chance: random.Random) -> str:
    return "".join(c.upper() if chance.random() < 0.5 else c for c in value)


def tagged(value: str, chance: random.Random) -> str:
    local, _, domain = value.partition("@")
    return f"{local.partition('+')[0].rstrip()}+{chance.choice(('fb', 'leads', '2026'))}@{domain}"


def wrapped(value: str, chance: random.Random) -> str:
    return chance.choice(
        ("<{}>", "mailto:{}", "Ola Hansen <{}>", '"{}"', "{}.", "{},", "({})", "E-post: {}", "{};")
    ).format(value)


def blanks_at_sign(value: str, chance: random.Random) -> str:
    return value.replace("@", chance.choice((" @", "@ ", " @ ")))


EMAIL: tuple[Noise, ...] = (*ANY_TEXT, some_upper, tagged, wrapped, blanks_at_sign, full_width)


def dotted(value: str, chance: random.Random) -> str:
    local, _, domain = value.partition("@")
    letters = list(local.replace(".", "").strip())
    where = chance.randrange(1, len(letters)) if len(letters) > 1 else 0
    return "".join(letters[:where]) + "." * bool(where) + "".join(letters[where:]) + "@" + domain


def googlemail(value: str, chance: random.Random) -> str:
    return value.replace("@gmail.com", "@googlemail.com")


GMAIL: tuple[Noise, ...] = (*EMAIL, dotted, googlemail)

# -- names -----------------------------------------------------------------------------------------


def upper(value: str, chance: random.Random) -> str:
    return value.upper()


def lower(value: str, chance: random.Random) -> str:
    return value.lower()


def emoji(value: str, chance: random.Random) -> str:
    return value + chance.choice((" 🌸", "❤️", "👩‍👧", " 🇳🇴", "💪🏽", " ⭐⭐"))


def wide_blanks(value: str, chance: random.Random) -> str:
    return value.replace(" ", chance.choice(("  ", "\u00a0", " \t ", "\u3000")))


def titled(value: str, chance: random.Random) -> str:
    return chance.choice(("Dr. ", "Mr ", "fru ", "Hr. ", "κ. ", 'ד"ר ', "Adv. ")) + value


def digits_behind(value: str, chance: random.Random) -> str:
    return value + chance.choice((" 2", " 91234567", "123"))


def last_first(value: str, chance: random.Random) -> str:
    first, _, last = value.rpartition(" ")
    return f"{last}, {first}" if first else value


def other_signs(value: str, chance: random.Random) -> str:
    return value.replace("'", chance.choice("’‘`")).replace("-", chance.choice("‐‑–"))


NAME: tuple[Noise, ...] = (
    *ANY_TEXT, upper, lower, emoji, wide_blanks, titled, digits_behind, last_first, other_signs,
)  # fmt: skip


def _place(noise: Noise) -> int:
    return 0 if noise in _OF_BARE_VALUES else 2 if noise is full_width else 1


_OF_BARE_VALUES = {tagged, dotted, googlemail, grouped, double_zero, last_first}


def stirred(value: str, noises: tuple[Noise, ...], seed: int, times: int = 2) -> str:
    """Return the value after a few kinds of noise."""
    chance = random.Random(seed)
    # What knows the parts of a value comes before what hides them.
    for noise in sorted(chance.sample(noises, times), key=_place):
        value = noise(value, chance)
    return value
