from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from ayni.benefits import lifecycle
from ayni.commons.audit.models import APPEND_ONLY
from ayni.enrolment.models import Enrolment
from ayni.identity.models import Merge
from ayni.programmes.models import Programme
from ayni.registry.models import Household, Person

BALANCED = """
    IF (SELECT sum(amount) FROM benefits_posting WHERE entry_id = NEW.entry_id) <> 0 THEN
        RAISE EXCEPTION 'ledger entry % does not balance', NEW.entry_id;
    END IF;
    RETURN NULL;
"""

HAS_POSTINGS = """
    IF NOT EXISTS (SELECT 1 FROM benefits_posting WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'ledger entry % has no postings', NEW.id;
    END IF;
    RETURN NULL;
"""

#: What a line's account says when the payee has no phone: the money is handed over in cash.
CASH_POINT = "cash point"


def _steps(name: str, table: tuple[tuple[str, str, str], ...]) -> pgtrigger.FSM:
    """The lifecycle as the database enforces it, for bulk updates too."""
    return pgtrigger.FSM(name=name, field="status", transitions=[(before, after) for before, _, after in table])


class Account(models.Model):
    """A ledger account. Debits are positive postings, credits negative."""

    privacy = {"*": "public"}

    class Kind(models.TextChoices):
        ASSET = "asset"
        LIABILITY = "liability"
        FUND = "fund"
        EXPENSE = "expense"

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    names = models.JSONField(default=dict)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """One movement of money, in two or more postings that add up to nothing."""

    privacy = {"*": "public"}

    reference = models.CharField(max_length=120, unique=True)
    on = models.DateField()
    memo = models.CharField(max_length=200)
    posted_at = models.DateTimeField(db_default=Now())
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")

    class Meta:
        ordering = ["-id"]
        triggers = [
            APPEND_ONLY,
            pgtrigger.Trigger(
                name="has_postings",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=HAS_POSTINGS,
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Posting(models.Model):
    """One side of an entry."""

    privacy = {"*": "public"}

    entry = models.ForeignKey(Entry, models.RESTRICT, related_name="postings")
    account = models.ForeignKey(Account, models.RESTRICT, related_name="postings")
    amount = models.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="posting_not_nothing")]
        triggers = [
            APPEND_ONLY,
            pgtrigger.Trigger(
                name="balanced",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=BALANCED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"


class PaymentCycle(models.Model):
    """One programme paid for one period."""

    privacy = {"*": "public"}

    programme = models.ForeignKey(Programme, models.RESTRICT, related_name="cycles")
    period_from = models.DateField()
    period_to = models.DateField()
    status = models.CharField(max_length=10, default=lifecycle.COMPUTED)
    lines_count = models.PositiveIntegerField(default=0)
    without_payee = models.PositiveIntegerField(default=0)
    amount = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    prepared_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    countersigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    countersigned_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "period_from"],
                condition=~Q(status=lifecycle.CANCELLED),
                name="cycle_once_per_period",
            ),
            ExclusionConstraint(
                name="cycle_periods_apart",
                expressions=[
                    (
                        Func(F("programme"), F("programme"), Value("[]"), function="int8range"),
                        RangeOperators.EQUAL,
                    ),
                    (Func(F("period_from"), F("period_to"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status=lifecycle.CANCELLED),
            ),
            models.CheckConstraint(condition=Q(period_to__gt=F("period_from")), name="cycle_period_forward"),
            models.CheckConstraint(condition=Q(status__in=lifecycle.CYCLE_STATES), name="cycle_status_known"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")),
                name="cycle_second_officer_approves",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by=None)
                | ~Q(countersigned_by=F("approved_by")) & ~Q(countersigned_by=F("prepared_by")),
                name="cycle_third_officer_countersigns",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("approved_by")),
                name="cycle_approver_does_not_release",
            ),
        ]
        triggers = [
            _steps("cycle_steps", lifecycle.CYCLE),
            pgtrigger.ReadOnly(name="cycle_subject_stays", fields=["programme", "period_from", "period_to"]),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.period_from:%Y-%m}"

    @property
    def waits_for_countersigning(self) -> bool:
        """Whether its amount is one that two officers must approve, and the second has not."""
        return (
            self.status == lifecycle.APPROVED
            and self.countersigned_by_id is None
            and settings.AYNI_DUAL_CONTROL is not None
            and self.amount >= settings.AYNI_DUAL_CONTROL
        )

    @property
    def code(self) -> str:
        """How the ledger names it, in every language."""
        return f"{self.programme.code} {self.period_from}"


class PaymentLine(models.Model):
    """One payment to one payee for one enrolment."""

    privacy = {"*": "personal"}

    cycle = models.ForeignKey(PaymentCycle, models.RESTRICT, related_name="lines", db_index=False)
    enrolment = models.ForeignKey(Enrolment, models.RESTRICT, related_name="payments")
    household = models.ForeignKey(Household, models.RESTRICT, related_name="payments")
    payee = models.ForeignKey(Person, models.RESTRICT, related_name="payments")
    period_from = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    reference = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.CharField(max_length=40)
    status = models.CharField(max_length=10, default=lifecycle.DUE)
    reason = models.CharField(max_length=200, blank=True)
    settled_on = models.DateField(null=True)
    carries = models.ForeignKey("self", models.RESTRICT, null=True, related_name="carried_by", db_index=False)
    new_account = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["cycle", "status"], name="line_cycle_status"),
            models.Index(fields=["carries"], name="line_carries", condition=Q(carries__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "period_from"],
                condition=~Q(status__in=lifecycle.SUPERSEDED),
                name="line_nothing_paid_twice",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_amount_positive"),
            models.CheckConstraint(condition=Q(status__in=lifecycle.LINE_STATES), name="line_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=[lifecycle.REISSUED, lifecycle.CARRIED]) | ~Q(new_account=""),
                name="line_reissued_to_an_account",
            ),
        ]
        triggers = [
            _steps("line_steps", lifecycle.LINE),
            pgtrigger.ReadOnly(
                name="line_promise_stays",
                fields=["cycle", "enrolment", "payee", "period_from", "amount", "reference", "account", "carries"],
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class Notice(models.Model):
    """What a provider said of a payment, as it came; a notice told twice is one notice."""

    privacy = {"*": "personal"}

    provider = models.CharField(max_length=40)
    provider_key = models.CharField(max_length=80)
    reference = models.UUIDField(db_index=True)
    outcome = models.CharField(max_length=10)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    reason = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_key"], name="notice_once"),
            models.CheckConstraint(condition=Q(outcome__in=["paid", "failed"]), name="notice_outcome_known"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.reference} {self.outcome}"


class Feed(models.Model):
    """How far a provider's notices have been read; written in the transaction that keeps them."""

    privacy = {"*": "public"}

    provider = models.CharField(max_length=40, unique=True)
    cursor = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.provider} up to {self.cursor}"


class Overpayment(models.Model):
    """One person was paid twice in a programme, as two records of theirs were in it: found when these were merged.

    `amount` is what was paid besides what was due. An officer who did not merge the records says whether it is a debt;
    no money is moved by that. Parting the records withdraws it. `household` is the one that was paid besides.
    """

    privacy = {"*": "personal", "reason": "sensitive"}

    merge = models.ForeignKey(Merge, models.RESTRICT, related_name="overpayments")
    programme = models.ForeignKey(Programme, models.RESTRICT, related_name="overpayments")
    household = models.ForeignKey(Household, models.RESTRICT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    status = models.CharField(max_length=9, default=lifecycle.FOUND)
    found_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["status"], name="overpayment_status")]
        constraints = [
            models.UniqueConstraint(fields=["merge", "programme"], name="overpayment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="overpayment_of_money"),
            models.CheckConstraint(
                condition=Q(status__in=lifecycle.OVERPAYMENT_STATES), name="overpayment_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[lifecycle.CONFIRMED, lifecycle.NO_DEBT])
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
                name="overpayment_decided_with_reason",
            ),
        ]
        triggers = [
            _steps("overpayment_steps", lifecycle.OVERPAYMENT),
            pgtrigger.ReadOnly(name="overpayment_stays", fields=["merge", "programme", "household", "amount"]),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"O{self.pk:06d}"


class OverpaidLine(models.Model):
    """A payment that an overpayment is about, and the one for the same time beside which it was made."""

    privacy = {"*": "personal"}

    overpayment = models.ForeignKey(Overpayment, models.RESTRICT, related_name="lines")
    line = models.ForeignKey(PaymentLine, models.RESTRICT, related_name="+")
    beside = models.ForeignKey(PaymentLine, models.RESTRICT, related_name="+", db_index=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["overpayment", "line"], name="overpaidline_once"),
            models.CheckConstraint(condition=~Q(line=F("beside")), name="overpaidline_of_two"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.line_id} beside {self.beside_id}"
