"""Rules on paper, read in plain words or brought into their one form."""

from pathlib import Path
from typing import Annotated

import typer

from ayni.engines import dictionary
from ayni.engines.rules import definition, formatting, wording
from ayni.kernel.refusals import Refused

Files = Annotated[list[Path], typer.Argument(help="Programme files (YAML).")]
Words = Annotated[Path | None, typer.Option("--dictionary", help="A dictionary (YAML); else the registry's.")]


def read(
    files: Files,
    language: Annotated[str, typer.Option(help="en, fr or ar.")] = "en",
    words: Words = None,
) -> None:
    """What programme files say, in plain words: their authors', else each rule's own reading."""
    if language not in wording.LANGUAGES:
        typer.echo(f"Rules are not read in {language!r}; name one of {', '.join(wording.LANGUAGES)}.", err=True)
        raise typer.Exit(1)
    try:
        known = dictionary.Dictionary.from_yaml(words.read_text("utf-8")) if words else _registry()
        said = [definition.load(file.read_text("utf-8"), where=str(file)) for file in files]
        titles = {one.code: one.title for one in said}
        lines = [line for one in said for line in _lines(one, known, language, titles)]
    except (Refused, OSError) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    for line in lines:
        typer.echo(line)


def format(
    files: Files,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit status 1 when a file would be.")] = False,
) -> None:
    """Write the rules of programme files in their one form; everything else in them stays as it is."""
    try:
        written = {file: file.read_text("utf-8") for file in files}
        formatted = {file: formatting.format_definition(text, where=str(file)) for file, text in written.items()}
    except (Refused, OSError) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    changed = [file for file in files if written[file] != formatted[file]]
    for file in changed:
        if not check:
            file.write_text(formatted[file], "utf-8")
        typer.echo(f"{file}: {'would be changed' if check else 'changed'}")
    typer.echo(f"{len(files)} looked at, {len(changed)} {'to change' if check else 'changed'}.")
    if check and changed:
        raise typer.Exit(1)


def _lines(
    said: definition.Definition, words: dictionary.Dictionary, language: str, titles: wording.Titles
) -> list[str]:
    criteria = [wording.criterion_reads(one, said, words, language, titles) for one in said.criteria]
    benefit = said.benefit.says.get(language) or said.benefit.waiver
    if not benefit and said.benefit.amount is not None:
        benefit = wording.read(said.benefit.amount.text, said.unit, words, language, titles)
    return [said.reads(language), *(f"- {line}" for line in criteria), f"= {benefit}"]


def _registry() -> dictionary.Dictionary:
    from ayni.cli import ready  # who names a dictionary needs no registry

    ready.database()
    from ayni.registry import queries

    return queries.dictionary()
