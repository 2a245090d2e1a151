"""Files of people linked: who is in them twice, or in both. Needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ayni.kernel.refusals import Refused

ENGINES = ("duckdb", "spark")


class Misused(Refused):
    """Words that do not go together."""


def add_to(app: typer.Typer) -> None:
    app.command("link")(link)


def link(
    given: Annotated[list[str], typer.Argument(help="FILE, or FILE FILE2 (Parquet or CSV); or: evaluate DIR.")],
    columns: Annotated[Path | None, typer.Option(help="What the columns mean (YAML).")] = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder to write pairs, clusters, model and report into.")
    ] = None,
    model: Annotated[Path | None, typer.Option(help="A model learnt before (model.json); else it is learnt.")] = None,
    train: Annotated[bool, typer.Option(help="Learn anew; this is what happens without a model.")] = False,
    engine: Annotated[str, typer.Option(help="duckdb or spark.")] = "duckdb",
    threshold: Annotated[
        float, typer.Option(min=0.01, max=0.9999, help="The chance from which two records are linked.")
    ] = 0.5,
    memory: Annotated[str, typer.Option(help="What the engine may keep in memory.")] = "3GB",
    truth: Annotated[
        Path | None, typer.Option(help="With evaluate: record,person or left,right (CSV or Parquet).")
    ] = None,
) -> None:
    """Find who is twice in a file, or in two files; needs no database.

    `ayni link evaluate DIR --truth FILE` tells how good a run was.
    """
    if given[0] == "evaluate" and len(given) == 2:
        return _evaluate(Path(given[1]), truth)
    if len(given) > 2:
        raise Misused(
            "One file is linked with itself, two with each other; more than two are not. Join them to one first."
        )
    if columns is None or out is None:
        raise Misused("Say what the columns mean (--columns MAPPING.yaml) and where to write (--out DIR).")
    if engine not in ENGINES:
        raise Misused(f"No engine is called {engine}. Give --engine {' or --engine '.join(ENGINES)}.")
    for file in filter(None, (columns, model)):
        if not file.is_file():
            raise Misused(f"{file} is not there. Name the file with its folder.")
    if model and train:
        raise Misused("--model uses what was learnt before, --train learns anew. Give one of them.")
    return _link([Path(one) for one in given], columns, out, model, engine, threshold, memory)


def _link(
    files: list[Path], columns: Path, out: Path, model: Path | None, engine: str, threshold: float, memory: str
) -> None:
    from ayni.engines.linkage import linking, mapping, reporting  # the engines are for who computes
    from ayni.engines.linkage import model as models

    asked = linking.Asked(
        tuple(str(file) for file in files),
        mapping.read(columns.read_text("utf-8")),
        out,
        models.read(model.read_text("utf-8")) if model else None,
        engine,
        memory,
        threshold,
    )
    run = linking.link(asked, lambda doing: typer.echo(f"{doing} …", err=True))
    (out / "report.html").write_text(reporting.page(run, out), encoding="utf-8")
    typer.echo(
        f"{run.records:,} records: {run.linked:,} of them are {run.people:,} people who are there more than once."
    )
    for line in run.unused:
        typer.echo(f"Not used: {line}.")
    typer.echo(f"Written: {out / 'pairs.parquet'}, clusters.parquet, model.json; to read: {out / 'report.html'}")


def _evaluate(out: Path, truth: Path | None) -> None:
    from ayni.engines.linkage import evaluating

    if truth is None:
        raise Misused("Say what is true: --truth FILE, with the columns record and person, or left and right.")
    typer.echo("threshold  precision  recall   F1       linked")
    for one in evaluating.evaluate(out, truth):
        shown = "  ".join(
            "   –   " if share is None else f"{share:.5f}" for share in (one.precision, one.recall, one.f1)
        )
        typer.echo(f"{one.name:<9}  {shown}  {one.linked:,}")
