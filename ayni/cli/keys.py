"""The keys of sensitive answers: which there are, a new one, and an old one taken out."""

from typing import Annotated

import typer
from rich.table import Table

from ayni.cli import acting, waiting
from ayni.commons.jobs import running
from ayni.commons.sealing import actions, queries

keys = typer.Typer(help="The keys that sensitive answers are sealed with.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(keys, name="keys")


@keys.command("list")
def show(by: acting.As = "") -> None:
    """Every key by its number and fingerprint, what it still seals, and whether the file of keys has it."""
    found = queries.keys(acting.officer(by))
    table = Table("Key", "Fingerprint", "Made", "Retired", "Documents", "In the file")
    for key in found:
        retired = f"{key.retired_at:%Y-%m-%d}" if key.retired_at else ""
        held = "yes" if key.is_held else "no"
        number = f"{key.number} (seals)" if key.is_newest else str(key.number)
        table.add_row(number, key.fingerprint, f"{key.made_at:%Y-%m-%d}", retired, f"{key.documents:,}", held)
    waiting.console.print(table)
    if not found:
        typer.echo("Nothing has been sealed yet. The first key is made when a sensitive answer is kept.")


@keys.command()
def rotate(by: acting.As = "") -> None:
    """Make a new key and rewrite with it all that others sealed. Interrupted, give it again: it goes on."""
    officer = acting.officer(by)
    work = actions.rotate_keys(by=officer)
    with waiting.console.status("Rewriting"):
        running.run(work.pk)  # here and now; a worker that has it already is waited for
    done = waiting.until_done(work.key, "Rewriting")
    told = done.result or {}
    typer.echo(f"Key {told['key']} seals everything; {told['rewritten']:,} documents were rewritten.")
    typer.echo("Copy the file of keys to its safe place now. Earlier keys open earlier backups: keep them as long.")


@keys.command()
def forget(
    number: Annotated[int, typer.Argument(help="A retired key, as `ayni keys list` shows it.")], by: acting.As = ""
) -> None:
    """Take a retired key out of the file. Backups that it sealed can then never be read."""
    actions.forget_key(number=number, by=acting.officer(by))
    typer.echo(f"Key {number} is out of the file.")
