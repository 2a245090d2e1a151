"""Registration campaigns: how far they are, and drawing interviews to be checked again."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from django.utils import timezone
from rich.table import Table

from ayni.cli import acting, waiting
from ayni.intake.actions import backchecks, visits_reconciling
from ayni.intake.queries import backchecks as checks
from ayni.intake.queries import campaigns as queries
from ayni.intake.queries import campaigns_progress

campaigns = typer.Typer(
    help="Registration campaigns: how far they are, and samples to be checked again.", no_args_is_help=True
)

CODE = typer.Argument(help="The campaign's code.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(campaigns, name="campaigns")


@campaigns.command("list")
def listed(by: acting.As = "") -> None:
    """Every campaign that touches the officer's areas."""
    table = Table("Code", "Name", "State", "First day", "Last day")
    for one in queries.campaigns(acting.officer(by)):
        table.add_row(one.code, one.name, one.status, str(one.starts_on), str(one.last_day))
    waiting.console.print(table)


@campaigns.command()
def progress(
    code: Annotated[str, CODE],
    look: Annotated[bool, typer.Option("--look", help="First look for the visits of forms that found none.")] = False,
    by: acting.As = "",
) -> None:
    """How far a campaign is, by area and by enumerator."""
    officer = acting.officer(by)
    found = queries.campaign(code, reader=officer)
    if look:
        typer.echo(f"{visits_reconciling.reconcile_visits(found, by=officer):,} visits closed by their forms.")
    told = campaigns_progress.progress(found, on=timezone.localdate())
    heads = ("Listed", "Visited", "Complete", "Form not here", "Again", "Not willing", "Not found")
    table = Table("Area or enumerator", "Expected", *heads)
    for area in told.areas:
        table.add_row(area.place.area.name, "" if area.target is None else f"{area.target:,}", *_cells(area.counts))
    for officer_ in told.officers:
        table.add_row(str(officer_.officer or "Nobody yet"), "", *_cells(officer_.counts))
    table.add_row("All", "" if told.target is None else f"{told.target:,}", *_cells(told.whole))
    waiting.console.print(table)
    if told.pace:
        typer.echo(
            f"{told.pace:,.1f} complete a day; at this pace it ends on {told.expected_end or 'no day in sight'}."
        )


@campaigns.command()
def sample(
    code: Annotated[str, CODE],
    proof: Annotated[
        bool, typer.Option("--proof", help="Draw nothing; do the earlier draws again and compare.")
    ] = False,
    by: acting.As = "",
) -> None:
    """Draw interviews at random from the forms that came since the last draw, to be checked by somebody else."""
    officer = acting.officer(by)
    found = queries.campaign(code, reader=officer)
    if proof:
        for draw in checks.draws(found, reader=officer):
            same = checks.digest(draw) == draw.digest and checks.drawn(draw) == checks.kept(draw)
            typer.echo(f"Draw {draw.pk} of {draw.drawn_at:%Y-%m-%d}: {'the same again' if same else 'differs'}")
        return
    draw = backchecks.draw_back_checks(found, at=datetime.now(UTC), by=officer)
    typer.echo(f"{draw.drawn:,} of {draw.frame_count:,} interviews are drawn. The seed is {draw.seed}.")


def _cells(counts: campaigns_progress.Counts) -> list[str]:
    named = (counts.listed, counts.visited, counts.complete, counts.waiting, counts.again, counts.refused)
    return [f"{count:,}" for count in (*named, counts.not_found)]
