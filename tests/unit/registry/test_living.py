"""Who lives where: members who come and go, households that split, join and move, and the families there are."""

from datetime import date, timedelta

import pytest

from ayni.commons import acting
from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.registry import actions, errors, models
from ayni.registry.actions import NewMember, Place, Whereabouts
from tests.unit.registry import valley
from tests.unit.registry.valley import CHILD, HEAD, SON, SPOUSE, TODAY, day, lives, people

BEFORE = TODAY - timedelta(days=1)


def test_a_member_who_leaves_is_no_longer_there_and_why_is_kept(land):
    home = land.household(HEAD, CHILD)
    stay = home.memberships.get(person__given_name="Cira")
    actions.end_membership(stay, because="married", on=TODAY, by=land.uphill)
    assert lives(home, BEFORE) == {"Amina": "head", "Cira": "child"}
    assert lives(home, TODAY) == {"Amina": "head"}
    assert home.memberships.get(person__given_name="Cira").ended_because == "married"


def test_the_last_to_leave_closes_the_household(land):
    home = land.household(HEAD)
    actions.end_membership(home.memberships.get(), because="other", on=TODAY, by=land.uphill)
    home.refresh_from_db()
    assert home.closed_on == TODAY


def test_a_head_leaves_only_when_another_leads_and_the_others_are_told_anew_to_her(land):
    home = land.household(HEAD, SPOUSE, CHILD)
    stay = home.memberships.get(person__given_name="Amina")
    with pytest.raises(errors.NewHeadNeeded):
        actions.end_membership(stay, because="other", on=TODAY, by=land.uphill)
    leader = people(home)["Bakar"]
    actions.end_membership(stay, because="other", on=TODAY, by=land.uphill, new_head=leader)
    assert lives(home, BEFORE) == {"Amina": "head", "Bakar": "spouse", "Cira": "child"}
    assert lives(home, TODAY) == {"Bakar": "head", "Cira": "child"}


def test_a_child_may_lead_and_its_brother_is_its_brother(land):
    home = land.household(HEAD, CHILD, SON)
    stay = home.memberships.get(person__given_name="Amina")
    actions.end_membership(stay, because="other", on=TODAY, by=land.uphill, new_head=people(home)["Cira"])
    assert lives(home, TODAY) == {"Cira": "head", "Demba": "sibling"}


def test_nobody_usually_lives_in_two_households(land):
    home, other = land.household(HEAD, CHILD), land.household(SPOUSE_ALONE)
    child = people(home)["Cira"]
    with pytest.raises(errors.LivesElsewhere):
        actions.add_member(other, child, relationship="child", on=TODAY, by=land.uphill)


SPOUSE_ALONE = NewMember("Bakar", "Sow", "head", "male", day(1980, 5, 5))


def test_a_child_shares_two_homes_and_counts_in_one(land):
    home, other = land.household(HEAD, CHILD), land.household(SPOUSE_ALONE)
    child = people(home)["Cira"]
    actions.add_member(other, child, relationship="child", on=TODAY, by=land.uphill, shares=True)
    assert models.Membership.objects.present(on=TODAY).filter(person=child).count() == 2
    assert models.Membership.objects.active(on=TODAY).get(person=child).household == home


def test_a_man_with_two_wives_lives_with_one_and_shares_the_other_home(land):
    first = land.household(SPOUSE_ALONE, NewMember("Awa", "Ba", "spouse", "female", day(1984)))
    second = land.household(NewMember("Binta", "Ba", "head", "female", day(1990)), part_of=first)
    husband = people(first)["Bakar"]
    for wife in (people(first)["Awa"], people(second)["Binta"]):
        actions.record_kinship(wife, relative=husband, kind="spouse", since=date(2010, 1, 1), on=TODAY, by=land.uphill)
    actions.add_member(second, husband, relationship="spouse", on=TODAY, by=land.uphill, shares=True)
    assert models.Kinship.objects.filter(relative=husband, kind="spouse").count() == 2
    assert second.part_of == first
    with pytest.raises(errors.WithinItself):
        land.household(NewMember("Coumba", "Ba", "head"), part_of=second)


def test_grandparents_raise_a_child_without_its_parents(land):
    home = land.household(
        NewMember("Oumou", "Sow", "head", "female", day(1950)),
        NewMember("Ousmane", "Sow", "spouse", "male", day(1948)),
        NewMember("Cira", "Sow", "grandchild", "female", day(2018)),
    )
    assert lives(home, TODAY) == {"Oumou": "head", "Ousmane": "spouse", "Cira": "grandchild"}


def test_somebody_lives_alone(land):
    assert lives(land.household(HEAD), TODAY) == {"Amina": "head"}


def test_a_household_is_led_by_one(land):
    home = land.household(HEAD)
    other = actions.register_person(CHILD, area=land.hill, key="alone", on=date(2020, 1, 1), by=land.uphill)
    with pytest.raises(errors.TwoHeads, match="Amina"):
        actions.add_member(home, other, relationship="head", on=TODAY, by=land.uphill)


def test_a_household_splits_and_both_have_a_head(land):
    home = land.household(HEAD, SPOUSE, CHILD, SON)
    who = people(home)
    places = [Place(who["Bakar"], "head"), Place(who["Demba"], "child")]
    new = actions.split_household(home, members=places, key="split", on=TODAY, by=land.uphill)
    assert lives(home, TODAY) == {"Amina": "head", "Cira": "child"}
    assert lives(new, TODAY) == {"Bakar": "head", "Demba": "child"}
    assert actions.split_household(home, members=places, key="split", on=TODAY, by=land.uphill) == new


@pytest.mark.parametrize(
    ("who", "refusal"), [([("Cira", "child")], errors.NotOneHead), ([("Amina", "head")], errors.NewHeadNeeded)]
)
def test_a_split_that_leaves_somebody_without_a_head_is_refused(land, who, refusal):
    home = land.household(HEAD, CHILD)
    places = [Place(people(home)[name], what) for name, what in who]
    with pytest.raises(refusal):
        actions.split_household(home, members=places, key="split", on=TODAY, by=land.uphill)


def test_a_household_joins_another_and_is_closed(land):
    home, other = land.household(HEAD), land.household(SPOUSE_ALONE, SON_ALONE)
    told = {people(other)["Bakar"].pk: "spouse", people(other)["Demba"].pk: "child"}
    actions.join_households(other, home, relationships=told, on=TODAY, by=land.uphill)
    assert lives(home, TODAY) == {"Amina": "head", "Bakar": "spouse", "Demba": "child"}
    other.refresh_from_db()
    assert (other.closed_on, other.succeeded_by) == (TODAY, home)


SON_ALONE = NewMember("Demba", "Sow", "child", "male", day(2015, 9, 9), father=1)


def test_a_household_does_not_join_itself(land):
    home = land.household(HEAD)
    with pytest.raises(errors.WithinItself):
        actions.join_households(home, home, relationships={}, on=TODAY, by=land.uphill)


def test_a_person_moves_within_the_officers_areas(land):
    home, other = land.household(HEAD, CHILD), land.household(SPOUSE_ALONE)
    child = people(home)["Cira"]
    actions.move_person(child, household_id=other.pk, relationship="child", on=TODAY, by=land.uphill)
    assert lives(home, TODAY) == {"Amina": "head"}
    assert lives(other, TODAY) == {"Bakar": "head", "Cira": "child"}


def test_a_person_moves_to_another_district_which_sees_all_and_the_old_sees_that_they_left(land):
    home, aunt = land.household(HEAD, CHILD), land.household(SPOUSE_ALONE, where=land.coast)
    child = people(home)["Cira"]
    actions.move_person(child, household_id=aunt.pk, relationship="other_relative", on=TODAY, by=land.uphill)
    with acting.as_user(land.seaside):
        assert models.Person.objects.filter(pk=child.pk).exists()
    with acting.as_user(land.uphill):
        left = models.Membership.objects.get(person=child)
    assert (left.household, left.period.upper, left.ended_because) == (home, TODAY, "moved")


def test_nobody_is_moved_from_where_the_officer_does_not_serve(land):
    home, aunt = land.household(HEAD, CHILD), land.household(SPOUSE_ALONE, where=land.coast)
    with pytest.raises(OutsideArea):
        actions.move_person(people(home)["Cira"], household_id=aunt.pk, relationship="child", on=TODAY, by=land.seaside)
    with pytest.raises(NotPermitted):
        actions.move_person(
            people(home)["Cira"],
            household_id=aunt.pk,
            relationship="child",
            on=TODAY,
            by=valley.officer("aud", land.hill, "auditor"),
        )


def test_a_person_is_not_moved_into_a_household_that_is_closed_or_not_there(land):
    home = land.household(HEAD, CHILD)
    with pytest.raises(errors.HouseholdClosed):
        actions.move_person(people(home)["Cira"], household_id=999_999, relationship="child", on=TODAY, by=land.uphill)


def test_a_household_moves_and_the_area_it_left_knows_when(land):
    home = land.household(HEAD, CHILD, whereabouts=Whereabouts(address="By the well"))
    actions.move_household(
        home, area=land.coast, whereabouts=Whereabouts(address="Harbour 3"), because="Work", on=TODAY, by=land.uphill
    )
    with acting.as_user(land.uphill):
        assert not models.Household.objects.filter(pk=home.pk).exists()
        left = models.Dwelling.objects.get()
        assert (left.address, left.period.upper, left.left_because) == ("By the well", TODAY, "Work")
    with acting.as_user(land.seaside):
        assert [one.address for one in home.dwellings.all()] == ["By the well", "Harbour 3"]
        assert home.memberships.count() == 2


def test_a_household_without_an_address_leaves_a_trace_too(land):
    home = land.household(HEAD)
    actions.move_household(home, area=land.coast, on=TODAY, by=land.uphill)
    with acting.as_user(land.uphill):
        left = models.Dwelling.objects.get()
    assert (left.period.lower, left.period.upper, left.area_id) == (home.registered_on, TODAY, land.hill.pk)


def test_a_household_is_not_moved_by_an_officer_elsewhere(land):
    home = land.household(HEAD)
    with pytest.raises(OutsideArea):
        actions.move_household(home, area=land.coast, on=TODAY, by=land.seaside)


def test_a_dwelling_is_described_without_a_move(land):
    home = land.household(HEAD)
    for address in ("First", "Second"):
        told = Whereabouts(address=address, latitude=1.5, longitude=30.25, accuracy=8)
        actions.describe_dwelling(home, whereabouts=told, on=TODAY, by=land.uphill)
    assert [(one.address, one.latitude, one.accuracy) for one in home.dwellings.all()] == [("Second", 1.5, 8.0)]


def test_who_lives_in_an_institution_leaves_the_household_and_is_reached_there(land):
    home = land.household(HEAD, CHILD)
    child = people(home)["Cira"]
    stay = actions.start_residence(
        child, institution=land.home_for_children, reason="no_parental_care", on=TODAY, by=land.uphill
    )
    assert lives(home, TODAY) == {"Amina": "head"}
    with acting.as_user(land.seaside):
        assert models.Residence.objects.get(person=child).institution == land.home_for_children
    with pytest.raises(errors.InAnInstitution):
        actions.start_residence(child, institution=land.home_for_children, reason="school", on=TODAY, by=land.seaside)
    later = TODAY + timedelta(days=100)
    actions.end_residence(stay, because="Home again", on=later, by=land.seaside)
    actions.add_member(home, child, relationship="child", on=later, by=land.steward)
    assert lives(home, later) == {"Amina": "head", "Cira": "child"}
    with pytest.raises(errors.AlreadyEnded):
        actions.end_residence(stay, because="Again", on=later, by=land.steward)


def test_a_pupil_may_live_in_a_school_and_stay_a_member(land):
    home = land.household(HEAD, CHILD)
    actions.start_residence(
        people(home)["Cira"],
        institution=land.home_for_children,
        reason="school",
        on=TODAY,
        by=land.uphill,
        leaves_household=False,
    )
    assert "Cira" in lives(home, TODAY)
