"""What the provider's client asks: machine work on a whole cycle, so without a reader."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from ayni.benefits import lifecycle, models

# The purpose names nobody: it is the same for the same unit, programme and period in every installation that was loaded
# from the same source, whatever numbers its records were given.
UNSENT = """
SELECT l.reference, l.amount, l.account,
       to_char(l.period_from, 'YYYY-MM-DD') || ' ' || left(md5(concat_ws('/',
           g.code, h.source, h.source_key, p.source, p.source_key)), 12)
FROM (
    SELECT * FROM benefits_paymentline WHERE cycle_id = %(cycle)s AND status = %(due)s ORDER BY id LIMIT %(limit)s
) l
JOIN enrolment_enrolment e ON e.id = l.enrolment_id
JOIN programmes_programme g ON g.id = e.programme_id
JOIN registry_household h ON h.id = e.household_id
LEFT JOIN registry_person p ON p.id = e.person_id
ORDER BY l.id
"""


@dataclass(frozen=True)
class Order:
    """What a provider is asked to pay, once for its reference."""

    reference: UUID
    amount: Decimal
    account: str
    purpose: str


@dataclass(frozen=True)
class Unanswered:
    """How far a cycle is: lines in all, lines not sent, lines sent and not answered."""

    total: int
    due: int
    sent: int


def released(cycle_id: int) -> models.PaymentCycle:
    """The cycle to send, or to collect answers for. Raises PaymentCycle.DoesNotExist."""
    return models.PaymentCycle.objects.select_related("programme").get(pk=cycle_id)


def unsent(cycle: models.PaymentCycle, *, limit: int) -> list[Order]:
    """The next lines that no provider is known to have accepted; none unless the cycle is released."""
    if cycle.status != lifecycle.RELEASED:
        return []
    with connection.cursor() as cursor:
        cursor.execute(UNSENT, {"cycle": cycle.pk, "due": lifecycle.DUE, "limit": limit})
        return [Order(*row) for row in cursor.fetchall()]


def unanswered(cycle: models.PaymentCycle) -> Unanswered:
    counts = cycle.lines.aggregate(
        total=Count("id"),
        due=Count("id", filter=Q(status=lifecycle.DUE)),
        sent=Count("id", filter=Q(status=lifecycle.SENT)),
    )
    return Unanswered(**counts)


def cursor(provider: str = "mobile-money") -> str:
    """Where to read on in the provider's notices; empty for the beginning."""
    feed = models.Feed.objects.filter(provider=provider).first()
    return feed.cursor if feed else ""
