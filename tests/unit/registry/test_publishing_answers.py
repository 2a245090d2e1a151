"""Answers of every type and every kind of missing, recorded and published as the canonical columns."""

from datetime import date

import pyarrow.parquet as pq
import pytest

from ayni.commons.access.errors import OutsideArea
from ayni.commons.actions.errors import NotPermitted
from ayni.commons.directory.models import Area
from ayni.engines.dictionary import Choice, Dictionary, Variable
from ayni.registry import actions, errors, models, queries
from ayni.registry.actions import Answers, declaring
from tests.unit.registry import village
from tests.unit.registry.village import DAY

MAY_NOT_APPLY = ("unknown", "refused", "not_applicable")
GOODS = (Choice("radio", {"en": "Radio"}), Choice("50%", {"en": "Half a boat"}), Choice("l'eau", {"en": "Water"}))
ASKED = Dictionary(
    [
        Variable("goods", "household", "many_choice", {"en": "Goods"}, choices=GOODS),
        Variable("rent", "household", "integer", {"en": "Rent"}, unit="LCU", missing=MAY_NOT_APPLY),
        Variable("built", "household", "partial_date", {"en": "Built"}, missing=MAY_NOT_APPLY),
        Variable("place", "household", "location"),
        Variable("married", "person", "partial_date"),
        Variable("road", "area", "boolean", {"en": "A road"}),
        Variable("market", "area", "many_choice", choices=GOODS, missing=MAY_NOT_APPLY),
    ]
)
LATER = date(2026, 7, 10)


@pytest.fixture
def asked(steward, loaded):
    declaring.declare(ASKED, since=DAY)
    return steward


@pytest.fixture
def told(asked, homes):
    def tell(key, values=None, states=None, on=DAY, source="visit"):
        given = Answers(values or {}, states or {})
        return actions.record_household_answers(homes[key], given, source=source, on=on, by=asked)

    return tell


def published(by, table="households", on=LATER):
    snapshot = actions.take_snapshot(on=on, by=by)
    rows = pq.read_table(f"{snapshot.folder}/{table}", partitioning=None).to_pylist()
    return {row["id"]: row for row in rows}


def test_each_type_in_its_canonical_columns(told, asked, homes):
    told("h1", {"goods": ["l'eau", "50%"], "built": "2001-02", "place": "4.05 9.7", "rent": 300})
    told("h2", {"goods": "", "built": "1999"})
    told("h3", {"built": "1999-12-31"})
    rows = published(asked)
    first, second, third, fourth = (rows[homes[key].pk] for key in ("h1", "h2", "h3", "h4"))
    assert (first["goods"], second["goods"], third["goods"]) == ("50% l'eau", "", None)
    assert (first["built_from"], first["built_to"]) == (date(2001, 2, 1), date(2001, 2, 28))
    assert (second["built_from"], second["built_to"]) == (date(1999, 1, 1), date(1999, 12, 31))
    assert third["built_from"] == third["built_to"] == date(1999, 12, 31)
    assert (first["place"], first["rent"], first["rent__na"]) == ("4.05 9.7", 300, False)
    assert (fourth["rent"], fourth["rent__na"], fourth["built__na"], fourth["floor"]) == (None, False, False, None)


def test_the_later_answer_wins_as_a_whole(told, asked, homes):
    told("h1", {"rent": 300})
    told("h1", states={"rent": "not_applicable"}, on=date(2026, 7, 1))
    told("h2", states={"rent": "not_applicable", "built": "not_applicable"})
    told("h2", {"rent": 10}, on=date(2026, 7, 1))
    told("h3", states={"rent": "not_applicable"})
    told("h3", states={"rent": "refused"}, on=date(2026, 7, 1))
    told("h4", states={"rent": "not_applicable"})
    told("h4", {"rent": None}, on=date(2026, 7, 1))
    rows = published(asked)
    shown = {key: (rows[homes[key].pk]["rent"], rows[homes[key].pk]["rent__na"]) for key in ("h1", "h2", "h3", "h4")}
    assert shown == {"h1": (None, True), "h2": (10, False), "h3": (None, False), "h4": (None, False)}
    assert rows[homes["h2"].pk]["built__na"] is True
    before = published(asked, on=DAY)
    assert (before[homes["h1"].pk]["rent"], before[homes["h3"].pk]["rent__na"]) == (300, True)


def test_told_again_on_the_same_day_the_new_answer_stands_and_the_old_is_kept(told, homes):
    told("h1", {"rent": 1}, {"built": "refused"})
    facts = told("h1", {"built": "2000"}, {"rent": "refused"})
    assert (facts.values, facts.states) == ({"rent": None, "built": "2000"}, {"rent": "refused"})
    event = models.HouseholdFacts.pgh_event_models["update"].objects.order_by("pgh_id").last()
    assert event.values == {"rent": 1, "built": None}


def test_an_area_is_published_with_its_households_and_a_wider_area_answers_for_those_without(asked, homes):
    north, hill, south = (Area.objects.get(code=code) for code in ("N", "N1", "S"))
    actions.record_area_answers(north, Answers({"road": True, "market": ["radio"]}), source="visit", on=LATER, by=asked)
    later = Answers({"road": False}, {"market": "not_applicable"})
    actions.record_area_answers(hill, later, source="visit", on=DAY, by=asked)
    actions.record_area_answers(south, Answers({"road": None}), source="visit", on=DAY, by=asked)
    rows = published(asked)
    shown = {
        key: tuple(rows[homes[key].pk][name] for name in ("area__road", "area__market", "area__market__na"))
        for key in ("h1", "h3", "h4")
    }
    assert shown == {"h1": (False, None, True), "h3": (True, "radio", False), "h4": (None, None, False)}


def test_persons_have_them_too(asked, people):
    actions.record_person_answers(people["h1-1"], Answers({"married": "2010"}), source="visit", on=DAY, by=asked)
    row = published(asked, "persons")[people["h1-1"].pk]
    assert (row["married_from"], row["married_to"]) == (date(2010, 1, 1), date(2010, 12, 31))


def test_three_ways_to_have_no_answer_are_three_words(told, officer, homes):
    told("h1", {"goods": ["radio", "l'eau"], "built": "2001-02", "place": None}, {"rent": "refused"})
    told("h2", {"goods": []}, {"rent": "not_applicable"})
    facts = queries.household(homes["h1"].pk, reader=officer, on=DAY).facts
    shown = {name: facts.get(name).value for name in ("goods", "built", "place", "rent")}
    assert shown == {"goods": "Radio, Water", "built": "February 2001", "place": "Not known", "rent": "Refused to say"}
    assert (facts.get("rent").raw, facts.get("rent").state) == (None, "refused")
    other = queries.household(homes["h2"].pk, reader=officer, on=DAY).facts
    assert (other.get("rent").value, other.get("goods").value) == ("Does not apply", "None of these")
    assert facts.get("floor").state == ""


@pytest.mark.parametrize(
    ("values", "states", "words"),
    [
        ({"rents": 1}, {}, "no variable household.rents. Did you mean “rent”"),
        ({"goods": ["car"]}, {}, "some of radio, 50%"),
        ({"rent": 1}, {"rent": "refused"}, "answered and refused at once"),
        ({}, {"goods": "not_applicable"}, "'not_applicable' may not stand"),
        ({}, {"goods": "lost"}, "'lost' may not stand"),
        ({"rooms": 90}, {}, "outside its range"),
    ],
)
def test_refuses_what_does_not_fit_and_records_nothing(told, values, states, words):
    with pytest.raises(errors.AnswerRefused, match=words):
        told("h1", {"place": "1 1", **values}, states)
    assert not models.HouseholdFacts.objects.filter(source="visit").exists()


def test_only_who_may_record_there(homes, loaded):
    declaring.declare(ASKED, since=DAY)
    northern = village.officer("ned", "data_steward", "N")
    south = Area.objects.get(code="S")
    with pytest.raises(OutsideArea):
        actions.record_area_answers(south, Answers({"road": True}), source="v", on=DAY, by=northern)
    with pytest.raises(OutsideArea):
        actions.record_household_answers(homes["h4"], Answers({"rent": 1}), source="v", on=DAY, by=northern)
    with pytest.raises(NotPermitted):
        auditor = village.officer("aud", "auditor")
        actions.record_area_answers(south, Answers({"road": True}), source="v", on=DAY, by=auditor)
