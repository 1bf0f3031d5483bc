"""Mutates webhook bodies as a broken or hostile sender might; the caller gives the seed."""

import json
import random
from typing import Any

#: Values that break parsers: of the wrong type, huge, empty, in odd characters.
_ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**63, 1e308, "", " ", "\x00", "\ud800", "𝟘", "א" * 300, "x" * 5000),
    *([], {}, [[]], {"": ""}, [None], "null", "NaN", "<script>", "'; --", "%00", "+47" * 50),
)


def mutated(body: bytes, chance: random.Random) -> bytes:
    """Return a body with one to three changes: of values where it is JSON, else of bytes."""
    for _ in range(chance.randint(1, 3)):
        body = _values(body, chance) if chance.random() < 0.6 else _bytes(body, chance)
    return body


def _values(body: bytes, chance: random.Random) -> bytes:
    try:
        document = json.loads(body)
    except ValueError:
        return _bytes(body, chance)
    holder, place = document, None
    while isinstance(holder, dict | list) and holder:
        place = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        inner = holder[place]
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.3:
            break
        holder = inner
    if place is None:
        return body
    if chance.random() < 0.25:
        del holder[place]
    else:
        holder[place] = chance.choice(_ODD)
    return json.dumps(document).encode()


def _bytes(body: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(body))
    cut = chance.choice((0, 1, 2, 10, len(body)))
    new = bytes(chance.randrange(256) for _ in range(chance.choice((0, 1, 3, 20))))
    return body[:start] + new + body[start + cut :]
