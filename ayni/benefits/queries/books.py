"""The ledger's totals, each held against the payments it speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from ayni.benefits import models
from ayni.commons import languages

NOTHING = Decimal(0)

# What the payments themselves say that the ledger's accounts should hold.
EXPECTED = """
SELECT
    coalesce(sum(l.amount) FILTER (
        WHERE l.status = 'sent' OR l.status = 'due' AND c.status = 'released'), 0) AS at_provider,
    coalesce(sum(l.amount) FILTER (
        WHERE l.status IN ('sent', 'returned', 'reissued')
           OR l.status = 'due' AND (c.status IN ('approved', 'released') OR l.carries_id IS NOT NULL)), 0) AS owed,
    coalesce(sum(l.amount) FILTER (
        WHERE l.carries_id IS NULL AND c.status IN ('approved', 'released', 'settled')), 0) AS expense,
    coalesce(sum(l.amount) FILTER (WHERE c.status IN ('released', 'settled')), 0) AS released,
    coalesce(sum(l.amount) FILTER (WHERE l.status IN ('returned', 'reissued', 'carried')), 0) AS returned,
    coalesce(sum(l.amount) FILTER (WHERE l.status = 'paid'), 0) AS paid,
    count(*) FILTER (WHERE l.status IN ('due', 'sent') AND c.status IN ('settled', 'cancelled')) AS forgotten
FROM benefits_paymentline l
JOIN benefits_paymentcycle c ON c.id = l.cycle_id
"""
PAID_TWICE = """
SELECT count(*) FROM (
    SELECT 1 FROM benefits_paymentline WHERE status = 'paid' GROUP BY enrolment_id, period_from HAVING count(*) > 1
) twice
"""
UNBALANCED = """
SELECT count(*) FROM (SELECT 1 FROM benefits_posting GROUP BY entry_id HAVING sum(amount) <> 0) unbalanced
"""
CYCLES_OFF = """
SELECT count(*) FROM benefits_paymentcycle c
LEFT JOIN (SELECT cycle_id, count(*) AS lines, sum(amount) AS amount FROM benefits_paymentline GROUP BY cycle_id) l
  ON l.cycle_id = c.id
WHERE (c.lines_count, c.amount) IS DISTINCT FROM (coalesce(l.lines, 0), coalesce(l.amount, 0))
"""


@dataclass(frozen=True)
class Balance:
    """An account: what was debited, what was credited, and the difference (credits are negative)."""

    code: str
    name: str
    kind: str
    debits: Decimal
    credits: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Proof:
    """One statement that must be true of the books: what is expected, and what was found."""

    statement: str
    expected: Decimal
    found: Decimal

    @property
    def holds(self) -> bool:
        return self.expected == self.found


def trial_balance() -> list[Balance]:
    """Every account with its totals. The balances add up to nothing."""
    accounts = models.Account.objects.annotate(
        debits=Sum("postings__amount", filter=Q(postings__amount__gt=0), default=NOTHING),
        credits=Sum("postings__amount", filter=Q(postings__amount__lt=0), default=NOTHING),
    )
    return [
        Balance(
            account.code,
            languages.text(account.names),
            account.kind,
            account.debits,
            account.credits,
            account.debits + account.credits,
        )
        for account in accounts.order_by("id")
    ]


#: Every programme's payments everywhere: by one's scope, or because no policy binds.
REACHES_ALL = "SELECT ayni_all('people') OR NOT row_security_active('benefits_paymentline') AS all"


def proof() -> list[Proof]:
    """Every total of the ledger held against the payments: all must hold, at any moment between two transactions.

    Nothing for whoever reaches a part of the payments only: against a part no total would hold.
    """
    return list(_statements()) if _row(REACHES_ALL)["all"] else []


def _statements() -> Iterator[Proof]:
    balance = {account.code: account.balance for account in trial_balance()}
    expected = _row(EXPECTED)

    def held(code: str) -> Decimal:
        return balance.get(code, NOTHING)

    yield Proof(_("All postings add up to nothing"), NOTHING, sum(balance.values(), NOTHING))
    yield Proof(_("Entries that do not balance"), NOTHING, _count(UNBALANCED))
    yield Proof(
        _("Treasury cash is what was received, less what was released, plus what came back"),
        -held("appropriation") - expected["released"] + expected["returned"],
        held("treasury-cash"),
    )
    yield Proof(
        _("At the provider is what was released and is not answered"),
        expected["at_provider"],
        held("at-provider"),
    )
    yield Proof(
        _("Due to people is what was approved and has not reached them"), -expected["owed"], held("due-to-people")
    )
    yield Proof(_("Social transfers are all approved payments"), expected["expense"], held("social-transfers"))
    yield Proof(
        _("What was approved has been paid or is still owed"),
        expected["expense"],
        expected["paid"] + expected["owed"],
    )
    yield Proof(_("Cycles whose totals are not those of their lines"), NOTHING, _count(CYCLES_OFF))
    yield Proof(_("Payments left open in closed cycles"), NOTHING, Decimal(expected["forgotten"]))
    yield Proof(_("Enrolments paid twice for one period"), NOTHING, _count(PAID_TWICE))


def _row(sql: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def _count(sql: str) -> Decimal:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return Decimal(cursor.fetchone()[0])
