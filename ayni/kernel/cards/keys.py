"""The public halves of the keys that cards are signed with: a file of lines, one for each key.

    AYNI-CARD-KEY 3f29c1d0 base64-of-32-bytes [withdrawn 2026-11-22]

A key that is withdrawn was in strange hands: no card of it counts any more.
"""

from __future__ import annotations

import base64
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WORD, WITHDRAWN = "AYNI-CARD-KEY", "withdrawn"


@dataclass(frozen=True)
class Key:
    """The public half of a key, and from when on nothing it signed counts."""

    public: bytes
    withdrawn_on: date | None = None

    @property
    def id(self) -> str:
        return id_of(self.public)

    def signed(self, text: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


class NotKeys(ValueError):
    """A file that holds no public keys of cards; its text says which line is wrong."""


def id_of(public: bytes) -> str:
    return sha256(public).hexdigest()[:8]


def write(keys: Iterable[Key]) -> str:
    return "".join(f"{_line(key)}\n" for key in keys)


def read(text: str) -> Mapping[str, Key]:
    """The keys of a file, by their ids. Raises NotKeys."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found = {key.id: key for key in map(_key, lines)}
    if not found:
        raise NotKeys("There is no key in it.")
    return found


def _line(key: Key) -> str:
    ended = f" {WITHDRAWN} {key.withdrawn_on}" if key.withdrawn_on else ""
    return f"{WORD} {key.id} {base64.b64encode(key.public).decode()}{ended}"


def _key(line: str) -> Key:
    try:
        word, told, public, *rest = line.split()
        ended = date.fromisoformat(rest[1]) if rest and rest[0] == WITHDRAWN else None
        key = Key(base64.b64decode(public, validate=True), ended)
    except (ValueError, NotBase64, IndexError) as error:
        raise NotKeys(f"“{line[:60]}” is no public key of cards.") from error
    if word != WORD or told != key.id or len(key.public) != 32:
        raise NotKeys(f"“{line[:60]}” is no public key of cards, or was changed.")
    return key
