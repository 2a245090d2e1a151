"""Questionnaires and the phones that fill them in."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone

from ayni.cli import acting
from ayni.commons.access import queries as access
from ayni.intake import actions, lifecycle, queries
from ayni.intake.queries.questionnaires_wording import finding_text
from ayni.kernel.refusals import Refused

forms = typer.Typer(help="Questionnaires, and the phones that fill them in.", no_args_is_help=True)
LARGEST = 5 * 1024 * 1024
Number = Annotated[int, typer.Argument(help="Number of the version, as `ayni forms list` shows it.")]


class NoSuchVersion(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(f"There is no version number {number}. See: ayni forms list")


class NoSuchUser(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"There is no user “{name}”. See: ayni users list")


class WorkbookTooLarge(Refused):
    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is larger than 5 MB. Keep only survey, choices and settings in it.")


class NoSuchFile(Refused):
    def __init__(self, file: Path) -> None:
        super().__init__(f"There is no file {file} that can be read. Look at its name and folder again.")


class NoSuchStatus(Refused):
    def __init__(self, status: str) -> None:
        super().__init__(f"No form is “{status}”. A form is one of: {', '.join(lifecycle.SUBMISSION_STATES)}.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(forms, name="forms")


@forms.command("list")
def listed(by: acting.As = "") -> None:
    """Every version of every questionnaire."""
    officer = acting.officer(by)
    for questionnaire in queries.questionnaires(officer):
        for version in questionnaire.versions.all():
            typer.echo(f"{version.pk:>5}  {questionnaire.code}  {version.version}  {version.status}")


@forms.command()
def make(
    code: Annotated[str, typer.Argument(help="The code by which phones know it.")] = "household",
    version: Annotated[str, typer.Option(help="Its version; else today.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write the workbook here too.")] = None,
    by: acting.As = "",
) -> None:
    """Make the questionnaire that registers a household and asks every variable of the dictionary."""
    officer = acting.officer(by)
    made = actions.make_questionnaire(code, version=version or f"{timezone.localdate()}", by=officer)
    _tell(made)
    if out is not None:
        out.write_bytes(bytes(made.workbook))


@forms.command()
def prepare(
    workbook: Annotated[Path, typer.Argument(help="An XLSForm (.xlsx).")],
    file: Annotated[list[Path] | None, typer.Option(help="A file that it names; may be given again.")] = None,
    by: acting.As = "",
) -> None:
    """Keep a workbook as a draft, and say what the check found."""
    officer = acting.officer(by)
    for one in (workbook, *(file or ())):
        if not one.is_file():
            raise NoSuchFile(one)
    if workbook.stat().st_size > LARGEST:
        raise WorkbookTooLarge(workbook)
    media = {one.name: one.read_bytes() for one in file or ()}
    _tell(actions.prepare_questionnaire(workbook.read_bytes(), by=officer, media=media))


@forms.command()
def approve(number: Number, by: acting.As = "") -> None:
    """Approve a draft that another officer prepared."""
    officer = acting.officer(by)
    actions.approve_questionnaire(_version(number, officer), by=officer, at=timezone.now())
    typer.echo("Approved. Publish it with: ayni forms publish")


@forms.command()
def publish(number: Number, by: acting.As = "") -> None:
    """Give an approved version to phones and the web."""
    officer = acting.officer(by)
    actions.publish_questionnaire(_version(number, officer), by=officer, at=timezone.now())
    typer.echo("Published: phones are given it from now on.")


@forms.command()
def retire(number: Number, by: acting.As = "") -> None:
    """Give a version to nobody any more."""
    officer = acting.officer(by)
    actions.retire_questionnaire(_version(number, officer), by=officer, at=timezone.now())
    typer.echo("Retired.")


@forms.command()
def key(
    name: Annotated[str, typer.Argument(help="A name for the phone.")],
    user: Annotated[str, typer.Option(help="Whose phone it is; else one's own.")] = "",
    days: Annotated[int, typer.Option(min=1, max=366)] = 90,
    by: acting.As = "",
) -> None:
    """Make a key for a phone. It is shown once: the address of the server that its app asks for ends with it."""
    officer, now = acting.officer(by), timezone.now()
    whose = access.user(user) if user else officer
    if whose is None:
        raise NoSuchUser(user)
    until: datetime = now + timedelta(days=days)
    made = actions.make_device_key(whose, name=name, expires_at=until, by=officer, at=now)
    typer.echo(f"/api/openrosa/key/{made.secret}")


@forms.command()
def sent(
    status: Annotated[str, typer.Option(help="received, checked, waiting, applied, refused or replaced.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    by: acting.As = "",
) -> None:
    """Filled-in forms, newest first."""
    officer = acting.officer(by)
    if status and status not in lifecycle.SUBMISSION_STATES:
        raise NoSuchStatus(status)
    found = queries.submissions(officer, status=status, limit=limit)
    for one in found.rows:
        area = one.area.code if one.area else "-"
        typer.echo(f"{one}  {one.status}  {one.questionnaire.code} {one.version_told}  {area}  {one.by}")
    typer.echo(f"{found.total} in all.")


def _version(number: int, officer: Any) -> Any:
    found = queries.version(number, reader=officer)
    if found is None:
        raise NoSuchVersion(number)
    return found


def _tell(made: Any) -> None:
    for one in made.report:
        typer.echo(f"{one['level']}: {finding_text(one)} {one['path']}".rstrip(), err=True)
    typer.echo(f"Kept as number {made.pk}. Another officer approves it: ayni forms approve {made.pk}")
