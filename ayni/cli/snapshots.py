"""Snapshots from the command line: taking one, which there are, and removing old ones."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ayni.cli import acting, ready, waiting
from ayni.registry import actions
from ayni.snapshots import pruning, queries

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="For which day.")]
MEGABYTE = 1_000_000


def add_to(app: typer.Typer) -> None:
    group = typer.Typer()
    group.callback(invoke_without_command=True)(take)
    group.command("list")(show)
    group.command()(prune)
    app.add_typer(group, name="snapshot")


def take(context: typer.Context, on: Day = None, by: acting.As = "") -> None:
    """Write the registry out as columns: what assessments and decisions are made from."""
    if context.invoked_subcommand is not None:
        return
    if on is None:
        raise typer.BadParameter("say for which day: --on 2026-06-30", param_hint="--on")
    officer = acting.officer(by)
    with waiting.bar() as shown:
        taken = actions.take_snapshot(on=on.date(), by=officer, progress=waiting.Telling(shown, "Taking a snapshot"))
    typer.echo(f"Snapshot {taken.version} is in {taken.folder}")


def show() -> None:
    """Every snapshot, the newest first: its day, rows, size of its own, and whether anything rests on it."""
    ready.database()
    cited = pruning.cited()
    table = Table("snapshot", "day", "taken", "households", "persons", "MB of its own", "")
    for one in queries.every_snapshot():
        tables = one.manifest["tables"]
        rows = [f"{tables[name]['rows']:,}" if name in tables else "" for name in ("households", "persons")]
        pruned = one.pruned_at is not None
        own = "" if pruned else f"{pruning.size(one) / MEGABYTE:,.1f}"
        note = f"pruned {one.pruned_at:%Y-%m-%d}" if pruned else "cited" if one.pk in cited else ""
        table.add_row(one.version, f"{one.on}", f"{one.taken_at:%Y-%m-%d %H:%M}", *rows, own, note)
    Console().print(table)


def prune(
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Count months back from; today.")] = None,
    newest: Annotated[int | None, typer.Option(min=1, help="Keep so many of the newest.")] = None,
    months: Annotated[int | None, typer.Option(min=0, help="Keep one a month for so many months.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    by: acting.As = "",
) -> None:
    """Remove the files of old snapshots. Never of one that a run, an assessment or a figure rests on."""
    officer = acting.officer(by)
    usual = pruning.policy()
    policy = pruning.Policy(
        usual.newest if newest is None else newest,
        usual.months if months is None else months,
    )
    day = (on or datetime.now()).date()
    if dry_run:
        found, done = pruning.dispensable(policy, on=day), "Would remove"
    else:
        found, done = actions.prune_snapshots(on=day, by=officer, policy=policy), "Removed"
    for one in found:
        typer.echo(f"{done} {one.version}, of {one.on}")
    kept = f"the newest {policy.newest}, one a month for {policy.months} months, and whatever something rests on"
    typer.echo(f"{done} {len(found)} of {len(queries.every_snapshot())} snapshots; kept are {kept}.")
