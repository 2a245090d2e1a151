"""A form whose head is very likely registered already waits for a person to look at both."""

import pytest

from ayni.commons import acting
from ayni.identity import actions as identity
from ayni.intake import actions
from ayni.registry import models as registry
from tests.unit.intake import field
from tests.unit.intake.field import MOMENT, member

AMINA = member("Aminah", "head", "female", birth_known="day", born_on="1980-05-01")


@pytest.fixture
def here(db, settings):
    settings.AYNI_DESK_CHECK = {**settings.AYNI_DESK_CHECK, "forms_wait_from": 0.6}
    here = field.made()
    here.send(here.form())
    with acting.as_user(here.steward):
        identity.refresh(lambda done, total: None, by=here.steward)
    return here


def test_the_form_waits_with_who_it_may_be_and_is_not_doubled(here):
    came = here.send(here.form(members=[AMINA]))
    assert came.status == "waiting"
    (problem,) = came.problems
    assert problem["code"] == "likely_registered"
    assert "Amina" not in problem["facts"]["who"], "a code and a place tell enough"
    assert "Place N1" in problem["facts"]["who"]
    assert registry.Household.objects.count() == 1


def test_an_officer_who_looked_at_both_lets_it_through(here):
    came = here.send(here.form(members=[AMINA]))
    assert actions.apply_submission(came, by=here.officer, at=MOMENT).status == "applied"
    assert registry.Household.objects.count() == 2


def test_somebody_new_does_not_wait(here):
    stranger = member("Zoltan", "head", "male", birth_known="day", born_on="1951-09-09", family_name="Nagy")
    assert here.send(here.form(members=[stranger])).status == "applied"


def test_where_an_installation_holds_none_none_wait(here, settings):
    settings.AYNI_DESK_CHECK = {**settings.AYNI_DESK_CHECK, "forms_wait_from": 1.01}
    assert here.send(here.form(members=[AMINA])).status == "applied"
