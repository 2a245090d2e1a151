from datetime import date

import pytest

from ayni.assessment import actions, errors, models, queries
from ayni.assessment.actions import finding
from ayni.assessment.queries import answered as answers_of
from ayni.assessment.queries import area_needs, catalogue, needing, spelled
from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.actions.errors import SameOfficer
from ayni.commons.directory.models import Institution, Place
from ayni.enrolment.models import Decision, Enrolment, Run
from ayni.snapshots import opening
from tests.unit.assessment import written
from tests.unit.assessment.written import AT
from tests.unit.enrolment import world

BABY = {"born": date(2024, 1, 1)}
ADULT = {"born": date(1990, 1, 1)}


@pytest.fixture
def people(places):
    """(writer, adopter, manager)"""
    return (*written.officers(), world.officer("manager", "programme_manager"))


@pytest.fixture
def families(places):
    """Eight homes of earth with a baby in the north, five of cement there; six in the south that did not say."""
    made = [world.household(places["N1"], f"n{i}", [ADULT, BABY], floor="earth", electricity=False) for i in range(8)]
    made += [world.household(places["N1"], f"c{i}", [ADULT, {}], floor="cement", electricity=True) for i in range(5)]
    made += [world.household(places["S1"], f"s{i}", [ADULT]) for i in range(6)]
    return made


def assessed(people):
    writer, adopter, manager = people
    written.adopted(written.LACKS, writer=writer, adopter=adopter)
    needs = written.adopted(written.NEEDS, writer=writer, adopter=adopter)
    return actions.assess(needs, world.snapshot(manager), by=manager)


def agreed(need, kind, code, people):
    proposer = people[2]
    return actions.approve_answer(actions.propose_answer(need, kind=kind, code=code, by=proposer), by=people[1], at=AT)


def test_needs_are_found_and_unknown_is_never_no(people, families):
    made = assessed(people)
    rows = {row.household_id: row.details for row in models.Finding.objects.filter(assessment=made)}
    baby = families[0].memberships.get(number=2).person_id
    assert rows[families[0].pk] == {"found": {"housing": [], "small_children": [baby], "light": []}, "unknown": []}
    assert rows[families[8].pk] == {"found": {}, "unknown": ["small_children"]}
    assert rows[families[13].pk] == {"found": {}, "unknown": ["housing", "light"]}
    # Nobody is asked about meals here; disability is sensitive, and in no table.
    assert made.figures["not_asked"] == ["food"]
    assert made.figures["kept_apart"] == ["disability"]


def test_one_household_alone_has_the_same_needs_as_among_all(people, families):
    made = assessed(people)
    needs = catalogue.needs(made.instrument)
    with opening.open(made.snapshot) as opened:
        whole = finding.find(needs.values(), opened)
        kept = [one for one in whole.needs if one.name not in whole.apart]
        everyone = dict(zip(whole.household.tolist(), finding.details(whole, kept), strict=True))
        for home in (families[0], families[8], families[13]):
            alone = finding.find(needs.values(), opened, only=home.pk)
            assert finding.details(alone, kept)[0] == everyone[home.pk]


def test_an_areas_needs_are_counted_at_every_level_and_small_numbers_hidden(people, families, places):
    made = assessed(people)
    tally = {(one.area, one.need): one for one in made.tallies.all()}
    housing = tally["", "housing"]
    assert (housing.households, housing.people, housing.unknown, housing.counted) == (8, 16, 6, 32)
    assert (tally["N1", "small_children"].people, tally["N1", "small_children"].unknown) == (8, 5)
    reader = world.officer("sees", "analyst")
    shown = {one.name: one for one in area_needs.of_area("", reader).needs}
    assert (shown["housing"].people, shown["housing"].unknown, shown["housing"].unmet) == (16, 6, 16)
    assert shown["housing"].share == pytest.approx(16 / 26)
    assert not shown["food"].is_asked and shown["food"].people is None
    everywhere = area_needs.of_area("", reader)
    assert {code: numbers["housing"] for code, _name, numbers in everywhere.parts} == {"N": 16, "S": 0}
    district = world.officer("noor", "district_officer", places["N"])
    assert area_needs.of_area("N1", district).name == "District N1"
    assert area_needs.of_area("", district).area == "N"  # their own
    with pytest.raises(OutsideArea):
        area_needs.of_area("S1", district)
    with pytest.raises(NotPermitted):
        area_needs.of_area("", world.officer("desk", "desk_officer", places["N"]))


def test_fewer_than_five_are_told_of_nowhere(people, places):
    for place in range(12):
        floor = "earth" if place < 3 else "cement"
        world.household(places["N1"], f"h{place}", [ADULT], floor=floor, electricity=True)
    assessed(people)
    shown = {one.name: one for one in area_needs.of_area("N1", world.officer("sees", "analyst")).needs}
    assert (shown["housing"].people, shown["housing"].share, shown["housing"].unmet) == (None, None, None)


def test_what_answers_a_need_is_proposed_by_one_officer_and_approved_by_another(people, places):
    written.adopted(written.NEEDS, writer=people[0], adopter=people[1])
    world.programme(world.HOUSING, people[2], world.officer("approver2", "programme_approver"))
    with pytest.raises(errors.UnknownNeed, match="housing"):
        actions.propose_answer("house", kind="programme", code="housing", by=people[2])
    with pytest.raises(errors.UnknownAnswer, match="housing"):
        actions.propose_answer("housing", kind="programme", code="houses", by=people[2])
    made = actions.propose_answer("housing", kind="programme", code="housing", by=people[2], reason="The law")
    with pytest.raises(errors.AnswerThere):
        actions.propose_answer("housing", kind="programme", code="housing", by=people[2])
    world.Grant.objects.create(user=people[2], role_id="programme_approver", starts_on=world.START)
    both = type(people[2]).objects.get(pk=people[2].pk)
    with pytest.raises(SameOfficer):
        actions.approve_answer(made, by=both, at=AT)
    approved = actions.approve_answer(made, by=people[1], at=AT)
    assert approved.status == "approved"
    with pytest.raises(errors.ReasonMissing):
        actions.end_answer(approved, by=people[1], at=AT, reason="")
    assert actions.end_answer(approved, by=people[1], at=AT, reason="Closed").status == "ended"
    again = actions.propose_answer("housing", kind="place", code="office", by=people[2])
    assert actions.reject_answer(again, by=people[1], at=AT, reason="No").status == "rejected"
    assert len(answers_of.answers(people[2])) == 2


def test_a_household_is_told_what_could_help_and_the_next_step(people, families, places):
    approver = world.officer("approver2", "programme_approver")
    world.programme(world.HOUSING, people[2], approver)
    written.adopted(written.LACKS, writer=people[0], adopter=people[1])
    needs = written.adopted(written.NEEDS, writer=people[0], adopter=people[1])
    agreed("housing", "programme", "housing", people)
    agreed("small_children", "place", "health_facility", people)
    clinic = Institution.objects.create(code="clinic", names={"en": "Clinics"}, kind="residential", capacity=3)
    Place.objects.create(
        code="c1", kind="health_facility", names={"en": "Clinic of N1"}, institution=clinic, area=places["N1"]
    )
    actions.assess(needs, world.snapshot(people[2]), by=people[2])
    worker = world.officer("worker", "social_worker", places["N"])
    package = needing.of_household(families[0].pk, worker)
    by_name = {one.name: one for one in package.needs}
    assert next(one.name for one in package.needs) == "small_children"  # the most urgent first
    assert by_name["small_children"].people == ("Person2 N0",)
    assert by_name["small_children"].answers[0].places == ("Clinic of N1",)
    assert by_name["small_children"].next_step == "Go to Clinic of N1 for Health facility."
    # No run has decided yet.
    assert by_name["housing"].answers[0].state == "unknown" and by_name["housing"].is_unmet
    assert by_name["food"].state == "not_asked"
    assert package.kept_apart == 1
    unknown = needing.of_household(families[8].pk, worker)
    assert [one.name for one in unknown.unknown] == ["small_children"]
    area = {one.name: one for one in area_needs.of_area("N1", world.officer("sees", "analyst")).needs}
    small = area["small_children"]
    assert (small.services[0].places, small.services[0].capacity, small.capacity, small.gap) == (1, 3, 3, 5)
    assert area["housing"].programmes == ("Housing support",)


def test_who_receives_what_answers_a_need_is_helped(people, families, places):
    approver = world.officer("approver2", "programme_approver")
    version = world.programme(world.HOUSING, people[2], approver)
    written.adopted(written.LACKS, writer=people[0], adopter=people[1])
    needs = written.adopted(written.NEEDS, writer=people[0], adopter=people[1])
    agreed("housing", "programme", "housing", people)
    run = Run.objects.create(snapshot=world.snapshot(people[2]), on=world.DAY, asked_by=people[2])
    for home in families[:6]:
        decision = Decision.objects.create(
            run=run, version=version, household=home, result="eligible", status="accepted"
        )
        Enrolment.objects.create(
            programme=version.programme, version=version, household=home, decision=decision, starts_on=world.START
        )
    made = actions.assess(needs, world.snapshot(people[2]), by=people[2])
    tally = made.tallies.get(area="", need="housing")
    assert (tally.people, tally.helped) == (16, 12)
    worker = world.officer("worker", "social_worker", places["N"])
    housing = {one.name: one for one in needing.of_household(families[0].pk, worker).needs}["housing"]
    assert housing.answers[0].state == "received" and not housing.is_unmet
    assert housing.next_step == "Housing support is received already."


def test_needs_that_rest_on_sensitive_answers_are_opened_for_a_purpose(people, places):
    home = world.household(places["N1"], "home", [{"disability": True}], floor="cement", electricity=True)
    assessed(people)
    worker = world.officer("worker", "social_worker", places["N"])
    assert "disability" not in {one.name for one in needing.of_household(home.pk, worker).needs}
    opened = queries.household_apart(home.pk, "needs", reader=worker, purpose="case_work")
    assert [one.name for one in opened.package.found] == ["disability"]


def test_another_answer_makes_the_counts_anew_and_leaves_what_was_found(people, families):
    made = assessed(people)
    before = set(models.Finding.objects.values_list("pk", flat=True))
    assert actions.assess(made.instrument, made.snapshot, by=people[2]) == made
    world.programme(world.HOUSING, people[2], world.officer("approver2", "programme_approver"))
    agreed("housing", "programme", "housing", people)
    again = actions.assess(made.instrument, made.snapshot, by=people[2])
    assert again.pk == made.pk and again.figures["answers"] == {"housing": ["housing"]}
    assert set(models.Finding.objects.values_list("pk", flat=True)) == before


def test_the_shipped_catalogue_is_adopted_and_read(people, places):
    made = actions.adopt_needs(by=people[2])
    assert actions.adopt_needs(by=people[2]) == made
    known = catalogue.needs()
    assert {"income", "food", "schooling", "protection", "water"} <= set(known)
    for one in known.values():
        for texts in (one.labels, one.says):
            assert set(texts) == {"en", "fr", "ar"}, one.name
    assert made.code not in {one.code for one in queries.instruments()}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("urgency: soon", "urgency: today"), "now, soon or later"),
        (("    rule: household.meals < 2\n", ""), "by what “food” is found"),
        (("name: food", "name: light"), "listed twice"),
        (("says: {en: A child is under five}", "say: {en: A child is under five}"), "“say” is not known"),
    ],
)
def test_a_catalogue_that_makes_no_sense_is_refused(people, change, says):
    with pytest.raises(spelled.SpecRefused, match=says):
        actions.write_instrument(written.NEEDS.replace(*change), by=people[0])
