"""Whatever the order, the pages and the repetitions in which a provider tells: the same end."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayni.benefits import actions, models, queries
from tests.unit.benefits import world
from tests.unit.benefits.world import TODAY

LINES = 5
OUTCOMES = st.sampled_from(["paid", "failed"])
quickly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@pytest.fixture
def cycle(who, grant, here):
    for key in range(LINES):
        family = world.household(here, str(key))
        world.member(family)
        world.enrol(grant, family, amount=f"{10 + key}.00")
    return world.released(grant, who, cash=1000)


@st.composite
def tellings(draw, *, consistent):
    """What happens one after the other: a line is recorded as sent (its number), or a page of notices is received.

    A notice is (line, outcome, number): its key is made of the three, so that some come twice under one key and some
    tell the same again under another.
    """
    truth = draw(st.lists(OUTCOMES, min_size=LINES, max_size=LINES))
    told = [(line, truth[line], 0) for line in range(LINES)]
    extra = st.tuples(st.integers(0, LINES - 1), OUTCOMES, st.integers(0, 2))
    more = draw(st.lists(extra, max_size=8))
    told += [(line, truth[line] if consistent else outcome, number) for line, outcome, number in more]
    told = draw(st.permutations(told))
    cuts = sorted(draw(st.lists(st.integers(0, len(told)), max_size=4)))
    pages = [told[start:end] for start, end in zip([0, *cuts], [*cuts, len(told)], strict=True)]
    sends = draw(st.permutations(range(LINES)))
    return truth, draw(st.permutations([*pages, *sends]))


def live(cycle, who, happenings):
    """Let it all happen; the lines afterwards."""
    lines = list(cycle.lines.order_by("id"))
    for happening in happenings:
        if isinstance(happening, int):
            actions.record_sent(cycle, [lines[happening].reference], by=who.releaser, on=TODAY)
        else:
            page = [notice(lines[line], outcome, number) for line, outcome, number in happening]
            actions.receive(page, by=who.releaser, on=TODAY)
    return list(cycle.lines.order_by("id"))


def notice(line, outcome, number):
    return actions.Told(f"{line.pk}-{outcome}-{number}", line.reference, outcome, line.amount)


def cash():
    return {balance.code: balance.balance for balance in queries.trial_balance()}["treasury-cash"]


@quickly
@given(telling=tellings(consistent=True))
def test_the_same_truth_ends_the_same(cycle, who, telling):
    truth, happenings = telling
    with transaction.atomic():
        lines = live(cycle, who, happenings)
        assert [line.status for line in lines] == ["paid" if one == "paid" else "returned" for one in truth]
        back = sum(line.amount for line, one in zip(lines, truth, strict=True) if one == "failed")
        assert cash() == 1000 - cycle.amount + back
        assert all(proof.holds for proof in queries.proof())
        assert queries.puzzles(who.auditor) == []
        assert models.Notice.objects.count() == len(
            {one for page in happenings if not isinstance(page, int) for one in page}
        )
        actions.settle(cycle, by=who.releaser)
        transaction.set_rollback(True)


@quickly
@given(telling=tellings(consistent=False))
def test_contradictions_never_move_money_twice(cycle, who, telling):
    _, happenings = telling
    with transaction.atomic():
        lines = live(cycle, who, happenings)
        assert Counter(line.status in ("paid", "returned") for line in lines) == {True: LINES}
        assert all(proof.holds for proof in queries.proof())
        said = {(line, outcome) for page in happenings if not isinstance(page, int) for line, outcome, _ in page}
        both = {lines[line].pk for line in range(LINES) if {(line, "paid"), (line, "failed")} <= said}
        assert {puzzle.line.pk for puzzle in queries.puzzles(who.auditor)} == both
        transaction.set_rollback(True)
