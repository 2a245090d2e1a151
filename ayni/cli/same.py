"""The same person once: two records of one person are merged, and parted again."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from ayni.cli import acting
from ayni.identity import actions, queries

same = typer.Typer(help="The same person once: merge two records, and part them again.", no_args_is_help=True)

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


def _rows(made: Any) -> str:
    moved: dict[str, Any] = made.moved
    return f"Rows moved: {sum(moved.values())}."
