"""Giving visits to enumerators: those that nobody has, and those of one to another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.intake import errors, lifecycle, permissions
from ayni.intake.actions import campaigns, campaigns_staff
from ayni.intake.models import Campaign
from ayni.intake.queries import visits_sharing

MOST_A_DAY = 200


@action(permissions.SUPERVISE, says="shared out the visits of a campaign")
def share_out_visits(
    campaign: Campaign, *, how: str, on: date, per_day: int | None = None, first_day: date | None = None, by: User
) -> int:
    """Give the visits that nobody has to the enumerators who work in their areas; how many were given.

    By area they go to whoever is nearest, equally to all who cover it; neighbours stay together. With `per_day` each
    is planned for a day from the first on. Refuses: NobodyThere; CampaignNotOpen when it is closed; OutsideArea.
    """
    campaigns.check_some(campaign, permissions.SUPERVISE, by)
    if campaign.status == lifecycle.CLOSED:
        raise errors.CampaignNotOpen(campaign)
    asked: dict[str, Any] = {
        "campaign": campaign.pk,
        "how": how,
        "on": on,
        "per_day": max(1, min(per_day, MOST_A_DAY)) if per_day else None,
        "first": first_day or on,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"{visits_sharing.DIVIDED} {GIVEN}", asked)
        given = int(cursor.rowcount)
    if not given and not campaign.assignments.filter(ends_on=None, role="enumerator").exists():
        raise errors.NobodyThere
    return given


GIVEN = """
    , planned AS (
        SELECT d.id, d.officer, (row_number() OVER (PARTITION BY d.officer ORDER BY d.place) - 1) AS number
        FROM divided d WHERE d.officer IS NOT NULL
    )
    UPDATE intake_visit v SET enumerator_id = p.officer, planned_on = CASE
        WHEN %(per_day)s::int IS NULL THEN v.planned_on
        ELSE %(first)s::date + (p.number / %(per_day)s::int)::int END
    FROM planned p WHERE p.id = v.id
"""


@action(permissions.SUPERVISE, says="gave visits of one enumerator to another")
def reassign_visits(
    campaign: Campaign, *, officer: User, to: User, on: date, area: Area | None = None, by: User
) -> int:
    """Give the visits that one enumerator has still to make to another, in an area or everywhere; how many went.

    Those that lie where the other does not work stay. Refuses: PlanRefused, when the other does not work for the
    campaign; OutsideArea.
    """
    campaigns.check_some(campaign, permissions.SUPERVISE, by)
    if area is not None:
        scoping.check(by, permissions.SUPERVISE, area.path)
    campaigns_staff.check_works(campaign, to, area.path if area else "/", on=on)
    with connection.cursor() as cursor:
        cursor.execute(MOVED, visits_sharing.moved(campaign, officer, to, area, on))
        return int(cursor.rowcount)


MOVED = f"""
    UPDATE intake_visit v SET enumerator_id = %(to)s FROM ({visits_sharing.MOVING}) m WHERE m.id = v.id AND m.is_theirs
"""  # noqa: S608 our own words
