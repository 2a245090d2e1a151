"""`ayni same model`: what was learnt of likeness, kept, looked at and made to answer; `ayni same refresh`."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ayni.cli import acting
from ayni.commons import acting as scope
from ayni.identity import actions, queries

model = typer.Typer(help="Models of likeness: kept, listed, approved.", no_args_is_help=True)


def add(same: typer.Typer) -> None:
    same.add_typer(model, name="model")
    same.command("refresh")(refresh)


@model.command("keep")
def keep(
    folder: Annotated[Path, typer.Argument(help="What `ayni link --out` wrote: model.json, frequencies.parquet.")],
    columns: Annotated[Path, typer.Option(help="The mapping it was learnt with (YAML).")],
    learnt_from: Annotated[str, typer.Option(help="What it was learnt from, in a few words.")],
    records: Annotated[int, typer.Option(help="How many records that were.", min=1)],
    by: acting.As = "",
) -> None:
    """Keep a model that was learnt. It answers once another officer has approved it."""
    who = acting.officer(by)
    made = actions.keep_model(
        (folder / "model.json").read_text(encoding="utf-8"),
        columns=queries.mapping(columns.read_text(encoding="utf-8")),
        frequencies=queries.frequencies(folder / "frequencies.parquet"),
        learnt_from=learnt_from,
        learnt_on=date.today(),
        records=records,
        pairs=0,
        by=who,
    )
    typer.echo(f"Model {made.version} is kept. Another officer approves it: ayni same model approve {made.version}")


@model.command("approve")
def approve(
    version: Annotated[int, typer.Argument(help="As `ayni same model list` names it.")], by: acting.As = ""
) -> None:
    """Let a model answer, once everybody is prepared for it in the background."""
    who = acting.officer(by)
    made = actions.activate_model(queries.linkage_model(version), by=who)
    typer.echo(f"Everybody is being prepared for model {made.version}; it answers when that is done.")


@model.command("list")
def listed(by: acting.As = "") -> None:
    """Every model, the newest first."""
    acting.officer(by)
    for one in queries.linkage_models():
        source = one.learnt_from or "weights of elsewhere"
        typer.echo(f"{one.version:>4}  {one.state:<9}  {one.learnt_on}  {one.records:>12,} records  {source}")


def refresh(by: acting.As = "") -> None:
    """Prepare everybody whose record changed, so that applicants are held against them; the daily work does it too."""
    who = acting.officer(by)
    with scope.as_user(who):
        done = actions.refresh(_tell, by=who)
    typer.echo(f"{done:,} people are prepared.")


def _tell(done: int, total: int) -> None:
    if total:
        typer.echo(f"\r{done:,} of about {total:,}", nl=done >= total)
