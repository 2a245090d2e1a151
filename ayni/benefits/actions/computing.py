"""Working out who is paid what for a period, and taking that back before it is approved."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from ayni.benefits import errors, lifecycle, models, queries
from ayni.benefits.actions import locking
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.enrolment import lifecycle as enrolment
from ayni.enrolment.models import Enrolment
from ayni.kernel.lifecycles import step
from ayni.programmes.models import Programme

ADULT_YEARS = 18

# The payee: an enrolled adult is paid in person; for a child or a household it is the head on the first day of the
# period (a household registered since: its first head in the period); without a head, the oldest who is surely adult.
LINES = """
WITH due AS (
    SELECT e.id, e.household_id, e.person_id, e.amount
    FROM enrolment_enrolment e
    WHERE e.programme_id = %(programme)s AND e.status = %(enrolled)s AND e.amount > 0
      AND e.starts_on < %(to)s AND (e.ends_on IS NULL OR e.ends_on > %(from)s)
      AND (NOT %(once)s OR NOT EXISTS (
            SELECT 1 FROM benefits_paymentline l WHERE l.enrolment_id = e.id AND l.status <> %(dropped)s))
),
of_household AS (
    SELECT DISTINCT ON (m.household_id) m.household_id, p.id, p.phone
    FROM registry_membership m
    JOIN registry_person there ON there.id = m.person_id
    JOIN registry_person p ON p.id = coalesce(there.merged_into_id, there.id)  -- of two records the one that holds
    WHERE m.household_id IN (SELECT household_id FROM due)
      AND m.kind = 'usual'
      AND m.period && daterange(%(from)s, %(to)s)
      AND (p.died_on IS NULL OR p.died_on > %(from)s)
      AND (m.relationship = 'head' OR p.born_to <= %(adult)s)
    ORDER BY m.household_id, m.relationship = 'head' DESC, m.period @> %(from)s DESC, p.born_to, m.number, p.id
),
payees AS (
    SELECT due.id AS enrolment_id, due.household_id, due.amount,
           CASE WHEN own.born_to <= %(adult)s THEN own.id ELSE of_household.id END AS payee_id,
           CASE WHEN own.born_to <= %(adult)s THEN own.phone ELSE of_household.phone END AS phone
    FROM due
    LEFT JOIN registry_person enrolled ON enrolled.id = due.person_id
    LEFT JOIN registry_person own ON own.id = coalesce(enrolled.merged_into_id, enrolled.id)
    LEFT JOIN of_household ON of_household.household_id = due.household_id
    WHERE own.died_on IS NULL OR own.died_on > %(from)s
)
INSERT INTO benefits_paymentline
    (cycle_id, enrolment_id, household_id, payee_id, period_from, amount, reference, account, status, reason,
     new_account)
SELECT %(cycle)s, enrolment_id, household_id, payee_id, %(from)s, amount, gen_random_uuid(),
       coalesce(nullif(phone, ''), %(cash_point)s), %(due)s, '', ''
FROM payees
WHERE payee_id IS NOT NULL
ORDER BY enrolment_id
"""

CARRY = """
WITH carried AS (
    UPDATE benefits_paymentline l SET status = %(carried)s
    FROM benefits_paymentcycle c
    WHERE c.id = l.cycle_id AND c.programme_id = %(programme)s AND l.status = %(reissued)s
    RETURNING l.*
)
INSERT INTO benefits_paymentline
    (cycle_id, enrolment_id, household_id, payee_id, period_from, amount, reference, account, status, reason,
     new_account, carries_id)
SELECT %(cycle)s, enrolment_id, household_id, payee_id, period_from, amount, gen_random_uuid(), new_account, %(due)s,
       '', '', id
FROM carried
ORDER BY id
"""


@action("benefits.compute", says="computed the payments")
def compute(programme: Programme, *, period_from: date, period_to: date, by: User) -> models.PaymentCycle:
    """Make the payment cycle of a programme for a half-open period: one line for each active enrolment with an amount,
    and one for each returned payment of the programme that was re-issued.

    Refuses: NoMoneyInProgramme; NoApprovedRules; WrongPeriod; AlreadyComputed; NothingToPay.
    """
    scoping.check(by, "benefits.compute", "/")
    locking.alone(programme)
    every = queries.frequency(programme, on=period_from)
    _check_period(programme, every, period_from, period_to)
    cycle = models.PaymentCycle.objects.create(
        programme=programme, period_from=period_from, period_to=period_to, prepared_by=by
    )
    facts = _facts(cycle, every)
    with connection.cursor() as cursor:
        cursor.execute(LINES, facts)
        new = cursor.rowcount
        cursor.execute(CARRY, facts)
    cycle.without_payee = _due(cycle, facts) - new
    _total(cycle)
    return cycle


@action("benefits.compute", says="cancelled the payment cycle")
def cancel(cycle: models.PaymentCycle, *, by: User, reason: str) -> models.PaymentCycle:
    """Take back a cycle that nobody has approved. Its lines are dropped; the period can be computed again.

    Refuses: WrongState, once it is approved; ReasonMissing.
    """
    scoping.check(by, "benefits.compute", "/")
    if not reason.strip():
        raise errors.ReasonMissing
    cycle = locking.locked(cycle)
    cycle.status = step(lifecycle.CYCLE, cycle.status, "cancel", what=f"Payment cycle {cycle.pk}")
    cycle.save(update_fields=["status"])
    models.PaymentLine.objects.filter(cycle=cycle).update(status=lifecycle.DROPPED)
    models.PaymentLine.objects.filter(carried_by__cycle=cycle, status=lifecycle.CARRIED).update(
        status=lifecycle.REISSUED
    )
    return cycle


def _check_period(programme: Programme, every: str, period_from: date, period_to: date) -> None:
    until = queries.period_end(every, period_from) or period_to
    if period_to != until or period_to <= period_from:
        raise errors.WrongPeriod(str(programme), every, until)
    other = (
        models.PaymentCycle.objects.filter(programme=programme, period_from__lt=period_to, period_to__gt=period_from)
        .exclude(status=lifecycle.CANCELLED)
        .first()
    )
    if other is not None:
        raise errors.AlreadyComputed(str(programme), other.pk, f"{other.period_from} – {other.period_to}")


def _facts(cycle: models.PaymentCycle, every: str) -> dict[str, Any]:
    start = cycle.period_from
    return {
        "cycle": cycle.pk,
        "programme": cycle.programme_id,
        "from": start,
        "to": cycle.period_to,
        "adult": queries.years_before(start, ADULT_YEARS),
        "once": every == "once",
        "enrolled": enrolment.ENROLLED,
        "cash_point": models.CASH_POINT,
        "due": lifecycle.DUE,
        "dropped": lifecycle.DROPPED,
        "reissued": lifecycle.REISSUED,
        "carried": lifecycle.CARRIED,
    }


def _due(cycle: models.PaymentCycle, facts: dict[str, Any]) -> int:
    """How many enrolments the period owes a payment, those with nobody to receive it too."""
    due = Enrolment.objects.filter(
        programme=cycle.programme_id, status=enrolment.ENROLLED, amount__gt=0, starts_on__lt=cycle.period_to
    ).exclude(ends_on__lte=cycle.period_from)
    if facts["once"]:
        earlier = models.PaymentLine.objects.exclude(cycle=cycle).exclude(status=lifecycle.DROPPED)
        due = due.exclude(pk__in=earlier.values("enrolment"))
    return due.count()


def _total(cycle: models.PaymentCycle) -> None:
    totals = cycle.lines.aggregate(lines=Count("id"), amount=Sum("amount"))
    if not totals["lines"]:
        raise errors.NothingToPay(
            str(cycle.programme),
            f"{cycle.period_from} – {cycle.period_to}",
            enrolled=cycle.without_payee,
            without_payee=cycle.without_payee,
        )
    cycle.lines_count, cycle.amount = totals["lines"], totals["amount"]
    cycle.save(update_fields=["lines_count", "amount", "without_payee"])
