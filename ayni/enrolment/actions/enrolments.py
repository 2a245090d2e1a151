"""What happens to an enrolment: a pause, its end of pause, its end."""

from datetime import date

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.enrolment import errors, lifecycle, models, permissions
from ayni.kernel import lifecycles
from ayni.registry import queries as registry


@action(permissions.REVIEW, says="suspended an enrolment")
def suspend(enrolment: models.Enrolment, *, reason: str, by: User, on: date) -> models.Enrolment:
    """Stop an enrolment for a while; the household is told the reason.

    Refuses: OutsideArea; WrongState; ReasonMissing.
    """
    return _step(enrolment, "suspend", reason=reason, by=by)


@action(permissions.REVIEW, says="resumed an enrolment")
def resume(enrolment: models.Enrolment, *, reason: str, by: User, on: date) -> models.Enrolment:
    """Let a suspended enrolment go on.

    Refuses: OutsideArea; WrongState; ReasonMissing.
    """
    return _step(enrolment, "resume", reason=reason, by=by)


@action(permissions.REVIEW, says="ended an enrolment")
def exit(enrolment: models.Enrolment, *, reason: str, by: User, on: date) -> models.Enrolment:
    """End an enrolment: nothing is due from this day on.

    Refuses: OutsideArea; WrongState; ReasonMissing; BeforeStart.
    """
    if on < enrolment.starts_on:
        raise errors.BeforeStart(enrolment.starts_on, on)
    return _step(enrolment, "exit", reason=reason, by=by, ends_on=on)


def _step(
    enrolment: models.Enrolment, verb: str, *, reason: str, by: User, ends_on: date | None = None
) -> models.Enrolment:
    if not reason.strip():
        raise errors.ReasonMissing
    scoping.check(by, permissions.REVIEW, registry.path_of(enrolment.household_id))
    locked = models.Enrolment.objects.select_for_update(of=("self",)).select_related("programme")
    found: models.Enrolment = locked.get(pk=enrolment.pk)
    found.status = lifecycles.step(lifecycle.ENROLMENT, found.status, verb, what="This enrolment")
    found.reason, found.ends_on = reason.strip(), ends_on
    found.save(update_fields=["status", "reason", "ends_on"])
    return found
