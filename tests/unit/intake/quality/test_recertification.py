"""Asking again: by rule and by months, listed before it is due, late after the grace, never a stop."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ayni.commons import acting
from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.intake import errors
from ayni.intake.actions import recertification
from ayni.intake.actions.recertification import NewSchedule
from ayni.intake.models import Recertification
from ayni.intake.queries import recertification as asked
from ayni.kernel.lifecycles import WrongState
from tests.unit.intake.changes.times import DAY, NOON
from tests.unit.registry import village

DUE = date(2028, 6, 30)  # told on 30 June 2026, every 24 months


@pytest.fixture
def schedule(steward):
    def make(**more):
        new = NewSchedule("poor", 24, rule=more.pop("rule", 'household.floor == "earth"'), **more)
        made = recertification.prepare_schedule(new, reason="The law, art. 9", by=steward)
        return recertification.approve_schedule(made, at=NOON, by=village.officer("dina", "data_protection_officer"))

    return make


def test_those_whom_the_rule_meets_are_listed_before_they_are_due(schedule, snapshot, steward, homes):
    made, taken = schedule(), snapshot()
    early = DUE - timedelta(days=31)
    assert recertification.open_recertifications(made, taken, on=early, by=steward) == {"opened": 0, "late": 0}
    soon = DUE - timedelta(days=30)
    assert recertification.open_recertifications(made, taken, on=soon, by=steward) == {"opened": 2, "late": 0}
    assert recertification.open_recertifications(made, taken, on=soon, by=steward) == {"opened": 0, "late": 0}
    assert set(Recertification.objects.values_list("household", flat=True)) == {homes["h1"].pk, homes["h3"].pk}
    assert set(Recertification.objects.values_list("due_on", flat=True)) == {DUE}


def test_who_is_late_is_told_and_stays(schedule, snapshot, steward, southern, checker):
    made, taken = schedule(), snapshot()
    late = DUE + timedelta(days=61)
    assert recertification.open_recertifications(made, taken, on=late, by=steward) == {"opened": 2, "late": 2}
    with acting.as_user(checker):
        assert asked.counts(checker, on=late).late == 1
        assert [one.status for one in asked.due(checker)] == ["late"]
    with acting.as_user(southern):
        assert asked.due(southern).count() == 0


def test_one_step_confirms_and_the_next_time_is_counted_from_it(schedule, snapshot, steward, desk, southern):
    made, taken = schedule(), snapshot()
    recertification.open_recertifications(made, taken, on=DUE, by=steward)
    one = Recertification.objects.filter(household__area__code="N1").get()
    at = datetime(2028, 7, 1, 9, tzinfo=UTC)
    with pytest.raises((OutsideArea, errors.NoSuchChange)):
        recertification.confirm_household(one, has_changed=False, at=at, by=southern)
    done = recertification.confirm_household(one, has_changed=False, at=at, by=desk)
    assert (done.status, done.confirmed_by) == ("confirmed", desk)
    with pytest.raises(WrongState):
        recertification.confirm_household(one, has_changed=False, at=at, by=desk)
    recertification.open_recertifications(made, taken, on=date(2030, 6, 15), by=steward)
    assert Recertification.objects.filter(household=one.household, status="due").get().due_on == date(2030, 7, 1)


def test_two_officers_stand_behind_a_schedule(steward):
    with pytest.raises(errors.AcceptanceRefused, match="flor"):
        recertification.prepare_schedule(NewSchedule("x", 12, rule="household.flor == 1"), reason="Law", by=steward)
    made = recertification.prepare_schedule(NewSchedule("x", 12), reason="Law", by=steward)
    with pytest.raises(WrongState):
        recertification.open_recertifications(made, None, on=DAY, by=steward)
    with pytest.raises(NotPermitted):
        recertification.approve_schedule(made, at=NOON, by=steward)
