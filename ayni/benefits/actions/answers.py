"""What the provider told, applied to the lines it speaks of: compared first, and only what changes is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from ayni.benefits import lifecycle
from ayni.benefits.actions import ledger
from ayni.commons.access.models import User

# Of several notices about one payment the first to arrive stands. What disagrees with it moves no money: it stays in
# the notices, and `queries.puzzles` lists it.
APPLY = """
WITH told AS (
    SELECT DISTINCT ON (l.id) l.id, n.outcome, n.reason
    FROM unnest(%(references)s::uuid[]) AS asked (reference)
    JOIN benefits_notice n ON n.reference = asked.reference
    JOIN benefits_paymentline l ON l.reference = asked.reference
    WHERE l.status = %(sent)s AND n.amount = l.amount
    ORDER BY l.id, n.id
),
moved AS (
    UPDATE benefits_paymentline l
    SET status = CASE told.outcome WHEN 'paid' THEN %(paid)s ELSE %(returned)s END,
        reason = CASE told.outcome WHEN 'paid' THEN '' ELSE told.reason END,
        settled_on = %(on)s
    FROM told
    WHERE l.id = told.id AND l.status = %(sent)s
    RETURNING l.id, l.cycle_id, l.status, l.amount
)
SELECT cycle_id, status, count(*), sum(amount), min(id) FROM moved GROUP BY cycle_id, status ORDER BY cycle_id, status
"""


@dataclass(frozen=True)
class Moved:
    """The lines of one cycle that reached one state together."""

    cycle_id: int
    status: str
    lines: int
    amount: Decimal
    first_line: int


def apply(references: Sequence[UUID], *, on: date, by: User) -> list[Moved]:
    """Bring the sent lines among the references to what was told of them, and post the money, by cycle.

    Nothing is done twice: a line leaves `sent` once, and only then is it in the answer.
    """
    facts: dict[str, Any] = {
        "references": list(references),
        "on": on,
        "sent": lifecycle.SENT,
        "paid": lifecycle.PAID,
        "returned": lifecycle.RETURNED,
    }
    with connection.cursor() as cursor:
        cursor.execute(APPLY, facts)
        moved = [Moved(*row) for row in cursor.fetchall()]
    for part in moved:
        post(part, on=on, by=by)
    return moved


def post(moved: Moved, *, on: date, by: User) -> None:
    """Post what reached `paid` (no longer owed) or `returned` (back in the treasury, still owed).

    A line gets there once, so the first line's id makes the reference unique for ever.
    """
    is_paid = moved.status == lifecycle.PAID
    ledger.post(
        f"{moved.status}/{moved.cycle_id}/{moved.first_line}",
        debit=ledger.DUE_TO_PEOPLE if is_paid else ledger.TREASURY_CASH,
        credit=ledger.AT_PROVIDER,
        amount=moved.amount,
        memo=f"{moved.lines} payments {moved.status}, cycle {moved.cycle_id}",
        on=on,
        by=by,
    )
