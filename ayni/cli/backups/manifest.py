"""The paper of a backup: what it holds, and the hash of each of its parts."""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Any

from ayni.cli.backups import errors, sealing
from ayni.cli.backups.counting import Holding

NAME = "manifest.json"
FORMAT = 1
LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True)
class Part:
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`ledger` has each account's balance as text; `signed` is empty when there is no passphrase."""

    made_at: str
    version: str
    postgresql: int
    tables: dict[str, str]
    guards: dict[str, str]
    roles: dict[str, bool]
    ledger: dict[str, str]
    parts: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def holding(self) -> Holding:
        return Holding(self.tables, self.guards, self.ledger, self.roles)

    @property
    def rows(self) -> int:
        return sum(int(told.split()[0]) for told in self.tables.values())


def write(folder: Path, manifest: Manifest, passphrase: str) -> None:
    """Written last, and whole: a folder without it is not a backup."""
    told: dict[str, Any] = {"manifest": asdict(manifest)}
    if passphrase:
        salt = secrets.token_bytes(sealing.SALT)
        told |= {"salt": salt.hex(), "signature": sealing.signature(_bytes(told["manifest"]), passphrase, salt)}
    temporary = folder / f".{NAME}"
    temporary.write_text(json.dumps(told, indent=1, sort_keys=True), encoding="utf-8")
    temporary.rename(folder / NAME)


def read(folder: Path, passphrase: str) -> Manifest:
    """Refuses: NoBackup, PassphraseNeeded, WrongPassphrase."""
    try:
        with (folder / NAME).open("rb") as file:
            told = json.loads(file.read(LARGEST))
        given = told["manifest"]
        if given["format"] != FORMAT:
            raise errors.NoBackup(
                str(folder), f"it is written in form {given['format']}, which this version cannot read."
            )
        found = Manifest(**{**given, "parts": {name: Part(**part) for name, part in given["parts"].items()}})
    except FileNotFoundError:
        raise errors.NoBackup(str(folder), f"it has no {NAME}, which is written when all else is.") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise errors.NoBackup(str(folder), f"its {NAME} cannot be read.") from None
    if any(name != Path(name).name or name.startswith(".") for name in found.parts):
        raise errors.NoBackup(str(folder), "its parts lie outside its own folder.")
    _check_signature(told, passphrase)
    return found


def check_parts(folder: Path, manifest: Manifest, telling: Callable[[str], None]) -> None:
    """Read every part through. Refuses: Damaged."""
    for name, part in manifest.parts.items():
        telling(f"reading {name}")
        digest, size = sha256(), 0
        try:
            with (folder / name).open("rb") as file:
                while piece := file.read(1024 * 1024):
                    digest.update(piece)
                    size += len(piece)
        except FileNotFoundError:
            raise errors.Damaged(name, "it is not there.") from None
        if (size, digest.hexdigest()) != (part.bytes, part.sha256):
            raise errors.Damaged(name, f"it should have {part.bytes} bytes with the hash {part.sha256[:12]}….")


def _check_signature(told: dict[str, Any], passphrase: str) -> None:
    """An encrypted backup is believed only with its passphrase: whoever could write to the folder may have."""
    is_sealed = any(name.endswith(".sealed") and name != "keys.sealed" for name in told["manifest"]["parts"])
    if "signature" not in told:
        if is_sealed:
            raise errors.WrongPassphrase(NAME)
        return
    if not passphrase:
        raise errors.PassphraseNeeded("This backup is encrypted.")
    try:
        expected = sealing.signature(_bytes(told["manifest"]), passphrase, bytes.fromhex(told["salt"]))
    except (ValueError, KeyError, TypeError):
        raise errors.WrongPassphrase(NAME) from None
    if not compare_digest(expected, str(told["signature"])):
        raise errors.WrongPassphrase(NAME)


def _bytes(manifest: dict[str, Any]) -> bytes:
    return json.dumps(manifest, sort_keys=True).encode()
