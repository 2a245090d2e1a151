"""Sealing a document and opening it again."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.views.decorators.debug import sensitive_variables

from ayni.commons.sealing import errors, files, keys

NONCE_BYTES = 12
PADDED_TO = 128  # bytes: a length must not tell true from false


@dataclass(frozen=True)
class Bound:
    """What a document belongs to; it opens nowhere else. `kind` is the table's name without its history's ending."""

    kind: str
    record: int
    source: str
    on: date

    def text(self, key: int) -> bytes:
        """Only the last part is free text, so that no two of these are the same."""
        return f"{self.kind}\x1f{self.record}\x1f{self.on.isoformat()}\x1f{key}\x1f{self.source}".encode()


class Sealer:
    """Seals many documents with one key."""

    def __init__(self) -> None:
        key = keys.newest()
        self.key = key.number
        self._box = AESGCM(key.secret)

    @sensitive_variables()
    def seal(self, text: bytes, bound: Bound) -> bytes:
        """The ciphertext of a JSON text, its nonce first."""
        nonce = os.urandom(NONCE_BYTES)
        padded = text + b" " * (-len(text) % PADDED_TO)
        return nonce + self._box.encrypt(nonce, padded, bound.text(self.key))

    def document(self, document: Mapping[str, Any], bound: Bound) -> bytes:
        return self.seal(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), bound)


class Opener:
    """Opens many documents, whichever keys sealed them."""

    def __init__(self) -> None:
        self._boxes: dict[int, AESGCM] = {}
        self._known = keys.fingerprints()  # now: the threads that write a snapshot do without the database

    @sensitive_variables()
    def open(self, ciphertext: bytes, key: int, bound: Bound) -> bytes:
        """The text that was sealed. Refuses: KeyMissing, KeyWrong, SealBroken."""
        box = self._boxes.get(key) or self._box(key)
        whole = bytes(ciphertext)
        try:
            return box.decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], bound.text(key))
        except (InvalidTag, ValueError):
            raise errors.SealBroken(bound.kind, bound.record) from None

    def document(self, ciphertext: bytes, key: int, bound: Bound) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.open(ciphertext, key, bound))
        return found

    def _box(self, number: int) -> AESGCM:
        key = keys.numbered(number)
        if self._known.get(number, key.fingerprint) != key.fingerprint:
            raise errors.KeyWrong(number, files.place())
        return self._boxes.setdefault(number, AESGCM(key.secret))
