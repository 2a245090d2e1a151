"""Posting to the ledger: balanced, append-only, each movement once by its reference."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from ayni.benefits import errors, models
from ayni.commons.access.models import User

TREASURY_CASH, AT_PROVIDER = "treasury-cash", "at-provider"
DUE_TO_PEOPLE, APPROPRIATION, SOCIAL_TRANSFERS = "due-to-people", "appropriation", "social-transfers"

Kind = models.Account.Kind
CHART = (
    (TREASURY_CASH, Kind.ASSET, {"en": "Treasury cash", "fr": "Caisse du Trésor", "ar": "نقد الخزانة"}),
    (AT_PROVIDER, Kind.ASSET, {"en": "At the provider", "fr": "Chez le prestataire", "ar": "لدى مزود الدفع"}),
    (DUE_TO_PEOPLE, Kind.LIABILITY, {"en": "Due to people", "fr": "Dû aux personnes", "ar": "مستحق للناس"}),
    (APPROPRIATION, Kind.FUND, {"en": "Appropriation", "fr": "Crédits votés", "ar": "الاعتماد المالي"}),
    (
        SOCIAL_TRANSFERS,
        Kind.EXPENSE,
        {"en": "Social transfers", "fr": "Transferts sociaux", "ar": "التحويلات الاجتماعية"},
    ),
)


def post(reference: str, *, debit: str, credit: str, amount: Decimal, memo: str, on: date, by: User) -> models.Entry:
    """Move an amount from one account to another.

    A reference is posted once: a second time the unique constraint stops the whole transaction.
    Refuses: AmountNotPositive; AccountsMissing.
    """
    if amount <= 0:
        raise errors.AmountNotPositive(amount)
    accounts = models.Account.objects.in_bulk([debit, credit], field_name="code")
    if len(accounts) < 2:
        raise errors.AccountsMissing
    entry = models.Entry.objects.create(reference=reference, on=on, memo=memo, posted_by=by)
    models.Posting.objects.bulk_create(
        [
            models.Posting(entry=entry, account=accounts[debit], amount=amount),
            models.Posting(entry=entry, account=accounts[credit], amount=-amount),
        ]
    )
    return entry


def locked_balance(code: str) -> Decimal:
    """An account's balance; whoever else asks waits until this transaction ends. Refuses: AccountsMissing."""
    account = models.Account.objects.select_for_update().filter(code=code).first()
    if account is None:
        raise errors.AccountsMissing
    balance: Decimal | None = account.postings.aggregate(balance=Sum("amount"))["balance"]
    return balance or Decimal(0)
