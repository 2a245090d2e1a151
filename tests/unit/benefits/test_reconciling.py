from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from ayni.benefits import actions, errors, models, queries
from ayni.commons.access.errors import OutsideArea, SameOfficer
from ayni.kernel.lifecycles import WrongState
from tests.unit.benefits import world
from tests.unit.benefits.world import END, TODAY


@pytest.fixture
def cycle(who, grant, here):
    for key in "abc":
        family = world.household(here, key)
        world.member(family, phone=f"+{key}")
        world.enrol(grant, family)
    return world.released(grant, who, cash=1000)


@pytest.fixture
def lines(cycle, who):
    """Three lines, sent."""
    send(cycle, who)
    return list(cycle.lines.order_by("id"))


def send(cycle, who):
    references = [order.reference for order in queries.unsent(cycle, limit=100)]
    return actions.record_sent(cycle, references, by=who.releaser, on=TODAY)


def told(line, outcome="paid", key=None, **more):
    facts = {"amount": line.amount, "reason": "closed" if outcome == "failed" else "", **more}
    return actions.Told(key=key or f"{outcome}-{line.pk}", reference=line.reference, outcome=outcome, **facts)


def receive(who, *notices, **more):
    return actions.receive(notices, by=who.releaser, on=TODAY, **more)


def states():
    return list(models.PaymentLine.objects.order_by("id").values_list("status", flat=True))


def broken():
    return [proof.statement for proof in queries.proof() if not proof.holds]


def cash():
    return {balance.code: balance.balance for balance in queries.trial_balance()}["treasury-cash"]


def test_only_a_released_cycle_is_sent(who, grant, here):
    family = world.household(here)
    world.member(family)
    world.enrol(grant, family)
    computed = actions.compute(grant, period_from=world.START, period_to=END, by=who.preparer)
    assert queries.unsent(computed, limit=10) == []
    with pytest.raises(WrongState):
        actions.record_sent(computed, [computed.lines.get().reference], by=who.releaser, on=TODAY)


def test_what_is_sent_is_asked_once(cycle, who):
    orders = queries.unsent(cycle, limit=2)
    assert [order.account for order in orders] == ["+a", "+b"]
    assert actions.record_sent(cycle, [order.reference for order in orders], by=who.releaser, on=TODAY) == 2
    assert actions.record_sent(cycle, [order.reference for order in orders], by=who.releaser, on=TODAY) == 0
    assert [order.account for order in queries.unsent(cycle, limit=2)] == ["+c"]


def test_the_purpose_names_nobody_and_tells_payments_apart(cycle):
    purposes = [order.purpose for order in queries.unsent(cycle, limit=9)]
    assert all(purpose.startswith("2026-10-01 ") for purpose in purposes)
    assert len(set(purposes)) == 3
    assert purposes == [order.purpose for order in queries.unsent(cycle, limit=9)]


def test_paid_and_failed(lines, who):
    received = receive(who, told(lines[0]), told(lines[1], "failed"))
    assert (received.new, received.paid, received.returned) == (2, 1, 1)
    assert states() == ["paid", "returned", "sent"]
    failed = models.PaymentLine.objects.get(pk=lines[1].pk)
    assert (failed.reason, failed.settled_on) == ("closed", TODAY)
    assert cash() == 800
    assert broken() == []


def test_the_same_notice_twice_is_one(lines, who):
    receive(who, told(lines[0]), told(lines[0]))
    again = receive(who, told(lines[0]))
    assert again == actions.Received()
    assert models.Notice.objects.count() == 1
    assert queries.puzzles(who.auditor) == []


def test_the_same_answer_under_another_key_changes_nothing(lines, who):
    receive(who, told(lines[0]))
    receive(who, told(lines[0], key="again"))
    assert queries.puzzles(who.auditor) == []
    assert broken() == []


def test_an_answer_before_we_know_it_was_sent_is_applied_then(cycle, who):
    line = cycle.lines.first()
    receive(who, told(line))
    assert states() == ["due", "due", "due"]
    send(cycle, who)
    assert states() == ["paid", "sent", "sent"]
    assert broken() == []


@pytest.mark.parametrize(("first", "then"), [("paid", "failed"), ("failed", "paid")])
def test_a_contradiction_moves_nothing_and_is_shown(lines, who, first, then):
    receive(who, told(lines[0], first))
    before = cash()
    receive(who, told(lines[0], then))
    assert cash() == before
    (puzzle,) = queries.puzzles(who.auditor)
    assert (puzzle.notice.outcome, puzzle.line) == (then, lines[0])
    assert "opposite" in puzzle.why
    assert broken() == []


def test_contradictions_in_one_page_move_money_once(lines, who):
    received = receive(who, told(lines[0], "failed"), told(lines[0]))
    assert (received.paid, received.returned) == (0, 1)
    assert len(queries.puzzles(who.auditor)) == 1
    assert broken() == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"amount": Decimal("99.99")}, "another amount"),
        ({"reference": uuid4()}, "no payment of ours"),
        ({"reference": UUID(int=0)}, "no payment of ours"),
    ],
)
def test_what_does_not_fit_is_shown_and_not_applied(lines, who, change, why):
    receive(who, replace(told(lines[0]), **change))
    assert states() == ["sent", "sent", "sent"]
    (puzzle,) = queries.puzzles(who.auditor)
    assert why in puzzle.why


def test_a_notice_about_what_was_never_sent_is_shown(who, grant, here):
    family = world.household(here)
    world.member(family)
    world.enrol(grant, family)
    computed = actions.compute(grant, period_from=world.START, period_to=END, by=who.preparer)
    receive(who, told(computed.lines.get()))
    assert states() == ["due"]
    assert "not sent" in queries.puzzles(who.auditor)[0].why


def test_puzzles_are_shown_where_their_readers_may_look(lines, who):
    receive(who, told(lines[0]), told(lines[0], "failed"), replace(told(lines[1]), reference=uuid4()))
    elsewhere = world.user("Elsewhere", "district_officer", area=world.area("S"))
    local = world.user("Local", "district_officer", area=models.PaymentLine.objects.first().household.area)
    assert len(queries.puzzles(who.auditor)) == 2
    assert [puzzle.line for puzzle in queries.puzzles(local)] == [lines[0]]
    assert queries.puzzles(elsewhere) == []


def test_the_cursor_is_kept_with_the_notices(lines, who):
    receive(who, told(lines[0]), after="", cursor="10")
    assert queries.cursor() == "10"
    receive(who, told(lines[1]), after="", cursor="7")  # a slower reader of the same page
    assert queries.cursor() == "10"
    receive(who, after="10", cursor="12")
    assert queries.cursor() == "12"


def test_settled_when_everything_is_answered(cycle, lines, who):
    receive(who, told(lines[0]), told(lines[1], "failed"))
    with pytest.raises(errors.StillUnanswered):
        actions.settle(cycle, by=who.releaser)
    receive(who, told(lines[2]))
    assert actions.settle(cycle, by=who.releaser).status == "settled"
    with pytest.raises(WrongState):
        actions.settle(cycle, by=who.releaser)


def test_an_officer_rules_on_what_stays_open(cycle, lines, who, here):
    other = world.user("Third", "payment_officer", area=here)
    facts = {"outcome": "paid", "on": TODAY}
    with pytest.raises(SameOfficer):
        actions.resolve(lines[0], reason="Asked by telephone", by=who.releaser, **facts)
    with pytest.raises(OutsideArea):
        far = world.user("Far", "payment_officer", area=world.area("S"))
        actions.resolve(lines[0], reason="Asked by telephone", by=far, **facts)
    with pytest.raises(errors.ReasonMissing):
        actions.resolve(lines[0], reason="", by=other, **facts)
    actions.resolve(lines[0], reason="Asked by telephone", by=other, **facts)
    actions.resolve(lines[1], outcome="failed", reason="Never arrived", by=other, on=TODAY)
    with pytest.raises(WrongState):
        actions.resolve(lines[0], reason="Again", by=other, **facts)
    assert states() == ["paid", "returned", "sent"]
    assert broken() == []


class TestReissuing:
    @pytest.fixture
    def returned(self, cycle, lines, who):
        receive(who, told(lines[0], "failed"), told(lines[1]), told(lines[2]))
        actions.settle(cycle, by=who.releaser)
        return models.PaymentLine.objects.get(pk=lines[0].pk)

    def reissue(self, line, who, **more):
        facts = {"account": "+new", "reason": "The family has a new number", "by": who.preparer, **more}
        return actions.reissue(line, **facts)

    def next_cycle(self, who, grant):
        after = world.date(2026, 12, 1)
        return actions.compute(grant, period_from=END, period_to=after, by=who.preparer)

    def test_a_returned_payment_is_carried_by_the_next_cycle(self, returned, who, grant):
        self.reissue(returned, who)
        assert broken() == []
        following = self.next_cycle(who, grant)
        assert (following.lines_count, following.amount) == (4, Decimal(400))
        assert queries.effect(following).carried == queries.Tally(1, Decimal(100))
        carried = following.lines.get(carries=returned)
        assert (carried.account, carried.period_from, carried.status) == ("+new", world.START, "due")
        assert carried.reference != returned.reference
        assert broken() == []

        approved = actions.approve(following, by=who.approver, on=TODAY, at=world.NOW)
        assert broken() == []
        released = actions.release(approved, by=who.releaser, on=TODAY, at=world.NOW)
        send(released, who)
        assert broken() == []
        receive(who, *[told(line) for line in released.lines.all()])
        actions.settle(released, by=who.releaser)
        assert broken() == []
        assert {balance.code: balance.balance for balance in queries.trial_balance()} == {
            "treasury-cash": 400,
            "at-provider": 0,
            "due-to-people": 0,
            "appropriation": -1000,
            "social-transfers": 600,
        }

    def test_it_is_asked_for_once(self, returned, who):
        self.reissue(returned, who)
        with pytest.raises(WrongState):
            self.reissue(returned, who)

    def test_it_needs_an_account_and_a_reason(self, returned, who):
        with pytest.raises(errors.AccountMissing):
            self.reissue(returned, who, account=" ")
        with pytest.raises(errors.ReasonMissing):
            self.reissue(returned, who, reason="")

    def test_what_was_paid_is_not_paid_again(self, returned, lines, who):
        with pytest.raises(WrongState):
            self.reissue(lines[1], who)

    def test_it_waits_again_when_the_cycle_that_carries_it_is_cancelled(self, returned, who, grant):
        self.reissue(returned, who)
        following = self.next_cycle(who, grant)
        actions.cancel(following, by=who.preparer, reason="Wrong period")
        returned.refresh_from_db()
        assert returned.status == "reissued"
        assert broken() == []
        assert self.next_cycle(who, grant).lines.filter(carries=returned).count() == 1
        assert broken() == []
