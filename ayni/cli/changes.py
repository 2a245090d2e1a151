"""Changes of records from the command line: what waits, who is asked again, and the quality of the data."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ayni.cli import acting, waiting
from ayni.intake.actions import quality, recertification
from ayni.intake.errors import NoSnapshotYet
from ayni.intake.queries import changes as queries
from ayni.intake.queries import quality as figures
from ayni.intake.queries import recertification as due
from ayni.snapshots import queries as snapshots

changes = typer.Typer(help="Changes of records, who is asked again, and the quality of the data.", no_args_is_help=True)
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; else today.")]


def add_to(app: typer.Typer) -> None:
    app.add_typer(changes, name="changes")


@changes.command("list")
def show(
    late: Annotated[bool, typer.Option("--late", help="Only what is overdue.")] = False, by: acting.As = ""
) -> None:
    """What waits to be checked: what is late first, then what is grave."""
    officer, today = acting.officer(by), datetime.now(UTC).date()
    found = queries.changes(officer, queries.Asked(status="submitted", late=late), on=today)
    table = Table("change", "what", "area", "asked by", "due")
    for one in found[:100]:
        table.add_row(str(one), str(one.get_kind_display()), one.area.code, str(one.made_by), f"{one.due_on}")
    Console().print(table)
    typer.echo(f"{found.count():,} wait.")


@changes.command()
def recertify(on: Day = None, by: acting.As = "") -> None:
    """List who is due to be asked again, and mark who is late. For a daily timer: done twice, it is done once."""
    officer, snapshot = acting.officer(by), snapshots.latest()
    if snapshot is None:
        raise NoSnapshotYet
    day = (on or datetime.now(UTC)).date()
    for schedule in due.in_force():
        counts = recertification.open_recertifications(schedule, snapshot, on=day, by=officer)
        typer.echo(f"{schedule}: {counts['opened']:,} opened, {counts['late']:,} late.")


@changes.command("check-quality")
def check_quality(by: acting.As = "") -> None:
    """Hold the rules of quality against the newest snapshot, and show what they find."""
    officer, snapshot = acting.officer(by), snapshots.latest()
    if snapshot is None:
        raise NoSnapshotYet
    with waiting.bar() as shown:
        quality.check_quality(snapshot, by=officer, progress=waiting.Telling(shown, "Checking the data"))
    table = Table("rule", "found", "of", "not known")
    for line in figures.lines(officer):
        table.add_row(str(line.rule.label), f"{line.now.wrong:,}", f"{line.now.n:,}", f"{line.now.unknown:,}")
    Console().print(table)
