"""Approving, releasing: by whom, and what stands in the way."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from ayni.benefits import actions, errors, events, models, queries
from ayni.commons.access.errors import NotPermitted, OutsideArea, SameOfficer
from ayni.kernel.lifecycles import WrongState
from tests.unit.benefits import world
from tests.unit.benefits.world import END, NOW, START, TODAY


@pytest.fixture
def cycle(who, grant, here):
    actions.adopt_accounts(by=who.approver)
    for key, amount in (("a", "100.00"), ("b", "50.00")):
        family = world.household(here, key)
        world.member(family, phone="+1" if key == "a" else "")
        world.enrol(grant, family, amount=amount)
    return actions.compute(grant, period_from=START, period_to=END, by=who.preparer)


def approve(cycle, by):
    return actions.approve(cycle, by=by, on=TODAY, at=NOW)


def release(cycle, by):
    return actions.release(cycle, by=by, on=TODAY, at=NOW)


def balances():
    return {balance.code: balance.balance for balance in queries.trial_balance() if balance.balance}


def test_approval_makes_the_money_owed(cycle, who):
    approved = approve(cycle, who.approver)
    assert (approved.status, approved.approved_by, approved.approved_at) == ("approved", who.approver, NOW)
    assert balances() == {"social-transfers": Decimal(150), "due-to-people": Decimal(-150)}


def test_who_computed_does_not_approve(cycle, who):
    both = world.user("Both", "payment_officer", "payment_approver")
    models.PaymentCycle.objects.update(prepared_by=both)
    with pytest.raises(SameOfficer, match="Both has prepared this"):
        approve(cycle, both)
    assert balances() == {}


def test_who_approved_does_not_release(cycle, who):
    both = world.user("Both", "payment_officer", "payment_approver")
    actions.fund(1000, by=who.approver, on=TODAY)
    approved = approve(cycle, both)
    with pytest.raises(SameOfficer, match="Both has approved this"):
        release(approved, both)


def test_who_computed_may_release(cycle, who):
    actions.fund(1000, by=who.approver, on=TODAY)
    assert release(approve(cycle, who.approver), who.preparer).status == "released"


def test_from_an_amount_on_two_officers_approve_and_a_third_releases(cycle, who, settings):
    settings.AYNI_DUAL_CONTROL = Decimal(150)
    actions.fund(1000, by=who.approver, on=TODAY)
    with pytest.raises(errors.NothingToCountersign):
        actions.countersign(cycle, by=world.user("Early", "payment_approver"), at=NOW)
    approved = approve(cycle, who.approver)
    assert approved.waits_for_countersigning
    with pytest.raises(errors.CountersignMissing):
        release(approved, who.preparer)
    for own in (who.approver, world.user("Preparer", "payment_approver")):
        if own != who.approver:
            models.PaymentCycle.objects.update(prepared_by=own)
        with pytest.raises(SameOfficer, match="countersigns"):
            actions.countersign(approved, by=own, at=NOW)
    second = world.user("Second", "payment_approver", "payment_officer")
    assert actions.countersign(approved, by=second, at=NOW).countersigned_by == second
    with pytest.raises(errors.NothingToCountersign):
        actions.countersign(approved, by=world.user("Third", "payment_approver"), at=NOW)
    with pytest.raises(SameOfficer, match="has countersigned this"):
        release(approved, second)
    assert release(approved, who.preparer).status == "released"


def test_below_the_amount_one_approval_is_enough(cycle, who, settings):
    settings.AYNI_DUAL_CONTROL = Decimal("150.01")
    actions.fund(1000, by=who.approver, on=TODAY)
    assert release(approve(cycle, who.approver), who.preparer).status == "released"


def test_the_database_keeps_duties_apart_too(cycle, who):
    with pytest.raises(IntegrityError, match="cycle_second_officer_approves"), transaction.atomic():
        models.PaymentCycle.objects.update(approved_by=who.preparer)
    for own in (who.preparer, who.approver):
        with pytest.raises(IntegrityError, match="cycle_third_officer_countersigns"), transaction.atomic():
            models.PaymentCycle.objects.update(approved_by=who.approver, countersigned_by=own)
    with pytest.raises(IntegrityError, match="cycle_approver_does_not_release"), transaction.atomic():
        models.PaymentCycle.objects.update(approved_by=who.approver, released_by=who.approver)


def test_duties_need_their_permission_everywhere(cycle, who, here):
    with pytest.raises(NotPermitted):
        approve(cycle, who.releaser)
    with pytest.raises(OutsideArea):
        approve(cycle, world.user("Local", "payment_approver", area=here))


def test_release_commits_the_cash_and_tells(cycle, who, settings, monkeypatch):
    told = []
    monkeypatch.setattr("ayni.benefits.actions.releasing.publish", told.append)
    actions.fund(200, by=who.approver, on=TODAY)
    released = release(approve(cycle, who.approver), who.releaser)
    assert balances()["treasury-cash"] == Decimal(50)
    assert balances()["at-provider"] == Decimal(150)
    assert told == [events.CycleReleased(cycle_id=released.pk, by_id=who.releaser.pk)]


def test_a_short_fund_stops_the_release_and_names_the_amounts(cycle, who, grant, here):
    actions.fund(Decimal("149.99"), by=who.approver, on=TODAY)
    approved = approve(cycle, who.approver)
    other = world.programme("other")
    family = world.household(here, "c")
    world.member(family)
    world.enrol(other, family, amount="7.00")
    waiting = actions.compute(other, period_from=START, period_to=END, by=who.preparer)
    approve(waiting, who.approver)
    with pytest.raises(errors.FundShort) as refusal:
        release(approved, who.releaser)
    for amount in ("150.00", "149.99", "0.01", "7.00"):
        assert amount in str(refusal.value)
    actions.fund(Decimal("0.01"), by=who.approver, on=TODAY)
    assert release(approved, who.releaser).status == "released"


def test_a_stale_page_does_not_act_twice(cycle, who):
    approve(cycle, who.approver)
    with pytest.raises(WrongState, match=f"Payment cycle {cycle.pk} is approved"):
        approve(cycle, who.approver)


def test_the_effect_is_shown_before(cycle, who):
    actions.fund(100, by=who.approver, on=TODAY)
    effect = queries.effect(cycle)
    assert replace(effect, carried=queries.Tally()) == queries.Effect(
        lines=2,
        amount=Decimal(150),
        households=2,
        smallest=Decimal(50),
        largest=Decimal(100),
        without_payee=0,
        at_cash_point=1,
        carried=queries.Tally(),
        cash=Decimal(100),
        cash_after=Decimal(-50),
        committed=Decimal(0),
        verbs=("approve", "cancel"),
    )


@pytest.mark.parametrize("status", ["released", "settled"])
def test_the_database_lets_no_cycle_skip_a_step(cycle, status):
    with pytest.raises(DatabaseError, match="Invalid transition"):
        models.PaymentCycle.objects.update(status=status)


@pytest.mark.parametrize("status", ["paid", "returned", "carried"])
def test_the_database_lets_no_line_skip_a_step(cycle, status):
    with pytest.raises(DatabaseError, match="Invalid transition"):
        models.PaymentLine.objects.update(status=status)


@pytest.mark.parametrize("change", [{"amount": 1}, {"account": "+666"}, {"reference": "0" * 32}])
def test_what_was_approved_cannot_be_changed_underneath(cycle, change):
    with pytest.raises(DatabaseError, match="Cannot update rows"):
        models.PaymentLine.objects.filter(pk=cycle.lines.first().pk).update(**change)
