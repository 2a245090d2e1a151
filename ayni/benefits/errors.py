"""Refusals about payments: what happened, why, and what to do next."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class AccountsMissing(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The ledger has no accounts yet, so no money can be recorded. "
                "Adopt the chart of accounts first: it is one step, done once."
            )
        )


class AmountNotPositive(Refused):
    def __init__(self, amount: Decimal) -> None:
        self.amount = amount
        super().__init__(
            _("%(amount)s is not an amount of money that can be moved. Give an amount above zero.") % {"amount": amount}
        )


class PostedDifferently(Refused):
    """The same reference was posted before, with another amount."""

    def __init__(self, reference: str, before: Decimal, now: Decimal) -> None:
        self.reference, self.before, self.now = reference, before, now
        super().__init__(
            _(
                "“%(reference)s” is in the ledger already, with %(before)s and not %(now)s. Nothing was recorded. "
                "Look at that entry; if this is other money, give it its own reference."
            )
            % {"reference": reference, "before": before, "now": now}
        )


class FundShort(Refused):
    def __init__(self, *, needed: Decimal, cash: Decimal, committed: Decimal) -> None:
        self.needed, self.cash, self.committed = needed, cash, committed
        super().__init__(
            _(
                "This cycle needs %(needed)s and the treasury account holds %(cash)s: %(short)s is missing. "
                "Other approved cycles that are not released yet wait for %(committed)s. "
                "Nothing was sent. Record the money when it arrives, then release again."
            )
            % {"needed": needed, "cash": cash, "short": needed - cash, "committed": committed}
        )


class NothingToPay(Refused):
    def __init__(self, programme: str, period: str, *, enrolled: int, without_payee: int) -> None:
        self.enrolled, self.without_payee = enrolled, without_payee
        super().__init__(
            _(
                "There is nothing to pay for %(programme)s in %(period)s: %(enrolled)s enrolments are active, "
                "%(without_payee)s of them with nobody who could receive the money. No cycle was made. "
                "Check the period, and that people were enrolled from a day before its end."
            )
            % {
                "programme": programme,
                "period": period,
                "enrolled": enrolled,
                "without_payee": without_payee,
            }
        )


class NoMoneyInProgramme(Refused):
    """A waiver, or another benefit that is not money."""

    def __init__(self, programme: str) -> None:
        super().__init__(
            _(
                "%(programme)s gives no money: its benefit is a waiver or a service, so there is nothing to pay. "
                "Choose a programme whose benefit is an amount."
            )
            % {"programme": programme}
        )


class NoApprovedRules(Refused):
    def __init__(self, programme: str) -> None:
        super().__init__(
            _(
                "%(programme)s has no approved rules, so nothing says what it pays. "
                "Have a version of it approved, then compute again."
            )
            % {"programme": programme}
        )


class WrongPeriod(Refused):
    def __init__(self, programme: str, every: str, until: date) -> None:
        self.until = until
        super().__init__(
            _(
                "%(programme)s pays once every %(every)s, and the period given is not one. "
                "A period that starts there ends before %(until)s."
            )
            % {"programme": programme, "every": every, "until": until}
        )


class AlreadyComputed(Refused):
    def __init__(self, programme: str, cycle_id: int, period: str) -> None:
        self.cycle_id = cycle_id
        super().__init__(
            _(
                "%(programme)s already has payment cycle %(cycle)s for %(period)s, which shares days with this one. "
                "A period is paid once. Open that cycle; if it is wrong and not approved, cancel it and compute again."
            )
            % {"programme": programme, "cycle": cycle_id, "period": period}
        )


class StillUnanswered(Refused):
    def __init__(self, cycle_id: int, *, due: int, sent: int) -> None:
        self.due, self.sent = due, sent
        super().__init__(
            _(
                "Payment cycle %(cycle)s cannot be settled: %(due)s payments are not sent yet, and for %(sent)s "
                "the provider has not answered. Nothing is lost. Send or collect again."
            )
            % {"cycle": cycle_id, "due": due, "sent": sent}
        )


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("A reason is needed: it is kept with the record. Write one sentence."))


class AccountMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("An account is needed to pay to: a phone number, or “cash point”."))


class CountersignMissing(Refused):
    def __init__(self, amount: Decimal) -> None:
        super().__init__(
            _("%(amount)s is an amount that two officers must approve. Ask a second approver to countersign it first.")
            % {"amount": amount}
        )


class NothingToCountersign(Refused):
    def __init__(self) -> None:
        super().__init__(_("This cycle does not wait for a second approval: look at how it stands now."))


class MergedThem(Refused):
    """Separation of duties: who merged two records does not say what their double payments are."""

    def __init__(self, who: str) -> None:
        super().__init__(
            _(
                "%(who)s has merged the two records and so may not be the one who decides. "
                "Another officer must do this step."
            )
            % {"who": who}
        )


class OverpaymentReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say why it is a debt, or why not: the person has a right to know it."))


class NoSuchOverpayment(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(_("There is no case %(code)s in your areas.") % {"code": code})
