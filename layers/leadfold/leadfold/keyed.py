"""Keys made from personal data: HMAC, so that keys, traces and messages hold none."""

import hmac
from base64 import urlsafe_b64encode


class KeyedHash:
    """HMAC-SHA256 under one secret, with a version in front so that the secret can be changed."""

    VERSION = "v1"
    MIN_BYTES = 32

    def __init__(self, secret: bytes) -> None:
        """Refuse a short secret: an empty one would make every hash public."""
        if len(secret) < self.MIN_BYTES:
            raise ValueError(f"the hash key needs at least {self.MIN_BYTES} bytes")
        self._secret = secret

    def of(self, kind: str, value: str) -> str:
        """Return the key of a value, e.g. ``v1.Zm9v…``; kinds keep equal values apart."""
        text = f"{kind}\0{value}".encode(errors="surrogatepass")  # JSON can carry lone surrogates
        digest = hmac.digest(self._secret, text, "sha256")
        return f"{self.VERSION}.{urlsafe_b64encode(digest).decode().rstrip('=')}"
