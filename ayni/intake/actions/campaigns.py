"""Planning a campaign, approving, opening, pausing and closing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.commons.access.errors import OutsideArea
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.engines.questionnaires import tree
from ayni.intake import errors, lifecycle, models, permissions
from ayni.intake.models import Campaign, CampaignArea, CampaignRoad
from ayni.kernel import lifecycles

LONGEST = 3 * 366  # days


@dataclass(frozen=True)
class NewCampaign:
    """A campaign as it is planned. `targets` are households expected by area code, none where it is not known."""

    code: str
    names: Mapping[str, str]
    starts_on: date
    ends_on: date
    questionnaires: Sequence[str]
    targets: Mapping[str, int | None]
    road: str = CampaignRoad.WALK
    purpose: str = ""
    target_from: str = ""
    back_check_share: Decimal = Decimal("0.05")
    back_check_least: int = 3
    key_questions: Sequence[Mapping[str, object]] = field(default_factory=tuple)


@action(permissions.PLAN, says="planned a campaign", unsaid=("plan",))
def plan_campaign(plan: NewCampaign, *, by: User) -> Campaign:
    """Write down a campaign. It begins when it is opened.

    Refuses: PlanRefused, with every problem; OutsideArea, for areas of others.
    """
    areas = {area.code: area for area in Area.objects.standing().defer("shape").filter(code__in=plan.targets)}
    for area in areas.values():
        scoping.check(by, permissions.PLAN, area.path)
    forms = list(models.Questionnaire.objects.filter(code__in=plan.questionnaires))
    problems = list(_problems(plan, areas, {form.code for form in forms}))
    if problems:
        raise errors.PlanRefused(problems)
    made = Campaign.objects.create(
        code=plan.code,
        names=dict(plan.names),
        purpose=plan.purpose,
        road=plan.road,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        back_check_share=plan.back_check_share,
        back_check_least=plan.back_check_least,
        key_questions=[dict(one) for one in plan.key_questions],
        planned_by=by,
    )
    made.questionnaires.set(forms)
    CampaignArea.objects.bulk_create(
        CampaignArea(campaign=made, area=areas[code], target=target, target_from=plan.target_from if target else "")
        for code, target in plan.targets.items()
    )
    return made


def _problems(plan: NewCampaign, areas: Mapping[str, Area], forms: set[str]) -> Iterator[str]:
    if not any(plan.names.values()):
        yield _("Give the campaign a name.")
    if Campaign.objects.filter(code=plan.code).exists():
        yield _("There is a campaign “%(code)s” already. Choose another code.") % {"code": plan.code}
    if plan.road not in CampaignRoad.values:
        yield _("Say where the lists come from.")
    if plan.ends_on <= plan.starts_on:
        yield _("The last day is before the first.")
    elif (plan.ends_on - plan.starts_on).days > LONGEST:
        yield _("A campaign lasts three years at most.")
    if not plan.questionnaires:
        yield _("Choose a questionnaire.")
    for code in sorted(set(plan.questionnaires) - forms):
        yield _("There is no questionnaire “%(code)s”.") % {"code": code}
    if not plan.targets:
        yield _("Choose the areas in which the campaign takes place.")
    for code in sorted(set(plan.targets) - areas.keys()):
        yield _("There is no area with the code %(code)s now.") % {"code": code}
    for inner in sorted(areas.values(), key=lambda area: area.path):
        if any(inner.path.startswith(outer.path) and inner is not outer for outer in areas.values()):
            yield _("%(area)s lies within another area of the list. Name one of the two.") % {"area": inner}
    if not 0 <= plan.back_check_share <= 1:
        yield _("The share to check again lies between nothing and all.")
    yield from _wrong_questions(plan)


def _wrong_questions(plan: NewCampaign) -> Iterator[str]:
    """Questions to be asked again must be asked by the form, and none of them is sensitive."""
    asked = {
        question.path: question
        for version in models.QuestionnaireVersion.objects.filter(
            questionnaire__code__in=plan.questionnaires, status__in=[lifecycle.PUBLISHED, lifecycle.APPROVED]
        ).only("tree")
        for question in tree.from_data(version.tree).questions
    }
    for one in plan.key_questions:
        path = str(one.get("path", ""))
        if path not in asked:
            yield _("No published version of the questionnaire asks %(question)s.") % {"question": path}
        elif asked[path].sensitivity == "sensitive":
            yield _("%(question)s is sensitive and cannot be asked again in a back-check.") % {"question": path}


@action(permissions.PLAN, says="set the targets of a campaign", unsaid=("targets",))
def set_targets(campaign: Campaign, targets: Mapping[str, int], *, source: str, by: User) -> Campaign:
    """Say how many households are expected in areas of a campaign, and where the numbers are from.

    A plan that was approved is to be approved again. Refuses: OutsideCampaign, for a code that is no area of it;
    OutsideArea; CampaignNotOpen when it is closed.
    """
    if campaign.status == lifecycle.CLOSED:
        raise errors.CampaignNotOpen(campaign)
    places = {place.area.code: place for place in campaign.places.select_related("area").defer("area__shape")}
    for code in targets:
        if code not in places:
            raise errors.OutsideCampaign(code)
        scoping.check(by, permissions.PLAN, places[code].area.path)
    for code, target in targets.items():
        places[code].target, places[code].target_from = target, source[:120]
    CampaignArea.objects.bulk_update([places[code] for code in targets], ["target", "target_from"], batch_size=1_000)
    if campaign.status == lifecycle.PLANNED and campaign.approved_by_id is not None:
        Campaign.objects.filter(pk=campaign.pk).update(approved_by=None, approved_at=None)
        campaign.refresh_from_db()
    return campaign


@action(permissions.SUPERVISE, says="set the targets of a campaign from the registry")
def count_targets(campaign: Campaign, *, by: User) -> int:
    """Expect in each area of a campaign as many households as the registry has there; in how many areas it was set.

    Refuses: OutsideArea, unless it may be supervised in all of the campaign's areas.
    """
    check_whole(campaign, permissions.SUPERVISE, by)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"campaign": campaign.pk, "says": "registry"})
        return int(cursor.rowcount)


COUNTED = """
    UPDATE intake_campaignarea p SET target = found.households, target_from = %(says)s
    FROM (
        SELECT c.id, count(h.id) AS households
        FROM intake_campaignarea c JOIN directory_area top ON top.id = c.area_id
        JOIN directory_area a ON a.path ^@ top.path
        LEFT JOIN registry_household h ON h.area_id = a.id AND h.closed_on IS NULL
        WHERE c.campaign_id = %(campaign)s GROUP BY c.id
    ) found WHERE found.id = p.id
"""


@action(permissions.APPROVE_CAMPAIGN, says="approved a campaign", not_same_as="planned")
def approve_campaign(campaign: Campaign, *, at: datetime, by: User) -> Campaign:
    """Agree that a campaign that another officer planned is opened. Refuses: SameOfficer, OutsideArea, WrongState."""
    check_whole(campaign, permissions.APPROVE_CAMPAIGN, by)
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    lifecycles.step(lifecycle.CAMPAIGN, held.status, "open", what=str(held))
    held.approved_by, held.approved_at = by, at
    held.save(update_fields=["approved_by", "approved_at"])
    return held


@action(permissions.PLAN, says="opened a campaign")
def open_campaign(campaign: Campaign, *, at: datetime, by: User) -> Campaign:
    """Let enumerators begin. Refuses: ApprovalNeeded, for a large one that nobody else has approved; WrongState."""
    check_whole(campaign, permissions.PLAN, by)
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    after = lifecycles.step(lifecycle.CAMPAIGN, held.status, "open", what=str(held))
    size, limit = size_of(held), settings.AYNI_LARGE_CAMPAIGN
    if size >= limit and held.approved_by_id is None:
        raise errors.ApprovalNeeded(size, limit)
    held.is_large, held.status, held.opened_by, held.opened_at = size >= limit, after, by, at
    held.save(update_fields=["is_large", "status", "opened_by", "opened_at"])
    return held


@action(permissions.PLAN, says="paused a campaign")
def pause_campaign(campaign: Campaign, *, reason: str, by: User) -> Campaign:
    """Let nobody go on visiting for now. What was sent meanwhile is still taken. Refuses: WrongState."""
    return _turned(campaign, "pause", reason, by)


@action(permissions.PLAN, says="let a campaign go on")
def resume_campaign(campaign: Campaign, *, by: User) -> Campaign:
    """Let enumerators go on after a pause. Refuses: WrongState."""
    return _turned(campaign, "resume", "", by)


@action(permissions.PLAN, says="closed a campaign")
def close_campaign(campaign: Campaign, *, reason: str, by: User) -> Campaign:
    """End a campaign. Visits that are left are nobody's any more; forms that arrive late still find theirs.

    Refuses: WrongState.
    """
    return _turned(campaign, "close", reason, by)


def _turned(campaign: Campaign, verb: str, reason: str, by: User) -> Campaign:
    check_whole(campaign, permissions.PLAN, by)
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    held.status = lifecycles.step(lifecycle.CAMPAIGN, held.status, verb, what=str(held))
    held.reason = reason.strip()
    held.save(update_fields=["status", "reason"])
    return held


def size_of(campaign: Campaign) -> int:
    """How many households a campaign is about: those expected, or those on its lists when these are more."""
    expected = campaign.places.aggregate(all=Sum("target"))["all"] or 0
    return max(int(expected), campaign.visits.exclude(status=lifecycle.CANCELLED).count())


def check_whole(campaign: Campaign, permission: str, by: User) -> None:
    """Refuse OutsideArea, unless the permission is held in each of the campaign's areas."""
    for path in campaign.places.values_list("area__path", flat=True):
        scoping.check(by, permission, path)


def check_some(campaign: Campaign, permission: str, by: User) -> None:
    """Refuse OutsideArea, unless the permission is held in or above or within one of the campaign's areas."""
    held = scoping.paths(by, permission)
    paths = campaign.places.values_list("area__path", flat=True)
    if not any(scoping.reaches(held, path) or any(one.startswith(path) for one in held) for path in paths):
        raise OutsideArea(permission, str(by))
