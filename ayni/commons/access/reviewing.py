"""The review of access: every grant in force, with what makes it worth a second look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext, ngettext

from ayni.commons.access import permissions, scoping
from ayni.commons.access.models import Grant, User

IDLE_DAYS = 90
REVIEW_DAYS = 180
ENDS_SOON_DAYS = 14


@dataclass(frozen=True)
class Reviewed:
    """A grant in force, and in words why it should be looked at; none when nothing speaks against it."""

    grant: Grant
    remarks: tuple[str, ...]


def review(reader: User, *, on: date) -> list[Reviewed]:
    """Every grant in force in the reader's areas, those with the most remarks first. For who manages users.

    Refuses: NotPermitted.
    """
    paths = scoping.paths(reader, "access.manage")
    granted = Grant.objects.active(on=on).select_related("user", "role", "area", "institution", "granted_by")
    seen = [one for one in granted if scoping.reaches(paths, one.area.path if one.area else "/")]
    held = _held(granted)
    rows = [Reviewed(one, tuple(_remarks(one, held[one.user_id], on))) for one in seen]
    return sorted(rows, key=lambda row: (-len(row.remarks), row.grant.user.username, row.grant.role_id))


def grant(grant_id: int, *, reader: User) -> Grant | None:
    """One grant, for who manages users there."""
    found = Grant.objects.select_related("user", "role", "area", "institution").filter(pk=grant_id).first()
    if found is None:
        return None
    return found if scoping.reaches(reader.where("access.manage"), found.area.path if found.area else "/") else None


def lent_by_or_to(grant_id: int, *, reader: User) -> Grant | None:
    """One of the reader's own grants, or one that they have lent."""
    found = Grant.objects.select_related("user", "role", "area", "institution").filter(pk=grant_id)
    return found.filter(Q(user=reader) | Q(granted_by=reader, delegated_from__isnull=False)).first()


def lent(user: User, *, on: date) -> Sequence[Grant]:
    """What a user has lent or was lent, in force or still to begin."""
    parts = Grant.objects.exclude(delegated_from=None).filter(withdrawn_at=None, ends_on__gt=on)
    mine = parts.filter(granted_by=user) | parts.filter(user=user)
    return list(mine.select_related("user", "role", "area", "institution", "granted_by").order_by(F("ends_on")))


def _held(granted: Iterable[Grant]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = defaultdict(set)
    for one in granted:
        held[one.user_id].update(one.role.permissions)
    return held


def _remarks(one: Grant, held: set[str], on: date) -> Iterable[str]:
    for pair in permissions.conflicts(held):
        if pair.isdisjoint(one.role.permissions):
            continue  # withdrawing this one would part nothing
        labels = [gettext(permissions.declared()[code]) for code in sorted(pair)]
        yield gettext("One person holds both “%(one)s” and “%(other)s”.") % {"one": labels[0], "other": labels[1]}
    if one.user.last_login is None:
        yield gettext("Has never signed in.")
    elif (idle := (on - one.user.last_login.date()).days) >= IDLE_DAYS:
        yield ngettext("Has not signed in for %(days)s day.", "Has not signed in for %(days)s days.", idle) % {
            "days": idle
        }
    if one.area is None and one.institution is None:
        yield gettext("Holds everywhere, for every institution.")
    if one.ends_on is not None and one.ends_on - on <= timedelta(days=ENDS_SOON_DAYS):
        yield gettext("Ends soon.")
    if _is_due(one.reviewed_at, one.starts_on, on):
        yield gettext("Has not been reviewed for half a year.")


def _is_due(reviewed_at: datetime | None, starts_on: date, on: date) -> bool:
    last = reviewed_at.date() if reviewed_at else starts_on
    return (on - last).days >= REVIEW_DAYS
