"""Telling, once a day, of changes that nobody decided in time. Nothing is decided by itself because of it."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q

from ayni.commons import events
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.intake import lifecycle, permissions
from ayni.intake.events import ChangesOverdue
from ayni.intake.models import ChangeRequest


@action(permissions.PREPARE_ACCEPTANCE, says="told of changes that are overdue", everywhere=True)
def tell_overdue(*, on: date, by: User) -> dict[str, int]:
    """Tell those who depend on it, area by area, how many requests are past their day; how many areas and requests.

    The officers of each area see theirs first in their list, and on My work.
    """
    late = ChangeRequest.objects.filter(status__in=lifecycle.OPEN, due_on__lt=on).exclude(status=lifecycle.DRAFT)
    told = late.values("area__code").annotate(count=Count("pk"), grave=Count("pk", filter=Q(needs_two=True)))
    areas = {row["area__code"]: (row["count"], row["grave"]) for row in told.order_by("area__code")}
    for code, (count, grave) in areas.items():
        events.publish(ChangesOverdue(code, on.isoformat(), count, grave))
    return {"areas": len(areas), "overdue": sum(count for count, _grave in areas.values())}
