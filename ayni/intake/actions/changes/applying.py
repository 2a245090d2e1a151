"""Applying what was approved: each kind of change by the registry's own actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from ayni.commons import events
from ayni.commons.access.models import User
from ayni.intake import lifecycle
from ayni.intake.events import ChangeApplied
from ayni.intake.models import ChangeRequest
from ayni.kernel import lifecycles
from ayni.kernel.refusals import Refused
from ayni.registry.actions import undoing

Apply = Callable[..., dict[str, Any]]
APPLIES: dict[str, Apply] = {}


def applies(kind: str) -> Callable[[Apply], Apply]:
    """Declare how a kind of change is applied: called with the change, by= and on=; answers what came of it."""

    def declare(function: Apply) -> Apply:
        APPLIES[kind] = function
        return function

    return declare


def applied(change: ChangeRequest, *, by: User, at: datetime) -> ChangeRequest:
    """Apply an approved change; what the registry refuses is undone and kept as the reason."""
    try:
        with transaction.atomic():
            before = undoing.mark()
            change.result = APPLIES[change.kind](change, by=by, on=at.date())
            change.written = undoing.between(before, undoing.mark())
    except Refused as refused:
        change.failure = str(refused)
    except DatabaseError:
        change.failure = _("The record does not allow it: something else was written at the same time, or overlaps.")
    else:
        change.status = lifecycles.step(lifecycle.CHANGE, change.status, "apply", what=str(change))
        change.applied_at, change.failure = at, ""
        tell(change)
    change.save(update_fields=["status", "applied_at", "failure", "result", "written"])
    return change


def tell(change: ChangeRequest) -> None:
    """Tell those who depend on it."""
    events.publish(
        ChangeApplied(
            change=change.pk,
            kind=change.kind,
            household=change.household_id,
            person=change.person_id or change.result.get("person"),
            area=change.area.code,
            to_area=change.to_area.code if change.to_area else "",
            happened_on=change.happened_on.isoformat(),
        )
    )
