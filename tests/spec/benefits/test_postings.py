"""What each step does to the ledger. Three payments of 100, 1,000 received; debits are positive."""

import pytest

from ayni.benefits import actions, queries
from tests.unit.benefits import world
from tests.unit.benefits.world import END, NOW, START, TODAY

POSTINGS = """
step                     treasury-cash   at-provider   due-to-people   appropriation   social-transfers
money received           1000            0             0               -1000           0
computed                 1000            0             0               -1000           0
approved                 1000            0             -300            -1000           300
released                 700             300           -300            -1000           300
sent                     700             300           -300            -1000           300
one paid                 700             200           -200            -1000           300
one returned             800             100           -200            -1000           300
one paid again told      800             100           -200            -1000           300
all answered, settled    800             0             -100            -1000           300
returned one re-issued   800             0             -100            -1000           300
next cycle computed      800             0             -100            -1000           300
next cycle approved      800             0             -400            -1000           600
next cycle released      400             400           -400            -1000           600
next cycle all paid      400             0             0               -1000           600
"""


@pytest.mark.django_db
def test_the_ledger_after_each_step():
    heads, *expected = [line.rsplit(maxsplit=5) for line in POSTINGS.strip().splitlines()]
    for (step, *cells), found in zip(expected, steps(), strict=True):
        assert dict(zip(heads[1:], map(int, cells), strict=True)) == found, step


def steps():
    """Take each step of the table; the balances after it, when every statement of the proof holds."""
    who, grant, here = world.officers(), world.programme(), world.area("N")
    for key in "abc":
        family = world.household(here, key)
        world.member(family)
        world.enrol(grant, family)
    officer = {"by": who.releaser, "on": TODAY}

    actions.adopt_accounts(by=who.approver)
    actions.fund(1000, by=who.approver, on=TODAY)
    yield balances()
    cycle = actions.compute(grant, period_from=START, period_to=END, by=who.preparer)
    yield balances()
    cycle = actions.approve(cycle, by=who.approver, on=TODAY, at=NOW)
    yield balances()
    cycle = actions.release(cycle, by=who.releaser, on=TODAY, at=NOW)
    yield balances()
    first, second, third = cycle.lines.order_by("id")
    actions.record_sent(cycle, [first.reference, second.reference, third.reference], **officer)
    yield balances()
    actions.receive([told(first, "paid")], **officer)
    yield balances()
    actions.receive([told(second, "failed")], **officer)
    yield balances()
    actions.receive([told(first, "paid", again=True)], **officer)
    yield balances()
    actions.receive([told(third, "paid")], **officer)
    actions.settle(cycle, by=who.releaser)
    yield balances()
    actions.reissue(second, account="+1", reason="A new number", by=who.releaser)
    yield balances()
    following = actions.compute(grant, period_from=END, period_to=world.date(2026, 12, 1), by=who.preparer)
    yield balances()
    following = actions.approve(following, by=who.approver, on=TODAY, at=NOW)
    yield balances()
    following = actions.release(following, by=who.releaser, on=TODAY, at=NOW)
    yield balances()
    lines = list(following.lines.all())
    actions.record_sent(following, [line.reference for line in lines], **officer)
    actions.receive([told(line, "paid") for line in lines], **officer)
    yield balances()


def told(line, outcome, again=False):
    return actions.Told(f"{line.pk}{again}", line.reference, outcome, line.amount)


def balances():
    assert [proof.statement for proof in queries.proof() if not proof.holds] == []
    return {balance.code: int(balance.balance) for balance in queries.trial_balance()}
