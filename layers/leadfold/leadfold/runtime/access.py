"""API keys: their roles, the calls that these allow, and how often.

A key is random, so storing its SHA-256 is enough. It is looked up by that hash, so the time that
this takes says nothing about a key.
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from leadfold.errors import Problem
from leadfold.runtime.config import Config
from leadfold.store import items
from leadfold.store.writes import Overwrite

Role = Literal["admin", "operator", "intake", "marketing"]

#: The roles that each role includes: admin ⊃ operator ⊃ intake; marketing is in admin only.
_INCLUDES: dict[Role, frozenset[Role]] = {
    "admin": frozenset({"admin", "operator", "intake", "marketing"}),
    "operator": frozenset({"operator", "intake"}),
    "intake": frozenset({"intake"}),
    "marketing": frozenset({"marketing"}),
}
ROLES = tuple(_INCLUDES)
_KEY_BYTES = 32
_MOST_BUCKETS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The API key of a call: its id, name and role."""

    key_id: str
    name: str
    role: Role

    def may(self, roles: frozenset[Role]) -> bool:
        """Tell whether the key's role includes one of these."""
        return not roles.isdisjoint(_INCLUDES[self.role])


def digest(key: str) -> str:
    """Return the hash that is stored in place of a key."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


def new_key(
    role: Role, name: str, key_id: str, created_at: str
) -> tuple[str, tuple[Overwrite, ...]]:
    """Return a new key, to be shown once, and the writes that make it valid and listed."""
    key = f"lf_{role}_{secrets.token_urlsafe(_KEY_BYTES)}"
    item = {"id": key_id, "name": name, "role": role, "created_at": created_at}
    return key, (
        Overwrite(key=items.api_key_key(digest(key)), item=item),
        Overwrite(key=items.config_key("KEYS", key_id), item=item | {"digest": digest(key)}),
    )


def key_of(headers: dict[str, str]) -> str | None:
    """Return the key in a request's headers: ``x-api-key``, or a bearer token."""
    if key := headers.get("x-api-key"):
        return key.strip()
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def admit(headers: dict[str, str], roles: frozenset[Role], config: Config) -> Caller:
    """Return the caller, or raise 401 for a key that is missing or unknown and 403 for its role."""
    key = key_of(headers)
    item = config.item(items.api_key_key(digest(key))) if key else None
    if not item:
        raise Problem(
            401,
            "Unauthorized",
            "Send a valid key as x-api-key, or as Authorization: Bearer.",
            headers={"www-authenticate": "Bearer"},
        )
    return check(caller_of(item), roles)


def caller_of(item: Mapping[str, Any]) -> Caller:
    """Return the caller of a stored key."""
    return Caller(key_id=item["id"], name=item["name"], role=cast("Role", item["role"]))


def check(caller: Caller, roles: frozenset[Role]) -> Caller:
    """Return the caller, or raise 403 for its role."""
    if not caller.may(roles):
        raise Problem(403, "Forbidden", f"This call needs the role {' or '.join(sorted(roles))}.")
    return caller


class Throttle:
    """A token bucket per key or address in each worker: bursts pass, a runaway loop gets 429."""

    def __init__(
        self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Let ``rate`` calls a second through, and ``burst`` at once."""
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._tokens: dict[str, tuple[float, float]] = {}

    def take(self, key_id: str) -> None:
        """Count a call; raise 429 with ``Retry-After`` where the key has no token left."""
        now = self._clock()
        if len(self._tokens) >= _MOST_BUCKETS:
            self._forget(now)
        tokens, at = self._tokens.get(key_id, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - at) * self._rate)
        if tokens < 1:
            wait = str(max(1, round((1 - tokens) / self._rate)))
            raise Problem(429, "Too Many Requests", "Slow down.", headers={"retry-after": wait})
        self._tokens[key_id] = (tokens - 1, now)

    def _forget(self, now: float) -> None:
        """Forget buckets that are full again, so that a stream of new keys fills no memory."""
        refilled = self._burst / self._rate
        kept = {name: told for name, told in self._tokens.items() if now - told[1] < refilled}
        self._tokens = kept if len(kept) < _MOST_BUCKETS else {}
