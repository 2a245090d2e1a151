import pytest
from django.db import IntegrityError, transaction

from ayni.commons.access.errors import NotPermitted, SameOfficer
from ayni.commons.audit import queries as audit
from ayni.engines.rules import errors as rules
from ayni.kernel.lifecycles import WrongState
from ayni.programmes import actions, errors, models, queries
from tests.unit.enrolment import world
from tests.unit.enrolment.world import CHILD_GRANT, DAY, START

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    world.dictionary()
    return world.officer("manager", "programme_manager")


@pytest.fixture
def approver():
    return world.officer("approver", "programme_approver")


def prepared(manager, text=CHILD_GRANT, since=START):
    return actions.prepare(text, by=manager, in_force_from=since)


def test_a_new_programme_begins_as_a_draft_that_decides_nothing(manager):
    version = prepared(manager)
    assert (version.programme.code, version.number, version.status) == ("child-grant", 1, "draft")
    assert queries.in_force(DAY) == []


def test_a_version_approved_by_a_second_officer_decides_from_its_day_on(manager, approver):
    version = actions.approve(prepared(manager, since=DAY), by=approver, at=world.noon(DAY))
    assert queries.in_force(DAY) == [version]
    assert queries.in_force(START) == []
    entry = audit.history(audit.subject_of(version))[0]
    assert (entry.actor, entry.facts["says"]) == (approver, "approved a programme's rules")


def test_who_prepared_may_not_approve(manager):
    both = world.officer("both", "programme_manager")
    world.Grant.objects.create(user=both, role_id="programme_approver", starts_on=START)
    version = prepared(both)
    with pytest.raises(SameOfficer, match="Another officer must do this step"):
        actions.approve(version, by=both, at=world.noon(DAY))
    version.refresh_from_db()
    assert version.status == "draft"


def test_the_database_refuses_one_officer_for_both_steps_too(manager):
    version = prepared(manager)
    with pytest.raises(IntegrityError, match="version_two_officers"), transaction.atomic():
        models.Version.objects.filter(pk=version.pk).update(status="approved", approved_by=manager)


def test_without_the_permission_nothing_is_prepared_or_approved(manager, approver):
    with pytest.raises(NotPermitted):
        actions.prepare(CHILD_GRANT, by=approver, in_force_from=START)
    with pytest.raises(NotPermitted):
        actions.approve(prepared(manager), by=manager, at=world.noon(DAY))
    with pytest.raises(NotPermitted):
        queries.programmes(world.User.objects.create(username="nobody"))


def test_a_rule_that_does_not_check_is_refused_with_its_place(manager):
    with pytest.raises(errors.TextRefused) as refusal:
        prepared(manager, CHILD_GRANT.replace("age(person, on) < 5", "person.disabilty"))
    problem = refusal.value.problems[0]
    assert (problem.line, problem.column) == (8, 18)
    assert "disability" in str(refusal.value)
    assert not models.Programme.objects.exists()


def test_a_text_that_is_no_programme_is_refused_with_its_place(manager):
    with pytest.raises(rules.DefinitionRefused, match="'unit' is missing"):
        prepared(manager, CHILD_GRANT.replace("unit: person\n", ""))


def test_an_endless_text_is_refused(manager):
    with pytest.raises(errors.TextTooLong, match="at most 64000"):
        prepared(manager, CHILD_GRANT + "#" * 64_000)


def test_a_change_of_law_is_the_next_version(manager, approver):
    first = actions.approve(prepared(manager), by=approver, at=world.noon(START))
    second = prepared(manager, CHILD_GRANT.replace("< 5", "< 6").replace("Child grant", "Children’s grant"), since=DAY)
    assert (second.programme, second.number) == (first.programme, 2)
    assert queries.in_force(DAY) == [first]
    actions.approve(second, by=approver, at=world.noon(START))
    assert queries.in_force(DAY) == [second]
    assert queries.in_force(START) == [first]
    assert models.Programme.objects.get().title == "Children’s grant"


def test_the_same_text_for_the_same_day_again_is_the_same_version(manager):
    assert prepared(manager) == prepared(manager)
    assert models.Version.objects.count() == 1


def test_whom_a_programme_is_for_never_changes(manager):
    prepared(manager)
    other = CHILD_GRANT.replace("unit: person", "unit: household").replace("age(person, on) < 5", "true")
    with pytest.raises(errors.UnitChanged, match="for each person"):
        prepared(manager, other)


def test_a_retired_version_decides_nothing_and_cannot_come_back(manager, approver):
    version = actions.approve(prepared(manager), by=approver, at=world.noon(START))
    retired = actions.retire(version, by=approver)
    assert queries.in_force(DAY) == []
    with pytest.raises(WrongState, match="Nothing more can be done"):
        actions.approve(retired, by=approver, at=world.noon(DAY))


def test_rules_the_dictionary_has_outgrown_are_not_approved(manager, approver):
    version = prepared(manager, CHILD_GRANT.replace("age(person, on) < 5", "person.disability"))
    world.models.Variable.objects.filter(name="disability").delete()
    with pytest.raises(errors.TextRefused):
        actions.approve(version, by=approver, at=world.noon(DAY))


def test_an_unknown_template_is_answered_with_the_known_ones(manager):
    with pytest.raises(errors.UnknownTemplate, match="child-grant"):
        actions.adopt_template("../secrets", by=manager, in_force_from=START)


def test_a_template_is_adopted_as_it_is_written(manager):
    version = actions.adopt_template("child-grant", by=manager, in_force_from=START)
    assert version.text == (queries.TEMPLATES / "child-grant.yaml").read_text()
    assert queries.definition(version).unit == "person"


def test_the_list_shows_what_is_in_force_and_what_waits(manager, approver):
    first = actions.approve(prepared(manager), by=approver, at=world.noon(START))
    draft = prepared(manager, CHILD_GRANT.replace("< 5", "< 6"), since=DAY)
    listed = queries.programmes(approver, on=DAY)
    assert [(one.code, one.unit, one.in_force, one.draft) for one in listed] == [
        ("child-grant", "person", first, draft)
    ]
    assert queries.waiting(approver) == [draft]
    assert queries.waiting(manager) == []
    record = queries.programme("child-grant", approver, on=DAY)
    assert record.versions == [draft, first]
    assert record.definition.criteria[0].name == "young"


def test_an_unknown_programme_is_refused(manager):
    with pytest.raises(errors.UnknownProgramme):
        queries.programme("nothing", manager)
