"""The form of a visit, begun from an enumerator's list: one form for one visit, which it closes when it is sent."""

import pytest
from django.utils import timezone

from ayni.commons import acting
from ayni.engines.questionnaires.fitting import Mapped
from ayni.intake import errors, models
from ayni.intake.actions import drafts, submissions, visits, visits_filling, visits_listing
from ayni.intake.queries import drafts as kept
from ayni.intake.queries import visits as queries
from ayni.kernel.lifecycles import WrongState
from ayni.registry.models import Household
from tests.pages import filling
from tests.unit.intake import campaign


@pytest.fixture
def here(db):
    """A campaign whose enumerator is to visit three dwellings, and a household that is known."""
    made = campaign.made()
    campaign.listed(made)
    made.send(by=made.second)
    visits_listing.take_households(made.campaign, by=made.supervisor)
    models.Visit.objects.filter(area__code="N1", is_found=False).update(enumerator=made.enumerator)
    return made


def begin(here, visit, by=None):
    by = by or here.enumerator
    with acting.as_user(by):
        return visits_filling.begin_visit_form(visit, here.field.version, at=timezone.now(), by=by)


def test_one_form_is_begun_and_gone_on_with(here):
    visit = here.visits(of=here.enumerator)[0]
    row = begin(here, visit)
    visit.refresh_from_db()
    assert visit.instance_id == row.instance_id
    assert begin(here, visit) == row
    with acting.as_user(here.enumerator):
        assert queries.of_form(row.instance_id, reader=here.enumerator) == visit
    assert queries.of_form(row.instance_id, reader=here.second) is None


def test_it_closes_its_visit_when_it_is_sent(here):
    visit = here.visits(of=here.enumerator)[0]
    row = begin(here, visit)
    said = {**kept.opened(row, at=timezone.now()).answers}
    whole = {"members": [filling.member("Amina", "head", attends="yes", condition="none", age="44")]}
    groups = {"household_group": {"floor": "earth", "rooms": "2"}, "area": "N1"}
    row = drafts.save_form(
        row, answers={**said, **groups, **whole}, revision=row.revision, by=here.enumerator, at=timezone.now()
    )
    sent = drafts.send_form(row, by=here.enumerator, at=timezone.now()).submission
    submissions.process_submission(sent, by=here.enumerator, at=timezone.now())
    visit.refresh_from_db()
    assert (visit.status, visit.submission) == ("complete", sent)


def test_the_number_of_a_known_household_stands_in_the_form(here):
    home = Household.objects.get()
    models.Visit.objects.filter(household=home).update(household=None)
    visit = here.visits(of=here.enumerator)[0]
    visit.household = home
    visit.save()
    row = begin(here, visit)
    path = Mapped.from_data(row.version.mapping).household["household"]
    answers = kept.opened(row, at=timezone.now()).answers
    for name in path.split("/")[2:]:
        answers = answers[name]
    assert answers == f"H{visit.household_id:08d}"


def test_only_ones_own_visit_that_is_to_be_made_and_what_the_campaign_asks(here):
    visit = here.visits(of=here.enumerator)[0]
    with pytest.raises(errors.NotOnYourList):
        begin(here, visit, by=here.second)
    here.campaign.questionnaires.clear()
    with pytest.raises(errors.NotForThisForm):
        begin(here, visit)
    assert queries.forms_of(visit, reader=here.enumerator) == []
    here.done(visit, "gone")
    with pytest.raises(WrongState):
        begin(here, visit)


def test_said_to_be_done_it_still_waits_for_its_form(here):
    visit = here.visits(of=here.enumerator)[0]
    row = begin(here, visit)
    told = visits.Outcome("done", timezone.now())
    visit = visits.record_visit(visit, told, at=timezone.now(), by=here.enumerator)
    assert (visit.status, visit.instance_id) == ("done", row.instance_id)
