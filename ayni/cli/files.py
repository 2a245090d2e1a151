"""Files in: a made-up country, a survey."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ayni.cli import acting, waiting
from ayni.engines.samples import country
from ayni.engines.surveys import mapping as mappings
from ayni.intake import actions

load = typer.Typer(help="Bring people into the registry.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.command()(generate)
    app.add_typer(load, name="load")


def generate(
    folder: Annotated[Path, typer.Argument(help="Where to write the survey's files.")],
    households: Annotated[int, typer.Option(min=1, help="How many households.")] = 2000,
    seed: Annotated[int, typer.Option(help="Another seed, another country.")] = 1,
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Day of the interviews.")] = datetime(2026, 6, 30),
) -> None:
    """Make up a plausible country and write it as a survey folder, ready for `ayni load survey`."""
    with waiting.console.status("Making up a country"):
        country.write(folder, households, seed, on.date())
    typer.echo(f"{households:,} households are in {folder}. To load them: ayni load survey {folder}")


@load.command()
def survey(
    folder: Annotated[Path, typer.Argument(help="The folder with the household and person files.")],
    mapping: Annotated[Path | None, typer.Option(help="The mapping; else the folder's own, or a shipped one.")] = None,
    by: acting.As = "",
) -> None:
    """Load a labelled survey (Stata, SPSS, CSV, Parquet) into the registry."""
    officer = acting.officer(by)
    with waiting.bar() as shown:
        telling = waiting.Telling(shown, "Loading the survey")
        loaded = actions.load(folder, mappings.load(mapping) if mapping else None, by=officer, progress=telling)
    for what in ("households", "persons"):
        counts = loaded.counts[what]
        typer.echo(f"{what}: {counts['read']:,} read, {counts['kept']:,} kept, {counts['refused']:,} refused")
    typer.echo(f"Every refusal with its reason: {loaded.report}")
