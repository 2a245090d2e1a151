"""What an enumerator says of a visit, and putting it right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.intake import errors, lifecycle, permissions
from ayni.intake.actions import visits_reconciling
from ayni.intake.models import Visit, VisitAttempt
from ayni.kernel import lifecycles

LATEST_TRY = timedelta(days=366)
#: Of a phone's clock that is wrong by more, the time of the server counts.
WRONG_CLOCK = timedelta(days=60)


@dataclass(frozen=True)
class Outcome:
    """What came of a visit. `at` is when, by whoever was there; `client_id` the phone's own number for telling it."""

    outcome: str
    at: datetime
    next_on: date | None = None
    note: str = ""
    instance_id: str = ""
    client_id: str = ""


@action(permissions.VISIT, says="told what came of a visit", unsaid=("told",))
def record_visit(visit: Visit, told: Outcome, *, at: datetime, by: User) -> Visit:
    """Keep what came of a visit on one's own list. Sent twice with one client id it is one attempt.

    What comes after the form has arrived, or after the visit was closed otherwise, is kept as an attempt and changes
    nothing. Refuses: OutcomeRefused; InstanceTaken; NotOnYourList, for one on somebody else's list.
    """
    held = Visit.objects.select_for_update(of=("self",)).filter(pk=visit.pk, enumerator=by).first()
    if told.client_id:  # once the visit is held: another sending of the same waits until then
        sent = VisitAttempt.objects.filter(by=by, client_id=told.client_id).first()
        if sent is not None:
            return held or visit
    if held is None:
        raise errors.NotOnYourList(visit)
    _check(held, told, at.date())
    when = told.at if abs(told.at - at) <= WRONG_CLOCK else at
    _try(held, told, when, by, VisitAttempt.Kind.WENT)
    if held.is_to_do:
        held.status = lifecycles.step(lifecycle.VISIT, held.status, told.outcome, what=str(held))
        held.settled_at, held.next_on = when, told.next_on if told.outcome == lifecycle.AGAIN else None
        held.instance_id = told.instance_id or held.instance_id if told.outcome == lifecycle.DONE else ""
    held.attempts += 1
    _save(held)
    if held.instance_id:
        visits_reconciling.by_instance(held)
    return held


@action(permissions.VISIT, says="corrected what was said of a visit", unsaid=("reason",))
def correct_visit(visit: Visit, *, reason: str, at: datetime, by: User) -> Visit:
    """Put a visit on one's own list back to be visited, saying why. A form that has come in keeps it complete.

    Refuses: WrongState; OutcomeRefused, without a reason; NotOnYourList, for one on somebody else's list.
    """
    held = Visit.objects.select_for_update(of=("self",)).filter(pk=visit.pk, enumerator=by).first()
    if held is None:
        raise errors.NotOnYourList(visit)
    return _corrected(held, reason, at, by)


@action(permissions.SUPERVISE, says="put a visit back on its list", unsaid=("reason",))
def reopen_visit(visit: Visit, *, reason: str, at: datetime, by: User) -> Visit:
    """Have a visit made once more, saying why. Refuses: WrongState; OutcomeRefused, without a reason; OutsideArea."""
    scoping.check(by, permissions.SUPERVISE, visit.area.path)
    held = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    return _corrected(held, reason, at, by)


@action(permissions.SUPERVISE, says="took a visit off its list", unsaid=("reason",))
def cancel_visit(visit: Visit, *, reason: str, at: datetime, by: User) -> Visit:
    """Take a visit off its list, saying why; it can be put back. Refuses: WrongState; OutcomeRefused; OutsideArea."""
    scoping.check(by, permissions.SUPERVISE, visit.area.path)
    held = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    held.status = lifecycles.step(lifecycle.VISIT, held.status, "cancel", what=str(held))
    held.settled_at = at
    _explained(held, reason, at, by)
    _save(held)
    return held


def _corrected(held: Visit, reason: str, at: datetime, by: User) -> Visit:
    held.status = lifecycles.step(lifecycle.VISIT, held.status, "correct", what=str(held))
    held.settled_at, held.next_on, held.instance_id = None, None, ""
    _explained(held, reason, at, by)
    _save(held)
    return held


def _explained(held: Visit, reason: str, at: datetime, by: User) -> None:
    if not reason.strip():
        raise errors.OutcomeRefused(_("Say why it is put right."))
    _try(held, Outcome(held.status, at, note=reason.strip()), at, by, VisitAttempt.Kind.CORRECTED)


def _check(visit: Visit, told: Outcome, today: date) -> None:
    campaign = visit.campaign
    if told.outcome not in lifecycle.OUTCOMES:
        raise errors.OutcomeRefused(_("Choose what came of the visit."))
    if campaign.status == lifecycle.PLANNED:
        raise errors.CampaignNotOpen(campaign)
    if told.outcome == lifecycle.AGAIN and told.next_on is None:
        raise errors.OutcomeRefused(_("Nobody was at home: choose the day on which you come again."))
    if told.next_on is not None and not today <= told.next_on <= today + LATEST_TRY:
        raise errors.OutcomeRefused(_("Choose a day from today on, within a year."))


def _try(held: Visit, told: Outcome, when: datetime, by: User, kind: str) -> None:
    VisitAttempt.objects.create(
        visit=held,
        kind=kind,
        outcome=told.outcome,
        by=by,
        at=when,
        client_id=told.client_id[:80],
        next_on=told.next_on if told.outcome == lifecycle.AGAIN else None,
        note=told.note.strip()[:500],
    )


def _save(held: Visit) -> None:
    try:
        with transaction.atomic():
            held.save(update_fields=["status", "settled_at", "next_on", "instance_id", "attempts"])
    except IntegrityError as error:
        if "visit_instance_once" not in str(error):
            raise
        raise errors.InstanceTaken(held.instance_id) from error
