"""Rules on paper: check a programme's file before anybody decides with it."""

from pathlib import Path
from typing import Annotated

import typer

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


@rules.command()
def read(file: Path, language: str = "en") -> None:
    """What a programme's file says, in plain words."""
    said = definition.load(file.read_text(), where=str(file))
    typer.echo(said.title.get(language) or said.title["en"])
    for criterion in said.criteria:
        typer.echo(f"- {criterion.says.get(language) or criterion.says.get('en') or criterion.rule.text}")


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
