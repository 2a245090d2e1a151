"""Rules on paper: check a programme's file before anybody decides with it."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ayni.cli import rules_reading
from ayni.engines import dictionary
from ayni.engines.rules import check as checks
from ayni.engines.rules import definition
from ayni.kernel.refusals import Refused

rules = typer.Typer(help="Programmes' rules.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(rules, name="rules")


@rules.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Programme files (YAML).")],
    words: Annotated[
        Path | None, typer.Option("--dictionary", help="A dictionary (YAML); else the registry's.")
    ] = None,
) -> None:
    """Check programme files against a dictionary. Exit status 1, with each place, when something is wrong."""
    known = dictionary.Dictionary.from_yaml(words.read_text()) if words else _registry()
    problems = [line for file in files for line in _problems(file, known)]
    for line in problems:
        typer.echo(line)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{len(files)} checked: nothing is wrong.")


rules.command()(rules_reading.read)
rules.command()(rules_reading.format)


@rules.command()
def run(
    programmes: Annotated[list[Path], typer.Option("--programme", help="A programme's file (YAML); may be repeated.")],
    words: Annotated[Path, typer.Option("--dictionary", help="The dictionary (YAML).")],
    households: Annotated[Path, typer.Option(help="The households: a Parquet file, or a folder of them.")],
    persons: Annotated[Path, typer.Option(help="The persons: a Parquet file, or a folder of them.")],
    on: Annotated[str, typer.Option(help="The day to decide for, as 2026-06-30.")],
    out: Annotated[Path, typer.Option(help="The folder to write decisions.parquet and decisions.json into.")],
    engine: Annotated[str, typer.Option(help="duckdb, spark, polars, or reference (one by one).")] = "duckdb",
    memory: Annotated[str, typer.Option(help="What the engine may keep in memory.")] = "2GB",
) -> None:
    """Decide everybody in two files by programmes' rules, without a database or a server."""
    from ayni.snapshots import papers  # the engines are for who computes

    said = [definition.load(file.read_text("utf-8"), where=str(file)) for file in programmes]
    known = dictionary.Dictionary.from_yaml(words.read_text("utf-8"))
    if problems := [str(problem) for one in said for problem in checks.check(one, known)]:
        for line in problems:
            typer.echo(line, err=True)
        raise typer.Exit(1)
    given = papers.Papers(said, known, households, persons, _day(on))
    for code, counts in papers.decide(given, out, engine=engine, memory=memory).items():
        told = ", ".join(f"{number:,} {result.replace('_', ' ')}" for result, number in counts.items())
        typer.echo(f"{code}: {told}")
    typer.echo(f"Written: {out / papers.DECISIONS}")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no day; write year, month and day, as 2026-06-30.") from None


def _problems(file: Path, known: dictionary.Dictionary) -> list[str]:
    try:
        said = definition.load(file.read_text(), where=str(file))
    except Refused as refused:
        return [str(refused)]
    return [str(problem) for problem in checks.check(said, known)]


def _registry() -> dictionary.Dictionary:
    from ayni.cli import ready  # who names a dictionary needs no registry

    ready.database()
    from ayni.registry import queries

    return queries.dictionary()
