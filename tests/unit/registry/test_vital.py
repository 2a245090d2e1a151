"""Births, deaths, marriages and who cares for whom."""

from datetime import date, timedelta

import pytest

from ayni.kernel.partial_dates import PartialDate
from ayni.registry import actions, errors, models
from ayni.registry.actions import Correction, NewMember
from tests.unit.registry.valley import CHILD, HEAD, SON, SPOUSE, TODAY, day, lives, people

BABY = NewMember("Fanta", "Sow", "", "female", day(2026, 6, 1))


def died(year, month=6, at=1):
    return day(year, month, at)


def test_a_child_is_born_into_its_mothers_household(land):
    home = land.household(HEAD, SPOUSE)
    who = people(home)
    born = actions.record_birth(
        who["Amina"], child=BABY, father=who["Bakar"], key="b1", evidence="Health post", on=TODAY, by=land.uphill
    )
    assert lives(home, date(2026, 5, 31)) == {"Amina": "head", "Bakar": "spouse"}
    assert lives(home, date(2026, 6, 1)) == {"Amina": "head", "Bakar": "spouse", "Fanta": "child"}
    ties = {tie.kind: (tie.relative.given_name, tie.nature, tie.evidence) for tie in born.kin.all()}
    assert ties == {"mother": ("Amina", "biological", "Health post"), "father": ("Bakar", "biological", "Health post")}
    assert actions.record_birth(who["Amina"], child=BABY, key="b1", on=TODAY, by=land.uphill) == born


def test_a_daughters_child_is_the_heads_grandchild(land):
    home = land.household(HEAD, NewMember("Nene", "Sow", "child", "female", day(2002), mother=1))
    actions.record_birth(people(home)["Nene"], child=BABY, key="b1", on=TODAY, by=land.uphill)
    assert lives(home, TODAY)["Fanta"] == "grandchild"


@pytest.mark.parametrize(
    ("born", "refusal"),
    [(day(2027), errors.BornLater), (day(1984), errors.YoungerParent), (day(1994, 3, 1), errors.YoungerParent)],
)
def test_a_birth_no_mother_could_have_given_is_refused(land, born, refusal):
    home = land.household(HEAD)
    with pytest.raises(refusal):
        actions.record_birth(
            people(home)["Amina"],
            child=NewMember("X", "Y", "", "female", born),
            key="b1",
            on=TODAY,
            by=land.uphill,
        )


def test_unknown_days_of_birth_refuse_nothing(land):
    home = land.household(
        NewMember("Amina", "Sow", "head", "female"), NewMember("X", "Y", "child", born=day(2000), mother=1)
    )
    assert models.Kinship.objects.filter(person=people(home)["X"]).count() == 1


def test_a_stepmother_may_be_young(land):
    home = land.household(HEAD, NewMember("X", "Y", "child", "male", day(1990)))
    tie = actions.record_kinship(
        people(home)["X"], relative=people(home)["Amina"], kind="mother", nature="step", on=TODAY, by=land.uphill
    )
    assert tie.nature == "step"


def test_a_death_ends_what_the_person_had_and_another_leads(land):
    home = land.household(HEAD, SPOUSE, CHILD)
    who = people(home)
    actions.record_kinship(who["Amina"], relative=who["Bakar"], kind="spouse", on=TODAY, by=land.uphill)
    actions.add_identifier(who["Amina"], type="national_id", number="AB 12345", on=TODAY, by=land.uphill)
    actions.add_phone(who["Amina"], number="+254 712 345 678", on=TODAY, by=land.uphill)
    with pytest.raises(errors.NewHeadNeeded):
        actions.record_death(who["Amina"], died=died(2026), known="certificate", on=TODAY, by=land.uphill)
    gone = actions.record_death(
        who["Amina"], died=died(2026), known="certificate", on=TODAY, by=land.uphill, new_head=who["Bakar"]
    )
    assert (gone.died_from, gone.died_on, gone.death_known) == (None, date(2026, 6, 1), "certificate")
    assert lives(home, TODAY) == {"Bakar": "head", "Cira": "child"}
    assert models.Membership.objects.get(person=gone).ended_because == "died"
    assert models.Identifier.objects.get().ended_on == date(2026, 6, 1)
    assert models.Phone.objects.get().until == date(2026, 6, 1)
    assert set(models.Kinship.objects.filter(kind="spouse").values_list("until", flat=True)) == {date(2026, 6, 1)}
    assert models.Kinship.objects.get(kind="mother").until is None


def test_a_child_leads_when_the_mother_dies(land):
    home = land.household(HEAD, CHILD, SON)
    who = people(home)
    actions.record_death(who["Amina"], died=died(2026), known="family", on=TODAY, by=land.uphill, new_head=who["Cira"])
    assert lives(home, TODAY) == {"Cira": "head", "Demba": "sibling"}


def test_who_lived_alone_leaves_a_closed_household(land):
    home = land.household(HEAD)
    actions.record_death(people(home)["Amina"], died=died(2026), known="family", on=TODAY, by=land.uphill)
    home.refresh_from_db()
    assert home.closed_on == date(2026, 6, 1)


def test_a_death_known_by_its_year_alone_keeps_both_ends(land):
    home = land.household(HEAD, SPOUSE)
    year = PartialDate(date(2025, 1, 1), date(2025, 12, 31))
    gone = actions.record_death(people(home)["Bakar"], died=year, known="family", on=TODAY, by=land.uphill)
    assert (gone.died_from, gone.died_on) == (date(2025, 1, 1), date(2025, 12, 31))


def test_a_child_that_dies_on_the_day_it_is_born_was_there_that_day(land):
    home = land.household(HEAD)
    baby = actions.record_birth(people(home)["Amina"], child=BABY, key="b", on=TODAY, by=land.uphill)
    actions.record_death(baby, died=died(2026), known="office", on=TODAY, by=land.uphill)
    assert "Fanta" in lives(home, date(2026, 6, 1))
    assert "Fanta" not in lives(home, date(2026, 6, 2))


@pytest.mark.parametrize(
    ("when", "refusal"),
    [(day(2027), errors.DayToCome), (day(2011), errors.BornLater), (day(2019), errors.DiedEarlier)],
)
def test_a_death_on_an_impossible_day_is_refused(land, when, refusal):
    home = land.household(HEAD, CHILD)
    with pytest.raises(refusal):
        actions.record_death(people(home)["Cira"], died=when, known="family", on=TODAY, by=land.uphill)


def test_nothing_begins_for_the_dead(land):
    home, other = land.household(HEAD, SPOUSE), land.household(NewMember("Other", "One", "head"))
    gone = people(home)["Bakar"]
    actions.record_death(gone, died=died(2026), known="family", on=TODAY, by=land.uphill)
    gone.refresh_from_db()
    for attempt in (
        lambda: actions.add_member(other, gone, relationship="spouse", on=TODAY, by=land.uphill),
        lambda: actions.move_person(gone, household_id=other.pk, relationship="spouse", on=TODAY, by=land.uphill),
        lambda: actions.add_phone(gone, number="+254712345678", on=TODAY, by=land.uphill),
        lambda: actions.record_death(gone, died=died(2026), known="family", on=TODAY, by=land.uphill),
        lambda: actions.record_birth(
            gone, child=NewMember("X", "Y", "", born=day(2026, 6, 20)), key="x", on=TODAY, by=land.uphill
        ),
    ):
        with pytest.raises(errors.HasDied):
            attempt()


def test_a_marriage_stands_from_both_sides_and_ends_from_both(land):
    home = land.household(HEAD, SPOUSE)
    who = people(home)
    tie = actions.record_kinship(
        who["Amina"],
        relative=who["Bakar"],
        kind="spouse",
        since=date(2005, 1, 1),
        evidence="Act 12",
        on=TODAY,
        by=land.uphill,
    )
    assert models.Kinship.objects.filter(kind="spouse", until=None).count() == 2
    with pytest.raises(errors.KinKnown):
        actions.record_kinship(who["Bakar"], relative=who["Amina"], kind="spouse", on=TODAY, by=land.uphill)
    actions.end_kinship(tie, on=TODAY, by=land.uphill)
    assert models.Kinship.objects.filter(kind="spouse", until=None).count() == 0
    again = actions.record_kinship(
        who["Amina"], relative=who["Bakar"], kind="spouse", since=TODAY, on=TODAY, by=land.uphill
    )
    assert again.pk != tie.pk


def test_nobody_is_their_own_kin(land):
    home = land.household(HEAD)
    who = people(home)["Amina"]
    with pytest.raises(errors.OwnKin):
        actions.record_kinship(who, relative=who, kind="guardian", on=TODAY, by=land.uphill)


def test_a_child_is_born_of_one_mother_and_may_be_adopted_by_another(land):
    home = land.household(
        HEAD, NewMember("Ada", "B", "other_relative", "female", day(1980)), NewMember("X", "Y", "child", born=day(2010))
    )
    who = people(home)
    said = {"kind": "mother", "on": TODAY, "by": land.uphill}
    actions.record_kinship(who["X"], relative=who["Amina"], nature="biological", **said)
    with pytest.raises(errors.KinKnown):
        actions.record_kinship(who["X"], relative=who["Ada"], nature="biological", **said)
    actions.record_kinship(who["X"], relative=who["Ada"], nature="adoptive", **said)
    assert who["X"].kin.count() == 2


def test_a_correction_that_makes_a_mother_too_young_is_refused(land):
    home = land.household(HEAD, CHILD)
    with pytest.raises(errors.YoungerParent):
        actions.correct_person(people(home)["Amina"], correction=Correction(born=day(2005)), on=TODAY, by=land.uphill)


def test_care_begins_and_ends_on_days(land):
    home = land.household(HEAD, CHILD, NewMember("Ada", "B", "other_relative", "female", day(1980)))
    who = people(home)
    tie = actions.record_kinship(
        who["Cira"], relative=who["Ada"], kind="caregiver", since=date(2026, 1, 1), on=TODAY, by=land.uphill
    )
    with pytest.raises(errors.BeforeItBegan):
        actions.end_kinship(tie, on=date(2025, 1, 1), by=land.uphill)
    ended = actions.end_kinship(tie, on=TODAY - timedelta(days=3), by=land.uphill)
    assert ended.until == TODAY - timedelta(days=3)
