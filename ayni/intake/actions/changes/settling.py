"""Putting a record right at the person's own wish: decided where their request is, and kept here like any change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ayni.commons.access.errors import SameOfficer
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.intake import lifecycle, permissions
from ayni.intake.actions.changes.applying import APPLIES, tell
from ayni.intake.actions.changes.making import NewChange, requested
from ayni.intake.models import ChangeRequest, ChangeSource
from ayni.registry.models import Person


@action(permissions.CHECK, says="put a record right at a person's wish", unsaid=("proposed", "reason"))
def put_right(
    person: Person,
    *,
    kind: str,
    proposed: Mapping[str, Any],
    request: str,
    reason: str,
    made_by: User,
    at: datetime,
    by: User,
) -> ChangeRequest:
    """Apply what a person asked for and an officer accepts; `request` is the number of the person's request.

    It can be countered like any other change. Refuses: SameOfficer, OutsideArea, ProposalRefused, and what the registry
    refuses.
    """
    if made_by.pk == by.pk:
        raise SameOfficer(str(by), "made", "approves")
    new = NewChange(
        kind=kind,
        happened_on=at.date(),
        proposed=proposed,
        person=person,
        reason=reason,
        source=ChangeSource.PERSON,
        source_key=request,
    )
    made = requested(new, at=at, made_by=made_by, under=permissions.CHECK, by=by)
    made.status, made.submitted_at = lifecycle.SUBMITTED, at
    made.save(update_fields=["status", "submitted_at", "ground"])
    made.status, made.checked_by, made.checked_at = lifecycle.APPROVED, by, at
    made.save(update_fields=["status", "checked_by", "checked_at"])
    made.result = APPLIES[kind](made, by=by, on=at.date())
    made.status, made.applied_at = lifecycle.APPLIED, at
    made.save(update_fields=["status", "applied_at", "result"])
    tell(made)
    return made
