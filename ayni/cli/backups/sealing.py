"""Encrypting a stream with a passphrase, piece by piece, so that no size is too large and no piece can be moved.

AES-256 in Galois/counter mode; the key is drawn from the passphrase by scrypt. Each piece's nonce holds its number and
whether it is the last: a piece that is changed, moved, left out or cut off does not open.
"""

import hmac
import secrets
from collections.abc import Iterator
from hashlib import scrypt, sha256
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"AYNI SEALED 1\n"
PIECE = 1024 * 1024
TAG = 16
SALT, PREFIX = 16, 7
COST = 2**16
MEMORY = 256 * 1024 * 1024


class NotOpened(Exception):
    """The passphrase is another, or the bytes are."""


class Sealing:
    """A file to write into; what reaches `file` is encrypted. Close it, or its end is missing."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        salt, self._prefix = secrets.token_bytes(SALT), secrets.token_bytes(PREFIX)
        self._cipher, self._file, self._number, self._rest = AESGCM(_key(passphrase, salt)), file, 0, bytearray()
        file.write(MAGIC + salt + self._prefix)

    def write(self, data: bytes) -> int:
        self._rest += data
        while len(self._rest) > PIECE:
            self._put(bytes(self._rest[:PIECE]), is_last=False)
            del self._rest[:PIECE]
        return len(data)

    def close(self) -> None:
        self._put(bytes(self._rest), is_last=True)

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._prefix, self._number, is_last), piece, MAGIC))
        self._number += 1


def opened(file: IO[bytes], passphrase: str) -> Iterator[bytes]:
    """What was sealed, piece by piece. Raises NotOpened at the first piece that is not as it was written."""
    if file.read(len(MAGIC)) != MAGIC:
        raise NotOpened
    salt, prefix = file.read(SALT), file.read(PREFIX)
    cipher, number, piece = AESGCM(_key(passphrase, salt)), 0, file.read(PIECE + TAG)
    while True:
        following = file.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, number, not following), piece, MAGIC)
        except (InvalidTag, ValueError) as error:
            raise NotOpened from error
        if not following:
            return
        number, piece = number + 1, following


def signature(data: bytes, passphrase: str, salt: bytes) -> str:
    """What only somebody with the passphrase can write under these bytes."""
    return hmac.new(_key(passphrase, salt), data, sha256).hexdigest()


def _key(passphrase: str, salt: bytes) -> bytes:
    return scrypt(passphrase.encode(), salt=salt, n=COST, r=8, p=1, maxmem=MEMORY, dklen=32)


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([is_last])
