"""Areas and places: tables and shapes from files, and whether the tree and its shapes are sound."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from ayni.cli import acting, ready
from ayni.commons.directory import checking, importing, matching, tables
from ayni.commons.directory.actions import areas as area_actions
from ayni.commons.directory.actions import places as place_actions
from ayni.commons.directory.queries import exporting
from ayni.engines.shapes import reading
from ayni.kernel import spreadsheets

areas = typer.Typer(help="Areas, their codes and shapes.", no_args_is_help=True)
places = typer.Typer(help="Offices and delivery points.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="The file.", exists=True, dir_okay=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what it would do.")]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="They hold from; else today.")]
SHAPES = (".geojson", ".json")


def add_to(app: typer.Typer) -> None:
    app.add_typer(areas, name="areas")
    app.add_typer(places, name="places")


@areas.command("import")
def load_areas(
    file: File,
    code: Annotated[str, typer.Option(help="Of a GeoJSON file: the property with the code; else the likeliest.")] = "",
    source: Annotated[str, typer.Option(help="Of a GeoJSON file: who drew the shapes.")] = "",
    since: Since = None,
    dry_run: DryRun = False,
    by: acting.As = "",
) -> None:
    """Areas from a table (CSV, XLSX), or shapes of known areas (GeoJSON). Exit status 1 when something is not taken."""
    officer = acting.officer(by)
    if file.suffix.lower() in SHAPES:
        features = reading.features(file.read_bytes())
        chosen = code or reading.suggested(features, matching.codes())[0]
        matched = matching.match(features, chosen)
        typer.echo(f"By “{chosen}”: {len(matched.taken):,} shapes match, {len(matched.refused):,} do not.")
        for row in matched.refused:
            typer.echo(f"feature {row.position}, {row.code or 'no code'}: {row.wrong}")
        _tell_neighbours(matched)
        if not dry_run and matched.taken:
            told = {"source": source or file.name, "since": _day(since)}
            typer.echo(f"{area_actions.import_shapes(matched, **told, by=officer):,} shapes are taken.")
        raise typer.Exit(1 if matched.refused else 0)
    read = importing.areas(tables.read(file.read_bytes()))
    typer.echo(f"{len(read.given):,} areas can be taken, of which {read.new:,} new.")
    _tell_flaws(read.flaws)
    if not dry_run and read.given:
        typer.echo(f"{area_actions.import_areas(read, by=officer):,} areas are added.")
    raise typer.Exit(1 if read.flaws else 0)


@areas.command("check")
def check_areas() -> None:
    """What is wrong with the tree of areas and their shapes, each with what to do. Exit status 1 when something is."""
    ready.database()
    found = list(checking.check())
    for line in found:
        typer.echo(line)
    typer.echo("Nothing is wrong." if not found else f"{len(found):,} things to mend.")
    raise typer.Exit(1 if found else 0)


@areas.command("export")
def export_areas(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write all areas there are now: GeoJSON with their shapes for .geojson, else CSV."""
    ready.database()
    with file.open("w", encoding="utf-8", newline="") as out:
        if file.suffix.lower() in SHAPES:
            out.writelines(exporting.geojson())
        else:
            _write(out, exporting.rows())
    typer.echo(f"The areas are in {file}.")


@places.command("import")
def load_places(file: File, dry_run: DryRun = False, by: acting.As = "") -> None:
    """Places from a table (CSV, XLSX). Exit status 1 when a row is not taken."""
    officer = acting.officer(by)
    read = importing.places(tables.read(file.read_bytes()))
    typer.echo(f"{len(read.given):,} places can be taken, of which {read.new:,} new.")
    _tell_flaws(read.flaws)
    if not dry_run and read.given:
        typer.echo(f"{place_actions.import_places(read, by=officer):,} places are kept.")
    raise typer.Exit(1 if read.flaws else 0)


def _tell_flaws(flaws: list[tables.Flaw]) -> None:
    for flaw in flaws:
        typer.echo(f"row {flaw.row}, {flaw.column}: {flaw.what}")


def _tell_neighbours(matched: matching.Matched) -> None:
    for one, other, share in matched.overlaps:
        typer.echo(f"{one} and {other} overlap by {share:.1%} of the smaller one.")
    if matched.without:
        typer.echo(f"{len(matched.without):,} areas of these levels get no shape.")


def _day(since: datetime | None) -> date:
    return (since or datetime.now()).date()


def _write(out: TextIO, rows: Iterable[Sequence[object]]) -> None:
    written = csv.writer(out)
    for row in rows:
        written.writerow([spreadsheets.guarded(cell) for cell in row])
