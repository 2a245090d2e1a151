from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.actions.errors import SameOfficer
from ayni.commons.directory.models import Area
from ayni.intake import errors, models
from ayni.intake.actions import campaigns, campaigns_staff
from ayni.intake.queries import campaigns as queries
from ayni.intake.queries import campaigns_progress
from ayni.kernel.lifecycles import WrongState
from tests.unit.intake import campaign
from tests.unit.intake.field import DAY, MOMENT
from tests.unit.registry import village


@pytest.fixture
def here(db):
    return campaign.made()


def test_a_plan_that_is_wrong_is_told_of_every_problem_at_once(here):
    wrong = campaign.plan(
        code="north-2026",
        names={},
        ends_on=DAY - timedelta(days=30),
        questionnaires=["none"],
        targets={"N": 1, "N1": 2, "Z": 3},
        key_questions=[{"path": campaign.path("condition")}, {"path": "/data/nothing"}],
    )
    with pytest.raises(errors.PlanRefused) as refused:
        campaigns.plan_campaign(wrong, by=here.planner)
    told = str(refused.value)
    for words in ("name", "already", "last day", "“none”", "code Z", "within another", "/data/nothing"):
        assert words in told


def test_a_sensitive_question_is_not_asked_again(here):
    wrong = campaign.plan(code="other", key_questions=[{"path": campaign.path("condition")}])
    with pytest.raises(errors.PlanRefused, match="sensitive"):
        campaigns.plan_campaign(wrong, by=here.planner)


def test_who_plans_in_one_district_plans_there_only(here):
    near = village.officer("near", "district_officer", "N1")
    with pytest.raises(OutsideArea):
        campaigns.plan_campaign(campaign.plan(code="other"), by=near)
    assert campaigns.plan_campaign(campaign.plan(code="other", targets={"N1": None}), by=near).status == "planned"


def test_a_large_one_is_approved_by_somebody_else_before_it_opens(here, settings):
    settings.AYNI_LARGE_CAMPAIGN = 15
    made = campaigns.plan_campaign(campaign.plan(code="large"), by=here.planner)
    with pytest.raises(errors.ApprovalNeeded, match="15 households"):
        campaigns.open_campaign(made, at=MOMENT, by=here.planner)
    with pytest.raises(NotPermitted):
        campaigns.approve_campaign(made, at=MOMENT, by=here.planner)
    made = campaigns.approve_campaign(made, at=MOMENT, by=here.approver)
    made = campaigns.set_targets(made, {"N1": 40}, source="a recount", by=here.planner)
    assert made.approved_by is None, "a plan that was changed is approved again"
    campaigns.approve_campaign(made, at=MOMENT, by=here.approver)
    assert campaigns.open_campaign(made, at=MOMENT, by=here.planner).is_large


def test_the_planner_does_not_approve_whatever_roles_they_hold(here):
    both = village.officer("both", "programme_manager")
    models.Campaign.objects.filter(pk=here.campaign.pk)
    made = campaigns.plan_campaign(campaign.plan(code="both"), by=both)
    from ayni.commons.access.models import Grant, User

    Grant.objects.create(user=both, role_id="programme_approver", starts_on=DAY - timedelta(days=900))
    with pytest.raises(SameOfficer):
        campaigns.approve_campaign(made, at=MOMENT, by=User.objects.get(pk=both.pk))
    with pytest.raises(IntegrityError, match="campaign_two_officers"), transaction.atomic():
        models.Campaign.objects.filter(pk=made.pk).update(approved_by=both)


def test_it_is_paused_goes_on_and_closes(here):
    paused = campaigns.pause_campaign(here.campaign, reason="The river is up", by=here.planner)
    assert (paused.status, paused.reason) == ("paused", "The river is up")
    assert campaigns.resume_campaign(paused, by=here.planner).status == "open"
    closed = campaigns.close_campaign(here.campaign, reason="Done", by=here.planner)
    with pytest.raises(WrongState):
        campaigns.resume_campaign(closed, by=here.planner)


def test_who_works_where_holds_a_role_there(here):
    far = village.officer("far", "enumerator", "N2")
    with pytest.raises(errors.PlanRefused, match="no role"):
        campaign.assign(here, far, "N1")
    with pytest.raises(errors.OutsideCampaign):
        campaign.assign(here, here.enumerator, "N")
    assert campaign.assign(here, here.enumerator, "N1") == campaign.assign(here, here.enumerator, "N1")


def test_the_visits_of_one_who_leaves_are_carried_on(here):
    campaign.listed(here)
    campaign.shared(here)
    left = here.visits(of=here.second)
    assert left
    work = models.CampaignAssignment.objects.get(officer=here.second)
    carried = campaigns_staff.end_assignment(work, on=DAY, reason="Ill", to=here.enumerator, by=here.supervisor)
    assert carried == len(left)
    assert not here.visits(of=here.second)
    assert here.second not in queries.enumerators(here.campaign, reader=here.supervisor)


def test_targets_are_counted_in_the_registry(here):
    here.send(), here.send(members=[campaign.field.member("Lone", "head", "female")])
    assert campaigns.count_targets(here.campaign, by=here.supervisor) == 2
    told = {place.area.code: (place.target, place.target_from) for place in here.campaign.places.all()}
    assert told == {"N1": (2, "registry"), "N2": (0, "registry")}


def test_campaigns_are_seen_where_they_touch_ones_areas(here):
    campaigns.plan_campaign(campaign.plan(code="river", targets={"N2": None}), by=here.planner)
    near = village.officer("near", "district_officer", "N1")
    assert [one.code for one in queries.campaigns(near)] == ["north-2026"]
    with pytest.raises(errors.NoSuchCampaign):
        queries.campaign("river", reader=near)
    assert {one.code for one in queries.campaigns(here.planner)} == {"north-2026", "river"}


def test_progress_counts_by_area_enumerator_and_day(here):
    campaign.listed(here)
    campaign.shared(here)
    first, second, third = here.visits()[:3]
    here.done(first, instance_id="uuid:1")
    here.send(instance_id="uuid:1", by=first.enumerator)
    here.done(second, "not_willing")
    here.done(third, "again", next_on=campaign.next_day())
    found = campaigns_progress.progress(here.campaign, on=DAY)
    whole = found.whole
    assert (whole.listed, whole.visited, whole.complete, whole.refused, whole.again, whole.left) == (4, 3, 1, 1, 1, 2)
    assert (whole.response, whole.reached) == (0.5, 2)
    by_area = {one.place.area.code: one for one in found.areas}
    assert (by_area["N1"].counts.complete, by_area["N1"].share, by_area["N2"].counts.listed) == (1, 0.1, 1)
    assert found.target == 15
    assert [(one.day, one.complete, one.settled) for one in found.days] == [(DAY, 1, 3)]
    assert (found.pace, found.left, found.expected_end) == (1.0, 2, DAY + timedelta(days=2))
    assert None in [one.officer for one in found.officers], "one visit is nobody's: no enumerator works in N2"
    assert sum((one.counts for one in found.officers), campaigns_progress.Counts()) == whole


def test_progress_is_of_the_readers_areas(here):
    from ayni.commons import acting

    campaign.listed(here)
    with acting.as_user(here.field.officer):
        assert campaigns_progress.progress(here.campaign, on=DAY).whole.listed == 3
    with acting.as_user(village.officer("clerk", "analyst")):
        assert campaigns_progress.progress(here.campaign, on=DAY).whole.listed == 0


def test_an_empty_campaign_has_no_pace_and_no_end(here):
    found = campaigns_progress.progress(here.campaign, on=DAY)
    assert (found.whole.listed, found.pace, found.expected_end, found.whole.response) == (0, None, None, None)
    assert Area.objects.filter(code="N1").exists()
