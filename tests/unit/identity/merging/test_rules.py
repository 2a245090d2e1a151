"""Who may merge whom, and where the person lives afterwards."""

import pytest

from ayni.commons.access.errors import OutsideArea
from ayni.commons.audit.models import Entry
from ayni.identity import actions, errors, models, queries
from ayni.registry import actions as registry
from ayni.registry import queries as people
from ayni.registry.actions import NewMember
from ayni.registry.errors import MergedInto
from ayni.registry.models import Household, Identifier, Membership, PersonName
from tests.unit.identity import saying
from tests.unit.identity.merging.twice import NOW, TODAY, Twice, stand
from tests.unit.registry import valley


def test_the_other_number_leads_to_the_record_that_holds(twice):
    merge = twice.merge()
    found = people.search(twice.absorbed.code, reader=twice.by)
    assert [row.id for row in found.rows] == [twice.kept.pk]
    assert [row.id for row in people.search("حداد", reader=twice.by, on=TODAY).rows] == [twice.kept.pk]
    with pytest.raises(MergedInto) as refused:
        people.person(twice.absorbed.pk, reader=twice.by, on=TODAY)
    assert refused.value.into == twice.kept.pk
    assert queries.led_by(twice.absorbed.pk) == merge
    with pytest.raises(MergedInto):
        registry.add_name(twice.absorbed, kind="known_as", given_name="Mina", family_name="", on=TODAY, by=twice.by)


def test_names_and_telephones_not_picked_stay_known(twice):
    twice.merge(picks={"born": "absorbed"})
    kept = twice.again(twice.kept)
    assert (kept.given_name, kept.born_from) == ("Amina", twice.absorbed.born_from)
    name = PersonName.objects.get(person=kept)
    assert (name.given_name, name.kind) == ("أمينة", "other_script")


def test_the_household_left_by_all_is_closed_and_followed(twice):
    merge = twice.merge()
    lower = Household.objects.get(pk=twice.lower.pk)
    assert (lower.closed_on, lower.succeeded_by_id) == (TODAY, twice.upper.pk)
    assert valley.lives(twice.upper, TODAY) == {"Amina": "head"}
    stay = Membership.objects.get(person=twice.absorbed)
    assert (stay.period.upper, stay.ended_because) == (TODAY, "merged")
    twice.part(merge)
    lower.refresh_from_db()
    assert (lower.closed_on, lower.succeeded_by_id) == (None, None)
    assert valley.lives(lower, TODAY) == {"أمينة": "head"}


def test_the_officer_says_that_they_live_in_the_other_household(twice):
    merge = twice.merge(lives_in=twice.lower.pk)
    assert valley.lives(twice.lower, TODAY) == {"Amina": "head"}
    assert Household.objects.get(pk=twice.upper.pk).succeeded_by_id == twice.lower.pk
    twice.part(merge)
    assert valley.lives(twice.lower, TODAY) == {"أمينة": "head"}
    assert valley.lives(twice.upper, TODAY) == {"Amina": "head"}


def test_where_they_live_must_be_said(twice):
    with pytest.raises(errors.HomeUnknown):
        twice.merge(lives_in=None)


def test_a_household_is_not_left_without_a_head(land):
    twice = Twice(land, children=True)
    with pytest.raises(errors.LeftWithoutHead) as refused:
        twice.merge()
    assert refused.value.left == ("سيرا حداد",)
    child = valley.people(twice.lower)["سيرا"]
    twice.merge(new_head=child)
    assert valley.lives(twice.lower, TODAY) == {"سيرا": "head"}


def test_a_household_registered_twice_is_merged_pair_by_pair(land):
    twice = Twice(land, children=True)
    pairs = [
        actions.Pair(twice.kept, twice.absorbed),
        actions.Pair(valley.people(twice.upper)["Cira"], valley.people(twice.lower)["سيرا"]),
    ]
    asked = {"because": "One family", "on": TODAY, "at": NOW, "by": twice.by}
    for pair in pairs:
        saying.said_same(pair.kept, pair.absorbed, by=twice.land.uphill)
    made = actions.merge_households(twice.upper, pairs=pairs, **asked)
    assert valley.lives(twice.upper, TODAY) == {"Amina": "head", "Cira": "child"}
    assert Household.objects.get(pk=twice.lower.pk).succeeded_by_id == twice.upper.pk
    for merge in made:
        twice.part(merge)
    assert valley.lives(twice.lower, TODAY) == {"أمينة": "head", "سيرا": "child"}
    assert Household.objects.get(pk=twice.lower.pk).closed_on is None


def test_nobody_is_in_two_pairs(twice):
    pairs = [actions.Pair(twice.kept, twice.absorbed)] * 2
    with pytest.raises(errors.PairsOverlap):
        actions.merge_households(twice.upper, pairs=pairs, because="x", on=TODAY, at=NOW, by=twice.by)
    assert not models.Merge.objects.exists()


def test_both_areas_are_needed(twice):
    for officer in (twice.land.uphill, twice.land.seaside):
        with pytest.raises(OutsideArea):
            twice.merge(by=officer)


def test_nobody_merges_what_no_other_has_said_to_be_one_person(twice):
    asked = {"because": "x", "on": TODAY, "at": NOW, "by": twice.by, "lives_in": twice.upper.pk}
    with pytest.raises(errors.SaidAlone):
        actions.merge_people(twice.kept, absorbed=twice.absorbed, **asked)
    saying.said_same(twice.kept, twice.absorbed, by=twice.by)
    with pytest.raises(errors.SaidAlone):
        actions.merge_people(twice.kept, absorbed=twice.absorbed, **asked)
    saying.said_same(twice.kept, twice.absorbed, by=twice.land.uphill)
    assert actions.merge_people(twice.kept, absorbed=twice.absorbed, **asked).stands


def test_a_record_is_merged_once_and_not_with_itself(twice):
    with pytest.raises(errors.SameRecord):
        actions.merge_people(twice.kept, absorbed=twice.kept, because="x", on=TODAY, at=NOW, by=twice.by)
    with pytest.raises(errors.MergeReasonMissing):
        twice.merge(because=" ")
    with pytest.raises(errors.NotPickable):
        twice.merge(picks={"height": "kept"})
    twice.merge()
    with pytest.raises(errors.AlreadyMerged):
        twice.merge()


def test_what_speaks_for_two_persons_needs_a_reason(twice):
    for who, number in ((twice.kept, "AB12345"), (twice.absorbed, "CD67890")):
        Identifier.objects.create(
            person=who, type="national_id", number=number, verification="verified", verified_on=TODAY
        )
    with pytest.raises(errors.SpeaksAgainst) as refused:
        twice.merge()
    assert len(refused.value.why) == 1
    assert twice.merge(although="The first card was replaced.").although


def test_the_dead_and_the_living_are_not_one_without_a_reason(twice):
    Membership.objects.filter(person=twice.absorbed).update(relationship=None)
    type(twice.kept).objects.filter(pk=twice.absorbed.pk).update(died_on=TODAY)
    with pytest.raises(errors.SpeaksAgainst):
        twice.merge()


def test_merged_on_is_parted_first(twice, land):
    first = twice.merge()
    third = land.household(NewMember("Amena", "Hadad", "head", "female", valley.day(1985, 3, 2)))
    other = valley.people(third)["Amena"]
    asked = {"because": "x", "on": TODAY, "at": NOW, "by": twice.by, "lives_in": third.pk}
    saying.said_same(other, twice.kept)
    second = actions.merge_people(other, absorbed=twice.kept, **asked)
    assert twice.again(twice.absorbed).merged_into_id == other.pk
    with pytest.raises(errors.MergedSince):
        twice.part(first)
    twice.part(second)
    assert twice.again(twice.absorbed).merged_into_id == twice.kept.pk
    twice.part(first)
    assert twice.again(twice.absorbed).merged_into_id is None
    with pytest.raises(errors.AlreadyParted):
        twice.part(first)


def test_what_came_since_is_listed_and_given_to_whom_it_belongs(twice):
    merge = twice.merge()
    stays = twice.kept.phones.create(number="+99970000010")
    theirs = twice.kept.phones.create(number="+99970000011")
    came = queries.parting(merge, reader=twice.by).came
    assert [(one.name, one.key) for one in came] == [
        ("registry.Phone.person", stays.pk),
        ("registry.Phone.person", theirs.pk),
    ]
    with pytest.raises(errors.DidNotCome):
        twice.part(merge, to_other=[f"registry.Phone.person:{theirs.pk + 1}"])
    twice.part(merge, to_other=[came[1].code])
    assert list(twice.absorbed.phones.values_list("pk", flat=True)) == [theirs.pk]
    assert list(twice.kept.phones.values_list("pk", flat=True)) == [stays.pk]


def test_a_home_that_changed_since_is_refused_in_words(twice):
    merge = twice.merge(lives_in=twice.lower.pk)
    Membership.objects.filter(person=twice.kept, household=twice.lower).update(number=7)
    with pytest.raises(errors.MovedHomeSince):
        twice.part(merge)
    assert models.Merge.objects.get().stands


def test_a_plan_tells_what_would_happen_and_does_nothing(twice):
    twice.absorbed.phones.create(number="+99970000009")
    plan = queries.merge_plan(twice.kept.pk, twice.absorbed.pk, reader=twice.by, on=TODAY)
    assert {one.name for one in plan.to_pick} == {"name", "born"}
    assert [(str(one.label), one.moves, one.stays) for one in plan.hanging] == [
        ("Households", 0, 1),
        ("Telephone numbers", 1, 0),
    ]
    assert [home.of for home in plan.homes] == ["kept", "absorbed"]
    assert plan.needs_home
    assert not models.Merge.objects.exists()


def test_the_audit_tells_both(twice):
    twice.part(twice.merge())
    told = [entry.facts["says"] for entry in Entry.objects.order_by("id") if entry.action == "identity.merge"]
    assert told == ["merged two records of one person", "parted two records that were merged"]


def test_a_death_is_not_recorded_by_merging(twice):
    Membership.objects.filter(person=twice.absorbed).update(relationship=None)
    type(twice.kept).objects.filter(pk=twice.absorbed.pk).update(died_on=TODAY)
    with pytest.raises(errors.DiesByMerging):
        twice.merge(although="The other one was told by mistake.", picks={"died": "absorbed"})


def test_registered_and_merged_on_one_day_all_comes_back(land):
    twice = Twice(land)
    third = land.household(
        NewMember("Omar", "Haddad", "head", "male", valley.day(1980)),
        NewMember("Amina", "Haddad", "spouse", "female", valley.day(1985, 3, 2)),
        where=land.coast,
        on=TODAY,
    )
    before = stand()
    other = valley.people(third)["Amina"]
    asked = {"because": "x", "on": TODAY, "at": NOW, "by": twice.by, "lives_in": twice.upper.pk}
    saying.said_same(twice.kept, other, by=twice.land.uphill)
    merge = actions.merge_people(twice.kept, absorbed=other, **asked)
    assert valley.lives(third, TODAY) == {"Omar": "head"}
    twice.part(merge)
    assert stand() == before
