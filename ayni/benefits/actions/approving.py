"""A second officer says that a computed cycle is right: from then on the money is owed."""

from datetime import date, datetime

from django.db.models import Sum

from ayni.benefits import errors, lifecycle, models
from ayni.benefits.actions import ledger, locking
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.kernel.lifecycles import step


@action("benefits.approve", says="approved the payments", not_same_as="prepared")
def approve(cycle: models.PaymentCycle, *, by: User, on: date, at: datetime) -> models.PaymentCycle:
    """Approve a computed cycle.

    Refuses: WrongState; SameOfficer, when the one who computed it approves it; AccountsMissing.
    """
    scoping.check(by, "benefits.approve", "/")
    cycle = locking.locked(cycle)
    status = step(lifecycle.CYCLE, cycle.status, "approve", what=f"Payment cycle {cycle.pk}")
    cycle.status, cycle.approved_by, cycle.approved_at = status, by, at
    cycle.save(update_fields=["status", "approved_by", "approved_at"])
    _owe(cycle, on=on, by=by)
    return cycle


@action(
    "benefits.approve",
    says="countersigned the payments",
    not_same_as=("prepared", "approved"),
    does="countersigns",
)
def countersign(cycle: models.PaymentCycle, *, by: User, at: datetime) -> models.PaymentCycle:
    """Approve, as a second officer, a cycle of the amount from which two must.

    Refuses: SameOfficer, when the one who prepared or approved it countersigns it; NothingToCountersign.
    """
    scoping.check(by, "benefits.approve", "/")
    cycle = locking.locked(cycle)
    if not cycle.waits_for_countersigning:
        raise errors.NothingToCountersign
    cycle.countersigned_by, cycle.countersigned_at = by, at
    cycle.save(update_fields=["countersigned_by", "countersigned_at"])
    return cycle


def _owe(cycle: models.PaymentCycle, *, on: date, by: User) -> None:
    """What is paid again is owed since its first cycle; only the rest is a new expense."""
    new = cycle.lines.filter(carries=None).aggregate(amount=Sum("amount"))["amount"]
    if new:
        ledger.post(
            f"approve/{cycle.pk}",
            debit=ledger.SOCIAL_TRANSFERS,
            credit=ledger.DUE_TO_PEOPLE,
            amount=new,
            memo=f"Approved: {cycle.code}",
            on=on,
            by=by,
        )
