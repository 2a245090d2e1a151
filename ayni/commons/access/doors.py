"""What opens a screen or an operation. The tables themselves are `ayni.web.doors` and `ayni.exchange.api.doors`.

A door names the permissions it needs, and how far they must reach. It is looked at before anything else is done; what
lies behind it looks again, and alone knows in which area a record is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ayni.commons.access.errors import NotEverywhere, NotPermitted
from ayni.commons.access.models import EVERYWHERE, User

#: A permission, or several of which any one is enough.
Need = str | tuple[str, ...]


class Reach(Enum):
    """How far what is needed must be held."""

    EVERYBODY = "open to everybody, signed in or not"
    SIGNED_IN = "open to whoever is signed in"
    OWN = "open to whoever the record belongs to; for others it is not there"
    ANYWHERE = "open to who holds it in any area; what is listed is narrowed to their areas"
    INSIDE = "open to who holds it where the record lies; elsewhere the record is not there"
    EVERYWHERE = "open to who holds it in every area: what is behind it concerns all of them"


@dataclass(frozen=True)
class Door:
    """All of `needs`, as far as `reach` says. `others` is the permission to which an own record of others opens."""

    reach: Reach
    needs: tuple[Need, ...] = ()
    others: str = ""

    def check(self, reader: User) -> None:
        """Refuses: NotPermitted; NotEverywhere, when it is held in some areas only and concerns all."""
        for need in self.needs:
            either = (need,) if isinstance(need, str) else need
            held = [one for one in either if reader.may(one)]
            if not held:
                raise NotPermitted(either[0], str(reader))
            if self.reach is Reach.EVERYWHERE and not any(reader.where(one) == EVERYWHERE for one in held):
                raise NotEverywhere(held[0], str(reader))


def everybody() -> Door:
    return Door(Reach.EVERYBODY)


def signed_in() -> Door:
    return Door(Reach.SIGNED_IN)


def own(*needs: Need, others: str = "") -> Door:
    return Door(Reach.OWN, needs, others)


def anywhere(*needs: Need) -> Door:
    return Door(Reach.ANYWHERE, needs)


def inside(*needs: Need) -> Door:
    return Door(Reach.INSIDE, needs)


def everywhere(*needs: Need) -> Door:
    return Door(Reach.EVERYWHERE, needs)
