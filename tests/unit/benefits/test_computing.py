from datetime import date
from decimal import Decimal

import pytest

from ayni.benefits import actions, errors, models
from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.kernel.lifecycles import WrongState
from tests.unit.benefits import world
from tests.unit.benefits.world import END, START


def compute(programme, who, start=START, end=END):
    return actions.compute(programme, period_from=start, period_to=end, by=who.preparer)


def test_each_enrolment_with_an_amount_gets_one_line(who, grant, here):
    for key in "abc":
        family = world.household(here, key)
        head = world.member(family, phone=f"+1{key}")
        world.enrol(grant, family, amount="10.25")

    cycle = compute(grant, who)

    assert (cycle.status, cycle.lines_count, cycle.amount) == ("computed", 3, Decimal("30.75"))
    line = cycle.lines.latest("id")
    assert (line.payee, line.account, line.status, line.period_from) == (head, "+1c", "due", START)


def test_without_a_phone_the_money_waits_at_the_cash_point(who, grant, here):
    family = world.household(here)
    world.member(family)
    world.enrol(grant, family)
    assert compute(grant, who).lines.get().account == models.CASH_POINT


def test_without_a_head_the_oldest_adult_receives(who, grant, here):
    family = world.household(here)
    world.member(family, number=1, relationship="spouse", born=date(1990, 1, 1))
    oldest = world.member(family, number=2, relationship="parent", born=date(1950, 1, 1))
    world.member(family, number=3, relationship="child", born=date(2015, 1, 1))
    world.enrol(grant, family)
    assert compute(grant, who).lines.get().payee == oldest


def test_the_head_on_the_first_day_of_the_period_receives(who, grant, here):
    family = world.household(here)
    before = world.member(family, number=1, until=date(2026, 10, 10))
    world.member(family, number=2, since=date(2026, 10, 10), born=date(1940, 1, 1))
    world.enrol(grant, family)
    assert compute(grant, who).lines.get().payee == before


def test_a_dead_head_receives_nothing(who, grant, here):
    family = world.household(here)
    world.member(family, number=1, died=date(2026, 9, 1), until=date(2026, 9, 2))
    widow = world.member(family, number=2, relationship="spouse")
    world.enrol(grant, family)
    assert compute(grant, who).lines.get().payee == widow


def test_a_child_who_heads_a_household_receives(who, grant, here):
    family = world.household(here)
    child = world.member(family, born=date(2012, 1, 1))
    world.enrol(grant, family)
    assert compute(grant, who).lines.get().payee == child


def test_an_enrolled_adult_is_paid_in_person_and_a_child_through_the_head(who, grant, here):
    family = world.household(here)
    head = world.member(family, number=1, phone="+1")
    grandmother = world.member(family, number=2, relationship="parent", born=date(1940, 1, 1), phone="+2")
    child = world.member(family, number=3, relationship="child", born=date(2018, 1, 1), phone="+3")
    world.enrol(grant, family, person=grandmother)
    world.enrol(grant, family, person=child)
    paid = compute(grant, who).lines.order_by("id").values_list("payee", "account")
    assert list(paid) == [(grandmother.pk, "+2"), (head.pk, "+1")]


def test_nobody_to_receive_is_left_out_and_counted(who, grant, here):
    orphans, family = world.household(here, "orphans"), world.household(here, "family")
    world.member(orphans, relationship="sibling", born=date(2015, 1, 1))
    world.member(family)
    world.enrol(grant, orphans)
    world.enrol(grant, family)
    cycle = compute(grant, who)
    assert (cycle.lines_count, cycle.without_payee) == (1, 1)


def test_nothing_is_paid_to_the_dead(who, grant, here):
    family = world.household(here)
    world.member(family, number=1)
    dead = world.member(family, number=2, relationship="parent", died=date(2026, 9, 30))
    world.enrol(grant, family, person=dead)
    with pytest.raises(errors.NothingToPay):
        compute(grant, who)


@pytest.mark.parametrize(
    "enrolment",
    [
        {"status": "suspended"},
        {"status": "exited"},
        {"amount": None},
        {"amount": "0.00"},
        {"starts_on": END},
        {"ends_on": START},
    ],
    ids=str,
)
def test_who_is_not_active_in_the_period_is_not_paid(who, grant, here, enrolment):
    family = world.household(here)
    world.member(family)
    world.enrol(grant, family, **enrolment)
    with pytest.raises(errors.NothingToPay):
        compute(grant, who)
    assert not models.PaymentCycle.objects.exists()


def test_who_joins_in_the_period_is_paid(who, grant, here):
    family = world.household(here)
    world.member(family, since=date(2026, 10, 20))
    world.enrol(grant, family, starts_on=date(2026, 10, 31))
    assert compute(grant, who).lines_count == 1


def test_a_waiver_has_no_money_to_pay(who, here):
    waiver = world.programme("fees", "waiver: School fees, every: year")
    with pytest.raises(errors.NoMoneyInProgramme, match="gives no money"):
        compute(waiver, who)


@pytest.mark.parametrize(
    ("every", "end"), [("month", date(2026, 12, 1)), ("quarter", END), ("year", END), ("month", START)]
)
def test_the_period_is_the_programmes_own(who, here, every, end):
    programme = world.programme("p", f"amount: 5, every: {every}")
    with pytest.raises(errors.WrongPeriod):
        compute(programme, who, end=end)


def test_rules_must_be_approved(who, grant):
    grant.versions.update(status="draft", approved_by=None)
    with pytest.raises(errors.NoApprovedRules):
        compute(grant, who)


def test_a_period_is_paid_once(who, grant, here):
    family = world.household(here)
    world.member(family)
    world.enrol(grant, family)
    first = compute(grant, who)
    with pytest.raises(errors.AlreadyComputed, match=f"cycle {first.pk}"):
        compute(grant, who, date(2026, 10, 15), date(2026, 11, 15))
    assert compute(grant, who, END, date(2026, 12, 1)).lines_count == 1


def test_once_is_once(who, here):
    birth = world.programme("birth", "amount: 50, every: once")
    family = world.household(here)
    world.member(family)
    world.enrol(birth, family)
    compute(birth, who)
    with pytest.raises(errors.NothingToPay, match="0 enrolments"):
        compute(birth, who, END, date(2026, 12, 1))


def test_a_cancelled_cycle_is_computed_again_with_new_references(who, grant, here):
    family = world.household(here)
    world.member(family)
    world.enrol(grant, family)
    first = compute(grant, who)
    cancelled = actions.cancel(first, by=who.preparer, reason="Wrong amounts")
    again = compute(grant, who)
    assert (cancelled.status, first.lines.get().status) == ("cancelled", "dropped")
    assert first.lines.get().reference != again.lines.get().reference


def test_cancelling_needs_a_reason_and_comes_before_approval(who, grant, here):
    family = world.household(here)
    world.member(family)
    world.enrol(grant, family)
    actions.adopt_accounts(by=who.approver)
    cycle = compute(grant, who)
    with pytest.raises(errors.ReasonMissing):
        actions.cancel(cycle, by=who.preparer, reason=" ")
    actions.approve(cycle, by=who.approver, on=world.TODAY, at=world.NOW)
    with pytest.raises(WrongState, match="approved"):
        actions.cancel(cycle, by=who.preparer, reason="Too late")


def test_a_cycle_is_computed_by_an_officer_of_everywhere(who, grant, here):
    with pytest.raises(OutsideArea):
        actions.compute(grant, period_from=START, period_to=END, by=world.user("Local", "payment_officer", area=here))
    with pytest.raises(NotPermitted):
        actions.compute(grant, period_from=START, period_to=END, by=who.approver)
