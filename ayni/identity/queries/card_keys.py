"""The key that cards are signed with: its secret half on the servers, its public half in the database for everybody.

The secret half, an Ed25519 private key, is AYNI_CARD_KEY (base64 of 32 bytes) or a file of AYNI_HOME that only its
owner may read. It is another than the one that seals the audit: who gives out cards proves nothing about the audit.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from ayni.identity import errors, models
from ayni.kernel.cards import keys

VARIABLE = "AYNI_CARD_KEY"
KEY_FILE = "card.key"


@dataclass(frozen=True)
class Signer:
    """What signs: its id, its public half, and the signing itself."""

    id: str
    public: bytes
    sign: Callable[[bytes], bytes]


def signer() -> Signer:
    """The key of this installation, made when there is none. Refuses: CardKeyBad, CardKeyWithdrawn."""
    private = _private()
    public = private.public_key().public_bytes_raw()
    found = Signer(keys.id_of(public), public, private.sign)
    if models.CardKey.objects.filter(pk=found.id, withdrawn_on__isnull=False).exists():
        raise errors.CardKeyWithdrawn(found.id)
    return found


def known() -> list[keys.Key]:
    """Every public half that a card may be signed with, oldest first; the present one also before its first card."""
    kept = [keys.Key(bytes(one.public), one.withdrawn_on) for one in models.CardKey.objects.all()]
    present = _private().public_key().public_bytes_raw()
    return kept if any(one.public == present for one in kept) else [*kept, keys.Key(present)]


def renew() -> str:
    """Make a new key; what the old one signed counts on. Its id. Refuses: CardKeyGiven."""
    if os.environ.get(VARIABLE):
        raise errors.CardKeyGiven(VARIABLE)
    _file().unlink(missing_ok=True)
    return keys.id_of(_private().public_key().public_bytes_raw())


def _private() -> Ed25519PrivateKey:
    given = os.environ.get(VARIABLE)
    if given:
        return _key(given, VARIABLE)
    file = _file()
    if not file.exists():
        _make(file)
    return _key(file.read_text(), str(file))


def _file() -> Path:
    return Path(settings.AYNI_HOME) / KEY_FILE


def _key(text: str, where: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(b64decode(text.strip(), validate=True))
    except (NotBase64, ValueError) as error:
        raise errors.CardKeyBad(where) from error


def _make(file: Path) -> None:
    """A new key for its owner alone; it appears whole, and whoever comes second takes the first's."""
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f"{file.name}.{os.getpid()}")
    made.touch(mode=0o600)
    made.write_bytes(b64encode(Ed25519PrivateKey.generate().private_bytes_raw()))
    with suppress(FileExistsError):
        file.hardlink_to(made)
    made.unlink()
