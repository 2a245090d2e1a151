import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from ayni.commons import acting
from ayni.commons.audit.models import Look
from ayni.commons.directory.models import Area
from ayni.intake import errors, models
from ayni.intake.actions import campaigns, visits, visits_listing, visits_reconciling, visits_sharing
from ayni.intake.queries import campaigns_flags
from ayni.intake.queries import visits as queries
from ayni.intake.queries import visits_sharing as sharing
from ayni.kernel.lifecycles import WrongState
from ayni.registry.models import Household
from tests.unit.intake import campaign
from tests.unit.intake.field import DAY, MOMENT, member
from tests.unit.registry import village


@pytest.fixture
def here(db):
    return campaign.made()


@pytest.fixture
def lists(here):
    """Three dwellings in N1, all on the enumerator's list."""
    campaign.listed(here)
    models.Visit.objects.filter(area__code="N1").update(enumerator=here.enumerator)
    return here


def statuses(here):
    return {visit.key: visit.status for visit in here.visits()}


def test_a_listing_is_read_row_by_row(here):
    wrong = (
        campaign.LISTING + "Z,C-1,,,x,,\n,C-2,,,x,,\nN1,A-1,,,again,,\nN1,,,,,,\nN1,C-4,,,x,95,9\nN1,C-5,,,x,north,9\n"
    )
    listing = campaign.listed(here, wrong)
    assert (listing.rows, listing.taken, listing.known, listing.left_out) == (10, 4, 0, 6)
    told = [(one["row"], one["column"]) for one in listing.report]
    assert told == [(6, "area"), (7, "area"), (8, "key"), (9, "address"), (10, "latitude"), (11, "latitude")]
    assert campaign.listed(here, wrong) == listing, "the same file is one listing"
    more = campaign.listed(here, campaign.LISTING + "N1,A-9,,,new,,\n")
    assert (more.taken, more.known) == (1, 4)


def test_a_workbook_is_read_like_a_text(here):
    book = openpyxl.Workbook()
    for row in (["Zone", "Logement", "Adresse"], ["N1", "A-1", "Au puits"], ["N1", 7, "Chez le forgeron"]):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    listing = visits_listing.load_listing(here.campaign, written.getvalue(), name="l.xlsx", by=here.supervisor)
    assert listing.taken == 2
    assert {visit.key for visit in here.visits()} == {"A-1", "7"}


@pytest.mark.parametrize(
    "content", [b"", b"name,phone\nx,y\n", b"area,area\nN1,N1\n", b"PK\x03\x04nonsense", b"\xff\xfe\x00"]
)
def test_what_is_no_listing_is_refused(here, content):
    with pytest.raises(errors.ListingRefused):
        visits_listing.load_listing(here.campaign, content, name="x", by=here.supervisor)


def test_a_listing_is_taken_back_but_for_those_who_were_visited(lists):
    listing = models.DwellingListing.objects.get()
    lists.done(lists.visits()[0], "not_willing")
    assert visits_listing.withdraw_listing(listing, at=MOMENT, by=lists.supervisor) == 3
    assert statuses(lists) == {"A-1": "not_willing"}


def test_known_households_come_on_the_lists_once(here):
    here.send()
    Household.objects.create(area=Area.objects.get(code="N2"), source="s", source_key="1", registered_on=DAY)
    models.Visit.objects.all().delete()
    assert visits_listing.take_households(here.campaign, by=here.supervisor) == 2
    assert visits_listing.take_households(here.campaign, by=here.supervisor) == 0
    near = village.officer("near", "district_officer", "N1")
    models.Visit.objects.all().delete()
    assert visits_listing.take_households(here.campaign, by=near) == 1, "of one's own areas"


def test_visits_are_shared_out_and_neighbours_stay_together(here):
    rows = "".join(f"N1,D-{n:03},,,x,{4 + n / 100},9\n" for n in range(10))
    campaign.listed(here, "area,key,head,phone,address,latitude,longitude\n" + rows)
    shown = sharing.shares(here.campaign, how="equally", on=DAY, reader=here.supervisor)
    assert [(str(one.officer), one.gets) for one in shown] == [("enumerator", 5), ("second", 5)]
    assert campaign.shared(here, per_day=2, first_day=DAY) == 10
    for officer in (here.enumerator, here.second):
        keys = sorted(int(visit.key[2:]) for visit in here.visits(of=officer))
        assert keys == list(range(keys[0], keys[0] + 5))
    days = sorted(visit.planned_on for visit in here.visits(of=here.second))
    assert days == [DAY, DAY, *[DAY + timedelta(days=1)] * 2, DAY + timedelta(days=2)]


def test_to_whoever_works_nearest(here):
    wide = village.officer("wide", "enumerator", "N")
    models.CampaignAssignment.objects.create(
        campaign=here.campaign, officer=wide, role="enumerator", area=Area.objects.get(code="N"),
        starts_on=DAY, made_by=here.supervisor,
    )  # fmt: skip
    campaign.listed(here)
    visits_sharing.share_out_visits(here.campaign, how="area", on=DAY, by=here.supervisor)
    assert {visit.key for visit in here.visits(of=wide)} == {"B-1"}


def test_visits_go_to_another_where_that_other_works(lists):
    models.Visit.objects.update(enumerator=lists.enumerator)
    asked = {"officer": lists.enumerator, "to": lists.second, "on": DAY}
    shown = sharing.moving(lists.campaign, **asked, area=None, reader=lists.supervisor)
    assert (shown.moved, shown.left) == (3, 1)
    assert visits_sharing.reassign_visits(lists.campaign, **asked, by=lists.supervisor) == 3
    assert [visit.key for visit in lists.visits(of=lists.enumerator)] == ["B-1"]
    nobody = village.officer("nobody", "enumerator", "N1")
    with pytest.raises(errors.PlanRefused, match="does not work"):
        visits_sharing.reassign_visits(lists.campaign, officer=lists.second, to=nobody, on=DAY, by=lists.supervisor)


def test_ones_own_list_of_today(lists):
    first, second, third = lists.visits(of=lists.enumerator)
    models.Visit.objects.filter(pk=second.pk).update(planned_on=campaign.next_day())
    lists.done(third, "again", next_on=DAY)
    found = queries.today(lists.enumerator, on=DAY)
    assert ([one.visit.pk for one in found.rows], found.due, found.later) == ([third.pk, first.pk], 2, 1)
    assert (found.rows[1].who, found.rows[1].phone, found.rows[1].address) == ("Amina Diallo", "", "By the well")
    assert Look.objects.filter(reader=lists.enumerator, rows=2).exists()
    assert queries.today(lists.second, on=DAY).rows == []
    near = queries.today(lists.enumerator, on=campaign.next_day(), order="nearest", here=(4.06, 9.7))
    assert [one.visit.key for one in near.rows] == ["A-3", "A-2", "A-1"]


def test_the_telephone_number_is_told_while_the_visit_is_to_be_made(lists):
    visit = lists.visits(of=lists.enumerator)[0]
    shown = queries.own_visit(visit.pk, reader=lists.enumerator, on=DAY)
    assert shown.phone == "+999 70 000 001"
    assert Look.objects.filter(reader=lists.enumerator, subject=f"intake.visit:{visit.pk}").exists()
    lists.done(visit, "gone")
    assert queries.own_visit(visit.pk, reader=lists.enumerator, on=DAY).phone == ""
    with pytest.raises(errors.NoSuchVisit):
        queries.own_visit(visit.pk, reader=lists.second, on=DAY)


def test_the_database_shows_an_enumerator_their_own_list_alone(lists):
    with acting.as_user(lists.second):
        assert not models.Visit.objects.exists()
    with acting.as_user(lists.enumerator):
        assert models.Visit.objects.count() == 3


def test_an_outcome_sent_twice_is_one_attempt(lists):
    visit = lists.visits(of=lists.enumerator)[0]
    for _time in range(2):
        lists.done(visit, "again", next_on=DAY, client_id="phone-1")
    visit.refresh_from_db()
    assert (visit.attempts, visit.status, visit.next_on, visit.tries.count()) == (1, "again", DAY, 1)


def test_what_does_not_hold_together_is_refused(lists):
    visit = lists.visits(of=lists.enumerator)[0]
    for wrong in (
        {"outcome": "again"},
        {"outcome": "again", "next_on": DAY - timedelta(days=1)},
        {"outcome": "complete"},
    ):
        with pytest.raises(errors.OutcomeRefused):
            lists.done(visit, **wrong)
    with pytest.raises(errors.NotOnYourList):
        visits.record_visit(visit, visits.Outcome("done", MOMENT), at=MOMENT, by=lists.second)
    wrong_clock = visits.Outcome("gone", MOMENT.replace(year=1970))
    assert visits.record_visit(visit, wrong_clock, at=MOMENT, by=lists.enumerator).settled_at == MOMENT


def test_an_outcome_is_put_right_with_a_reason(lists):
    visit = lists.done(lists.visits(of=lists.enumerator)[0], "not_found")
    with pytest.raises(errors.OutcomeRefused, match="why"):
        visits.correct_visit(visit, reason=" ", at=MOMENT, by=lists.enumerator)
    visit = visits.correct_visit(visit, reason="The next street", at=MOMENT, by=lists.enumerator)
    assert (visit.status, visit.tries.last().note, visit.attempts) == ("to_visit", "The next street", 1)
    with pytest.raises(WrongState):
        visits.correct_visit(visit, reason="Again", at=MOMENT, by=lists.enumerator)
    cancelled = visits.cancel_visit(visit, reason="Not ours", at=MOMENT, by=lists.supervisor)
    assert visits.reopen_visit(cancelled, reason="It is", at=MOMENT, by=lists.supervisor).status == "to_visit"


def test_a_form_closes_its_visit_whichever_comes_first(lists):
    first, second, _third = lists.visits(of=lists.enumerator)
    lists.done(first, instance_id="uuid:first")
    came = lists.send(instance_id="uuid:first")
    first.refresh_from_db()
    assert (first.status, first.submission, first.asked > 10, first.unknown) == ("complete", came, True, 8)
    assert (first.at_latitude, (first.ended_at - first.started_at).total_seconds()) == (4.05, 3600)
    models.Visit.objects.filter(is_found=True).delete()
    lists.send(instance_id="uuid:second")
    models.Visit.objects.filter(is_found=True).delete()
    second = lists.done(second, instance_id="uuid:second")
    assert second.status == "complete"
    assert lists.done(second, "gone", client_id="late").status == "complete", "what comes later is kept as an attempt"
    assert visits_reconciling.reconcile_visits(lists.campaign, by=lists.supervisor) == 0


def test_two_visits_do_not_name_one_form(lists):
    first, second, _third = lists.visits(of=lists.enumerator)
    lists.done(first, instance_id="uuid:first")
    with pytest.raises(errors.InstanceTaken):
        lists.done(second, instance_id="uuid:first")


def test_a_form_of_a_known_household_closes_its_visit(here):
    home = here.send().household
    models.Visit.objects.all().delete()
    visits_listing.take_households(here.campaign, by=here.supervisor)
    models.Visit.objects.update(enumerator=here.second)
    again = here.send(household=home.code, by=here.second)
    visit = models.Visit.objects.get()
    assert (visit.status, visit.submission.household) == ("complete", home)
    assert visit.submission in (again, models.Submission.objects.first())
    assert models.Visit.objects.count() == 1


def test_one_done_and_one_form_on_a_day_belong_together(lists):
    first, second, _third = lists.visits(of=lists.enumerator)
    lists.done(first)
    lists.send()
    first.refresh_from_db()
    assert first.status == "complete"
    lists.done(second)
    lists.done(_third)
    lists.send(members=[member("Lone", "head", "female")])
    assert sorted(statuses(lists).values()) == ["complete", "done", "done", "to_visit"], (
        "two could be meant: nobody guesses"
    )
    (left,) = queries.unlinked(lists.campaign, reader=lists.supervisor)
    linked = visits_reconciling.link_submission(second, submission=left, by=lists.supervisor)
    assert (linked.status, linked.submission) == ("complete", left)
    with pytest.raises(errors.NotForThisForm):
        visits_reconciling.link_submission(_third, submission=left, by=lists.supervisor)


def test_from_door_to_door_each_form_is_a_visit(here):
    here.send(), here.send(members=[member("Lone", "head", "female")])
    assert [(one.status, one.is_found, one.enumerator) for one in here.visits()] == [
        ("complete", True, here.enumerator)
    ] * 2
    stranger = village.officer("stranger", "enumerator", "N1")
    here.send(by=stranger)
    assert len(here.visits()) == 2, "who does not work for the campaign makes no visit of it"


def test_a_form_filled_in_again_takes_the_place_of_the_first(here):
    here.send(instance_id="uuid:one")
    again = here.send(instance_id="uuid:two", deprecated_id="uuid:one")
    (visit,) = here.visits()
    assert visit.submission == again


def test_a_paused_campaign_shows_no_list_and_takes_what_comes(lists):
    paused = campaigns.pause_campaign(lists.campaign, reason="Rain", by=lists.planner)
    assert queries.today(lists.enumerator, on=DAY).rows == []
    assert lists.done(lists.visits(of=lists.enumerator)[0], "gone").status == "gone"
    assert paused.status == "paused"


def test_the_database_keeps_a_complete_visit_with_its_form(lists):
    with pytest.raises(IntegrityError, match="complete_has_a_form"), transaction.atomic():
        models.Visit.objects.update(status="complete")


def _forms(here, officer, count, **values):
    """Visits of an officer that stand as if their forms had told these figures."""
    place = here.campaign.places.get(area__code="N1")
    models.Visit.objects.bulk_create(
        models.Visit(
            campaign=here.campaign, place=place, area=place.area, enumerator=officer, key=f"{officer}-{n}", **values
        )
        for n in range(count)
    )


def test_flags_are_of_what_is_unlike_the_others(here):
    held = {"status": "done", "asked": 20, "started_at": MOMENT, "ended_at": MOMENT + timedelta(minutes=40)}
    _forms(here, here.enumerator, 30, **held, unknown=0)
    odd = {**held, "ended_at": MOMENT + timedelta(minutes=5), "at_latitude": 4.0, "at_longitude": 9.0}
    _forms(here, here.second, 20, **odd, unknown=10, latitude=4.5, longitude=9.0)
    told = campaigns_flags.flags(here.campaign, reader=here.supervisor)
    assert {flag.officer for flag in told} == {here.second}
    assert {flag.kind for flag in told} >= {"short", "far", "crowded", "unknown"}


def test_few_interviews_say_nothing(here):
    _forms(here, here.second, 5, status="not_willing")
    assert campaigns_flags.flags(here.campaign, reader=here.supervisor) == []
