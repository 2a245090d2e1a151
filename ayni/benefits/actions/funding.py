"""The chart of accounts, and money that arrives."""

import uuid
from datetime import date
from decimal import Decimal

from ayni.benefits import errors, models
from ayni.benefits.actions import ledger
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.kernel import money


@action("benefits.fund", says="adopted the chart of accounts", everywhere=True)
def adopt_accounts(*, by: User) -> models.Account:
    """Make the ledger's accounts; those that are there stay. Returns the treasury's cash account."""
    models.Account.objects.bulk_create(
        [models.Account(code=code, kind=kind, names=names) for code, kind, names in ledger.CHART],
        ignore_conflicts=True,
    )
    return models.Account.objects.get(code=ledger.TREASURY_CASH)


@action("benefits.fund", says="recorded money received for payments")
def fund(amount: Decimal | int, *, by: User, on: date, warrant: str = "") -> models.Entry:
    """Record money received. `warrant` is the treasury's own number of it: told twice, it is recorded once.

    Refuses: AmountNotPositive; AccountsMissing; PostedDifferently, when the warrant is known with another amount.
    """
    scoping.check(by, "benefits.fund", "/")
    exact = money.rounded(amount)
    reference = f"fund/{warrant or uuid.uuid4()}"
    if warrant:
        ledger.locked_balance(ledger.TREASURY_CASH)  # two tellings of one warrant come one after the other
        known = models.Entry.objects.filter(reference=reference).first()
        if known is not None:
            return _same(known, exact)
    return ledger.post(
        reference,
        debit=ledger.TREASURY_CASH,
        credit=ledger.APPROPRIATION,
        amount=exact,
        memo="Money received",
        on=on,
        by=by,
    )


def _same(entry: models.Entry, amount: Decimal) -> models.Entry:
    before = entry.postings.get(amount__gt=0).amount
    if before != amount:
        raise errors.PostedDifferently(entry.reference, before, amount)
    return entry
