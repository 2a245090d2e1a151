"""A girl is born, is registered, and moves with her aunt after her mother dies; her history on each date is right."""

from __future__ import annotations

from datetime import date

from ayni.commons import acting
from ayni.kernel.partial_dates import PartialDate
from ayni.registry import actions, queries
from ayni.registry.actions import Answers, NewMember, Whereabouts
from tests.unit.registry.conftest import land  # noqa: F401 a fixture
from tests.unit.registry.test_as_it_stood import asked  # noqa: F401 a fixture
from tests.unit.registry.valley import Valley, day, people

BORN, REGISTERED, MOVED_HOUSE = date(2024, 2, 10), date(2024, 3, 1), date(2024, 9, 1)
DIED, TO_THE_AUNT, LATER = date(2025, 5, 20), date(2025, 6, 15), date(2026, 4, 1)


def seen(reader, call, *args, **given):
    with acting.as_user(reader):
        return call(*args, reader=reader, **given)


def test_a_girl(asked: Valley) -> None:  # noqa: F811
    mother = NewMember("Rosa", "Quispe", "head", "female", day(1995, 8, 1))
    grandmother = NewMember("Juana", "Mamani", "parent", "female", day(1965, 1, 1))
    home = asked.household(mother, grandmother, on=date(2023, 1, 1), whereabouts=Whereabouts(address="Upper lane"))
    aunts = asked.household(
        NewMember("Elena", "Quispe", "head", "female", day(1990, 1, 1)), where=asked.coast, on=date(2023, 1, 1)
    )
    rosa, juana = people(home)["Rosa"], people(home)["Juana"]
    officer, colleague = asked.uphill, asked.seaside

    luz = actions.record_birth(
        rosa,
        child=NewMember("Luz", "Quispe", "", "female", PartialDate(BORN, BORN)),
        key="luz",
        evidence="Certificate 12/2024",
        on=REGISTERED,
        by=officer,
    )
    actions.add_identifier(luz, type="birth_certificate", number="12/2024", on=REGISTERED, by=officer, seen=True)
    actions.record_person_answers(luz, Answers({"attends": False}), source="visit", on=MOVED_HOUSE, by=officer)
    actions.record_death(
        rosa, died=PartialDate(DIED, DIED), known="certificate", on=date(2025, 5, 25), by=officer, new_head=juana
    )
    actions.move_person(luz, household_id=aunts.pk, relationship="other_relative", on=TO_THE_AUNT, by=officer)
    elena = people(aunts)["Elena"]
    actions.record_kinship(
        luz, relative=elena, kind="caregiver", since=TO_THE_AUNT, evidence="Family council", on=LATER, by=colleague
    )
    actions.record_person_answers(luz, Answers({"attends": True}), source="visit", on=LATER, by=colleague)

    def members(when: date) -> list[tuple[str, str]]:
        record = seen(officer, queries.household, home.pk, on=when)
        return [(one.name, one.relationship) for one in record.members]

    rosa_, juana_, luz_ = "Rosa Quispe", "Juana Mamani", "Luz Quispe"
    assert members(date(2024, 2, 9)) == [(rosa_, "head"), (juana_, "parent")]
    assert members(BORN) == [(rosa_, "head"), (juana_, "parent"), (luz_, "child")]
    assert members(date(2025, 5, 19)) == [(rosa_, "head"), (juana_, "parent"), (luz_, "child")]
    assert members(DIED) == [(juana_, "head"), (luz_, "grandchild")]
    assert members(TO_THE_AUNT) == [(juana_, "head")]

    there = seen(colleague, queries.household, aunts.pk, on=LATER)
    girl = there.members[1]
    assert (girl.name, girl.age_text, girl.facts.get("attends").raw) == (luz_, "2", True)
    assert [(tie.kind, tie.name) for tie in girl.carers] == [("caregiver", "Elena Quispe")]
    assert [(tie.kind, tie.name, tie.died_on) for tie in girl.kin if tie.kind == "mother"] == [("mother", rosa_, DIED)]
    assert [one.number for one in girl.also.identifiers] == ["12/2024"]

    her = seen(colleague, queries.person, luz.pk, on=LATER)
    told = [(one.area_name, one.since, one.until) for one in her.stays]
    assert told == [("S1", TO_THE_AUNT, None), ("N1", DIED, TO_THE_AUNT), ("N1", BORN, DIED)]
    before = seen(colleague, queries.person, luz.pk, on=date(2025, 1, 1))
    assert before.person.age_text == "10 months"

    left = seen(officer, queries.person, luz.pk, on=LATER)
    assert (left.left_on, left.person.facts.get("attends").raw, left.stays) == (TO_THE_AUNT, False, ())
