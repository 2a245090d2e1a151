"""Putting a backup back: all is read and checked first, and the database changes in one transaction or not at all."""

import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from psycopg import sql

from ayni.cli.backups import counting, errors, manifest, programs, sealing
from ayni.cli.backups.writing import DATABASE, FILES, KEYS
from ayni.commons.sealing import files

#: Nobody else may be at work: whoever waits longer than this for a table is told so.
BEGIN = "BEGIN;\nSET LOCAL lock_timeout = '20s';\n"
EMPTY = """
DO $empty$ DECLARE name text; BEGIN
FOR name IN SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
  EXECUTE format('DROP SCHEMA %I CASCADE', name);
END LOOP; END $empty$;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""
LOGIN = """DO $role$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = {name}) THEN
CREATE ROLE {role} {login}; END IF; END $role$;
"""


def restore(
    folder: Path, *, passphrase: str, replace: bool, with_keys: bool, telling: Callable[[str], None]
) -> manifest.Manifest:
    """Put a backup back and hold it against its paper.

    Refuses: NoBackup, Damaged, PassphraseNeeded, WrongPassphrase, NewerBackup, DatabaseInUse, FilesInUse,
    ProgramMissing, NotRestored. After each of them the database is as it was.
    """
    told = manifest.read(folder, passphrase)
    manifest.check_parts(folder, told, telling)
    _check_versions(told)
    home = Path(settings.AYNI_HOME)
    with programs.connected() as database, tempfile.TemporaryDirectory(prefix=".restoring-", dir=home) as temporary:
        if not replace and not counting.is_empty(database):
            raise errors.DatabaseInUse
        folders = [_extracted(folder, FILES, told, passphrase, Path(temporary) / "files")]
        if with_keys:
            if KEYS not in told.parts:
                raise errors.NoBackup(str(folder), "it was made without the keys.")
            folders.append(_extracted(folder, KEYS, told, passphrase, Path(temporary) / "keys"))
        found = {path: _place(path.name, home) for one in folders for path in sorted(one.iterdir())}
        _check_files(found.values(), replace)
        telling("restoring the database")
        dump = Path(temporary) / DATABASE  # pg_restore reads it from the disk
        with dump.open("wb") as file:
            file.writelines(_pieces(folder, DATABASE, told, passphrase))
        with tempfile.TemporaryFile() as said:
            if not _run(database, dump, told, said):
                said.seek(0)
                raise errors.NotRestored(said.read().decode(errors="replace"))
        for path, place in found.items():
            _put(path, place)
    return told


def _check_versions(told: manifest.Manifest) -> None:
    ours = version("ayni")
    if _numbers(told.version) > _numbers(ours):
        raise errors.NewerBackup(told.version, ours)


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(".") if part.isdecimal()]


def _place(name: str, home: Path) -> Path:
    """Where a file or folder of the backup belongs here; the keys of sealed answers may be told to lie elsewhere."""
    return files.place() if name == files.NAME else home / name


def _check_files(places: Iterable[Path], replace: bool) -> None:
    for there in places:
        if there.is_dir() and any(there.iterdir()) and not replace:
            raise errors.FilesInUse(str(there))


def _run(database: psycopg.Connection, dump: Path, told: manifest.Manifest, said: IO[bytes]) -> bool:
    """One transaction: make room, what the backup holds, the proof. Only its last line ends it."""
    begin = BEGIN + ("" if counting.is_empty(database) else EMPTY) + _roles(told)
    version = programs.version_of(database)
    reading = subprocess.Popen(  # noqa: S603 PostgreSQL's own
        programs.command(version, "pg_restore", "--no-owner", "--exit-on-error", "--file=-", str(dump)),
        stdout=subprocess.PIPE,
        stderr=said,
    )
    quiet = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-")
    writing = subprocess.Popen(  # noqa: S603 PostgreSQL's own
        programs.command(version, "psql", *quiet),
        env=programs.environment(database),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=said,
    )
    assert reading.stdout is not None
    assert writing.stdin is not None
    try:
        with writing.stdin as script:
            script.write(begin.encode())
            shutil.copyfileobj(reading.stdout, script, 1024 * 1024)
            if reading.wait() == 0:
                script.write(b"\n" + counting.proving(told.holding).encode() + b"COMMIT;\n")
    except BrokenPipeError:
        reading.kill()  # psql has stopped at an error and said which
    finally:
        reading.stdout.close()
        has_read, has_written = reading.wait(), writing.wait()
    return has_read == 0 and has_written == 0


def _roles(told: manifest.Manifest) -> str:
    """Whom grants and policies name. A role made here has no password, and no right but those in the backup."""
    return "".join(
        LOGIN.format(
            name=sql.Literal(name).as_string(None),
            role=sql.Identifier(name).as_string(None),
            login="LOGIN" if may_sign_in is True else "NOLOGIN",
        )
        for name, may_sign_in in told.roles.items()
    )


def _pieces(folder: Path, part: str, told: manifest.Manifest, passphrase: str) -> Iterator[bytes]:
    name = next((name for name in (part, f"{part}.sealed") if name in told.parts), None)
    if name is None:
        raise errors.NoBackup(str(folder), f"it has no {part}.")
    with (folder / name).open("rb") as file:
        if not name.endswith(".sealed"):
            yield from iter(lambda: file.read(1024 * 1024), b"")
            return
        if not passphrase:
            raise errors.PassphraseNeeded("This part is encrypted.")
        try:
            yield from sealing.opened(file, passphrase)
        except sealing.NotOpened:
            raise errors.WrongPassphrase(name) from None


def _extracted(folder: Path, part: str, told: manifest.Manifest, passphrase: str, into: Path) -> Path:
    """The files of an archive, in a folder of their own. No name leads out of it."""
    into.mkdir()
    with tempfile.TemporaryFile(dir=into.parent) as file:
        for piece in _pieces(folder, part, told, passphrase):
            file.write(piece)
        file.seek(0)
        try:
            with tarfile.open(fileobj=file, mode="r:") as archive:
                archive.extractall(into, filter="data")
        except tarfile.TarError as error:
            raise errors.Damaged(part, f"{error}.") from error
    return into


def _put(path: Path, there: Path) -> None:
    """In the place of what was there."""
    if there.is_dir():
        shutil.rmtree(there)
    shutil.move(path, there)
