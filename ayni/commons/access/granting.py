"""Giving, lending, withdrawing and reviewing what users may do. Nobody gives anything to themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from ayni.commons.access import errors, permissions, scoping
from ayni.commons.access.models import Grant, Role, User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area, Institution

LENT_DAYS = 92  # the longest time for which a role is lent
MANAGE = "access.manage"


@action(MANAGE, says="granted a role")
def grant(
    user: User,
    *,
    role: str,
    area: Area | None,
    by: User,
    on: date,
    institution: Institution | None = None,
    until: date | None = None,
    reason: str = "",
) -> Grant:
    """Give a user a role: in one area or everywhere, for one institution or all, from a day and perhaps until a day.

    Refuses: OwnGrant; UnknownRole; OutsideArea; EndsBeforeItBegins; GrantedAlready.
    """
    return give(user, role=role, area=area, institution=institution, on=on, until=until, reason=reason, by=by)


@action("access.delegate", says="lent a role")
def delegate(lent: Grant, *, to: User, until: date, reason: str, by: User, on: date) -> Grant:
    """Lend one's own role to a colleague until a day, for a leave or a mission.

    The lender keeps it. Refuses: NotYourGrant; LentOnly, for what is itself lent; OwnGrant; LentTooLong; ReasonMissing;
    MayNotBeLent, for a role that manages users.
    """
    if lent.user_id != by.pk:
        raise errors.NotYourGrant
    if lent.delegated_from_id is not None:
        raise errors.LentOnly
    if MANAGE in lent.role.permissions:
        raise errors.MayNotBeLent(str(lent.role))
    last = min(lent.ends_on or date.max, on + timedelta(days=LENT_DAYS))
    if not on < until <= last:
        raise errors.LentTooLong(last)
    if not reason.strip():
        raise errors.ReasonMissing
    if to == by:
        raise errors.OwnGrant
    return _made(
        Grant(
            user=to,
            role=lent.role,
            area=lent.area,
            institution=lent.institution,
            starts_on=on,
            ends_on=until,
            reason=reason.strip(),
            granted_by=by,
            delegated_from=lent,
        )
    )


@action(MANAGE, says="withdrew a role")
def withdraw_grant(held: Grant, *, reason: str, by: User, at: datetime) -> Grant:
    """End a grant at once, and whatever was lent from it. Refuses: OutsideArea; ReasonMissing; Withdrawn."""
    if not reason.strip():
        raise errors.ReasonMissing
    scoping.check(by, MANAGE, held.area.path if held.area else "/")
    return _withdrawn(held, by=by, at=at)


@action("access.delegate", says="took a lent role back")
def take_back(lent: Grant, *, by: User, at: datetime) -> Grant:
    """End what one has lent, or was lent. Refuses: NotYourGrant; Withdrawn."""
    if lent.delegated_from_id is None or by.pk not in (lent.granted_by_id, lent.user_id):
        raise errors.NotYourGrant
    return _withdrawn(lent, by=by, at=at)


@action(MANAGE, says="reviewed a grant and let it stand")
def confirm_grant(held: Grant, *, by: User, at: datetime) -> Grant:
    """Say, in a review of access, that a grant is still needed. Refuses: OwnGrant; OutsideArea; Withdrawn."""
    if held.user_id == by.pk:
        raise errors.OwnGrant
    scoping.check(by, MANAGE, held.area.path if held.area else "/")
    held = _locked(held)
    held.reviewed_at, held.reviewed_by = at, by
    held.save(update_fields=["reviewed_at", "reviewed_by"])
    return held


@action(MANAGE, says="made a role")
def define_role(code: str, *, names: dict[str, str], allowed: list[str], by: User) -> Role:
    """Make an installation's own role, or put another set of permissions in it.

    Refuses: OutsideArea, unless users are managed everywhere; ShippedRole; UnknownPermission; HeldByOneself.
    """
    scoping.check(by, MANAGE, "/")
    if unknown := sorted(set(allowed) - permissions.declared().keys()):
        raise errors.UnknownPermission(unknown)
    role, _ = Role.objects.select_for_update().get_or_create(code=code)
    if role.is_shipped:
        raise errors.ShippedRole(str(role))
    if Grant.objects.filter(role=role, user=by, withdrawn_at=None).exists():
        raise errors.HeldByOneself(str(role))
    role.names, role.permissions = names, sorted(set(allowed))
    role.save(update_fields=["names", "permissions"])
    return role


def give(
    user: User,
    *,
    role: str,
    area: Area | None,
    institution: Institution | None = None,
    on: date,
    until: date | None = None,
    reason: str = "",
    by: User,
) -> Grant:
    """The grant itself, for actions that give one beside what else they do."""
    known = Role.objects.filter(pk=role).first()
    if known is None:
        raise errors.UnknownRole(role, list(Role.objects.values_list("code", flat=True)))
    scoping.check(by, MANAGE, area.path if area else "/")
    if user == by:
        raise errors.OwnGrant
    if until is not None and until <= on:
        raise errors.EndsBeforeItBegins
    return _made(
        Grant(
            user=user,
            role=known,
            area=area,
            institution=institution,
            starts_on=on,
            ends_on=until,
            reason=reason.strip(),
            granted_by=by,
        )
    )


def is_over(by: User, user: User) -> bool:
    """Whether somebody manages users wherever this one has a role, in force or to come, the account closed or not."""
    ended = Q(ends_on__lte=timezone.localdate())
    held = Grant.objects.filter(user=user, withdrawn_at=None).exclude(ended).values_list("area__path", flat=True)
    paths = by.where(MANAGE)
    return bool(paths) and all(scoping.reaches(paths, path or "/") for path in held)


def check_over(by: User, user: User) -> None:
    """Refuse OutsideArea to who manages users in some areas, for an account with a role in others: whoever comes into
    it would hold that role."""
    if not is_over(by, user):
        raise errors.OutsideArea(MANAGE, str(by))


def _made(new: Grant) -> Grant:
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError as twice:
        if "grant_once" not in str(twice):
            raise
        raise errors.GrantedAlready(str(new.user), str(new.role)) from None
    return new


def _withdrawn(held: Grant, *, by: User, at: datetime) -> Grant:
    held = _locked(held)
    held.withdrawn_at, held.withdrawn_by = at, by
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return held


def _locked(held: Grant) -> Grant:
    found = Grant.objects.select_for_update(of=("self",)).select_related("area", "role").get(pk=held.pk)
    if found.withdrawn_at is not None:
        raise errors.Withdrawn
    return found


def lendable(user: User, *, on: date) -> list[Grant]:
    """What a user could lend: their own grants in force, but for those that manage users."""
    held = Grant.objects.active(on=on).filter(user=user, delegated_from=None).order_by(F("role_id"))
    return [one for one in held.select_related("role", "area", "institution") if MANAGE not in one.role.permissions]
