"""What was told of one payment, and what a cycle moved in the ledger: for whoever must find out what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from ayni.benefits import models
from ayni.commons import languages


@dataclass(frozen=True)
class EntryShown:
    """One movement of money: from the credited to the debited account."""

    reference: str
    on: date
    debit: str
    credit: str
    amount: Decimal
    by: str
    at: datetime


def told(line: models.PaymentLine) -> list[models.Notice]:
    """All that a provider told of a payment the reader may see, in the order it came."""
    return list(models.Notice.objects.filter(reference=line.reference).order_by("id"))


def entries(cycle: models.PaymentCycle) -> list[EntryShown]:
    """What a cycle moved in the ledger, oldest first. Totals of the cycle, not of a person: no reader is needed."""
    steps = [f"{step}/{cycle.pk}" for step in ("approve", "release")]
    of_cycle = Q(reference__in=steps)
    for outcome in ("paid", "returned"):
        of_cycle |= Q(reference__startswith=f"{outcome}/{cycle.pk}/")
    found = models.Entry.objects.filter(of_cycle).select_related("posted_by").prefetch_related("postings__account")
    return [_shown(entry) for entry in found.order_by("id")]


def _shown(entry: models.Entry) -> EntryShown:
    debit, credit = sorted(entry.postings.all(), key=lambda posting: -posting.amount)
    return EntryShown(
        reference=entry.reference,
        on=entry.on,
        debit=languages.text(debit.account.names),
        credit=languages.text(credit.account.names),
        amount=debit.amount,
        by=str(entry.posted_by),
        at=entry.posted_at,
    )
