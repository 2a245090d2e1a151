"""What payments hold on people: what they were paid, where to, and what a provider said of it."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.benefits import models
from ayni.commons import holdings
from ayni.commons.holdings import Column, Section, Subject


@holdings.gives("benefits.paymentline", "benefits.notice")
def payments(subject: Subject) -> Section:
    """What was paid to the person, or for them to somebody else, whose account is not told."""
    mine = Q(payee=subject.person_id) | Q(enrolment__person=subject.person_id)
    lines = models.PaymentLine.objects.filter(mine).select_related("cycle__programme").order_by("-period_from", "-id")
    rows = tuple(
        {
            "reference": str(line.reference),
            "title": line.cycle.programme.title,
            "period_from": line.period_from.isoformat(),
            "amount": str(line.amount),
            "account": line.account if line.payee_id == subject.person_id else "",
            "status": line.status,
            "settled_on": line.settled_on.isoformat() if line.settled_on else None,
            "reason": line.reason if line.payee_id == subject.person_id else "",
        }
        for line in lines
    )
    columns = (
        Column("reference", _("Reference")),
        Column("title", _("Programme")),
        Column("period_from", _("For the period from")),
        Column("amount", _("Amount")),
        Column("account", _("Paid to")),
        Column("status", pgettext_lazy("of a record", "State")),
        Column("settled_on", _("Settled on")),
        Column("reason", _("Reason")),
    )
    return Section("payments", _("Your payments"), columns, rows)


@holdings.gives("benefits.overpayment", "benefits.overpaidline")
def overpayments(subject: Subject) -> Section:
    """Where the person was paid twice, by two records, and what was decided."""
    mine = Q(merge__kept=subject.person_id) | Q(merge__absorbed=subject.person_id)
    rows = tuple(
        {
            "code": one.code,
            "title": one.programme.title,
            "amount": str(one.amount),
            "status": one.status,
            "reason": one.reason,
        }
        for one in models.Overpayment.objects.filter(mine).select_related("programme").order_by("id")
    )
    columns = (
        Column("code", pgettext_lazy("of a case", "Number")),
        Column("title", _("Programme")),
        Column("amount", _("Amount")),
        Column("status", pgettext_lazy("of a record", "State")),
        Column("reason", _("Reason")),
    )
    return Section("overpayments", _("Payments you had twice"), columns, rows)


OF_THEM = """(
    t.payee_id IN ({persons}) OR t.household_id IN ({households})
    OR t.enrolment_id IN (SELECT id FROM enrolment_enrolment WHERE person_id IN ({persons})))"""
ANONYMOUS = "CASE WHEN t.{0} IN ('', 'cash point') THEN t.{0} ELSE 'anonymised' END"

holdings.forgets(
    "benefits.paymentline",
    where=OF_THEM,
    sets=lambda: {
        "account": ANONYMOUS.format("account"),
        "new_account": ANONYMOUS.format("new_account"),
        "reason": ANONYMOUS.format("reason"),
    },
    ignoring=("benefits.PaymentLine:line_promise_stays",),
)
holdings.forgets(
    "benefits.notice",
    where=f"t.reference IN (SELECT l.reference FROM benefits_paymentline l WHERE {OF_THEM.replace('t.', 'l.')})",  # noqa: S608
    sets=lambda: {"reason": ANONYMOUS.format("reason")},
    ignoring=("benefits.Notice:append_only",),
)
holdings.keeps_back(
    "unpaid",
    label=_("Something is still owed to them"),
    statement="""
        SELECT payee_id AS person_id, household_id FROM benefits_paymentline
        WHERE status IN ('due', 'sent', 'returned', 'reissued')
    """,
)

OF_CASES = (
    "t.merge_id IN (SELECT m.id FROM identity_merge m WHERE m.kept_id IN ({persons}) OR m.absorbed_id IN ({persons}))"
)
holdings.forgets(
    "benefits.overpayment", where=OF_CASES, sets=lambda: {"reason": "CASE WHEN t.reason = '' THEN '' ELSE '-' END"}
)
holdings.stays("benefits.overpaidline", because=_("It names two payments, which lose what tells of people themselves."))
