"""Users, keys for the API, and background work."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer
from django.conf import settings
from rich.table import Table

from ayni.cli import acting, ready, waiting
from ayni.commons.access import accounts, actions, queries
from ayni.commons.directory import queries as directory
from ayni.commons.jobs import queries as jobs

users = typer.Typer(help="Who signs in.", no_args_is_help=True)

Password = Annotated[str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, envvar="AYNI_PASSWORD")]


def add_to(app: typer.Typer) -> None:
    app.add_typer(users, name="users")
    app.command()(token)
    app.command()(work)


@users.command()
def first(username: str, password: Password) -> None:
    """Make the first administrator of a new installation."""
    ready.database()
    accounts.found(username, password=password, on=_today())
    typer.echo(f"{username} may now add others: ayni users add NAME --as {username}")


@users.command()
def add(
    username: str,
    password: Password,
    role: Annotated[str, typer.Option(help="See: ayni users roles")],
    name: Annotated[str, typer.Option(help="Name and surname.")] = "",
    area: Annotated[str, typer.Option(help="Code of the area; everywhere when left out.")] = "",
    by: acting.As = "",
) -> None:
    """Add somebody, with one role."""
    officer = acting.officer(by)
    place = directory.area(area) if area else None
    if area and place is None:
        raise typer.BadParameter(f"There is no area “{area}”.")
    accounts.add_user(username, name=name, password=password, role=role, area=place, by=officer, on=_today())
    typer.echo(f"{username} can sign in.")


@users.command(name="list")
def list_users(by: acting.As = "") -> None:
    """Everybody, with what each is granted."""
    table = Table("User", "Name", "Roles")
    for user in queries.users(acting.officer(by)):
        held = (f"{grant.role} ({grant.area or 'everywhere'})" for grant in user.grants.all())
        table.add_row(user.username, user.get_full_name(), ", ".join(held))
    waiting.console.print(table)


@users.command()
def roles() -> None:
    """The roles and what each may do."""
    for code, role in settings.AYNI_ROLES.items():
        typer.echo(f"{code}: {', '.join(sorted(role['permissions']))}")


def token(name: str, days: int = 90, by: acting.As = "") -> None:
    """Make a key for the API. It is shown once."""
    made = actions.make_token(name, days=days, by=acting.officer(by), at=datetime.now(UTC))
    typer.echo(made.text)


def work() -> None:
    """Background work, newest first."""
    ready.database()
    table = Table("Key", "Status", "Done", "Message")
    for one in jobs.recent():
        table.add_row(one.key, one.status, f"{one.percent or 0} %" if one.total else "", one.message)
    waiting.console.print(table)


def _today() -> date:
    return datetime.now(UTC).date()
