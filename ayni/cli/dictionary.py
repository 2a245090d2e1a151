"""The dictionary of what is asked: checked on paper, written out, and files proposed as changes to it."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ayni.cli import acting, ready
from ayni.engines.dictionary import Dictionary, DictionaryError, xlsform
from ayni.kernel.refusals import Refused
from ayni.registry import actions, queries

dictionary = typer.Typer(help="The dictionary of what is asked.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="A dictionary (YAML), or an XLSForm (.xlsx).")]
LARGEST = 5 * 1024 * 1024


class Form(StrEnum):
    YAML = "yaml"
    XLSFORM = "xlsform"


class OutMissing(Refused):
    def __init__(self) -> None:
        super().__init__("An XLSForm is a workbook and cannot be written to the terminal. Name a file with --out.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(dictionary, name="dictionary")


@dictionary.command()
def check(file: File) -> None:
    """Check a dictionary's file, on its own. Exit status 1, with each place, when something is wrong."""
    try:
        found = _read(file)
    except DictionaryError as error:
        typer.echo(str(error))
        raise typer.Exit(1) from error
    typer.echo(f"{len(found)} variables: nothing is wrong.")


@dictionary.command()
def export(
    form: Annotated[Form, typer.Option("--format", help="How to write it.")] = Form.YAML,
    out: Annotated[Path | None, typer.Option(help="The file to write; else the terminal.")] = None,
) -> None:
    """Write the registry's dictionary."""
    if form is Form.XLSFORM and out is None:
        raise OutMissing
    ready.database()
    known = queries.dictionary()
    if out is None:
        typer.echo(known.to_yaml(), nl=False)
        return
    if form is Form.XLSFORM:
        xlsform.write(known, out)
    else:
        out.write_text(known.to_yaml(), encoding="utf-8")
    typer.echo(f"{len(known)} variables are in {out}.")


@dictionary.command("import")
def load(
    file: File,
    reason: Annotated[str, typer.Option(help="Why it is to change, for whoever asks later.")] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Holds from; else today.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    by: acting.As = "",
) -> None:
    """Propose what a file says as a change of the dictionary; another officer approves it."""
    officer = acting.officer(by)
    found = _read(file)
    effect = queries.effect(found)
    for change in effect.changes:
        typer.echo(str(change))
    if dry_run:
        typer.echo("\n".join(effect.refusals) or "It could be proposed; nothing was kept.")
        raise typer.Exit(1 if effect.refusals else 0)
    day = (since or datetime.now()).date()
    change = actions.propose_change(found.variables, reason=reason, since=day, by=officer)
    typer.echo(f"Proposed as {change}. Another officer must approve it before it holds.")


def _read(file: Path) -> Dictionary:
    """The variables of a file of either kind; what a form says besides goes to the error stream."""
    with file.open("rb") as opened:
        begins = opened.read(4)
    if begins != b"PK\x03\x04":
        if file.stat().st_size > LARGEST:
            raise DictionaryError("The file is larger than 5 MB. Divide it.")
        try:
            return Dictionary.from_yaml(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise DictionaryError("The file is neither a YAML text nor an .xlsx workbook.") from error
    found = xlsform.examine(file)
    for passage in found.left_out:
        typer.echo(f"{passage}", err=True)
    if found.refused:
        raise DictionaryError("\n".join(str(passage) for passage in found.refused))
    return Dictionary(found.variables)
