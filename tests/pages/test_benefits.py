"""Payments: cycles through several hands, single payments, and the ledger."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from ayni.benefits import actions, models
from ayni.commons.jobs.models import Work
from tests.pages import checks, delivery

PERIOD = {"period_from": "2026-03-01", "period_to": "2026-04-01"}
DAYS = {"period_from": delivery.START, "period_to": delivery.DAY.replace(month=4, day=1)}
SEES = {role for role, given in settings.AYNI_ROLES.items() if "benefits.see_payments" in given["permissions"]}


@pytest.fixture
def cycle(delivered: Any) -> models.PaymentCycle:
    """A computed cycle of two payments: one in the district, one in the other region."""
    delivered.accepted(delivered.place.near)
    far = delivered.decision(delivered.place.far)
    delivery.Grant.objects.filter(user=delivered.users["district_officer"]).update(area=None)
    everywhere = delivery.User.objects.get(username="district_officer")
    delivery.enrolment.accept(far, by=everywhere, at=delivery.NOON, starts_on=delivery.START)
    delivery.Grant.objects.filter(user=everywhere).update(area=delivered.place.area)
    actions.adopt_accounts(by=delivered.users["payment_approver"])
    return actions.compute(delivered.version.programme, **DAYS, by=delivered.users["payment_officer"])


@pytest.fixture
def approved(cycle: models.PaymentCycle, delivered: Any) -> models.PaymentCycle:
    return actions.approve(cycle, by=delivered.users["payment_approver"], on=delivery.DAY, at=delivery.NOON)


@pytest.fixture
def sent(approved: models.PaymentCycle, delivered: Any) -> models.PaymentCycle:
    """Released, and accepted by the provider."""
    actions.fund(1000, by=delivered.users["payment_approver"], on=delivery.DAY, warrant="W1")
    officer = delivered.users["payment_officer"]
    cycle = actions.release(approved, by=officer, on=delivery.DAY, at=delivery.NOON)
    references = list(cycle.lines.values_list("reference", flat=True))
    actions.record_sent(cycle, references, by=officer, on=delivery.DAY)
    return cycle


def step(cycle: models.PaymentCycle, name: str) -> str:
    return reverse(f"web:{name}", args=[cycle.pk])


def test_the_list_is_for_those_who_may_see_payments(role: str, place: Any, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as queries:
        answer = client.get(reverse("web:cycles"))
    assert answer.status_code == (200 if role in SEES else 403)
    assert queries.writes() == []
    assert queries.count <= 8
    if role in SEES:
        assert "Nothing has been paid yet" in answer.content.decode()


def test_a_cycle_is_proposed_shown_and_computed(delivered: Any, signed_in: Any) -> None:
    delivered.accepted(delivered.place.near)
    client = signed_in("payment_officer")
    chosen = client.get(reverse("web:choose_programme")).content.decode()
    assert "Housing support" in chosen and "1 receives it now" in chosen
    address = reverse("web:compute_cycle", args=["housing"])
    proposed = client.get(address).context["form"].initial
    assert proposed["period_from"].day == 1
    shown = client.post(address, PERIOD)
    assert "At most 1 payment" in _plain(shown)
    assert not models.PaymentCycle.objects.exists()
    made = client.post(address, {**PERIOD, "seen": shown.context["form"]["seen"].value()})
    assert made.headers["Location"] == step(models.PaymentCycle.objects.get(), "cycle")


def test_a_wrong_period_is_told_and_stays(delivered: Any, signed_in: Any) -> None:
    delivered.accepted(delivered.place.near)
    client, address = signed_in("payment_officer"), reverse("web:compute_cycle", args=["housing"])
    wrong = {"period_from": "2026-03-01", "period_to": "2026-03-15"}
    mark = client.post(address, wrong).context["form"]["seen"].value()
    refused = client.post(address, {**wrong, "seen": mark})
    assert "pays once every month" in refused.content.decode()
    assert 'value="2026-03-15"' in refused.content.decode()


def test_a_cycle_tells_its_steps_and_its_effect(cycle: Any, signed_in: Any) -> None:
    client = signed_in("auditor")
    with checks.watched() as queries:
        page = _plain(client.get(step(cycle, "cycle")))
    for told in ("2 to 2 households", "Payment Officer", "Waits for approval", "2 payments"):
        assert told in page
    assert "Approve…" not in page
    assert queries.writes() == []
    assert queries.count <= 20


def test_payments_are_found_by_state_name_and_household(cycle: Any, delivered: Any, signed_in: Any) -> None:
    client, address, near = signed_in("auditor"), step(cycle, "cycle"), delivered.place.near
    for text, found in (("fatima", 1), (near.code, 1), ("moussa diallo", 1), ("nobody", 0), ("", 2)):
        assert client.get(address, {"text": text}).context["paging"].total == found, text
    part = client.get(address, {"status": "paid"}, headers={"HX-Request": "true", "HX-Target": "results"})
    assert "No payments here" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_a_reader_of_one_area_sees_its_payments_only(cycle: Any, delivered: Any, signed_in: Any) -> None:
    client = signed_in("district_officer")
    answer = client.get(step(cycle, "cycle"))
    assert [line.household for line in answer.context["lines"]] == [delivered.place.near]
    assert "In your areas only" in answer.content.decode()
    far = cycle.lines.get(household=delivered.place.far)
    assert client.get(reverse("web:line", args=[far.pk])).status_code == 404


def test_a_second_officer_approves(cycle: Any, delivered: Any, signed_in: Any) -> None:
    """Who computed it is told kindly, before and after trying; who may not, not at all."""
    address = step(cycle, "approve_cycle")
    assert signed_in("payment_officer").get(address).status_code == 403
    own = delivery.also(delivered.users["payment_officer"], "payment_approver")
    assert "You computed this cycle" in own.get(address).content.decode()
    assert "Another officer must do this step" in own.post(address).content.decode()
    other = signed_in("payment_approver")
    assert "Approve 2 payments" in _plain(other.get(address))
    assert other.post(address).headers["Location"] == step(cycle, "cycle")
    assert _status(cycle) == "approved"
    assert "does not wait for approval any more" in other.get(address).content.decode()


def test_who_approved_does_not_release(approved: Any, delivered: Any, signed_in: Any) -> None:
    address = step(approved, "release_cycle")
    own = delivery.also(delivered.users["payment_approver"], "payment_officer")
    assert "You approved this cycle" in own.get(address).content.decode()
    assert "Another officer must do this step" in own.post(address).content.decode()
    assert _status(approved) == "approved"


def test_money_that_is_missing_is_told_before_and_refused(approved: Any, delivered: Any, signed_in: Any) -> None:
    client, address = signed_in("payment_officer"), step(approved, "release_cycle")
    assert "There is not enough money" in client.get(address).content.decode()
    assert "is missing" in client.post(address).content.decode()
    actions.fund(1000, by=delivered.users["payment_approver"], on=delivery.DAY)
    assert "There is not enough money" not in client.get(address).content.decode()
    client.post(address)
    assert _status(approved) == "released"


def test_cancelling_needs_a_reason(cycle: Any, signed_in: Any) -> None:
    client, address = signed_in("payment_officer"), step(cycle, "cancel_cycle")
    assert "Give the reason" in client.post(address, {"reason": ""}).content.decode()
    assert _status(cycle) == "computed"
    client.post(address, {"reason": "The wrong month."})
    assert _status(cycle) == "cancelled"


def test_unanswered_payments_keep_a_cycle_open(sent: Any, signed_in: Any) -> None:
    client, address = signed_in("payment_officer"), step(sent, "settle_cycle")
    assert "the provider has not answered" in client.post(address).content.decode()
    assert _status(sent) == "released"


def test_work_that_stopped_can_be_begun_again(sent: Any, delivered: Any, signed_in: Any) -> None:
    work = Work.objects.get(key=f"send/{sent.pk}") if Work.objects.filter(key=f"send/{sent.pk}") else None
    work = work or Work.objects.create(key=f"send/{sent.pk}", kind="mobile_money.send", arguments={"cycle": sent.pk})
    Work.objects.filter(pk=work.pk).update(status="failed", message="The provider does not answer.")
    client = signed_in("payment_officer")
    assert "The provider does not answer." in client.get(step(sent, "cycle")).content.decode()
    assert client.post(step(sent, "work_again")).status_code == 302
    work.refresh_from_db()
    assert (work.status, work.message) == ("waiting", "")
    under_way = client.get(step(sent, "cycle")).content.decode()
    assert 'hx-trigger="every 3s"' in under_way
    assert client.get(step(sent, "work_again")).status_code == 404


def test_a_payment_tells_all_that_was_told_of_it(sent: Any, delivered: Any, signed_in: Any) -> None:
    line = _returned(sent, delivered)
    client = signed_in("payment_officer")
    with checks.watched() as queries:
        page = client.get(reverse("web:line", args=[line.pk])).content.decode()
    for told in ("The account is closed.", "mobile-money k1", f"returned/{sent.pk}/", str(line.reference)):
        assert told in page
    assert queries.writes() == []
    assert queries.count <= 12


def test_a_returned_payment_is_paid_again(sent: Any, delivered: Any, signed_in: Any) -> None:
    line = _returned(sent, delivered)
    client, address = signed_in("payment_officer"), reverse("web:reissue_line", args=[line.pk])
    wrong = client.post(address, {"account": "+15550199", "reason": ""})
    assert "Give the reason" in wrong.content.decode() and "+15550199" in wrong.content.decode()
    client.post(address, {"account": "+15550199", "reason": "A new phone."})
    line.refresh_from_db()
    assert (line.status, line.new_account) == ("reissued", "+15550199")
    assert signed_in("auditor").get(address).status_code == 403


def test_an_answer_that_does_not_fit_is_listed(sent: Any, delivered: Any, signed_in: Any) -> None:
    line = sent.lines.get(household=delivered.place.near)
    told = [actions.Told("k9", line.reference, "paid", Decimal("1.00"))]
    actions.receive(told, by=delivered.users["payment_officer"], on=delivery.DAY)
    page = signed_in("auditor").get(reverse("web:puzzles")).content.decode()
    assert "It tells another amount than we asked for." in page
    assert reverse("web:line", args=[line.pk]) in page


def test_who_released_does_not_rule_on_a_payment(sent: Any, delivered: Any, signed_in: Any) -> None:
    line = sent.lines.get(household=delivered.place.near)
    address = reverse("web:resolve_line", args=[line.pk])
    answers = {"outcome": "paid", "reason": "They showed the receipt."}
    refused = signed_in("payment_officer").post(address, answers)
    assert "Another officer must do this step" in refused.content.decode()
    assert "They showed the receipt." in refused.content.decode()
    delivery.also(delivered.users["auditor"], "payment_officer").post(address, answers)
    line.refresh_from_db()
    assert line.status == "paid"


def test_the_dashboard_charts_payments_by_state(sent: Any, delivered: Any, signed_in: Any) -> None:
    _returned(sent, delivered)
    chart = signed_in("auditor").get(reverse("web:insight")).context["charts"][-1]
    assert chart.rows == (("Sent", "1", "LCU\xa0100"), ("Returned", "1", "LCU\xa0100"))
    assert chart.finding == "0 have arrived; 1 came back and can be issued again."


def test_the_ledger_proves_itself(sent: Any, signed_in: Any) -> None:
    client = signed_in("auditor")
    with checks.watched() as queries:
        answer = client.get(reverse("web:ledger"))
    assert "The books are right" in answer.content.decode()
    assert all(one.holds for one in answer.context["statements"])
    assert answer.context["total"] == 0
    assert queries.writes() == []
    assert queries.count <= 14


def test_a_ledger_without_accounts_says_what_to_do(place: Any, signed_in: Any) -> None:
    assert "has no accounts yet" in signed_in("auditor").get(reverse("web:ledger")).content.decode()
    signed_in("payment_approver").post(reverse("web:adopt_accounts"))
    assert models.Account.objects.count() == 5


def test_money_received_is_shown_then_recorded_once(place: Any, signed_in: Any) -> None:
    actions.adopt_accounts(by=place.users["payment_approver"])
    client, address = signed_in("payment_approver"), reverse("web:fund")
    answers = {"amount": "1500.50", "on": "2026-03-02", "warrant": "W 7"}
    shown = client.post(address, answers)
    assert shown.context["effect"] == {"cash": 0, "after": Decimal("1500.50")}
    assert not models.Entry.objects.exists()
    confirmed = {**answers, "seen": shown.context["form"]["seen"].value()}
    for _again in range(2):
        assert client.post(address, confirmed).headers["Location"] == reverse("web:ledger")
    assert models.Entry.objects.get().reference == "fund/W 7"
    wrong = client.post(address, {**answers, "amount": "many"})
    assert "Write the amount in digits" in wrong.content.decode() and 'value="many"' in wrong.content.decode()


def test_opening_a_step_writes_nothing(cycle: Any, signed_in: Any) -> None:
    for role, name in (
        ("payment_approver", "approve_cycle"),
        ("payment_officer", "release_cycle"),
        ("payment_officer", "cancel_cycle"),
        ("payment_officer", "settle_cycle"),
    ):
        client = signed_in(role)
        with checks.watched() as queries:
            assert client.get(step(cycle, name)).status_code == 200
        assert queries.writes() == []
        assert queries.count <= 10


def _returned(cycle: models.PaymentCycle, delivered: Any) -> models.PaymentLine:
    """The district's payment, which came back."""
    line = cycle.lines.get(household=delivered.place.near)
    told = [actions.Told("k1", line.reference, "failed", line.amount, "The account is closed.")]
    actions.receive(told, by=delivered.users["payment_officer"], on=delivery.DAY)
    line.refresh_from_db()
    assert line.status == "returned"
    return line


def _status(cycle: models.PaymentCycle) -> str:
    return models.PaymentCycle.objects.get(pk=cycle.pk).status


def _plain(answer: Any) -> str:
    return re.sub(r"</?bdi[^>]*>", "", answer.content.decode())
