"""Payments to two records of one person: found when these are merged, decided by an officer who did not merge them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction

from ayni.benefits import errors, lifecycle, models
from ayni.commons import acting
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.audit import queries as audit
from ayni.commons.audit import recording
from ayni.identity.models import Merge
from ayni.identity.permissions import MERGE
from ayni.kernel import lifecycles
from ayni.registry import queries as registry

RECONCILE = "benefits.reconcile"

# Payments are doubled when both were of one programme for days that overlap, and of one kind: to the person, or to the
# household that turned out to be registered twice. What is overpaid is that of the later enrolment.
FOUND = """
WITH moved AS (
    SELECT "table" AS name, key FROM identity_movedrow WHERE merge_id = %(merge)s AND NOT follows
), closed AS (
    SELECT r.key AS household FROM identity_movedrow r JOIN identity_merge g ON g.id = r.merge_id
    WHERE (g.id = %(merge)s OR g.together = %(together)s) AND r."table" = 'registry_household'
      AND r.before ? 'closed_on' AND NOT r.follows
), sided AS (
    SELECT l.id, l.household_id, l.amount, c.programme_id, daterange(c.period_from, c.period_to) AS period,
           e.id AS enrolment, e.starts_on, e.person_id IS NULL AS of_household,
           CASE WHEN e.person_id IS NULL THEN l.id IN (SELECT key FROM moved WHERE name = 'benefits_paymentline')
                OR l.household_id IN (SELECT household FROM closed)
           ELSE e.person_id = %(absorbed)s OR e.id IN (SELECT key FROM moved WHERE name = 'enrolment_enrolment')
           END AS is_other
    FROM benefits_paymentline l
    JOIN benefits_paymentcycle c ON c.id = l.cycle_id
    JOIN enrolment_enrolment e ON e.id = l.enrolment_id
    WHERE l.status = ANY(%(paid)s) AND (e.person_id IN (%(kept)s, %(absorbed)s) OR e.person_id IS NULL AND (
        l.payee_id = %(kept)s OR l.household_id = %(home)s OR l.household_id IN (SELECT household FROM closed)))
), doubled AS (
    SELECT DISTINCT ON (CASE WHEN b.later THEN b.id ELSE a.id END)
        CASE WHEN b.later THEN b.id ELSE a.id END AS line, CASE WHEN b.later THEN a.id ELSE b.id END AS beside
    FROM sided a, LATERAL (
        SELECT o.*, (o.starts_on, o.enrolment) > (a.starts_on, a.enrolment) AS later FROM sided o
        WHERE o.programme_id = a.programme_id AND o.period && a.period AND o.of_household = a.of_household
          AND o.is_other AND o.enrolment <> a.enrolment
    ) b
    WHERE NOT a.is_other ORDER BY 1, 2
)
SELECT s.programme_id, s.household_id, d.line, d.beside, s.amount FROM doubled d JOIN sided s ON s.id = d.line
WHERE NOT EXISTS (
    SELECT FROM benefits_overpaidline k JOIN benefits_overpayment o ON o.id = k.overpayment_id
    WHERE k.line_id = d.line AND o.status <> %(withdrawn)s
)
ORDER BY s.programme_id, d.line
"""


def find(merge_id: int) -> list[models.Overpayment]:
    """Open a case for each programme that paid both records for the same time. Told twice, it is done once.

    It is the answer to news, in the name of the officer who merged them; nothing is posted and no payment is changed.
    """
    merge = Merge.objects.select_related("merged_by").get(pk=merge_id)
    with acting.throughout(merge.merged_by, "people"), transaction.atomic():
        if not merge.stands or models.Overpayment.objects.filter(merge=merge).exists():
            return []
        made = [_open(merge, rows) for rows in _doubled(merge).values()]
        _tell(made, merge, "found that one person was paid twice", merge.merged_by)
    return made


def _doubled(merge: Merge) -> dict[int, list[tuple[int, int, int, Decimal]]]:
    """Of each programme the household that was paid besides, the payment, the one beside it, and the amount."""
    with connection.cursor() as cursor:
        cursor.execute(
            FOUND,
            {
                "merge": merge.pk,
                "together": merge.together,
                "kept": merge.kept_id,
                "absorbed": merge.absorbed_id,
                "home": merge.household_id,
                "paid": [lifecycle.SENT, lifecycle.PAID],
                "withdrawn": lifecycle.WITHDRAWN,
            },
        )
        found: dict[int, list[tuple[int, int, int, Decimal]]] = {}
        for programme, *row in cursor.fetchall():
            found.setdefault(programme, []).append(tuple(row))
        return found


def _open(merge: Merge, rows: list[tuple[int, int, int, Decimal]]) -> models.Overpayment:
    programme = models.PaymentLine.objects.values_list("cycle__programme", flat=True).get(pk=rows[0][1])
    made = models.Overpayment.objects.create(
        merge=merge, programme_id=programme, household_id=rows[0][0], amount=sum((row[3] for row in rows), Decimal(0))
    )
    models.OverpaidLine.objects.bulk_create(
        models.OverpaidLine(overpayment=made, line_id=line, beside_id=beside) for _, line, beside, _ in rows
    )
    return made


def withdraw(merge_id: int) -> int:
    """The two were parted: nobody was paid twice. How many cases are withdrawn; told twice, it is done once."""
    merge = Merge.objects.select_related("parted_by").get(pk=merge_id)
    by = merge.parted_by
    assert by is not None
    with acting.throughout(by, "people"), transaction.atomic():
        found = list(
            models.Overpayment.objects.select_for_update().filter(merge=merge).exclude(status=lifecycle.WITHDRAWN)
        )
        for one in found:
            one.status = lifecycles.step(lifecycle.OVERPAYMENT, one.status, "withdraw", what=one.code)
            one.save(update_fields=["status"])
        _tell(found, merge, "withdrew a case of overpayment, as two records were parted", by)
    return len(found)


@action(RECONCILE, says="decided on a case of overpayment")
def decide_overpayment(
    overpayment: models.Overpayment, *, is_debt: bool, reason: str, at: datetime, by: User
) -> models.Overpayment:
    """Say whether what was paid besides is a debt, and why; no money is moved by it.

    Refuses: OutsideArea; MergedThem, to who merged the two records; OverpaymentReasonMissing; WrongState.
    """
    scoping.check(by, RECONCILE, registry.path_of(overpayment.household_id))
    locked = models.Overpayment.objects.select_for_update(of=("self",)).select_related("merge")
    found: models.Overpayment = locked.get(pk=overpayment.pk)
    if found.merge.merged_by_id == by.pk:
        raise errors.MergedThem(str(by))
    if not reason.strip():
        raise errors.OverpaymentReasonMissing
    verb = "confirm" if is_debt else "dismiss"
    found.status = lifecycles.step(lifecycle.OVERPAYMENT, found.status, verb, what=found.code)
    found.decided_by, found.decided_at, found.reason = by, at, reason.strip()
    found.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    return found


def _tell(found: list[models.Overpayment], merge: Merge, says: str, by: User) -> None:
    subjects = [audit.subject_of(one) for one in found]
    recording.entries(subjects, actor=by, permission=MERGE, facts={"says": says, "merge": merge.code})
