"""Files of people: check one, load it, see its rejected rows, undo it."""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone

from ayni.cli import acting, waiting
from ayni.engines.files import findings, rejecting
from ayni.intake.actions import files, files_loading
from ayni.intake.queries import files as queries
from ayni.kernel import spreadsheets

file = typer.Typer(help="Bring files of people into the registry, and take them back.", no_args_is_help=True)
Mapping = Annotated[Path | None, typer.Option(help="Which column is what (YAML); else one is proposed.")]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day the file tells of.")]
Number = Annotated[str, typer.Argument(help="The number of the file, such as F000012.")]
Known = Annotated[str, typer.Option(help="People whose key the registry has: refuse, skip or update.")]


def add_to(app: typer.Typer) -> None:
    app.add_typer(file, name="file")


@file.command()
def check(path: Path, mapping: Mapping = None, on: Day = None, known: Known = "", by: acting.As = "") -> None:
    """Read every row of a file and say what would happen. Nothing goes in. Exit status 1 when rows are refused."""
    made = _checked(path, mapping, on, known, by)
    if made.report["refused"]:
        typer.echo(f"The rows to mend: ayni file rejected {made}")
        raise typer.Exit(1)
    typer.echo(f"To load it: ayni file load {made}")


@file.command()
def load(given: str, mapping: Mapping = None, on: Day = None, known: Known = "", by: acting.As = "") -> None:
    """Load a file, or one that was checked by its number. Stopped, the same command with its number goes on."""
    officer = acting.officer(by)
    number = _number(given)
    made = queries.file(number, reader=officer) if number else _checked(Path(given), mapping, on, known, by)
    with waiting.bar() as shown:
        telling = waiting.Telling(shown, "Loading the file")
        made = files_loading.load(made, by=officer, at=timezone.now(), progress=telling)
    typer.echo(f"{made} is in the registry. To take it back: ayni file undo {made}")
    if made.report["refused"]:
        typer.echo(f"{made.report['refused']:,} rows stayed out: ayni file rejected {made}")


@file.command()
def rejected(
    number: Number,
    to: Annotated[Path | None, typer.Option(help="Where to write them; else to the screen.")] = None,
    by: acting.As = "",
) -> None:
    """Write the rows that stayed out, with what is wrong: to be corrected and sent again. NAME.xlsx is a workbook."""
    officer = acting.officer(by)
    found = queries.file(_number(number), reader=officer)
    with queries.rejected(found, reader=officer) as lines:
        if to is None:
            _write(sys.stdout, lines)
            return
        if to.suffix.lower() == ".xlsx":
            with to.open("wb") as book:
                rejecting.write_xlsx(book, lines)
            typer.echo(f"The rows are in {to}.")
            return
        with to.open("w", encoding="utf-8-sig", newline="") as out:
            _write(out, lines)
    typer.echo(f"The rows are in {to}.")


@file.command()
def undo(
    number: Number,
    reason: Annotated[str, typer.Option(prompt=True, help="Why, for whoever asks later.")],
    by: acting.As = "",
) -> None:
    """Take back everything that came with a file. Refused when other work stands on these people."""
    officer = acting.officer(by)
    found = queries.file(_number(number), reader=officer)
    made = files_loading.undo(found, reason=reason, by=officer, at=timezone.now())
    typer.echo(f"{made} is taken back.")


@file.command(name="list")
def listing(by: acting.As = "") -> None:
    """Every file, the newest first."""
    found, _total = queries.files(reader=acting.officer(by))
    for one in found:
        typer.echo(f"{one}  {one.status:<10} {one.rows:>9,}  {one.name}")


@file.command(name="mapping")
def written(number: Number, by: acting.As = "") -> None:
    """Write the mapping of a file, to be changed and used again."""
    typer.echo(queries.file(_number(number), reader=acting.officer(by)).mapping)


def _checked(path: Path, mapping: Path | None, on: datetime | None, known: str, by: str) -> Any:
    """A file from the disk, mapped and checked, with what was found said."""
    officer = acting.officer(by)
    day = on.date() if on else timezone.localdate()
    with path.open("rb") as content:
        made = files.upload(path.name, content=content, by=officer, on=day)
    made = files.map_columns(made, text=_mapping(made, mapping, known), by=officer)
    for before in queries.loaded_before(made):
        typer.echo(f"This very file was loaded before, as {before}.")
    with waiting.bar() as shown:
        telling = waiting.Telling(shown, "Checking the file")
        made = files.check(made, by=officer, at=timezone.now(), progress=telling)
    _tell(made)
    return made


def _mapping(made: Any, mapping: Path | None, known: str) -> str:
    text: str = mapping.read_text(encoding="utf-8") if mapping else made.mapping
    if not known:
        return text
    lines = [line for line in text.splitlines() if not line.startswith("known:")]
    return "\n".join([*lines, f"known: {known}", ""])


def _tell(made: Any) -> None:
    report = made.report
    typer.echo(
        f"{made}: {report['rows']:,} rows, {report['households']:,} households; {report['new']:,} new,"
        f" {report['updated']:,} changed, {report['skipped']:,} passed over, {report['refused']:,} to be mended"
    )
    for one in report["found"]:
        said = findings.reason(one["code"], "…", "…")
        typer.echo(f"{one['rows']:>9,}  {one['column']}: {said} {findings.remedy(one['code'])}")
    if report["aside"]:
        typer.echo(f"Left aside: {', '.join(report['aside'])}")


def _write(out: Any, lines: Any) -> None:
    written = csv.writer(out)
    for line in lines:
        written.writerow([spreadsheets.guarded(cell) for cell in line])


def _number(text: str) -> int:
    """The number of a file; 0 for what is the name of one on the disk."""
    plain = text.removeprefix("F")
    return int(plain) if plain.isdecimal() and not Path(text).exists() else 0
