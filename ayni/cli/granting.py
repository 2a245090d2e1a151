"""Giving, withdrawing and reviewing roles: a part of `ayni users`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.table import Table

from ayni.cli import acting, ready, waiting
from ayni.commons.access import granting, permissions, queries, reviewing
from ayni.commons.access.models import Grant, User
from ayni.commons.directory import queries as directory

Reason = Annotated[str, typer.Option(prompt="Why", help="It is kept with what you do.")]


def add_under(users: typer.Typer) -> None:
    users.command(name="permissions")(list_permissions)
    users.command()(grant)
    users.command()(withdraw)
    users.command()(review)
    users.command()(role)


def list_permissions() -> None:
    """Everything that a role can allow."""
    ready.django()
    for code, label in sorted(permissions.declared().items()):
        typer.echo(f"{code}: {label}")


def grant(
    username: str,
    role: Annotated[str, typer.Option(help="See: ayni users roles")],
    area: Annotated[str, typer.Option(help="Code of the area; everywhere when left out.")] = "",
    institution: Annotated[str, typer.Option(help="Code of the institution; every one when left out.")] = "",
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day without it.")] = None,
    reason: str = "",
    by: acting.As = "",
) -> None:
    """Give somebody a role, from today."""
    officer = acting.officer(by)
    place, office = directory.area(area) if area else None, directory.institution(institution) if institution else None
    for given, found, what in ((area, place, "area"), (institution, office, "institution")):
        if given and found is None:
            raise typer.BadParameter(f"There is no {what} “{given}”.")
    granting.grant(
        _user(username),
        role=role,
        area=place,
        institution=office,
        until=until.date() if until else None,
        reason=reason,
        by=officer,
        on=date.today(),
    )
    typer.echo(f"{username} has the role {role} from today.")


def withdraw(
    number: Annotated[int, typer.Argument(help="Its number in `ayni users review`.")],
    reason: Reason,
    by: acting.As = "",
) -> None:
    """End a role at once, and what was lent from it."""
    officer = acting.officer(by)
    granting.withdraw_grant(_grant(number, officer), reason=reason, by=officer, at=datetime.now(UTC))
    typer.echo("Withdrawn.")


def review(
    keep: Annotated[list[int] | None, typer.Option(help="Numbers of grants that are still needed.")] = None,
    by: acting.As = "",
) -> None:
    """Every role that is held, with what makes it worth a second look."""
    officer = acting.officer(by)
    for number in keep or []:
        granting.confirm_grant(_grant(number, officer), by=officer, at=datetime.now(UTC))
    table = Table("Number", "User", "Role", "Where", "Look at it because")
    for row in reviewing.review(officer, on=date.today()):
        held = row.grant
        where = f"{held.area or 'everywhere'}{f', {held.institution}' if held.institution else ''}"
        table.add_row(str(held.pk), held.user.username, str(held.role), where, " ".join(row.remarks))
    waiting.console.print(table)


def role(
    code: str,
    name: Annotated[str, typer.Option(help="What administrators see.")],
    allow: Annotated[list[str], typer.Option(help="A permission; see: ayni users permissions")],
    by: acting.As = "",
) -> None:
    """Make an installation's own role, or put another set of permissions in it."""
    granting.define_role(code, names={"en": name}, allowed=allow, by=acting.officer(by))
    typer.echo(f"{code}: {', '.join(sorted(set(allow)))}")


def _user(username: str) -> User:
    found = queries.user(username)
    if found is None:
        raise typer.BadParameter(f"There is no user “{username}”.")
    return found


def _grant(number: int, officer: User) -> Grant:
    found = reviewing.grant(number, reader=officer)
    if found is None:
        raise typer.BadParameter(f"There is no grant {number}; `ayni users review` shows them.")
    return found
