"""The file of keys: numbers and keys in JSON, for its owner only. Written whole, and never half."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import stat
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from ayni.commons.sealing import errors

NAME = "sealing_keys"
KEY_BYTES = 32


@dataclass(frozen=True)
class Key:
    """A key of AES-256. It never shows in a text of itself."""

    number: int
    secret: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """What tells one key from another and nothing about either."""
        return hmac.new(self.secret, b"ayni sealing key", hashlib.sha256).hexdigest()[:32]


def place() -> Path:
    """Where the keys are: the setting AYNI_SEALING_KEYS, else in the installation's folder."""
    named = getattr(settings, "AYNI_SEALING_KEYS", "")
    return Path(named) if named else Path(settings.AYNI_HOME) / NAME


def read() -> dict[int, Key]:
    """Every key by its number; none when there is no file. Refuses: KeyFileUnreadable, KeyFileOpen."""
    file = place()
    try:
        found = file.stat()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise errors.KeyFileUnreadable(file, error.strerror or "it is not there") from None
    if stat.S_IMODE(found.st_mode) & stat.S_IRWXO:
        raise errors.KeyFileOpen(file)
    return _read(file, found.st_ino, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _read(file: Path, inode: int, changed: int, size: int) -> dict[int, Key]:
    """Read again when the file is another or has changed."""
    del inode, changed, size
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))["keys"]
        keys = [Key(int(one["number"]), base64.b64decode(one["key"], validate=True)) for one in listed]
    except OSError as error:
        raise errors.KeyFileUnreadable(file, error.strerror or "it is not there") from None
    except (ValueError, KeyError, TypeError):
        raise errors.KeyFileUnreadable(file, "it is not a list of keys") from None
    if any(len(key.secret) != KEY_BYTES for key in keys) or len({key.number for key in keys}) < len(keys):
        raise errors.KeyFileUnreadable(file, "a key in it is damaged")
    return {key.number: key for key in keys}


def add(number: int) -> Key:
    """Make a key, and keep it with those that are there. The caller sees to it that nobody else writes."""
    made = Key(number, secrets.token_bytes(KEY_BYTES))
    _write([*read().values(), made])
    return made


def remove(number: int) -> None:
    """Take a key out. What it sealed can never be read again."""
    _write([key for key in read().values() if key.number != number])


def _write(keys: list[Key]) -> None:
    file = place()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    listed = [{"number": key.number, "key": base64.b64encode(key.secret).decode()} for key in keys]
    new = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with open(new, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as opened:
        json.dump({"keys": listed}, opened, indent=1)
        opened.flush()
        os.fsync(opened.fileno())
    new.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
