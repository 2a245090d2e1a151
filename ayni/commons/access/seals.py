"""Signing the scope that the database goes by, so that a statement slipped into ours cannot widen it.

HMAC-SHA256 (RFC 2104). The database checks it with the two padded keys, which only the owner of its tables can read.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings

BLOCK = 64  # bytes of a block of SHA-256


@dataclass(frozen=True)
class Seal:
    """A key of 32 bytes."""

    key: bytes

    @classmethod
    def of_installation(cls) -> Seal:
        """This installation's own, made from its secret key."""
        return cls(hmac.digest(settings.SECRET_KEY.encode(), b"ayni scope of the database", "sha256"))

    @property
    def pads(self) -> tuple[bytes, bytes]:
        """The inner and the outer padded key."""
        padded = self.key.ljust(BLOCK, b"\0")
        return bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)

    def sign(self, told: dict[str, Any], backend: int) -> str:
        """`signature.text`: what is told, for one connection of the database (the number of its backend) alone."""
        text = json.dumps({**told, "backend": backend}, separators=(",", ":"), sort_keys=True)
        return f"{hmac.new(self.key, text.encode(), sha256).hexdigest()}.{text}"
