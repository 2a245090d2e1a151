"""Seals: what the chains' heads are at a moment, signed, so that not even who owns the database can write them anew.

A seal is one line of JSON. It is kept in the database, in a file of AYNI_HOME, and wherever it is carried away to: each
of these alone is enough to find what was changed before it. The key, an Ed25519 private key, is AYNI_AUDIT_KEY (base64
of 32 bytes) or a file of AYNI_HOME that only its owner may read; whoever has its public half can check, not seal.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction

from ayni.commons.audit import models
from ayni.commons.audit.errors import BadKey

VARIABLE = "AYNI_AUDIT_KEY"
KEY_FILE = "audit-seal.key"
SEALS_FILE = "audit-seals.jsonl"
EVERY = timedelta(days=1)

Heads = dict[int, tuple[int, str]]


@dataclass(frozen=True)
class Signed:
    """A seal as it was read: its text, its signature, and whether our key, or the one it names, made it."""

    text: str
    signature: str

    @property
    def line(self) -> str:
        return json.dumps({"seal": self.text, "signature": self.signature}, ensure_ascii=False)

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self._told["at"])

    @property
    def heads(self) -> Heads:
        return {int(chain): (number, digest) for chain, (number, digest) in self._told["heads"].items()}

    @property
    def is_genuine(self) -> bool:
        """Signed by the key of this installation."""
        try:
            public_key().verify(b64decode(self.signature), self.text.encode())
        except (InvalidSignature, NotBase64):
            return False
        return True

    @property
    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.text)
        return told


def seal(*, at: datetime, to: Path | None = None) -> Signed:
    """Sign the heads as they are, keep the seal, and add it as a line to a file as well."""
    with transaction.atomic():
        text = json.dumps({"at": at.isoformat(), "heads": heads()}, separators=(",", ":"), sort_keys=True)
        made = Signed(text, b64encode(private_key().sign(text.encode())).decode())
        models.Seal.objects.create(at=at, text=made.text, signature=made.signature)
    for file in (Path(settings.AYNI_HOME) / SEALS_FILE, to):
        if file is not None:
            with file.open("a", encoding="utf-8") as kept:
                kept.write(made.line + "\n")
    return made


def seal_when_due(at: datetime) -> Signed | None:
    """The day's seal, unless there is one of the last day."""
    if models.Seal.objects.filter(at__gt=at - EVERY).exists():
        return None
    return seal(at=at)


def heads() -> dict[str, tuple[int, str]]:
    """Every chain's length and last digest, once what still waits has been linked."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_take_up()")
        cursor.execute("SELECT * FROM audit_heads()")
        return {str(chain): (number, digest) for chain, number, digest in cursor.fetchall()}


def every(others: Sequence[Signed] = ()) -> list[Signed]:
    """Every seal known here, oldest first: of the database, of AYNI_HOME, and those carried away."""
    kept = [Signed(*row) for row in models.Seal.objects.values_list("text", "signature")]
    file = Path(settings.AYNI_HOME) / SEALS_FILE
    beside = read(file) if file.exists() else []
    return sorted({*kept, *beside, *others}, key=lambda one: one.at)


def read(file: Path) -> list[Signed]:
    """The seals of a file, a line each."""
    return list(_lines(file.read_text(encoding="utf-8").splitlines()))


def _lines(lines: Iterable[str]) -> Iterable[Signed]:
    for line in lines:
        if line.strip():
            told = json.loads(line)
            yield Signed(told["seal"], told["signature"])


def public_key() -> Ed25519PublicKey:
    return private_key().public_key()


def private_key() -> Ed25519PrivateKey:
    """The key of this installation, made when there is none. Refuses: BadKey."""
    given = os.environ.get(VARIABLE)
    if given:
        return _key(given, VARIABLE)
    file = Path(settings.AYNI_HOME) / KEY_FILE
    if not file.exists():
        _make(file)
    return _key(file.read_text(), str(file))


def _key(text: str, where: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(b64decode(text.strip(), validate=True))
    except (NotBase64, ValueError) as error:
        raise BadKey(where) from error


def _make(file: Path) -> None:
    """Write a new key for its owner alone; it appears whole, and whoever comes second takes the first's."""
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f"{file.name}.{os.getpid()}")
    made.touch(mode=0o600)
    made.write_bytes(b64encode(Ed25519PrivateKey.generate().private_bytes_raw()))
    with suppress(FileExistsError):
        file.hardlink_to(made)
    made.unlink()
