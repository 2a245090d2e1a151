"""Who works for a campaign, where and when; and what becomes of the visits of one who leaves."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.intake import errors, lifecycle, models, permissions
from ayni.intake.models import Campaign, CampaignAssignment

NEEDED = {
    CampaignAssignment.Role.ENUMERATOR: permissions.VISIT,
    CampaignAssignment.Role.SUPERVISOR: permissions.SUPERVISE,
}


@action(permissions.SUPERVISE, says="assigned an officer to a campaign")
def assign_officer(
    campaign: Campaign, officer: User, *, area: Area, role: str, starts_on: date, by: User
) -> CampaignAssignment:
    """Give an officer an area of a campaign from a day on. Given twice, it is one assignment.

    Refuses: OutsideCampaign; OutsideArea; PlanRefused, when the officer may not do this there.
    """
    scoping.check(by, permissions.SUPERVISE, area.path)
    if not any(area.path.startswith(path) for path in campaign.places.values_list("area__path", flat=True)):
        raise errors.OutsideCampaign(area)
    if not scoping.reaches(officer.where(NEEDED[CampaignAssignment.Role(role)]), area.path):
        raise errors.PlanRefused(
            [
                _("%(who)s has no role for this in %(area)s. An administrator can give it.")
                % {"who": officer, "area": area}
            ]
        )
    made, _is_new = CampaignAssignment.objects.get_or_create(
        campaign=campaign,
        officer=officer,
        area=area,
        role=role,
        ends_on=None,
        defaults={"starts_on": starts_on, "made_by": by},
    )
    return made


@action(permissions.SUPERVISE, says="ended an assignment to a campaign")
def end_assignment(assignment: CampaignAssignment, *, on: date, reason: str, to: User | None = None, by: User) -> int:
    """End somebody's work in an area from a day on. Visits they have not made go to `to`, or to nobody for now.

    How many visits were carried on. Refuses: OutsideArea; PlanRefused, when `to` does not work there.
    """
    area = assignment.area
    scoping.check(by, permissions.SUPERVISE, area.path)
    held = CampaignAssignment.objects.select_for_update().get(pk=assignment.pk)
    if held.ends_on is None:
        held.ends_on, held.ended_by, held.ended_because = max(on, held.starts_on), by, reason.strip()[:200]
        held.save(update_fields=["ends_on", "ended_by", "ended_because"])
    if to is not None:
        check_works(held.campaign, to, area.path, on=on)
    left = models.Visit.objects.filter(
        campaign=held.campaign,
        enumerator=held.officer,
        status__in=lifecycle.TO_DO,
        area__path__startswith=area.path,
    )
    return left.update(enumerator=to)


def check_works(campaign: Campaign, officer: User, path: str, *, on: date) -> None:
    """Refuse PlanRefused, unless the officer is an enumerator of the campaign there on that day."""
    works = CampaignAssignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on),
        campaign=campaign,
        officer=officer,
        role=CampaignAssignment.Role.ENUMERATOR,
    ).values_list("area__path", flat=True)
    if not any(path.startswith(one) or one.startswith(path) for one in works):
        raise errors.PlanRefused(
            [_("%(who)s does not work for this campaign there. Assign them first.") % {"who": officer}]
        )
