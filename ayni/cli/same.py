"""The same person once: two records of one person are merged, and parted again."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from ayni.cli import acting, same_models, waiting
from ayni.commons.directory import queries as directory
from ayni.identity import actions, queries
from ayni.identity.queries import reviewing, runs
from ayni.identity.queries import thresholds as limits

same = typer.Typer(
    help="The same person once: look for doubles, read pairs, merge and part, link a file.", no_args_is_help=True
)
same_models.add(same)

NUMBER = re.compile(r"[A-Za-z]?0*([1-9]\d{0,17})")
Because = Annotated[str, typer.Option(help="Why; it stays on record.")]


def add_to(app: typer.Typer) -> None:
    app.add_typer(same, name="same")


def number(text: str) -> int:
    """The number of a code (P00000012, H00000012, M000012), or the number itself."""
    found = NUMBER.fullmatch(text.strip())
    if found is None:
        raise typer.BadParameter(f"{text} is no code: write it as on letters, P00000012.")
    return int(found[1])


@same.command("merge")
def merge(
    kept: Annotated[str, typer.Argument(help="The code of the record that holds, P00000012.")],
    absorbed: Annotated[str, typer.Argument(help="The code of the record that is merged into it.")],
    because: Because,
    lives_in: Annotated[str, typer.Option(help="The household the person lives in, when the two live in two.")] = "",
    pick: Annotated[
        list[str] | None,
        typer.Option(help="What is taken from the other record: name, sex, born, died, phone or languages."),
    ] = None,
    although: Annotated[str, typer.Option(help="Why all the same, when something speaks for two persons.")] = "",
    by: acting.As = "",
) -> None:
    """Let all that hangs on a record hang on another of the same person. It can be taken back."""
    who, today = acting.officer(by), date.today()
    plan = queries.merge_plan(number(kept), number(absorbed), reader=who, on=today)
    made = actions.merge_people(
        plan.kept,
        absorbed=plan.absorbed,
        because=because,
        lives_in=number(lives_in) if lives_in else None,
        picks=dict.fromkeys(pick or [], "absorbed"),
        although=although,
        on=today,
        at=datetime.now(UTC),
        by=who,
    )
    typer.echo(f"{made.code}: {plan.absorbed.code} leads to {plan.kept.code} now. {_rows(made)}")


@same.command("merge-household")
def merge_household(
    household: Annotated[str, typer.Argument(help="The code of the household they live in, H00000005.")],
    pairs: Annotated[list[str], typer.Argument(help="Pairs of records, KEPT:MERGED, as P00000012:P00000034.")],
    because: Because,
    by: acting.As = "",
) -> None:
    """Merge the people of a household that was registered twice, pair by pair, all or nothing."""
    who, today = acting.officer(by), date.today()
    codes = [pair.partition(":") for pair in pairs]
    plans = [queries.merge_plan(number(one), number(other), reader=who, on=today) for one, _, other in codes]
    made = actions.merge_households(
        queries.home(number(household), reader=who),
        pairs=[actions.Pair(plan.kept, plan.absorbed) for plan in plans],
        because=because,
        on=today,
        at=datetime.now(UTC),
        by=who,
    )
    for one in made:
        typer.echo(f"{one.code}: {one.absorbed.code} leads to {one.kept.code} now. {_rows(one)}")


@same.command("part")
def part(
    merge: Annotated[str, typer.Argument(help="The code of the merge, M000012.")],
    because: Because,
    to_other: Annotated[
        list[str] | None, typer.Option(help="What came since and is the other's, as `ayni same show` names it.")
    ] = None,
    by: acting.As = "",
) -> None:
    """Put every row back where it was before the merge."""
    who = acting.officer(by)
    found = queries.merge(number(merge), reader=who)
    actions.part_people(found, because=because, to_other=to_other or [], on=date.today(), at=datetime.now(UTC), by=who)
    typer.echo(f"{found.code} is taken back: {found.kept.code} and {found.absorbed.code} stand apart again.")


@same.command("show")
def show(merge: Annotated[str, typer.Argument(help="The code of the merge, M000012.")], by: acting.As = "") -> None:
    """A merge: what parting brings back, and what came to the record since."""
    who = acting.officer(by)
    found = queries.merge(number(merge), reader=who)
    told = queries.parting(found, reader=who)
    typer.echo(f"{found.code} ({found.status}): {found.absorbed.code} into {found.kept.code}, {found.because}")
    for one in told.coming_back:
        typer.echo(f"  {one.label}: {one.moves}")
    for row in told.came:
        typer.echo(f"  came since: {row.code}  {row.label}: {row.text}")


@same.command("merges")
def merges(by: acting.As = "") -> None:
    """The newest merges in one's areas."""
    for one in queries.merges(reader=acting.officer(by))[:50]:
        typer.echo(f"{one.code}  {one.status:<7}  {one.absorbed.code} into {one.kept.code}  {one.on}  {one.because}")


@same.command("look")
def look(
    area: Annotated[str, typer.Option(help="The code of an area; the whole registry unless given.")] = "",
    learn: Annotated[bool, typer.Option("--learn", help="Learn a model anew; else the one in force weighs.")] = False,
    by: acting.As = "",
) -> None:
    """Look through the registry for people on record twice. A worker does it; what it finds waits to be read."""
    who = acting.officer(by)
    place = directory.area(area) if area else None
    if area and place is None:
        raise typer.BadParameter(f"There is no area {area}.")
    run = actions.look_for_doubles(place, learns=learn, at=datetime.now(UTC), by=who)
    waiting.until_done(run.key, "Looking for people on record twice")
    done = runs.one(run.pk, reader=who)
    told: dict[str, Any] = done.told if done else {}
    typer.echo(f"{done.records if done else 0:,} records: {told.get('new', 0):,} new pairs wait to be read,"
               f" {told.get('known', 0):,} were known.")  # fmt: skip
    for line in told.get("unused", ()):
        typer.echo(f"Not used: {line}.")


@same.command("waiting")
def pairs_waiting(
    area: Annotated[str, typer.Option(help="The code of an area that one of the two lives in.")] = "",
    by: acting.As = "",
) -> None:
    """The pairs that wait to be read, what hangs on most first."""
    who, at = acting.officer(by), datetime.now(UTC)
    found, total = reviewing.queue(who, reviewing.Asked(area=area), at=at, limit=30)
    table = Table("Pair", "One", "The other", "Chance", "State", "Both paid")
    for row in found:
        names = [f"{side.name} ({side.code})" if side else "" for side in (row.one, row.other)]
        one = row.candidate
        chance = "" if one.chance is None else f"{one.chance:.1%}"
        table.add_row(str(one.pk), *names, chance, one.state, "yes" if one.both_paid else "")
    waiting.console.print(table)
    typer.echo(f"{total:,} pairs wait{' and more' if total >= reviewing.MOST else ''}.")


@same.command("thresholds")
def thresholds(by: acting.As = "") -> None:
    """The thresholds in force, and how many errors linking makes at each, from the sample that was read last."""
    limits.every(acting.officer(by))
    now, drawn = limits.in_force(), limits.sample()
    typer.echo(f"The same from {now.same_from:.1%}, different below {now.different_below:.1%}, without being read.")
    if drawn is None:
        typer.echo("No sample was drawn yet: the errors are not known. Draw one on the page “How sure we are”.")
        return
    table = Table("From", "Pairs linked", "Of them one person", "95 %", "Of one person, linked", "95 %")
    for one in limits.estimates(drawn):
        cells = [cell for found in (one.precision, one.recall) for cell in _estimate(found)]
        table.add_row(f"{one.threshold:.1%}", f"{one.linked:,}", *cells)
    waiting.console.print(table)


def _estimate(found: Any) -> tuple[str, str]:
    return (f"{found.value:.2%}", f"{found.low:.2%}–{found.high:.2%}") if found else ("–", "–")


def _rows(made: Any) -> str:
    moved: dict[str, Any] = made.moved
    return f"Rows moved: {sum(moved.values())}."


@same.command("file")
def file(
    given: Annotated[Path, typer.Argument(help="The file: CSV, Excel, Stata, SPSS or Parquet.")],
    purpose: Annotated[str, typer.Option(help="What for; it stays on record.")],
    out: Annotated[Path, typer.Option(help="The folder to write pairs.csv, groups.csv and report.html into.")],
    columns: Annotated[
        list[str] | None,
        typer.Option(help="What a column means, as full=Name or birth_date=Born; may be repeated. Else it is guessed."),
    ] = None,
    told_on: Annotated[str, typer.Option(help="If the file has ages: the day they were told on, 2026-06-30.")] = "",
    by: acting.As = "",
) -> None:
    """Link a file of people with the registry, as far as the officer may see it. The file is not kept."""
    from ayni.cli import same_files  # the engines are for who links

    same_files.link(given, purpose, out, columns or [], told_on, acting.officer(by))
