"""What providers told that does not fit: for an officer to find out."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ayni.benefits import models
from ayni.commons.access import scoping
from ayni.commons.access.models import User

UNKNOWN = gettext_noop("It speaks of no payment of ours.")
OTHER_AMOUNT = gettext_noop("It tells another amount than we asked for.")
NEVER_SENT = gettext_noop("It speaks of a payment that we have not sent.")
CONTRADICTS = gettext_noop("It says the opposite of what was told before.")

PUZZLES = """
SELECT id, line_id, why FROM (
    SELECT n.id, l.id AS line_id, CASE
        WHEN l.id IS NULL THEN %(unknown)s
        WHEN l.amount <> n.amount THEN %(other_amount)s
        WHEN l.status = 'dropped' OR l.status = 'due' AND c.status <> 'released' THEN %(never_sent)s
        WHEN l.status = 'paid' AND n.outcome <> 'paid' THEN %(contradicts)s
        WHEN l.status IN ('returned', 'reissued', 'carried') AND n.outcome <> 'failed' THEN %(contradicts)s
    END AS why
    FROM benefits_notice n
    LEFT JOIN benefits_paymentline l ON l.reference = n.reference
    LEFT JOIN benefits_paymentcycle c ON c.id = l.cycle_id
) puzzle
WHERE why IS NOT NULL
ORDER BY id DESC
LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Puzzle:
    """A notice that moved no money because it does not fit, why it does not, and the payment it speaks of."""

    notice: models.Notice
    why: str
    line: models.PaymentLine | None


def puzzles(reader: User, *, limit: int = 100) -> list[Puzzle]:
    """The newest notices that contradict what we know. A reader of some areas sees those about payments there;
    those about no payment of ours are seen by readers of everywhere. Refuses: NotPermitted."""
    paths = scoping.paths(reader, "benefits.see_payments")
    facts: dict[str, Any] = {
        "unknown": UNKNOWN,
        "other_amount": OTHER_AMOUNT,
        "never_sent": NEVER_SENT,
        "contradicts": CONTRADICTS,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(PUZZLES, facts)
        rows = cursor.fetchall()
    notices = models.Notice.objects.in_bulk([row[0] for row in rows])
    known = models.PaymentLine.objects.select_related("cycle__programme", "payee", "household__area")
    lines = scoping.within(known, "household__area__path", paths).in_bulk([row[1] for row in rows if row[1]])
    found = [Puzzle(notices[notice], _(why), lines.get(line)) for notice, line, why in rows]
    return [puzzle for puzzle in found if puzzle.line or scoping.reaches(paths, "/")]
