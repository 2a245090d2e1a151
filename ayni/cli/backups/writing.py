"""Making a backup: one moment of the database, the files beside it, and the paper that proves both."""

import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, cast

import psycopg
from django.conf import settings

from ayni.cli.backups import counting, errors, manifest, programs
from ayni.cli.backups.sealing import Sealing
from ayni.commons.sealing import files

DATABASE, FILES, KEYS = "database.dump", "files.tar", "keys.sealed"
#: Of the folders in AYNI_HOME: what is the database's own, what is made again, and what must not lie beside the data.
NOT_CARRIED = {"postgresql", "temporary", "logs", "keys", "backups"}
LAST = "last_backup.json"


def write(folder: Path, *, passphrase: str, with_keys: bool, telling: Callable[[str], None]) -> manifest.Manifest:
    """Write a backup into an empty folder. Refuses: FolderInUse, PassphraseNeeded, ProgramMissing, ProgramFailed."""
    if with_keys and not passphrase:
        raise errors.PassphraseNeeded("Keys are never written without encryption.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise errors.FolderInUse(str(folder))
    with programs.connected() as database:
        programs.command(programs.version_of(database), "pg_dump")  # before anything is made
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = _written(database, folder, passphrase, telling)
    parts = dict(written.parts)
    telling("writing the files")
    with _part(folder, FILES, passphrase, parts) as file:
        _archive({name: _home() / name for name in _folders(_home())}, file)
    if with_keys:
        with _part(folder, KEYS, passphrase, parts) as file:
            _archive({path.name: path for path in key_files()}, file)
    whole = manifest.Manifest(**{**vars(written), "parts": parts})
    manifest.write(folder, whole, passphrase)
    _remember(folder, whole)
    return whole


def _written(
    database: psycopg.Connection, folder: Path, passphrase: str, telling: Callable[[str], None]
) -> manifest.Manifest:
    """The database's part, and all that is told of it: from one moment, whoever writes meanwhile."""
    parts: dict[str, manifest.Part] = {}
    with database.transaction():
        database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        telling("writing the database")
        with _part(folder, DATABASE, passphrase, parts) as file:
            _dump(database, file)
        telling("counting every table")
        held = counting.holding(database)
    return manifest.Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=version("ayni"),
        postgresql=programs.version_of(database),
        parts=parts,
        **vars(held),
    )


def _dump(database: psycopg.Connection, file: IO[bytes]) -> None:
    moment = database.execute("SELECT pg_export_snapshot()").fetchone()
    assert moment is not None
    asked = ("--format=custom", "--no-owner", f"--snapshot={moment[0]}")
    command = programs.command(programs.version_of(database), "pg_dump", *asked)
    with tempfile.TemporaryFile() as said:  # a pipe that nobody reads would stop it
        process = subprocess.Popen(  # noqa: S603 PostgreSQL's own
            command, env=programs.environment(database), stdout=subprocess.PIPE, stderr=said
        )
        assert process.stdout is not None
        with process:
            while piece := process.stdout.read(1024 * 1024):
                file.write(piece)
        if process.returncode:
            said.seek(0)
            raise errors.ProgramFailed("pg_dump", said.read().decode(errors="replace"))


class _Hashing:
    """A file that knows the hash of what was written into it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest, self.size = file, sha256(), 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._file.write(data)


@contextmanager
def _part(folder: Path, name: str, passphrase: str, parts: dict[str, manifest.Part]) -> Iterator[IO[bytes]]:
    """A part to write, readable by its owner only; it is counted in when all of it is on the disk."""
    named = name if not passphrase or name.endswith(".sealed") else f"{name}.sealed"
    with open(folder / named, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        hashing = _Hashing(file)
        if passphrase:
            with closing(Sealing(cast("IO[bytes]", hashing), passphrase)) as sealed:
                yield cast("IO[bytes]", sealed)
        else:
            yield cast("IO[bytes]", hashing)
        file.flush()
        os.fsync(file.fileno())
    parts[named] = manifest.Part(hashing.size, hashing.digest.hexdigest())


def key_files() -> list[Path]:
    """Where this installation's keys are, those there are: what signs, and what opens sealed answers."""
    named = (_home() / "secret_key", files.place())
    return [path for path in named if path.is_file()]


def _archive(named: dict[str, Path], file: IO[bytes]) -> None:
    with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        for name, path in named.items():
            archive.add(path, arcname=name, filter=_nameless)


def _nameless(one: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Files, the second names of files, and folders; without whom they belong to on this machine."""
    if not (one.isfile() or one.islnk() or one.isdir()):
        return None
    one.uid = one.gid = 0
    one.uname = one.gname = ""
    return one


def _folders(home: Path) -> list[str]:
    return sorted(
        path.name
        for path in home.iterdir()
        if path.is_dir() and path.name not in NOT_CARRIED and not path.name.startswith(".")
    )


def _home() -> Path:
    return Path(settings.AYNI_HOME)


def last() -> datetime | None:
    """When the last backup of this installation was made."""
    try:
        told = json.loads((_home() / LAST).read_text(encoding="utf-8"))
        return datetime.fromisoformat(told["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(folder: Path, whole: manifest.Manifest) -> None:
    """For `ayni check --deploy`, which tells when the last backup grows old."""
    told: dict[str, Any] = {"made_at": whole.made_at, "folder": str(folder.resolve())}
    (_home() / LAST).write_text(json.dumps(told), encoding="utf-8")
