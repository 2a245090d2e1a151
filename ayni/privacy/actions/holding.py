"""Keeping somebody's data for a complaint, a case, an audit or a court."""

from __future__ import annotations

from datetime import datetime

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.privacy import errors, models, permissions
from ayni.privacy.actions import papers
from ayni.privacy.actions.words import Words
from ayni.privacy.queries import scope
from ayni.registry.models import Person


@action(permissions.SCHEDULE, says="placed a hold on a person's data")
def place_hold(person: Person, *, kind: str, reason: Words, by: User, at: datetime) -> models.LegalHold:
    """Keep a person's data from becoming anonymous. Refuses: OutsideArea, ReasonMissing."""
    scope.check(by, permissions.SCHEDULE, person)
    return models.LegalHold.objects.create(
        person=person, kind=kind, reason=papers.given_reason(reason.text), placed_by=by, placed_at=at
    )


@action(permissions.SCHEDULE, says="lifted a hold on a person's data")
def lift_hold(hold: models.LegalHold, *, by: User, at: datetime) -> models.LegalHold:
    """Let the schedules hold again. Refuses: OutsideArea; NoSuchRecord, when it was lifted before."""
    scope.check(by, permissions.SCHEDULE, hold.person)
    kept = models.LegalHold.objects.select_for_update(of=("self",)).filter(pk=hold.pk, lifted_at=None).first()
    if kept is None:
        raise errors.NoSuchRecord
    kept.lifted_by, kept.lifted_at = by, at
    kept.save(update_fields=["lifted_by", "lifted_at"])
    return kept
