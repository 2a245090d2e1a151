"""`ayni check`: what an installation, or a server that people reach, still lacks; and what to do about each."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, NamedTuple

import psycopg
import typer
from django.conf import settings
from django.core import checks

from ayni.cli import ready
from ayni.cli.backups import programs, writing

GRAVE, LIGHT = "✗", "!"
OLDEST_BACKUP = timedelta(days=2)
LEAST_FREE = 0.1
OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO
MEMORY_HARD = ("Scrypt", "Argon2")
#: Of Django's own checks: what we tell ourselves, or leave to others, each with why.
WITHOUT_TLS = {"security.W004", "security.W008", "security.W012", "security.W016"}  # told once: there is no TLS
ANSWERED = {
    "security.W005": "whether every host beneath ours has TLS is for its owner to say (AYNI_HSTS_SUBDOMAINS)",
    "security.W021": "being built into browsers is for the domain's owner to ask for",
}


class Lack(NamedTuple):
    """Something that lacks, and what to do. What is grave must not stay so on a server that people reach."""

    is_grave: bool
    what: str
    remedy: str


def add_to(app: typer.Typer) -> None:
    app.command()(check)


def check(
    deploy: Annotated[
        bool, typer.Option("--deploy", help="As a server that people reach, and not as a trial.")
    ] = False,
) -> None:
    """What this installation still lacks, and what to do about each. Exit status 1 when something grave does."""
    ready.database()
    found = [*_of_django(deploy), *(_of_a_server() if deploy else ())]
    for lack in sorted(found, key=lambda one: not one.is_grave):
        typer.echo(f"{GRAVE if lack.is_grave else LIGHT} {lack.what}\n    {lack.remedy}")
    graves = sum(lack.is_grave for lack in found)
    typer.echo(f"{graves} grave, {len(found) - graves} light." if found else "Nothing lacks.")
    if graves:
        raise typer.Exit(1)


def _of_django(deploy: bool) -> Iterator[Lack]:
    known = ANSWERED.keys() | (set() if settings.IS_BEHIND_TLS else WITHOUT_TLS)
    for told in checks.run_checks(include_deployment_checks=deploy):
        if told.id not in known and not told.is_silenced():
            yield Lack(told.level >= checks.ERROR, f"{told.msg} ({told.id})", str(told.hint or "See Django's manual."))


def _of_a_server() -> Iterator[Lack]:
    yield from _of_the_web()
    yield from _of_keys()
    yield from _of_the_database()
    yield from _of_backups()
    yield from _of_the_machine()


def _of_the_web() -> Iterator[Lack]:
    if settings.DEBUG:
        yield Lack(True, "Failures show their insides to whoever meets them (DEBUG).", "Remove DEBUG = True.")
    if not settings.IS_BEHIND_TLS:
        yield Lack(
            True,
            "Pages go over the network unencrypted.",
            "Put a reverse proxy with a certificate in front, which sets X-Forwarded-Proto itself, and set AYNI_TLS=1.",
        )
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts or any(host.startswith(".") for host in hosts):
        yield Lack(True, "Requests for any host are answered.", "Name the host people type in AYNI_HOSTS.")
    elif hosts <= {"localhost", "127.0.0.1", "[::1]"}:
        yield Lack(True, "The server answers to no name but this machine's own.", "Name it in AYNI_HOSTS.")
    if not settings.PASSWORD_HASHERS[0].rpartition(".")[2].startswith(MEMORY_HARD):
        yield Lack(True, "Passwords are kept in a way that is quick to guess.", "Put ScryptPasswordHasher first.")
    if settings.AYNI_PROVIDER_URL and not settings.AYNI_PROVIDER_SECRET:
        yield Lack(
            True,
            "The payment provider's answers are believed without a signature.",
            "Agree on a secret with the provider and give it in AYNI_PROVIDER_SECRET.",
        )
    if not getattr(settings, "EMAIL_HOST", ""):
        yield Lack(False, "No mail can be sent.", "Name the mail server in AYNI_MAIL_HOST.")


def _of_keys() -> Iterator[Lack]:
    if not os.environ.get("AYNI_SECRET_KEY"):
        yield Lack(
            False,
            "The signing key lies beside the data, so whoever copies the disk has both.",
            "Give it in AYNI_SECRET_KEY from a store of secrets. Keep the one in AYNI_HOME/secret_key: with another, "
            "everybody signs in anew.",
        )
    for path in writing.key_files():
        if path.stat().st_mode & OPEN_TO_OTHERS:
            yield Lack(True, f"Others on this machine can read {path}.", f"chmod 600 {path}")
    home = Path(settings.AYNI_HOME)
    if home.stat().st_mode & stat.S_IWOTH:
        yield Lack(True, f"Everybody on this machine can write into {home}.", f"chmod 755 {home}")


ROLE = """
    SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls,
        EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid AND relkind IN ('r', 'p')
            AND relnamespace = 'public'::regnamespace)
    FROM pg_roles r WHERE rolname = 'ayni_application'
"""
SAFETY = """
    SELECT current_setting('archive_mode') <> 'off', current_setting('fsync') = 'on',
        current_setting('full_page_writes') = 'on', current_setting('password_encryption') <> 'md5'
"""


def _of_the_database() -> Iterator[Lack]:
    try:
        with programs.connected() as database:
            role, safety = database.execute(ROLE).fetchone(), database.execute(SAFETY).fetchone()
            is_encrypted = database.info.host.startswith("/") or database.pgconn.ssl_in_use
    except psycopg.Error as error:
        yield Lack(True, f"The database's owner cannot connect: {error}", "See docs/security.md, “The database”.")
        return
    assert safety is not None
    is_archiving, is_written, is_whole, is_hashed = safety
    if role is None:
        yield Lack(True, "The database has no role for the application.", "Start Ayni once with the owner's login.")
    elif role[1] or role[2]:
        yield Lack(
            True,
            f"The application's role {role[0]} may do more than read and write rows.",
            "ALTER ROLE ayni_application NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS; tables belong to the owner.",
        )
    if settings.DATABASES["default"].get("EMBEDDED"):
        yield Lack(
            True,
            "The embedded database is used: whoever may start a program on this machine may read all of it.",
            "Install PostgreSQL, and name it in DATABASE_URL. See docs/security.md.",
        )
    if not is_encrypted:
        yield Lack(True, "The database is spoken to unencrypted.", "Add ?sslmode=verify-full to DATABASE_URL.")
    if not (is_written and is_whole):
        yield Lack(True, "A power cut may take what was written.", "Set fsync and full_page_writes on.")
    if not is_archiving:
        yield Lack(
            False,
            "Between two backups everything would be lost.",
            "Archive continuously: see docs/backups.md, “Continuous archiving”.",
        )
    if not is_hashed:
        yield Lack(False, "The database keeps its passwords by MD5.", "Set password_encryption = 'scram-sha-256'.")


def _of_backups() -> Iterator[Lack]:
    last = writing.last()
    remedy = "ayni backup --to FOLDER --encrypt, every night, to another machine. Try ayni restore on a third."
    if last is None:
        yield Lack(True, "There is no backup.", remedy)
    elif datetime.now(UTC) - last > OLDEST_BACKUP:
        yield Lack(True, f"The last backup is of {last:%Y-%m-%d %H:%M} UTC.", remedy)


def _of_the_machine() -> Iterator[Lack]:
    disk = shutil.disk_usage(settings.AYNI_HOME)
    if disk.free < LEAST_FREE * disk.total:
        free = f"{disk.free / 1e9:,.0f} GB ({disk.free / disk.total:.0%})"
        yield Lack(True, f"Only {free} of the disk are free.", "Make room, or set AYNI_HOME to a larger disk.")
    if settings.TIME_ZONE == "UTC":
        yield Lack(False, "Times are shown in UTC.", "Set AYNI_TIME_ZONE, such as Asia/Karachi, if yours is another.")
