"""Campaigns as a reader may see them, who works for them, and the listings that were read into them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from ayni.commons.access import scoping
from ayni.commons.access.errors import NotPermitted
from ayni.commons.access.models import Grant, User
from ayni.commons.directory.models import Area
from ayni.intake import errors, lifecycle, models, permissions
from ayni.intake.models import Campaign, CampaignAssignment, CampaignRoad, DwellingListing
from ayni.kernel import lifecycles

SEEN_WITH = (permissions.PLAN, permissions.SUPERVISE, permissions.APPROVE_CAMPAIGN)
#: Codes with their words.
ROADS, ROLES = CampaignRoad.choices, CampaignAssignment.Role.choices
IN_ORDER = {lifecycle.PLANNED: 1, lifecycle.OPENED: 0, lifecycle.PAUSED: 0, lifecycle.CLOSED: 2}


def campaigns(reader: User, *, status: str = "") -> list[Campaign]:
    """The campaigns that touch the reader's areas: those that go on first. Refuses: NotPermitted."""
    found = _seen(reader).select_related("planned_by").distinct()
    if status:
        found = found.filter(status=status)
    return sorted(found, key=lambda one: (IN_ORDER[one.status], -one.starts_on.toordinal(), one.code))


def campaign(code: str, *, reader: User) -> Campaign:
    """One campaign. Refuses: NotPermitted; NoSuchCampaign, for one that touches none of the reader's areas."""
    found = _seen(reader).filter(code=code).select_related("planned_by", "approved_by", "opened_by").first()
    if found is None:
        raise errors.NoSuchCampaign(code)
    return found


def verbs(found: Campaign, *, reader: User) -> tuple[str, ...]:
    """What this reader may do with a campaign now."""
    steps = lifecycles.verbs(lifecycle.CAMPAIGN, found.status) if reader.may(permissions.PLAN) else ()
    can_approve = (
        found.status == lifecycle.PLANNED
        and found.approved_by_id is None
        and found.planned_by_id != reader.pk
        and reader.may(permissions.APPROVE_CAMPAIGN)
    )
    return (*(("approve",) if can_approve else ()), *steps)


def waiting_for_approval(reader: User) -> list[Campaign]:
    """Planned campaigns that this reader could approve."""
    if not reader.may(permissions.APPROVE_CAMPAIGN):
        return []
    planned = _seen(reader).filter(status=lifecycle.PLANNED, approved_by=None).exclude(planned_by=reader)
    return list(planned.distinct())


def assignments(found: Campaign, *, reader: User) -> QuerySet[CampaignAssignment]:
    """Who works for a campaign, and did; those who do first."""
    _check(reader)
    return (
        found.assignments.select_related("officer", "area", "made_by")
        .defer("area__shape")
        .order_by("ends_on", "role", "officer__first_name", "officer__username", "id")
    )


def assignment(number: int, *, reader: User) -> CampaignAssignment | None:
    scoping.paths(reader, permissions.SUPERVISE)
    found = CampaignAssignment.objects.filter(pk=number).select_related("officer", "area", "campaign")
    return found.defer("area__shape").first()


def enumerators(found: Campaign, *, reader: User) -> list[User]:
    """Who works for a campaign as an enumerator now."""
    _check(reader)
    working = found.assignments.filter(role=CampaignAssignment.Role.ENUMERATOR, ends_on=None).values("officer")
    return list(User.objects.filter(pk__in=working, is_active=True).order_by("first_name", "username"))


def candidates(*, reader: User, role: str) -> list[User]:
    """Who could be assigned: active users with the permission somewhere in the reader's areas."""
    held = scoping.paths(reader, permissions.SUPERVISE)
    wanted = permissions.VISIT if role == CampaignAssignment.Role.ENUMERATOR else permissions.SUPERVISE
    grants = Grant.objects.filter(role__permissions__contains=wanted, withdrawn_at=None, user__is_active=True)
    if "/" not in held:
        near = Q(area=None)
        for path in held:
            near |= Q(area__path__startswith=path)
        grants = grants.filter(near)
    return list(User.objects.filter(pk__in=grants.values("user"), is_system=False).order_by("first_name", "username"))


def user(username: str) -> User | None:
    return User.objects.filter(username=username, is_active=True).first()


def listings(found: Campaign, *, reader: User) -> QuerySet[DwellingListing]:
    _check(reader)
    return found.listings.select_related("loaded_by", "withdrawn_by")


def listing(number: int, *, reader: User) -> DwellingListing | None:
    scoping.paths(reader, permissions.SUPERVISE)
    return DwellingListing.objects.filter(pk=number).select_related("campaign", "loaded_by").first()


def questionnaires() -> list[models.Questionnaire]:
    """Questionnaires with a version that phones may be given."""
    return list(models.Questionnaire.objects.filter(versions__status=lifecycle.PUBLISHED).distinct())


def areas_of(found: Campaign) -> list[Area]:
    """The areas of a campaign, and those right under them."""
    tops = Area.objects.filter(pk__in=found.places.values("area"))
    under = Area.objects.filter(parent__in=tops.values("pk"))
    return list((tops | under).defer("shape").order_by("path"))


def _seen(reader: User) -> QuerySet[Campaign]:
    """Campaigns with an area within, or around, one where the reader may see them."""
    paths: Sequence[str] = tuple(path for permission in SEEN_WITH for path in reader.where(permission))
    _check(reader)
    if "/" in paths:
        return Campaign.objects.all()
    near = Q(pk__in=[])
    for path in paths:
        parts = path.strip("/").split("/")
        around = ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]
        near |= Q(places__area__path__startswith=path) | Q(places__area__path__in=around)
    return Campaign.objects.filter(near)


def _check(reader: User) -> None:
    if not any(reader.may(permission) for permission in SEEN_WITH):
        raise NotPermitted(permissions.SUPERVISE, str(reader))
