import csv
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection

from ayni.commons.access.errors import NotPermitted
from ayni.commons.audit import models as audit
from ayni.commons.directory.models import Area
from ayni.engines.surveys import mapping as mappings
from ayni.intake import actions, errors, models
from ayni.registry import errors as registry_errors
from ayni.registry import models as registry
from ayni.registry import queries
from ayni.registry.actions import admitting, bulk
from tests.unit.registry import village
from tests.unit.registry.village import DAY


def load(tmp_path, steward, **contents):
    return actions.load(village.write(tmp_path / "survey", **contents), by=steward)


def test_areas_households_persons_and_answers(loaded, homes, people):
    assert loaded.counts == {
        "households": {"read": 4, "kept": 4, "refused": 0},
        "persons": {"read": 8, "kept": 8, "refused": 0},
        "cells": 0,
    }
    area = Area.objects.get(code="N1")
    assert (area.path, area.level, area.name, area.parent.code) == ("/N/N1/", 2, "Hill", "N")
    assert area.shape["type"] == "Polygon"
    assert homes["h1"].area == area
    issa = people["h1-3"]
    assert (issa.given_name, issa.sex, issa.born_from, issa.born_to) == (
        "Issa",
        "male",
        date(2025, 7, 1),
        date(2026, 6, 30),
    )
    assert (people["h2-1"].name, people["h2-1"].name_latin) == ("أحمد حداد", "Ahmad")
    assert people["h1-1"].phone == "+99970000001"


def test_of_two_heads_the_second_is_somebody_whose_place_is_not_told(tmp_path, steward):
    made = load(tmp_path, steward, persons=village.PERSONS + "h3,9,head,1,30,Second,Head,,,,,\n")
    assert "head" in Path(made.report).read_text()
    told = dict(registry.Membership.objects.filter(household__source_key="h3").values_list("number", "relationship"))
    assert told[9] is None
    assert list(told.values()).count("head") == 1


def test_unknown_answers_are_left_out(loaded, homes, people):
    answers = {row.household.source_key: row.values for row in registry.HouseholdFacts.objects.all()}
    assert answers["h1"] == {
        "floor": "earth",
        "electricity": False,
        "rooms": 1,
        "spent": 1250.5,
        "note": "by the well, left",
        "survey_weight": 1.5,
    }
    assert answers["h3"] == {"floor": "earth", "rooms": 2, "survey_weight": 2}
    assert registry.PersonFacts.objects.get(person=people["h1-3"]).values == {}


def test_memberships_begin_on_the_day_of_the_interview(loaded, people):
    stay = people["h1-2"].memberships.get()
    assert (stay.number, stay.relationship, stay.period.lower, stay.period.upper) == (2, "child", DAY, None)


def test_the_same_survey_again_is_the_load_that_is_there(loaded, steward, tmp_path):
    again = load(tmp_path, steward)
    assert again == loaded
    assert registry.Household.objects.count() == 4


def test_bad_rows_are_reported_and_the_good_ones_go_in(steward, tmp_path):
    households = village.HOUSEHOLDS + "h1,1,N,North,N1,Hill,1,0,1,1,\nh5,0,N,North,N1,Hill,1,0,99,1,\n"
    persons = village.PERSONS + "h9,1,head,1,30,No,House,,,,,\nh3,2,child,1,-4,Bad,Age,,,,,\n"
    made = load(tmp_path, steward, households=households, persons=persons)
    assert made.counts["households"] == {"read": 6, "kept": 4, "refused": 2}
    assert made.counts["persons"] == {"read": 10, "kept": 8, "refused": 2}
    with Path(made.report).open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert {(line["file"], line["key"]) for line in lines if line["kind"] == "row"} == {
        ("households.csv", "h1"),
        ("households.csv", "h5"),
        ("persons.csv", "h9-1"),
        ("persons.csv", "h3-2"),
    }
    assert all(line["reason"] and line["remedy"] for line in lines)


def test_a_folder_that_cannot_be_read_is_refused_with_every_problem(steward, tmp_path):
    broken = village.MAPPING.replace("from: region,", "from: regoin,").replace("from: role", "from: roll")
    with pytest.raises(errors.SurveyUnreadable, match=r"regoin(.|\n)*roll"):
        load(tmp_path, steward, mapping=broken)
    with pytest.raises(errors.SurveyUnreadable, match="no such folder"):
        actions.load(tmp_path / "nowhere", by=steward)
    assert not models.Load.objects.exists()


def test_an_error_in_the_middle_leaves_nothing_behind(steward, tmp_path, monkeypatch):
    wrong = {**admitting.INSERTS, "kinship": "SELECT 1 / 0"}
    monkeypatch.setattr(admitting, "INSERTS", wrong)
    with pytest.raises(Exception, match="division by zero"):
        load(tmp_path, steward)
    for kept in (models.Load, registry.Household, registry.Person, registry.Variable, Area, audit.Entry):
        assert not kept.objects.exists()


def test_the_same_people_under_another_survey_code_are_other_people(loaded, steward, tmp_path):
    other = village.MAPPING.replace("survey: village-2026", "survey: village-2027")
    load(tmp_path, steward, mapping=other)
    assert queries.counts(village.officer("all", "auditor"), on=DAY).households == 8


def test_a_variable_of_another_type_is_refused(loaded, steward, tmp_path):
    other = village.MAPPING.replace("survey: village-2026", "survey: village-2027")
    other = other.replace("name: rooms, type: integer, minimum: 0, maximum: 20", "name: rooms, type: text")
    with pytest.raises(registry_errors.TypeChanged):
        load(tmp_path, steward, mapping=other)
    assert registry.Household.objects.count() == 4


def test_who_may_not_load_is_refused(db, tmp_path):
    with pytest.raises(NotPermitted):
        load(tmp_path, village.officer("a", "auditor"))


def test_both_actions_are_in_the_audit(loaded, steward):
    assert list(audit.Entry.objects.order_by("pk").values_list("action", "subject")) == [
        ("registry.admit", ""),
        ("intake.load", f"intake.load:{loaded.pk}"),
    ]


GUARDS = """
    SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ANY(%(tables)s::regclass[])
    UNION SELECT indexdef FROM pg_indexes WHERE format('%%I', tablename) = ANY(%(tables)s)
"""


def _guards():
    with connection.cursor() as cursor:
        cursor.execute(GUARDS, {"tables": list(admitting.LOADED)})
        return {guard for (guard,) in cursor.fetchall()}


def test_a_large_first_load_puts_every_guard_back(steward, tmp_path, monkeypatch):
    before = _guards()
    monkeypatch.setattr(bulk, "MANY", 1)
    load(tmp_path, steward)
    assert _guards() == before
    person = registry.Person.objects.get(source_key="h1-2")
    with pytest.raises(IntegrityError, match="membership_one_household_at_a_time"):
        registry.Membership.objects.create(
            person=person, household_id=person.memberships.get().household_id, number=9,
            relationship="child", period=(DAY, None),
        )  # fmt: skip


def test_a_large_first_load_that_breaks_a_rule_fails_when_the_guards_come_back(steward, tmp_path, monkeypatch):
    monkeypatch.setattr(bulk, "MANY", 1)
    twice = admitting.INSERTS["memberships"] + " UNION ALL SELECT p.id, h.id, 9, 'child', daterange(%(on)s, NULL)"
    twice += " FROM staged_persons p JOIN staged_households h ON h.key = 'h1'"
    monkeypatch.setattr(admitting, "INSERTS", {**admitting.INSERTS, "memberships": twice})
    with pytest.raises(IntegrityError, match="membership_one_household_at_a_time"):
        load(tmp_path, steward)
    assert not registry.Person.objects.exists()


def test_progress_is_told_step_by_step(steward, tmp_path):
    class Heard(list):
        def tell(self, done, total):
            self.append((done, total))

    heard = Heard()
    actions.load(village.write(tmp_path / "survey"), mappings.loads(village.MAPPING), by=steward, progress=heard)
    assert heard == [(step, actions.loading.STEPS) for step in range(1, len(heard) + 1)]
    assert len(heard) == actions.loading.STEPS - 1
