from decimal import Decimal

import pytest
from django.utils import translation

from ayni.commons.access.errors import NotPermitted
from ayni.enrolment import actions, errors, models, queries
from tests.unit.enrolment import world
from tests.unit.enrolment.world import DAY

NOW = world.noon(DAY)


def explained(household, reader, programme, person=""):
    found = queries.for_household(household.pk, reader)
    return next(one for one in found if one.programme == programme and one.person == person)


def test_a_yes_says_what_is_met_and_what_is_received(decided, families, officer):
    found = explained(families["poor"], officer, "housing")
    assert found.result == "eligible"
    assert found.sentence == "Yes: The floor is of earth; There are fewer than three rooms."
    assert found.change == ""
    assert [(one.name, one.met) for one in found.criteria] == [("earth-floor", True), ("crowded", True)]
    assert [(used.label, used.value) for one in found.criteria for used in one.used] == [
        ("Floor", "Earth"),
        ("Rooms", "2"),
    ]
    assert (found.amount, found.benefit, found.status) == (Decimal("150.26"), "LCU 150.26 every quarter", "proposed")
    assert (found.run_id, found.snapshot_on, found.version) == (decided.pk, DAY, 1)


def test_a_no_says_why_and_what_would_change_it(decided, families, officer):
    found = explained(families["poor"], officer, "child-grant", "Person1 Poor")
    assert found.sentence == "No, because this is not so: The child is under five."
    assert found.change == "This would change if the following became so: The child is under five."
    assert [(used.label, used.value) for used in found.criteria[0].used] == [("Age", "36")]
    assert (found.decision_id, found.status, found.amount) == (None, "", None)


def test_the_unknown_is_asked_for_and_never_a_no(decided, families, officer):
    found = explained(families["gaps"], officer, "housing")
    assert found.result == "needs_information"
    assert [one.met for one in found.criteria] == [True, None]
    assert found.missing == ("Rooms", "Day of birth (Person1 Gaps)")
    assert found.sentence == "We need to know: Rooms; Day of birth (Person1 Gaps)."
    assert found.criteria[1].used[0].value == "not known"
    assert (found.status, found.amount) == ("asked", None)


def test_every_programme_and_member_is_explained_the_yes_first(decided, families, officer):
    found = queries.for_household(families["poor"].pk, officer)
    assert [(one.programme, one.person, one.result) for one in found] == [
        ("child-grant", "Person2 Poor", "eligible"),
        ("disability", "Person2 Poor", "eligible"),
        ("housing", "", "eligible"),
        ("child-grant", "Person1 Poor", "ineligible"),
        ("disability", "Person1 Poor", "ineligible"),
    ]


def test_an_explanation_tells_no_sensitive_answer_to_anybody(decided, families, officer):
    for reader in (officer, world.officer("auditor", "auditor")):
        used = explained(families["poor"], reader, "disability", "Person2 Poor").criteria[0].used[0]
        assert (used.label, used.value, used.is_hidden) == ("Disability", "hidden", True)


def test_it_speaks_the_readers_language(decided, families, officer):
    with translation.override("fr"):
        found = explained(families["poor"], officer, "child-grant", "Person2 Poor")
        assert found.title == "Allocation pour enfants"
        assert found.criteria[0].says == "L’enfant a moins de cinq ans"


def test_a_household_elsewhere_is_not_found(decided, families, officer):
    with pytest.raises(errors.NotFound):
        queries.for_household(families["south"].pk, officer)
    with pytest.raises(NotPermitted):
        queries.for_household(families["poor"].pk, world.officer("pay", "payment_officer"))


def test_a_household_the_snapshot_does_not_know_has_no_answers(decided, places, officer):
    late = world.household(places["N1"], "late", [{}])
    assert queries.for_household(late.pk, officer) == []


def test_the_review_and_the_enrolment_show_in_the_explanation(decided, families, officer):
    before = explained(families["poor"], officer, "housing")
    enrolment = actions.accept(models.Decision.objects.get(pk=before.decision_id), by=officer, at=NOW)
    after = explained(families["poor"], officer, "housing")
    assert (after.status, after.enrolment, after.enrolment_id) == ("accepted", "enrolled", enrolment.pk)


def test_decisions_are_listed_within_the_readers_areas(decided, programmes, officer, everywhere):
    version = programmes["housing"]
    page = queries.decisions(decided, version, "proposed", officer)
    assert (page.total, [row.area for row in page.rows]) == (1, ["District N1"])
    assert queries.decisions(decided, version, "proposed", everywhere).total == 2
    asked = queries.decisions(decided, version, "asked", officer).rows[0]
    assert asked.missing == ("Rooms", "Day of birth (each member)")
    assert queries.decisions(decided, version, None, everywhere, limit=1, offset=2).total == 3


def test_one_decision_elsewhere_is_not_found(decided, officer, everywhere):
    south = models.Decision.objects.filter(household__source_key="south").first()
    assert queries.decision(south.pk, everywhere) == south
    with pytest.raises(errors.NotFound):
        queries.decision(south.pk, officer)


def test_what_waits_for_me(decided, programmes, officer, manager):
    waiting = {one.version.programme.code: (one.proposed, one.asked) for one in queries.waiting(officer)}
    assert waiting == {"child-grant": (1, 1), "housing": (1, 1), "disability": (1, 3)}
    actions.accept_all(decided, programmes["housing"], by=officer, at=NOW, starts_on=DAY)
    waiting = {one.version.programme.code: (one.proposed, one.asked) for one in queries.waiting(officer)}
    assert waiting["housing"] == (0, 1)
    assert queries.waiting(manager) == []


def test_a_run_shows_its_counts_and_its_review(decided, programmes, manager, everywhere):
    actions.accept_all(decided, programmes["housing"], by=everywhere, at=NOW, starts_on=DAY)
    record = queries.run(decided.pk, manager)
    housing = next(one for one in record.programmes if one.code == "housing")
    assert (housing.eligible, housing.ineligible, housing.needs_information) == (2, 1, 1)
    assert housing.review == {"proposed": 0, "asked": 1, "accepted": 2, "declined": 0}
    assert [(one.says, one.met, one.not_met, one.unknown) for one in housing.criteria] == [
        ("The floor is of earth", 3, 1, 0),
        ("There are fewer than three rooms", 2, 0, 2),
    ]
    assert record.is_latest
    assert queries.summary(decided)[2] == {
        "code": "housing",
        "unit": "household",
        "eligible": 2,
        "ineligible": 1,
        "needs_information": 1,
        "enrolled": 2,
    }
    with pytest.raises(errors.NotFound):
        queries.run(0, manager)


def test_enrolments_of_a_household(decided, programmes, families, officer):
    actions.accept_all(decided, programmes["housing"], by=officer, at=NOW, starts_on=DAY)
    actions.accept_all(decided, programmes["child-grant"], by=officer, at=NOW, starts_on=DAY)
    found = queries.enrolments(families["poor"].pk, officer)
    assert sorted(one.programme.code for one in found) == ["child-grant", "housing"]
    assert queries.enrolments(families["south"].pk, officer) == []
