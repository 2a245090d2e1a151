"""Who sees which payments."""

from datetime import date

import pytest

from ayni.benefits import actions, models, queries
from ayni.commons.access.errors import NotPermitted
from tests.unit.benefits import world
from tests.unit.benefits.world import END, START


@pytest.fixture
def cycle(who, grant, here):
    """Two households here, one there."""
    there = world.area("S")
    for key, where in (("a", here), ("b", here), ("c", there)):
        family = world.household(where, key)
        world.member(family, phone=f"+{key}")
        world.enrol(grant, family)
    return actions.compute(grant, period_from=START, period_to=END, by=who.preparer)


@pytest.fixture
def local(cycle):
    return world.user("Local", "district_officer", area=cycle.lines.get(account="+c").household.area)


def test_everything_to_who_may_see_everywhere(cycle, who):
    page = queries.lines(cycle, reader=who.auditor, limit=2)
    assert ([line.account for line in page.rows], page.total) == (["+a", "+b"], 3)
    assert [line.account for line in queries.lines(cycle, reader=who.auditor, offset=2).rows] == ["+c"]
    assert queries.lines(cycle, reader=who.auditor, status="paid") == queries.Page([], 0)


def test_only_ones_own_area_to_who_may_see_there(cycle, local):
    assert [line.account for line in queries.lines(cycle, reader=local).rows] == ["+c"]
    assert queries.tallies(cycle, reader=local) == {"due": queries.Tally(1, 100)}
    (standing,) = queries.cycles(local)
    assert (standing.cycle, standing.tallies) == (cycle, {"due": queries.Tally(1, 100)})


def test_one_payment_is_found_where_it_may_be_seen(cycle, local, who):
    here, there = cycle.lines.get(account="+a"), cycle.lines.get(account="+c")
    assert queries.line(there.pk, reader=local) == there
    assert queries.line(here.pk, reader=who.auditor) == here
    with pytest.raises(models.PaymentLine.DoesNotExist):
        queries.line(here.pk, reader=local)


def test_a_household_sees_its_payments_newest_first_without_what_was_dropped(cycle, local, who, grant):
    family = cycle.lines.get(account="+c").household_id
    actions.cancel(cycle, by=who.preparer, reason="Again")
    first = actions.compute(grant, period_from=START, period_to=END, by=who.preparer)
    second = actions.compute(grant, period_from=END, period_to=date(2026, 12, 1), by=who.preparer)
    shown = queries.for_household(family, reader=local)
    assert [line.cycle for line in shown] == [second, first]
    assert queries.for_household(cycle.lines.get(account="+a").household_id, reader=local) == []


def test_nothing_without_the_permission(cycle):
    stranger = world.user("Stranger", "analyst")
    for ask in (
        lambda: queries.cycles(stranger),
        lambda: queries.cycle(cycle.pk, reader=stranger),
        lambda: queries.tallies(cycle, reader=stranger),
        lambda: queries.lines(cycle, reader=stranger),
        lambda: queries.for_household(1, reader=stranger),
        lambda: queries.puzzles(stranger),
    ):
        with pytest.raises(NotPermitted):
            ask()


def test_a_list_of_cycles_asks_the_database_little(cycle, who, django_assert_num_queries, grant):
    actions.compute(grant, period_from=END, period_to=date(2026, 12, 1), by=who.preparer)
    assert who.auditor.where("benefits.see_payments")
    with django_assert_num_queries(2):
        assert [str(one.cycle.programme) + str(one.cycle.prepared_by) for one in queries.cycles(who.auditor)]
    with django_assert_num_queries(2):
        page = queries.lines(cycle, reader=who.auditor)
        assert [f"{line.payee} {line.household.area} {line.cycle}" for line in page.rows]


def test_the_next_period_follows_the_last_cycle(cycle, grant):
    assert queries.next_period(grant, on=date(2027, 5, 5)) == (END, date(2026, 12, 1))
    pension = world.programme("pension", "amount: 5, every: quarter")
    assert queries.next_period(pension, on=date(2026, 11, 21)) == (END, date(2027, 2, 1))
    birth = world.programme("birth", "amount: 5, every: once")
    assert queries.next_period(birth, on=date(2026, 11, 21)) == (END, date(2026, 12, 1))


@pytest.mark.parametrize(
    ("every", "start", "end"),
    [
        ("month", date(2026, 12, 1), date(2027, 1, 1)),
        ("month", date(2027, 1, 31), date(2027, 2, 28)),
        ("quarter", date(2026, 11, 1), date(2027, 2, 1)),
        ("year", date(2028, 2, 29), date(2029, 2, 28)),
        ("once", date(2026, 11, 1), None),
    ],
)
def test_when_a_period_ends(every, start, end):
    assert queries.period_end(every, start) == end
