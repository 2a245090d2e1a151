"""Two districts of two regions and an officer in each: what the stories of people who live and move are told in."""

from __future__ import annotations

from datetime import date

from ayni.commons import acting
from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Area, Institution
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import actions, models
from ayni.registry.actions import NewMember

TODAY = date(2026, 6, 30)


def day(year: int, month: int = 1, at: int = 1) -> PartialDate:
    return PartialDate(date(year, month, at), date(year, month, at))


def area(code: str, parent: Area | None = None) -> Area:
    path = f"{parent.path if parent else '/'}{code}/"
    level = parent.level + 1 if parent else 1
    return Area.objects.create(code=code, parent=parent, level=level, names={"en": code}, path=path)


def officer(name: str, where: Area | None = None, role: str = "district_officer") -> User:
    user = User.objects.create_user(name)
    Grant.objects.create(user=user, role_id=role, area=where, starts_on=date(2020, 1, 1))
    return user


class Valley:
    """Hill lies in the north, coast in the south; each has its officer, and a steward serves both."""

    def __init__(self) -> None:
        self.north, self.south = area("N"), area("S")
        self.hill, self.coast = area("N1", self.north), area("S1", self.south)
        self.uphill = officer("uphill", self.hill)
        self.seaside = officer("seaside", self.coast)
        self.steward = officer("steward", None)
        self.home_for_children = Institution.objects.create(code="HOME", names={"en": "Sunrise"}, area=self.coast)
        self._made = 0

    def household(self, *members: NewMember, where: Area | None = None, on: date = date(2020, 1, 1), **more: object):
        self._made += 1
        place = where or self.hill
        return actions.register_household(
            place, list(members), key=f"valley-{self._made}", on=on, by=self.steward, **more
        )


def people(home: models.Household) -> dict[str, models.Person]:
    """The household's people by their given names, whoever acts."""
    with acting.apart():
        return {stay.person.given_name: stay.person for stay in home.memberships.select_related("person")}


def lives(home: models.Household, on: date) -> dict[str, str | None]:
    """Who usually lives in a household on a day, as what."""
    stays = models.Membership.objects.active(on=on).filter(household=home).select_related("person")
    return {stay.person.given_name: stay.relationship for stay in stays}


HEAD = NewMember("Amina", "Sow", "head", "female", day(1985, 3, 2))
SPOUSE = NewMember("Bakar", "Sow", "spouse", "male", day(1980, 5, 5))
CHILD = NewMember("Cira", "Sow", "child", "female", day(2012, 7, 1), mother=1)
SON = NewMember("Demba", "Sow", "child", "male", day(2015, 9, 9), mother=1)
__all__ = ["CHILD", "HEAD", "SON", "SPOUSE", "TODAY", "Valley", "day", "lives", "officer", "people"]
