"""Areas merged, divided, put into another and renamed: the tree, the people, the roles and the past."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ayni.commons import acting
from ayni.commons.access.models import Grant, User
from ayni.commons.actions.errors import NotEverywhere, SameOfficer
from ayni.commons.directory import errors, planning
from ayni.commons.directory.actions import changing
from ayni.commons.directory.models import Area, BoundaryChange, EarlierState, Institution, Place, Succession
from ayni.commons.directory.plans import Part, Plan
from ayni.commons.directory.queries import changing as changes
from ayni.commons.directory.queries import finding, standing
from ayni.engines.shapes import checking
from ayni.kernel.lifecycles import WrongState
from ayni.registry.models import Dwelling, Household, Person
from tests.unit.registry import village

DAY = date(2026, 7, 1)
BEFORE = date(2026, 6, 30)
NOON = datetime(2026, 7, 2, 12, tzinfo=UTC)
WEST, EAST = checking.polygon(0, 0, 1, 1), checking.polygon(1, 0, 2, 1)
MERGED = Plan("merge", ("N1", "N2"), (Part("N3", {"en": "Hill and River"}),))
DIVIDED = Plan("divide", ("N1",), (Part("N1A", {"en": "Upper"}, WEST), Part("N1B", {"en": "Lower"}, EAST)))


@pytest.fixture
def approver(loaded):
    return village.officer("approver", "programme_approver")


@pytest.fixture
def done(steward, approver):
    """A plan, prepared by one officer and carried out by another."""

    def do(plan: Plan, on: date = DAY) -> BoundaryChange:
        change = changing.prepare_boundaries(plan, on=on, reason="A law says so", law="Act 7", by=steward)
        return changing.approve_boundaries(change, by=approver, at=NOON)

    return do


def lives(code: str) -> set[str]:
    return set(Household.objects.filter(area__code=code).values_list("source_key", flat=True))


def settle(home: Household, longitude: float, latitude: float) -> Dwelling:
    return Dwelling.objects.create(
        household=home, area=home.area, longitude=longitude, latitude=latitude, period=DateRange(date(2020, 1, 1), None)
    )


def test_nothing_changes_until_a_second_officer_approves(steward, approver, homes):
    change = changing.prepare_boundaries(MERGED, on=DAY, reason="Too small", by=steward)
    assert not Area.objects.filter(code="N3").exists()
    Grant.objects.create(user=steward, role_id="programme_approver", starts_on=BEFORE)
    both = User.objects.get(pk=steward.pk)
    with pytest.raises(SameOfficer):
        changing.approve_boundaries(change, by=both, at=NOON)
    with pytest.raises(errors.NotYet, match="2026-07-01"):
        changing.approve_boundaries(change, by=approver, at=datetime(2026, 6, 30, tzinfo=UTC))
    changing.approve_boundaries(change, by=approver, at=NOON)
    with pytest.raises(WrongState):
        changing.approve_boundaries(change, by=approver, at=NOON)
    assert Area.objects.filter(code="N3").count() == 1


def test_it_concerns_all_areas_at_once(loaded):
    northern = village.officer("nils", "data_steward", "N")
    with pytest.raises(NotEverywhere):
        changing.prepare_boundaries(MERGED, on=DAY, reason="x", by=northern)


def test_a_proposal_can_be_rejected_or_taken_back(steward, approver, homes):
    first = changing.prepare_boundaries(MERGED, on=DAY, reason="x", by=steward)
    with pytest.raises(errors.ReasonMissing):
        changing.reject_boundaries(first, reason=" ", by=approver, at=NOON)
    assert changing.reject_boundaries(first, reason="No", by=approver, at=NOON).status == "rejected"
    second = changing.prepare_boundaries(MERGED, on=DAY, reason="x", by=steward)
    other = village.officer("other", "data_steward")
    with pytest.raises(errors.NotYours):
        changing.withdraw_boundaries(second, by=other, at=NOON)
    assert changing.withdraw_boundaries(second, by=steward, at=NOON).status == "withdrawn"


def test_the_effect_is_told_in_numbers_before(steward, homes):
    village.officer("nadia", "auditor", "N1")
    with acting.as_user(steward):
        told = planning.effect(MERGED, on=DAY)
    assert (told.areas, told.households, told.persons, told.grants) == (2, 3, 6, 1)


def test_numbers_are_for_who_may_define_or_approve(homes):
    with (
        acting.as_user(village.officer("vera", "auditor")),
        pytest.raises(DatabaseError, match="count or move"),
        transaction.atomic(),
    ):
        planning.people([1])


def test_a_merger_takes_everybody_along(done, homes):
    dwelling = settle(homes["h1"], 0.5, 0.5)
    person = Person.objects.first()
    Person.objects.filter(pk=person.pk).update(registered_in=Area.objects.get(code="N1"))
    change = done(MERGED)
    assert lives("N3") == {"h1", "h2", "h3"} and not lives("N1")
    dwelling.refresh_from_db()
    person.refresh_from_db()
    assert (dwelling.area.code, person.registered_in.code) == ("N3", "N3")
    old = Area.objects.get(code="N1")
    assert (old.until, old.path) == (DAY, "/N/N3/")
    assert [(one.code, one.share) for one in standing.became(old.pk)] == [("N3", 1)]
    assert change.effect["households"] == 3


def test_a_role_in_a_merged_area_reaches_what_it_became(done, homes):
    nadia = village.officer("nadia", "auditor", "N1")
    done(MERGED)
    again = User.objects.get(pk=nadia.pk)
    assert again.where("registry.see_households") == ("/N/N3/",)


def test_areas_within_follow_a_merger_into_one_there_is(done, homes):
    upper = Area.objects.get(code="N1")
    ward = Area.objects.create(code="N11", parent=upper, level=3, path="/N/N1/N11/", names={"en": "Ward"})
    Household.objects.filter(source_key="h1").update(area=ward)
    done(Plan("merge", ("N1", "N2"), (Part("N2"),)))
    ward.refresh_from_db()
    assert (ward.path, ward.parent.code, ward.level) == ("/N/N2/N11/", "N2", 3)
    assert lives("N2") == {"h2", "h3"} and lives("N11") == {"h1"}
    assert Area.objects.get(code="N2").until is None
    stood = {area.code: area.path for area in standing.areas_as_stood(BEFORE)}
    assert stood["N11"] == "/N/N1/N11/" and "N2" in stood
    assert {area.code: area.path for area in standing.areas_as_stood(DAY)}["N11"] == "/N/N2/N11/"


def test_a_divided_area_gives_everybody_by_their_point_and_loses_nobody(done, homes, steward):
    settle(homes["h1"], 0.5, 0.5)
    with acting.as_user(steward):
        told = planning.effect(DIVIDED, on=DAY)
    assert (told.assigned, told.unassigned) == ({"N1A": 1, "N1B": 0}, 1)
    done(DIVIDED)
    assert (lives("N1A"), lives("N1B"), lives("N1")) == ({"h1"}, set(), {"h2"})
    assert Dwelling.objects.get().area.code == "N1A"
    with acting.as_user(steward):
        (waiting,) = changes.waiting()
    assert (waiting.area.code, waiting.households) == ("N1", 1)
    assert {part.code for part in waiting.parts} == {"N1A", "N1B"}
    assert Succession.objects.get(successor__code="N1A").share == 1


def test_who_is_left_is_assigned_by_hand_and_the_shares_follow(done, homes, steward):
    settle(homes["h1"], 0.5, 0.5)
    done(DIVIDED)
    old = Area.objects.get(code="N1")
    with pytest.raises(errors.NotDivided):
        changing.assign_people(old, to="S1", by=steward)
    assert changing.assign_people(old, to="N1B", homes=[homes["h2"].pk], by=steward) == 1
    assert lives("N1B") == {"h2"}
    assert {one.share for one in old.successions.all()} == {Decimal("0.5")}
    with acting.as_user(steward):
        assert changes.waiting() == []
    assert changing.assign_people(old, to="N1B", by=steward) == 0


def test_the_rest_may_be_told_beforehand(done, homes):
    done(Plan(**{**DIVIDED.__dict__, "rest": "N1B"}))
    assert lives("N1B") == {"h1", "h2"}


def test_roles_places_and_areas_within_follow_a_division(done, homes):
    nadia = village.officer("nadia", "auditor", "N1")
    upper = Area.objects.get(code="N1")
    Area.objects.create(code="N11", parent=upper, level=3, path="/N/N1/N11/")
    ministry = Institution.objects.create(code="mow")
    office = Place.objects.create(
        code="P1", kind="office", institution=ministry, area=upper, longitude=1.5, latitude=0.5
    )
    office.serves.add(upper)
    done(Plan(**{**DIVIDED.__dict__, "children": {"N11": "N1B"}}))
    assert Area.objects.get(code="N11").path == "/N/N1B/N11/"
    office.refresh_from_db()
    assert office.area.code == "N1B"
    assert {area.code for area in office.serves.all()} == {"N1A", "N1B"}
    reached = User.objects.get(pk=nadia.pk).where("registry.see_households")
    assert reached == ("/N/N1/", "/N/N1A/", "/N/N1B/"), "the old path still reaches who is not assigned"


def test_a_transfer_puts_an_area_with_all_in_it_under_another(done, homes, steward):
    village.officer("nadia", "auditor", "N")
    village.officer("sam", "auditor", "S")
    plan = Plan("transfer", ("N1",), parent="S")
    with acting.as_user(steward):
        told = planning.effect(plan, on=DAY)
    assert (told.households, told.losing, told.gaining) == (2, 1, 1)
    done(plan)
    moved = Area.objects.get(code="N1")
    assert (moved.path, moved.parent.code, moved.level, moved.stands_since) == ("/S/N1/", "S", 2, DAY)
    assert lives("N1") == {"h1", "h2"}
    assert {area.code: area.path for area in standing.areas_as_stood(BEFORE)}["N1"] == "/N/N1/"
    done(Plan("transfer", ("N1",), parent=""), on=date(2026, 7, 2))
    top = Area.objects.get(code="N1")
    assert (top.path, top.level, top.parent) == ("/N1/", 1, None)
    assert EarlierState.objects.filter(area=top).count() == 2


def test_a_former_name_still_finds_the_area(done, homes):
    done(Plan("rename", ("N1",), names={"en": "Mountain"}))
    assert [area.code for area in finding.search(text="Hill")] == ["N1"]
    assert [area.code for area in finding.search(text="mount")] == ["N1"]
    assert {one.code: one.name for one in standing.areas_as_stood(BEFORE)}["N1"] == "Hill"


def test_areas_of_two_days_correspond(done, homes):
    settle(homes["h1"], 0.5, 0.5)
    settle(homes["h2"], 1.5, 0.5)
    done(DIVIDED)
    done(Plan("merge", ("N1A", "N2"), (Part("N4", {"en": "New"}),)), on=date(2026, 7, 2))
    rows = standing.correspondence(then=BEFORE, now=date(2026, 7, 2), level=2)
    told = [(row.then, row.now, row.share) for row in rows]
    assert told == [("N1", "N1B", Decimal("0.5")), ("N1", "N4", Decimal("0.5")), ("N2", "N4", 1), ("S1", "S1", 1)]
    between = standing.correspondence(then=BEFORE, now=DAY, level=2)
    assert {(row.then, row.now) for row in between} == {("N1", "N1A"), ("N1", "N1B"), ("N2", "N2"), ("S1", "S1")}


def test_what_nobody_knows_has_no_share(done):
    Household.objects.all()
    done(DIVIDED)
    assert {one.share for one in Succession.objects.all()} == {None}


@pytest.mark.parametrize(
    ("plan", "refused"),
    [
        (Plan("merge", ("N1",), (Part("N3", {"en": "x"}),)), errors.TooFewAreas),
        (Plan("merge", ("N1", "N9"), (Part("N3", {"en": "x"}),)), errors.UnknownArea),
        (Plan("merge", ("N", "N1"), (Part("N3", {"en": "x"}),)), errors.ParentMissing),
        (Plan("merge", ("N1", "S1"), (Part("N3", {"en": "x"}),)), errors.ParentMissing),
        (Plan("merge", ("N1", "S1"), (Part("N3", {"en": "x"}),), parent="N1"), errors.CircleOfAreas),
        (Plan("merge", ("N", "S"), (Part("N2"),)), errors.CircleOfAreas),
        (Plan("merge", ("N1", "N2"), (Part("S"),)), errors.LevelsDiffer),
        (Plan("merge", ("N1", "N2"), (Part("S1", {"en": "x"}),)), errors.CodeTaken),
        (Plan("merge", ("N1", "N2"), (Part("a/b", {"en": "x"}),)), errors.CodeUnfit),
        (Plan("divide", ("N1",), (Part("A", {"en": "x"}),)), errors.TooFewAreas),
        (Plan("divide", ("N1",), (Part("A", {"en": "x"}), Part("A", {"en": "y"}))), errors.CodeTwice),
        (Plan("divide", ("N1",), (Part("A", {"en": "x"}), Part("B"))), errors.NamesMissing),
        (Plan("divide", ("N",), (Part("A", {"en": "x"}), Part("B", {"en": "y"}))), errors.ChildrenLeft),
        (Plan("divide", ("N1",), (Part("A", {"en": "x"}), Part("B", {"en": "y"})), rest="C"), errors.NotDivided),
        (Plan("transfer", ("N",), parent="N1"), errors.CircleOfAreas),
        (Plan("transfer", ("N",), parent="N"), errors.CircleOfAreas),
        (Plan("transfer", ("N1",), parent="N"), errors.NothingChanges),
        (Plan("rename", ("N1",), names={"en": "Hill"}), errors.NothingChanges),
        (Plan("rename", ("N1",), names={}), errors.NamesMissing),
    ],
)
def test_what_cannot_be_is_refused(steward, homes, plan, refused):
    Area.objects.filter(code="N1").update(names={"en": "Hill"})
    with pytest.raises(refused):
        changing.prepare_boundaries(plan, on=DAY, reason="x", by=steward)


def test_an_area_that_ended_is_answered_with_what_it_became(done, steward, homes):
    done(MERGED)
    with pytest.raises(errors.AreaEnded, match="became N3"):
        changing.prepare_boundaries(Plan("rename", ("N1",), names={"en": "x"}), on=DAY, reason="x", by=steward)
    with pytest.raises(errors.DayTooEarly):
        changing.prepare_boundaries(Plan("rename", ("N3",), names={"en": "x"}), on=DAY, reason="x", by=steward)
    shown = finding.shown("N1")
    assert [one.code for one in shown.became] == ["N3"] and shown.changes


def test_too_deep_is_refused(steward, homes):
    upper = Area.objects.get(code="N1")
    for number in range(planning.DEEPEST - 2):
        code = f"D{number}"
        upper = Area.objects.create(code=code, parent=upper, level=upper.level + 1, path=f"{upper.path}{code}/")
    with pytest.raises(errors.TooDeep):
        changing.prepare_boundaries(Plan("transfer", ("N",), parent="S1"), on=DAY, reason="x", by=steward)
