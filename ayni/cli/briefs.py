"""A brief from the figures of a measure: for print, for a spreadsheet. Needs no database."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ayni.kernel.refusals import Refused


class CannotTell(Refused):
    """What was given is not the figures of a measure, or says nothing of what to write."""


def add_to(app: typer.Typer) -> None:
    app.command("brief")(brief)


def brief(
    figures: Annotated[
        list[Path], typer.Argument(help="What `ayni measure … --json FILE` wrote; several make one brief of chapters.")
    ],
    pdf: Annotated[Path | None, typer.Option(help="Where to write the brief, to be printed.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Where to write the spreadsheet.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Where to write every figure as a plain table.")] = None,
    language: Annotated[str, typer.Option(help="en, fr or ar.")] = "en",
    title: Annotated[str, typer.Option(help="The title; else the method's.")] = "",
    author: Annotated[str, typer.Option(help="Whose brief it is, as “Ministry of Social Affairs”.")] = "",
    of: Annotated[str, typer.Option(help="What was measured, as “Household survey 2025”.")] = "",
    on: Annotated[str, typer.Option(help="The day on the brief, as 2026-07-01; else today.")] = "",
    spec: Annotated[
        list[Path] | None,
        typer.Option(help="The specification (YAML), for its labels; of several, each is called as its figures are."),
    ] = None,
    names: Annotated[Path | None, typer.Option(help="Labels of groups (YAML): {region: {1: North}}.")] = None,
) -> None:
    """A brief from the figures of a measure: PDF, spreadsheet, table.

    In English, French or Arabic, with the method note; needs no database.
    """
    from ayni.engines.briefs import naming, overlapping, printing, reading, sheets, speaking

    if not (pdf or xlsx or csv):
        raise CannotTell("Say what to write: --pdf FILE, --xlsx FILE or --csv FILE.")
    if language not in speaking.LANGUAGES:
        raise CannotTell(f"Briefs are written in {', '.join(speaking.LANGUAGES)}, not in {language}.")
    speaker = speaking.Speaker(language)
    given = naming.given(_yaml(names), speaker)
    results = [_result(file) for file in figures]
    named = [naming.merged(naming.of(_spec(spec or [], file), speaker), given) for file in figures]
    reads = [
        reading.of(result, speaker, title=title if len(figures) == 1 else "", names=known)
        for result, known in zip(results, named, strict=True)
    ]
    if pdf:
        font = printing.fonts(speaker)[0]
        chapters = tuple(
            printing.Chapter(read, overlapping.of(result, speaker, known, font=font))
            for read, result, known in zip(reads, results, named, strict=True)
        )
        cover = (of,) if of else ()
        heading = title or (speaker.say("national") if len(figures) > 1 else "")
        pdf.write_bytes(printing.pdf(printing.Brief(chapters, _day(on), author, cover, heading)))
    if xlsx or csv:
        if len(figures) > 1:
            raise CannotTell("A spreadsheet holds the figures of one measure. Name one file of figures for each.")
        rows = sheets.table(results[0], reads[0], names=named[0])
        if xlsx:
            xlsx.write_bytes(sheets.as_xlsx(rows, reads[0]))
        if csv:
            csv.write_bytes(sheets.as_csv(rows))
    for written in filter(None, (pdf, xlsx, csv)):
        typer.echo(f"Written: {written}")


def _result(file: Path) -> dict[str, Any]:
    """The figures of a file. Refuses: CannotTell."""
    remedy = "Write one with `ayni measure METHOD … --json FILE`."
    if not file.is_file():
        raise CannotTell(f"{file} is not there. {remedy}")
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CannotTell(f"{file} is no JSON: {error}. {remedy}") from error
    if not isinstance(found, dict) or not isinstance(found.get("figures"), list) or "method" not in found:
        raise CannotTell(f"{file} does not hold the figures of a measure. {remedy}")
    return {"sample": {}, "left_out": {}, "notes": [], "extra": {}, **found}


def _spec(given: list[Path], figures: Path) -> Any:
    """The specification of a file of figures: the one called alike, or the only one. Refuses: CannotTell."""
    if len(given) == 1:
        return _yaml(given[0])
    return _yaml(next((one for one in given if one.stem == figures.stem), None))


def _yaml(file: Path | None) -> Any:
    import yaml

    if file is None:
        return None
    if not file.is_file():
        raise CannotTell(f"{file} is not there. Name the file with its folder.")
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CannotTell(f"{file} is not readable YAML: {error}") from error


def _day(text: str) -> date:
    if not text:
        return datetime.now(tz=UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CannotTell(f"{text} is no day. Write it as 2026-07-01.") from error
