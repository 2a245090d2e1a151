"""Service accounts: other systems that sign in with a client id and a secret, for tokens of an hour at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import AccessToken, Application

from ayni.commons.access import accounts, granting, scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.commons.signing import errors

ROLE = "partner_system"


@dataclass(frozen=True)
class MadeSecret:
    """A service account and its new secret: shown once, kept nowhere."""

    application: Application
    text: str


@action("access.manage", says="made a service account")
def make_service_account(
    username: str, *, name: str, area: Area | None, by: User, on: date, role: str = ROLE
) -> MadeSecret:
    """Make an account for another system, with its client id and secret. Refuses: NameTaken, UnknownRole."""
    user = accounts.add_user(username, name=name, password=None, role=role, area=area, by=by, on=on)
    User.objects.filter(pk=user.pk).update(is_system=True)
    secret = generate_client_secret()
    application = Application.objects.create(
        user=user,
        name=name[:255],
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    return MadeSecret(application, secret)


@action("access.manage", says="gave a service account a new secret")
def rotate_secret(user: User, *, by: User, at: datetime) -> MadeSecret:
    """Give a service account a new secret. The old one, and the tokens made with it, stop working at once.

    Refuses: OutsideArea, NotAPartner, AccountClosed.
    """
    granting.check_over(by, user)
    application = of_user(user)
    if application is None:
        raise errors.NotAPartner(user.username)
    if not user.is_active:
        raise errors.AccountClosed(user.username)
    secret = generate_client_secret()
    application.client_secret = secret
    application.save()
    AccessToken.objects.filter(application=application).delete()
    return MadeSecret(application, secret)


def of_user(user: User) -> Application | None:
    found: Application | None = Application.objects.filter(user_id=user.pk).first()
    return found


def listed(reader: User) -> Sequence[Application]:
    """Every service account. For who manages users; refuses NotPermitted."""
    scoping.paths(reader, "access.manage")
    return list(Application.objects.select_related("user").order_by("name"))


def by_username(username: str) -> User | None:
    return User.objects.filter(username=username, is_system=True).first()
