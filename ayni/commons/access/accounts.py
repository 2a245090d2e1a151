"""Users and what they are granted."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ayni.commons.access import granting
from ayni.commons.access.errors import BadPassword, NameTaken, NotTheFirst
from ayni.commons.access.models import Grant, User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area


def found(username: str, *, password: str, on: date) -> User:
    """Make the first administrator of an empty installation: the one change that nobody could be asked to permit.

    Refuses: NotTheFirst, when there is any user.
    """
    if User.objects.exists():
        raise NotTheFirst()
    user = User.objects.create_user(username, password=_checked(password, username))
    Grant.objects.create(user=user, role_id="administrator", starts_on=on)
    return user


@action("access.manage", says="added a user")
def add_user(
    username: str, *, name: str, password: str | None, role: str, area: Area | None, by: User, on: date
) -> User:
    """Add somebody with one role, in one area or everywhere; without a password they cannot sign in with one.

    Refuses: NameTaken, BadPassword, UnknownRole.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise NameTaken(username)
    first, _, last = name.partition(" ")
    checked = None if password is None else _checked(password, username)
    user = User.objects.create_user(username, password=checked, first_name=first, last_name=last)
    granting.give(user, role=role, area=area, on=on, by=by)
    return user


def _checked(password: str, username: str) -> str:
    try:
        validate_password(password, User(username=username))
    except ValidationError as error:
        raise BadPassword(error.messages) from error
    return password
