"""What becomes of enrolments and payments of both records."""

from datetime import date
from decimal import Decimal

import pytest

from ayni.benefits import actions, errors, models
from ayni.benefits.actions import overpayments
from ayni.enrolment.actions import twice as enrolled_twice
from ayni.registry.models import Person
from tests.unit.benefits import world
from tests.unit.identity.merging.twice import NOW


@pytest.fixture
def grant(db):
    return world.programme("grant")


@pytest.fixture
def paid(twice, grant):
    """Both households are in the programme, and were paid for the same month."""
    lines = []
    cycle = models.PaymentCycle.objects.create(
        programme=grant, period_from=date(2026, 5, 1), period_to=date(2026, 6, 1), prepared_by=twice.by
    )
    for who, home, since in (
        (twice.kept, twice.upper, date(2024, 1, 1)),
        (twice.absorbed, twice.lower, date(2025, 1, 1)),
    ):
        enrolled = world.enrol(grant, home, starts_on=since)
        lines.append(
            models.PaymentLine.objects.create(
                cycle=cycle,
                enrolment=enrolled,
                household=home,
                payee=who,
                period_from=cycle.period_from,
                amount=100,
                account="cash point",
                status="paid",
            )
        )
    return lines


def test_payments_to_both_are_a_case(twice, paid):
    merge = twice.merge()
    (case,) = overpayments.find(merge.pk)
    assert (case.status, case.amount, case.household_id) == ("found", Decimal(100), twice.lower.pk)
    line = case.lines.get()
    assert (line.line_id, line.beside_id) == (paid[1].pk, paid[0].pk)
    assert overpayments.find(merge.pk) == []
    assert not models.Entry.objects.exists()


def test_payments_for_two_children_are_no_double(twice, grant):
    cycle = models.PaymentCycle.objects.create(
        programme=grant, period_from=date(2026, 5, 1), period_to=date(2026, 6, 1), prepared_by=twice.by
    )
    for number, (who, home) in enumerate(((twice.kept, twice.upper), (twice.absorbed, twice.lower))):
        child = Person.objects.create(source="c", source_key=str(number), registered_on=date(2020, 1, 1))
        models.PaymentLine.objects.create(
            cycle=cycle, enrolment=world.enrol(grant, home, person=child), household=home, payee=who,
            period_from=cycle.period_from, amount=100, account="cash point", status="paid",
        )  # fmt: skip
    assert overpayments.find(twice.merge().pk) == []


def test_another_officer_decides(twice, paid):
    (case,) = overpayments.find(twice.merge().pk)
    merger = world.Grant.objects.create(user=twice.by, role_id="payment_officer", starts_on=date(2020, 1, 1)).user
    merger = type(merger).objects.get(pk=merger.pk)
    with pytest.raises(errors.MergedThem):
        actions.decide_overpayment(case, is_debt=True, reason="Paid twice", at=NOW, by=merger)
    other = world.user("Pilar", "payment_officer")
    with pytest.raises(errors.OverpaymentReasonMissing):
        actions.decide_overpayment(case, is_debt=True, reason="", at=NOW, by=other)
    decided = actions.decide_overpayment(case, is_debt=False, reason="Our mistake", at=NOW, by=other)
    assert (decided.status, decided.decided_by) == ("no_debt", other)


def test_parted_the_case_is_withdrawn(twice, paid):
    merge = twice.merge()
    overpayments.find(merge.pk)
    twice.part(merge)
    assert overpayments.withdraw(merge.pk) == 1
    assert models.Overpayment.objects.get().status == "withdrawn"
    assert overpayments.withdraw(merge.pk) == 0
    assert {line.payee_id for line in models.PaymentLine.objects.all()} == {twice.kept.pk, twice.absorbed.pk}


def test_the_later_enrolment_waits_and_goes_on(twice, paid):
    merge = twice.merge()
    assert enrolled_twice.suspend(merge.pk) == [paid[1].enrolment_id]
    assert enrolled_twice.suspend(merge.pk) == []
    enrolment = paid[1].enrolment
    enrolment.refresh_from_db()
    assert (enrolment.status, merge.code in enrolment.reason) == ("suspended", True)
    twice.part(merge)
    assert enrolled_twice.resume(merge.pk) == [enrolment.pk]
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.reason) == ("enrolled", "")


def test_a_person_enrolled_by_both_records_is_paid_once(twice, grant):
    for who, home in ((twice.kept, twice.upper), (twice.absorbed, twice.lower)):
        world.enrol(grant, home, person=who)
    merge = twice.merge()
    (later,) = enrolled_twice.suspend(merge.pk)
    assert models.Enrolment.objects.get(pk=later).person_id == twice.absorbed.pk
