"""An approved cycle's money goes to the provider, and its lines are handed over."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from ayni.benefits import errors, events, lifecycle, models
from ayni.benefits.actions import answers, ledger, locking
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.events import publish
from ayni.kernel.lifecycles import WrongState, step, verbs

SEND = """
UPDATE benefits_paymentline l SET status = %(sent)s
FROM (SELECT DISTINCT unnest(%(references)s::uuid[]) AS reference) accepted
WHERE l.reference = accepted.reference AND l.cycle_id = %(cycle)s AND l.status = %(due)s
"""


@action("benefits.release", says="released the payments", not_same_as=("approved", "countersigned"), does="releases")
def release(cycle: models.PaymentCycle, *, by: User, on: date, at: datetime) -> models.PaymentCycle:
    """Commit an approved cycle's money and have it sent to the provider.

    Refuses: WrongState; SameOfficer, when the one who approved it releases it; CountersignMissing, when its amount is
    one that two officers must approve; FundShort; AccountsMissing.
    """
    scoping.check(by, "benefits.release", "/")
    cycle = locking.locked(cycle)
    status = step(lifecycle.CYCLE, cycle.status, "release", what=f"Payment cycle {cycle.pk}")
    if cycle.waits_for_countersigning:
        raise errors.CountersignMissing(cycle.amount)
    _commit(cycle, on=on, by=by)
    cycle.status, cycle.released_by, cycle.released_at = status, by, at
    cycle.save(update_fields=["status", "released_by", "released_at"])
    publish(events.CycleReleased(cycle_id=cycle.pk, by_id=by.pk))
    return cycle


@action("benefits.release", says="recorded that the provider has accepted payments", everywhere=True)
def record_sent(
    cycle: models.PaymentCycle, references: Iterable[UUID], *, by: User, on: date, provider: str = "mobile-money"
) -> int:
    """Mark lines that the provider has accepted; how many were not marked before.

    What the provider has told of them already is applied. Refuses: WrongState, when the cycle is not released.
    """
    if cycle.status != lifecycle.RELEASED:
        raise WrongState(cycle.status, "send", verbs(lifecycle.CYCLE, cycle.status), what=f"Payment cycle {cycle.pk}")
    known = list(references)
    locking.feed(provider)
    with connection.cursor() as cursor:
        cursor.execute(SEND, {"cycle": cycle.pk, "references": known, "sent": lifecycle.SENT, "due": lifecycle.DUE})
        sent: int = cursor.rowcount
    answers.apply(known, on=on, by=by)
    return sent


def _commit(cycle: models.PaymentCycle, *, on: date, by: User) -> None:
    cash = ledger.locked_balance(ledger.TREASURY_CASH)
    if cash < cycle.amount:
        waiting = models.PaymentCycle.objects.filter(status=lifecycle.APPROVED).exclude(pk=cycle.pk)
        committed = waiting.aggregate(amount=Sum("amount"))["amount"] or Decimal(0)
        raise errors.FundShort(needed=cycle.amount, cash=cash, committed=committed)
    ledger.post(
        f"release/{cycle.pk}",
        debit=ledger.AT_PROVIDER,
        credit=ledger.TREASURY_CASH,
        amount=cycle.amount,
        memo=f"Released: {cycle.code}",
        on=on,
        by=by,
    )
