"""Keeping what the provider tells, and closing a cycle when everything is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from ayni.benefits import errors, lifecycle, models
from ayni.benefits.actions import answers, locking
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.kernel.lifecycles import step
from ayni.registry import queries as registry

KEEP = """
INSERT INTO benefits_notice (provider, provider_key, reference, outcome, amount, reason)
SELECT %(provider)s, told.*
FROM unnest(%(keys)s::text[], %(references)s::uuid[], %(outcomes)s::text[], %(amounts)s::numeric[], %(reasons)s::text[])
     AS told
ON CONFLICT (provider, provider_key) DO NOTHING
RETURNING reference
"""


@dataclass(frozen=True)
class Told:
    """One notice of a provider: its own key for it, the payment it speaks of, and what became of that."""

    key: str
    reference: UUID
    outcome: Literal["paid", "failed"]
    amount: Decimal
    reason: str = ""


@dataclass(frozen=True)
class Received:
    """What a page of notices changed: those not heard before, and the lines they brought to an end."""

    new: int = 0
    paid: int = 0
    returned: int = 0


@action("benefits.reconcile", says="received the provider's notices", everywhere=True)
def receive(
    notices: Sequence[Told],
    *,
    by: User,
    on: date,
    provider: str = "mobile-money",
    after: str = "",
    cursor: str = "",
) -> Received:
    """Keep each notice once, and bring the payments they speak of to paid or returned.

    `cursor` is where the provider's feed goes on, `after` where this page began: kept together with the notices, unless
    somebody else has read on meanwhile. Late, repeated and reordered notices end in the same state; what contradicts an
    earlier notice, or speaks of no payment of ours, is kept and moves no money (`queries.puzzles`).
    """
    feed = locking.feed(provider)
    fresh = _keep(notices, provider)
    moved = answers.apply(fresh, on=on, by=by) if fresh else []
    if cursor and feed.cursor == after:
        models.Feed.objects.filter(pk=feed.pk).update(cursor=cursor)
    lines = {status: sum(part.lines for part in moved if part.status == status) for status in lifecycle.LINE_STATES}
    return Received(new=len(fresh), paid=lines[lifecycle.PAID], returned=lines[lifecycle.RETURNED])


@action("benefits.reconcile", says="settled the payment cycle", everywhere=True)
def settle(cycle: models.PaymentCycle, *, by: User) -> models.PaymentCycle:
    """Close a released cycle in which every line is paid or returned. Refuses: WrongState; StillUnanswered."""
    cycle = locking.locked(cycle)
    status = step(lifecycle.CYCLE, cycle.status, "settle", what=f"Payment cycle {cycle.pk}")
    left = cycle.lines.aggregate(
        due=Count("id", filter=Q(status=lifecycle.DUE)), sent=Count("id", filter=Q(status=lifecycle.SENT))
    )
    if left["due"] or left["sent"]:
        raise errors.StillUnanswered(cycle.pk, due=left["due"], sent=left["sent"])
    cycle.status = status
    cycle.save(update_fields=["status"])
    return cycle


@action(
    "benefits.reconcile",
    says="ruled on a payment that the provider's notices leave open",
    not_same_as="cycle__released",
    does="rules on",
)
def resolve(
    line: models.PaymentLine, *, outcome: Literal["paid", "failed"], reason: str, by: User, on: date
) -> models.PaymentLine:
    """Decide what became of a sent payment, after asking the provider another way.

    Refuses: ReasonMissing; WrongState, when it is answered already; OutsideArea; SameOfficer, when the one who released
    the cycle rules on it.
    """
    scoping.check(by, "benefits.reconcile", registry.path_of(line.household_id))
    if not reason.strip():
        raise errors.ReasonMissing
    locked = models.PaymentLine.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=line.pk)
    verb = "pay" if outcome == "paid" else "return"
    locked.status = step(lifecycle.LINE, locked.status, verb, what=f"Payment {locked.pk}")
    locked.reason, locked.settled_on = reason.strip()[:200], on
    locked.save(update_fields=["status", "reason", "settled_on"])
    answers.post(answers.Moved(locked.cycle_id, locked.status, 1, locked.amount, locked.pk), on=on, by=by)
    return locked


def _keep(notices: Sequence[Told], provider: str) -> list[UUID]:
    """Store what was not heard before; the payments it speaks of."""
    facts: dict[str, Any] = {
        "provider": provider,
        "keys": [told.key for told in notices],
        "references": [told.reference for told in notices],
        "outcomes": [told.outcome for told in notices],
        "amounts": [told.amount for told in notices],
        "reasons": [told.reason[:200] for told in notices],
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, facts)
        return [row[0] for row in cursor.fetchall()]
