"""Reviewing, adopting and retiring an instrument: never by who wrote it."""

from __future__ import annotations

from datetime import datetime

from ayni.assessment import errors, lifecycle, models, permissions
from ayni.assessment.actions import writing
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.kernel import lifecycles


@action(permissions.ADOPT, says="reviewed an instrument", not_same_as="written", does="reviews", everywhere=True)
def review_instrument(instrument: models.Instrument, *, by: User, at: datetime, note: str = "") -> models.Instrument:
    """Say that a draft is fit to be adopted. Refuses: SameOfficer; WrongState; InstrumentRefused."""
    found = _step(instrument, "review")
    writing.checked(found.definition)
    found.reviewed_by, found.reviewed_at, found.note = by, at, note.strip()
    found.save(update_fields=["status", "reviewed_by", "reviewed_at", "note"])
    return found


@action(permissions.ADOPT, says="returned an instrument", not_same_as="written", does="returns", everywhere=True)
def return_instrument(instrument: models.Instrument, *, by: User, note: str) -> models.Instrument:
    """Give a reviewed version back to its writer, saying why. Refuses: SameOfficer; WrongState; ReasonMissing."""
    if not note.strip():
        raise errors.ReasonMissing
    found = _step(instrument, "return")
    found.reviewed_by, found.reviewed_at, found.note = None, None, note.strip()
    found.save(update_fields=["status", "reviewed_by", "reviewed_at", "note"])
    return found


@action(permissions.ADOPT, says="adopted an instrument", not_same_as="written", does="adopts", everywhere=True)
def adopt_instrument(instrument: models.Instrument, *, by: User, at: datetime) -> models.Instrument:
    """Let a reviewed version be applied, in place of the one before.

    Refuses: SameOfficer; WrongState; InstrumentRefused, when the dictionary has changed since.
    """
    found = _step(instrument, "adopt")
    writing.checked(found.definition)
    found.adopted_by, found.adopted_at = by, at
    found.save(update_fields=["status", "adopted_by", "adopted_at"])
    return found


@action(permissions.ADOPT, says="retired an instrument", everywhere=True)
def retire_instrument(instrument: models.Instrument, *, by: User, at: datetime, note: str) -> models.Instrument:
    """Let a version be applied no longer, saying why; what it found stays. Refuses: WrongState; ReasonMissing."""
    if not note.strip():
        raise errors.ReasonMissing
    found = _step(instrument, "retire")
    found.retired_by, found.retired_at, found.note = by, at, note.strip()
    found.save(update_fields=["status", "retired_by", "retired_at", "note"])
    return found


def _step(instrument: models.Instrument, verb: str) -> models.Instrument:
    found = writing.locked(instrument)
    found.status = lifecycles.step(lifecycle.INSTRUMENT, found.status, verb, what=str(found))
    return found
