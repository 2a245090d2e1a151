"""The audit: whether it is as it was written, seals, and finding who did what."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from ayni.cli import acting, ready
from ayni.commons.audit import months, proving, queries, sealing

audit = typer.Typer(help="Who did what, who looked at whom, and the proof of it.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(audit, name="audit")


@audit.command()
def verify(
    days: Annotated[int, typer.Option(help="Only what is newer than so many days; 0 is everything.", min=0)] = 0,
    seals: Annotated[
        Path | None, typer.Option(help="A file of seals that was carried away.", exists=True, dir_okay=False)
    ] = None,
) -> None:
    """Hold every row against its link, every chain against its head and seals. Exit status 1 when one does not hold."""
    ready.database()
    since = timezone.now() - timedelta(days=days) if days else None
    verdict = proving.verdict(since=since, seals=sealing.read(seals) if seals else ())
    for one in verdict.findings:
        typer.echo(f"✗ {_place(one)}{one.says} {_between(one)}")
    if not verdict.holds:
        raise typer.Exit(1)
    typer.echo(f"✓ The audit is as it was written: {verdict.links:,} links in its chains, {verdict.seals:,} seals.")


@audit.command()
def seal(
    to: Annotated[Path | None, typer.Option(help="Add the seal to this file too, to be carried away.")] = None,
) -> None:
    """Sign the chains' heads with a key outside the database, and make the tables of the months to come."""
    ready.database()
    made = sealing.seal(at=datetime.now(UTC), to=to)
    months.ahead()
    typer.echo(f"Sealed {sum(number for number, _digest in made.heads.values()):,} links.")


@audit.command()
def search(
    who: Annotated[str, typer.Option(help="User name, or words of the name.")] = "",
    subject: Annotated[str, typer.Option(help="The record: registry.household:12")] = "",
    permission: Annotated[str, typer.Option(help="The permission it was done under.")] = "",
    road: Annotated[str, typer.Option(help="screen, api, command or job.")] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day on.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Before this day.")] = None,
    looks: Annotated[bool, typer.Option(help="Who looked at whom, in place of who did what.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    by: acting.As = "",
) -> None:
    """Who did what, or who looked at whom, newest first."""
    reader = acting.officer(by)
    asked = queries.Asked(who, subject, permission, road, _day(since), _day(until))
    table = Table("When", "Who", "What", "Record", "Through", "From")
    if looks:
        for look in queries.search_looks(asked, reader=reader, limit=limit).rows:
            told = look.purpose or look.kind
            table.add_row(_moment(look.at), str(look.reader), told, look.subject, look.road, look.address or "")
    else:
        for one in queries.search(asked, reader=reader, limit=limit).rows:
            told = f"{one.facts.get('says', '')} ({one.action})"
            table.add_row(_moment(one.at), str(one.actor), told, one.subject, one.road, one.address or "")
    Console().print(table)


def _place(one: proving.Finding) -> str:
    chain = f"chain {one.chain}, link {one.number}: " if one.chain is not None else ""
    return f"{chain}{one.log} {one.record}: " if one.record is not None else chain


def _between(one: proving.Finding) -> str:
    if one.from_at and one.to_at and one.from_at != one.to_at:
        return f"Between {_moment(one.from_at)} and {_moment(one.to_at)}."
    told = one.from_at or one.to_at
    return f"{_moment(told)}." if told else ""


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
