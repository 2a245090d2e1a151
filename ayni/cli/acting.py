"""As whom a command acts: an officer, who needs the permission for it like anybody else."""

from typing import Annotated

import typer

from ayni.cli import ready
from ayni.commons import acting
from ayni.commons.access import queries
from ayni.commons.access.models import User
from ayni.kernel.refusals import Refused

As = Annotated[str, typer.Option("--as", envvar="AYNI_AS", help="User name of the officer who gives the command.")]


class NobodyNamed(Refused):
    def __init__(self, username: str) -> None:
        named = f"There is no user “{username}”." if username else "This command acts as an officer."
        super().__init__(f"{named} Name one with --as USER or in AYNI_AS. To make one: ayni users add")


def officer(username: str) -> User:
    """The user of that name, who acts from here on, with the database ready. Refuses: NobodyNamed."""
    ready.database()
    found = queries.user(username)
    if found is None:
        raise NobodyNamed(username)
    acting.become(found)
    return found
