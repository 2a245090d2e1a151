"""Instruments: what is shipped, what is refused, and how rows are scored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ayni.engines.measures import specs
from ayni.engines.measures.social import instrument, scoring, shipped
from tests.unit.engines.measures.growth.questions import asked

NAN = np.nan


def made(**said: Any) -> instrument.Instrument:
    """An instrument of two yes-or-no questions, with what is said otherwise."""
    given: dict[str, Any] = {
        "code": "short",
        "questions": [{"name": "hungry"}, {"name": "cold"}],
        "items": [{"name": "hungry", "question": "hungry"}, {"name": "cold", "question": "cold", "points": 2}],
    }
    return instrument.read(specs.Spec({**given, **said}, "short.yaml"))


@pytest.mark.parametrize("code", shipped.names())
def test_what_is_shipped_speaks_three_languages_and_says_how_to_ask_without_harm(code: str) -> None:
    found = shipped.named(code)
    assert found.code == code
    for labels in (found.labels, found.asked_of, found.validity, found.safeguarding):
        assert set(labels) == {"en", "fr", "ar"}
    for part in (*found.questions, *found.items, *found.bands):
        assert set(part.labels) == {"en", "fr", "ar"}, part.name
    for question in found.questions:
        assert not question.alone or set(question.on_disclosure) == {"en", "fr", "ar"}, question.name
        assert question.sensitivity != "sensitive" or not question.name.startswith("age_months")
    assert found.source != "-"
    assert len(found.bands) >= 2


def test_all_that_were_promised_are_shipped() -> None:
    assert shipped.names() == (
        "birth-registration",
        "care-burden",
        "child-labour",
        "early-marriage",
        "school-drop-out",
        "separation-risk",
        "stigma",
        "violence-against-children",
    )
    with pytest.raises(specs.SpecError, match="Did you mean 'child-labour'"):
        shipped.named("child-labor")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"questions": [{"name": "hungry"}, {"name": "hungry"}]}, "the question 'hungry' is there twice"),
        ({"items": [{"name": "x", "question": "hungri"}]}, "Did you mean 'hungry'"),
        ({"items": [{"name": "x", "question": "hungry", "rule": "true"}]}, "one of them"),
        ({"items": [{"name": "x"}]}, "one of them"),
        ({"questions": [{"name": "hit", "alone": True}]}, "on_disclosure"),
        ({"questions": [{"name": "Hit"}]}, "small letters"),
        ({"bands": [{"name": "high", "from": 2}, {"name": "low", "from": 0}]}, "in the order"),
        ({"missing": {"prorate": 1}}, "0 to less than 1"),
        ({"total": "product"}, "Write one of sum, mean, any, most"),
        ({"saefguarding": {"en": "x"}}, "Did you mean 'safeguarding'"),
        ({"items": [{"name": "x", "question": "hungry", "values": {"often": 1}}]}, "no code of an answer"),
    ],
)
def test_what_cannot_be_read_is_refused(said: dict[str, Any], told: str) -> None:
    with pytest.raises(specs.SpecError) as refused:
        made(**said)
    assert told in str(refused.value)


POINTS = np.array([[1, 0, NAN, NAN, 1], [2, 0, 2, NAN, NAN], [0, 0, 0, NAN, NAN]])


def three(**said: Any) -> instrument.Instrument:
    items = [{"name": name, "question": "hungry", "points": 2} for name in ("a", "b", "c")]
    return made(items=items, **said)


def test_a_row_with_an_unknown_item_has_no_total_unless_some_may_be_unknown() -> None:
    strict, prorated = scoring.totals(POINTS, three())
    assert strict[:2].tolist() == [3, 0] and np.isnan(strict[2:]).all() and prorated == 0
    some, prorated = scoring.totals(POINTS, three(missing={"prorate": 0.34}))
    assert some[:3].tolist() == [3, 0, 3] and np.isnan(some[3:]).all() and prorated == 1


def test_means_any_and_most() -> None:
    assert scoring.totals(POINTS, three(total="mean"))[0][:2].tolist() == [1, 0]
    some = scoring.totals(POINTS, three(total="any"))[0]
    assert some[[0, 1, 2, 4]].tolist() == [1, 0, 1, 1]  # one that is true is enough to know
    assert np.isnan(some[3])
    most = scoring.totals(POINTS, three(total="most"))[0]
    assert most[:3].tolist() == [2, 0, 2]  # the highest that there can be is enough to know
    assert np.isnan(most[3:]).all()


def test_bands_begin_at_their_number() -> None:
    chosen = made(bands=[{"name": "low", "from": 1}, {"name": "high", "from": 2}])
    assert scoring.band(np.array([0.5, 1, 1.9, 2, NAN]), chosen).tolist() == [None, "low", "low", "high", None]


LABOUR = {
    "age": [8, 13, 13, 16, 16, 17, 4],
    "hours_work": [1, 13, 14, 42, 43, 0, 20],
    "hours_chores": [0, 20, 0, 40, 0, 0, 0],
    "heavy_loads": [0, 0, 0, 0, 0, 1, 1],
    **{
        name: [0] * 7
        for name in (
            "dangerous_tools",
            "dust_fumes",
            "extreme_weather",
            "loud_noise",
            "heights",
            "chemicals",
            "other_harm",
        )
    },
}


def test_child_labour_by_the_hours_of_the_age_and_by_hazard(tmp_path: Path) -> None:
    frame = asked(tmp_path, LABOUR, {}, unit="person").frame
    found = scoring.score(shipped.named("child-labour"), frame, {})
    assert found.total[:6].tolist() == [1, 0, 1, 0, 1, 1]
    assert np.isnan(found.total[6])  # four years old: not asked
    assert found.items["hazardous"][5] == 1 and found.items["work_above_hours"][5] == 0


def test_chores_count_from_twenty_one_hours_until_fourteen(tmp_path: Path) -> None:
    columns = {**LABOUR, "hours_work": [0] * 7, "hours_chores": [21, 21, 20, 60, 0, 0, 0], "heavy_loads": [0] * 7}
    found = scoring.score(shipped.named("child-labour"), asked(tmp_path, columns, {}, unit="person").frame, {})
    assert found.total[:6].tolist() == [1, 1, 0, 0, 0, 0]


def test_yes_and_no_may_stand_in_a_file_as_true_and_false(tmp_path: Path) -> None:
    columns = {**LABOUR, "heavy_loads": ["false"] * 5 + ["true", "true"]}
    found = scoring.score(shipped.named("child-labour"), asked(tmp_path, columns, {}, unit="person").frame, {})
    assert found.total[5] == 1


def test_columns_are_called_as_in_the_file(tmp_path: Path) -> None:
    renamed = {("CL work (h)" if name == "hours_work" else name): values for name, values in LABOUR.items()}
    frame = asked(tmp_path, renamed, {}, unit="person").frame
    found = scoring.score(shipped.named("child-labour"), frame, {"hours_work": "CL work (h)"})
    assert found.total[0] == 1


def test_an_early_marriage_needs_no_age_of_those_who_never_married(tmp_path: Path) -> None:
    columns = {"age": [22, 22, 22, 22, 30], "ever_married": [0, 1, 1, 1, 1], "age_at_marriage": ["", 17, 14, "", 15]}
    found = scoring.score(shipped.named("early-marriage"), asked(tmp_path, columns, {}, unit="person").frame, {})
    assert found.total[:3].tolist() == [0, 1, 2]
    assert np.isnan(found.total[3:]).all()


def test_school_drop_out_tells_out_of_school_from_at_risk(tmp_path: Path) -> None:
    columns = {
        "age": [10, 10, 10, 10, 5],
        "ever_attended": [1, 1, 0, 1, 0],
        "attends": [1, 1, 0, 0, 0],
        "attended_last_year": [1, 1, 0, 1, 0],
        "days_missed": [0, 7, "", "", ""],
        "years_behind": [0, 0, "", "", ""],
    }
    chosen = shipped.named("school-drop-out")
    found = scoring.score(chosen, asked(tmp_path, columns, {}, unit="person").frame, {})
    assert scoring.band(found.total, chosen).tolist() == [
        "in_school",
        "at_risk",
        "out_of_school",
        "out_of_school",
        None,
    ]


def test_care_burden_of_a_household_headed_by_a_child(tmp_path: Path) -> None:
    columns = {
        "adults": [0, 2], "dependants": [3, 2], "head_age": [15, 40], "needs_care": [1, 0],
        "carer_age": [15, 40], "care_hours": [9, 1], "care_stops_work": [1, 0],
    }  # fmt: skip
    chosen = shipped.named("care-burden")
    found = scoring.score(chosen, asked(tmp_path, columns, {}).frame, {})
    assert found.total.tolist() == [3 + 2 + 2 + 1 + 1 + 1, 0]
    assert scoring.band(found.total, chosen).tolist() == ["heavy", "low"]
