"""A passkey in software: makes and proves ES256 credentials as WebAuthn level 2 writes them, section 6."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


@dataclass
class Passkey:
    """One credential of one site. `origin` is what the browser would say where it is used."""

    site: str = "testserver"
    origin: str = "http://testserver"
    is_verifying: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: os.urandom(32))
    count: int = 0
    owner: bytes = b""

    def made(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a page that asks for a new passkey."""
        self.owner = _bytes(options["user"]["id"])
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", 32) + self.credential + cbor.encode(public)
        stated = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        return self._answer(
            {
                "clientDataJSON": self._client("webauthn.create", options["challenge"]),
                "attestationObject": _text(cbor.encode(stated)),
            }
        )

    def used(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a page that asks for a proof."""
        self.count += 1
        client = self._client("webauthn.get", options["challenge"])
        data = self._data(0)
        signed = data + hashlib.sha256(_bytes(client)).digest()
        return self._answer(
            {
                "clientDataJSON": client,
                "authenticatorData": _text(data),
                "signature": _text(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": _text(self.owner),
            }
        )

    def _client(self, kind: str, challenge: str) -> str:
        return _text(json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode())

    def _data(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.is_verifying else 0)
        return hashlib.sha256(self.site.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        name = _text(self.credential)
        results = {"credProps": {"rk": True}}
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "clientExtensionResults": results,
            "response": response,
        }


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
