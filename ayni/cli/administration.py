"""Users, keys for the API, partner systems, and background work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.table import Table

from ayni.cli import acting, granting, ready, waiting
from ayni.commons.access import accounts, actions, queries
from ayni.commons.access.models import ApiToken, User
from ayni.commons.directory import queries as directory
from ayni.commons.directory.models import Area
from ayni.commons.jobs import queries as jobs
from ayni.commons.signing import factors, joining, links, partners, sessions

users = typer.Typer(help="Who signs in.", no_args_is_help=True)
tokens = typer.Typer(help="One's own keys for the API.", no_args_is_help=True)
services = typer.Typer(help="Service accounts of other systems.", no_args_is_help=True)

Password = Annotated[str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, envvar="AYNI_PASSWORD")]


def add_to(app: typer.Typer) -> None:
    app.add_typer(users, name="users")
    granting.add_under(users)
    app.command()(token)
    app.add_typer(tokens, name="tokens")
    app.add_typer(services, name="service-accounts")
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
    ready.database()
    for role in queries.roles():
        typer.echo(f"{role.code}: {', '.join(role.permissions)}")


Reason = Annotated[str, typer.Option(prompt="Why", help="It is kept with what you do.")]


@users.command()
def invite(
    username: str,
    role: Annotated[str, typer.Option(help="See: ayni users roles")],
    name: Annotated[str, typer.Option(help="Name and surname.")] = "",
    email: str = "",
    area: Annotated[str, typer.Option(help="Code of the area; everywhere when left out.")] = "",
    by: acting.As = "",
) -> None:
    """Add somebody, and make the one-time link by which they choose their password."""
    officer, place = acting.officer(by), _place(area)
    made = joining.invite(username, name=name, email=email, role=role, area=place, by=officer, at=_now())
    typer.echo(f"/sign-in/link/{made.text}/")


@users.command()
def link(username: str, by: acting.As = "") -> None:
    """Make a one-time link by which somebody chooses a new password. It is shown once."""
    officer = acting.officer(by)
    typer.echo(f"/sign-in/link/{links.make_link(_user(username), by=officer, at=_now()).text}/")


@users.command()
def close(username: str, reason: Reason, by: acting.As = "") -> None:
    """Let somebody sign in no more."""
    officer = acting.officer(by)
    joining.close_account(_user(username), reason=reason, by=officer, at=_now())


@users.command()
def reopen(username: str, reason: Reason, by: acting.As = "") -> None:
    """Let somebody sign in again, with a new password: ayni users link"""
    officer = acting.officer(by)
    joining.reopen_account(_user(username), reason=reason, by=officer, at=_now())


@users.command()
def unlock(username: str, by: acting.As = "") -> None:
    """End somebody's wait after failed sign-ins."""
    _counted(joining.unlock, username, by, "failures forgotten")


@users.command()
def sign_out(username: str, by: acting.As = "") -> None:
    """Sign somebody out everywhere."""
    _counted(sessions.end_sessions, username, by, "sessions ended")


@users.command()
def reset_factors(username: str, reason: Reason, by: acting.As = "") -> None:
    """Remove somebody's second factors, as when their telephone is lost."""
    officer = acting.officer(by)
    factors.reset_factors(_user(username), reason=reason, by=officer, at=_now())


May = Annotated[list[str] | None, typer.Option(help="A permission that it has; all of yours when left out.")]


def token(name: str, days: int = 90, may: May = None, by: acting.As = "") -> None:
    """Make a key for the API. It is shown once."""
    made = actions.make_token(name, days=days, permissions=may or None, by=acting.officer(by), at=_now())
    typer.echo(made.text)


@tokens.command(name="list")
def list_tokens(by: acting.As = "") -> None:
    """Your keys that still work."""
    table = Table("Number", "Name", "Until", "May")
    for one in queries.tokens(acting.officer(by), at=_now()):
        may = "all that you may" if one.permissions is None else ", ".join(one.permissions)
        table.add_row(str(one.pk), one.name, f"{one.expires_at:%Y-%m-%d}", may)
    waiting.console.print(table)


@tokens.command()
def replace(number: int, by: acting.As = "") -> None:
    """Replace a key by a new one, which is shown once; the old one stops working at once."""
    officer = acting.officer(by)
    typer.echo(actions.rotate_token(_token(number, officer), by=officer, at=_now()).text)


@tokens.command()
def revoke(number: int, by: acting.As = "") -> None:
    """Make a key useless from now on."""
    officer = acting.officer(by)
    actions.revoke_token(_token(number, officer), by=officer, at=_now())


@services.command(name="add")
def add_service_account(
    username: str,
    name: Annotated[str, typer.Option(help="Name of the other system.")],
    area: Annotated[str, typer.Option(help="Code of the area; everywhere when left out.")] = "",
    by: acting.As = "",
) -> None:
    """Make an account for another system. Its client id and secret are shown once."""
    officer, place = acting.officer(by), _place(area)
    _tell(partners.make_service_account(username, name=name, area=place, by=officer, on=_today()))


@services.command(name="list")
def list_service_accounts(by: acting.As = "") -> None:
    """Every service account."""
    table = Table("User", "Name", "Client id", "Open")
    for one in partners.listed(acting.officer(by)):
        table.add_row(one.user.username, one.name, one.client_id, "yes" if one.user.is_active else "no")
    waiting.console.print(table)


@services.command()
def secret(username: str, by: acting.As = "") -> None:
    """Give a service account a new secret, which is shown once."""
    officer = acting.officer(by)
    _tell(partners.rotate_secret(_user(username), by=officer, at=_now()))


def _tell(made: partners.MadeSecret) -> None:
    typer.echo(f"client_id: {made.application.client_id}\nclient_secret: {made.text}")


def _counted(act: Callable[..., int], username: str, by: str, told: str) -> None:
    officer = acting.officer(by)
    typer.echo(f"{act(_user(username), by=officer, at=_now())} {told}")


def _user(username: str) -> User:
    found = queries.user(username)
    if found is None:
        raise typer.BadParameter(f"There is no user “{username}”.")
    return found


def _token(number: int, officer: User) -> ApiToken:
    found = queries.token(number, owner=officer)
    if found is None:
        raise typer.BadParameter(f"You have no key with the number {number}: ayni tokens list")
    return found


def _place(code: str) -> Area | None:
    found = directory.area(code) if code else None
    if code and found is None:
        raise typer.BadParameter(f"There is no area “{code}”.")
    return found


def _now() -> datetime:
    return datetime.now(UTC)


def work() -> None:
    """Background work, newest first."""
    ready.database()
    table = Table("Key", "Status", "Done", "Message")
    for one in jobs.recent():
        table.add_row(one.key, one.status, f"{one.percent or 0} %" if one.total else "", one.message)
    waiting.console.print(table)


def _today() -> date:
    return datetime.now(UTC).date()
