"""Backups: made, and put back."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ayni.cli import ready, waiting
from ayni.cli.backups import restoring, writing

Passphrase = Annotated[str, typer.Option(envvar="AYNI_BACKUP_PASSPHRASE", hidden=True)]
To = Annotated[Path, typer.Option("--to", help="A new folder, best on another machine's disk.")]
From = Annotated[Path, typer.Option("--from", help="The folder of a backup.")]
Encrypt = Annotated[
    bool, typer.Option("--encrypt", help="Ask for a passphrase; AYNI_BACKUP_PASSPHRASE gives one unasked.")
]


def add_to(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)


def backup(
    to: To,
    encrypt: Encrypt = False,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="Also the keys outside the database, in an encrypted file of their own.")
    ] = False,
    passphrase: Passphrase = "",
) -> None:
    """Copy the database and the files as they are at one moment, with the proof that the copy is whole."""
    ready.database()
    given = _passphrase(passphrase, encrypt, is_new=True)
    made = writing.write(to, passphrase=given, with_keys=with_keys, telling=_tell)
    size = sum(part.bytes for part in made.parts.values())
    typer.echo(f"{made.rows:,} rows of {len(made.tables)} tables are in {to} ({size / 1_000_000:,.1f} MB).")
    if not given:
        typer.echo("It is not encrypted: whoever reads the folder reads the registry. See --encrypt.")
    if not with_keys:
        typer.echo("The keys are not in it. Without them encrypted answers cannot be read: keep a copy elsewhere.")


def restore(
    from_: From,
    replace: Annotated[
        bool, typer.Option("--replace", help="Lose what the database and the folders hold now.")
    ] = False,
    encrypt: Encrypt = False,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="Also the keys, when the backup carries them.")
    ] = False,
    passphrase: Passphrase = "",
) -> None:
    """Put a backup back, and prove that it is all there. Stop the server and the workers before."""
    given = _passphrase(passphrase, encrypt, is_new=False)
    told = restoring.restore(from_, passphrase=given, replace=replace, with_keys=with_keys, telling=_tell)
    typer.echo(f"{told.rows:,} rows of {len(told.tables)} tables, made on {told.made_at}: rows, sums and guards agree.")
    typer.echo(f"The ledger agrees: {len(told.ledger)} accounts.")
    ready.again()  # a backup of an earlier version, or of another key, is brought up to date


def _passphrase(given: str, is_asked: bool, *, is_new: bool) -> str:
    if given or not is_asked or not sys.stdin.isatty():
        return given
    return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=is_new))


def _tell(what: str) -> None:
    waiting.console.print(f"[dim]{escape(what)} …[/dim]")
