"""The rights of people: purposes, consent, the record of processing, and forgetting."""

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from ayni.cli import acting, waiting
from ayni.privacy import actions, queries

privacy = typer.Typer(help="The rights of people, and what their data are used for.", no_args_is_help=True)

DAY = typer.Option(formats=["%Y-%m-%d"], help="The day; else today.")


class Form(StrEnum):
    CSV = "csv"
    JSON = "json"


class Answer(StrEnum):
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class How(StrEnum):
    SIGNATURE = "signature"
    THUMB = "thumb"
    ORAL = "oral"
    FORM = "form"


def add_to(app: typer.Typer) -> None:
    app.add_typer(privacy, name="privacy")


@privacy.command()
def record(
    form: Annotated[Form, typer.Option("--format", help="How to write it.")] = Form.JSON,
    out: Annotated[Path | None, typer.Option(help="The file to write; else the terminal.")] = None,
    by: acting.As = "",
) -> None:
    """The record of processing, as things stand today."""
    found = queries.processing(acting.officer(by), on=_today())
    text = found.as_csv() if form is Form.CSV else json.dumps(found.as_data(), ensure_ascii=False, indent=2)
    if out is None:
        typer.echo(text)
        return
    out.write_text(text, encoding="utf-8")
    typer.echo(f"The record of processing is in {out}.")


@privacy.command()
def purposes(by: acting.As = "") -> None:
    """Every purpose with its versions."""
    table = Table("Purpose", "Version", "State", "Legal basis", "Since")
    for one in queries.purposes(acting.officer(by)):
        table.add_row(one.code, str(one.version), one.status, one.basis, str(one.since))
    waiting.console.print(table)


@privacy.command()
def consent(
    person: Annotated[str, typer.Argument(help="The person's number, such as P00000012.")],
    purpose: Annotated[str, typer.Argument(help="The purpose's code.")],
    answer: Answer,
    how: Annotated[How, typer.Option(help="How it was said.")] = How.SIGNATURE,
    witness: Annotated[str, typer.Option(help="Who heard it, when it was only said.")] = "",
    on: Annotated[datetime | None, DAY] = None,
    household: Annotated[bool, typer.Option("--household", help="The head speaks for everybody.")] = False,
    by: acting.As = "",
) -> None:
    """Record what a person said to a purpose."""
    officer = acting.officer(by)
    who = queries.person(_number(person), reader=officer, permission="privacy.record_consent")
    day = on.date() if on else _today()
    said = actions.Said(answer.value, day, how.value, witness=witness, for_household=household)
    actions.record_consent(who, purpose=purpose, said=said, today=_today(), by=officer)
    typer.echo(f"It is recorded, and holds from {day} on.")


@privacy.command()
def due(
    schedule: Annotated[int, typer.Argument(help="The number of the retention schedule.")],
    reason: Annotated[str, typer.Option(help="Why now, for whoever asks later.")] = "",
    on: Annotated[datetime | None, DAY] = None,
    by: acting.As = "",
) -> None:
    """Count whom a retention schedule concerns. Nothing is changed until another officer approves."""
    officer = acting.officer(by)
    found = queries.paper("schedule", schedule, reader=officer)
    day = on.date() if on else _today()
    made = actions.prepare_anonymisation(found, on=day, reason=reason, by=officer)
    _tell(made.counts)
    typer.echo(f"Prepared as {made}. Another officer approves it: ayni privacy anonymise {made.pk}")


@privacy.command()
def anonymise(
    number: Annotated[int, typer.Argument(help="The number of what was prepared.")],
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask. It cannot be undone.")] = False,
    by: acting.As = "",
) -> None:
    """Approve what another officer prepared: the people on its list become anonymous, for ever."""
    officer = acting.officer(by)
    found = queries.anonymisation(number, reader=officer)
    _tell(found.counts)
    if not sure:
        typer.confirm("This cannot be undone. Make them anonymous?", abort=True)
    approved = actions.approve_anonymisation(found, by=officer, at=datetime.now(UTC))
    waiting.until_done(approved.work_key, "Making people anonymous")
    _tell(queries.anonymisation(number, reader=officer).result)


def _tell(counts: dict[str, object]) -> None:
    for name, count in counts.items():
        if isinstance(count, dict):
            typer.echo(f"{name}: " + ", ".join(f"{key} {many:,}" for key, many in count.items()))
        else:
            typer.echo(f"{name}: {count:,}")


def _number(code: str) -> int:
    digits = code.upper().removeprefix("P")
    if not digits.isdecimal():
        raise typer.BadParameter(f"“{code}” is no number of a person. It looks like P00000012.")
    return int(digits)


def _today() -> date:
    return datetime.now(UTC).date()
