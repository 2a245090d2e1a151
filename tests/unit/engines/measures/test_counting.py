"""Indicators counted on tables small enough to count by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest

from ayni.engines import dictionary as dictionaries
from ayni.engines.dictionary import Variable
from ayni.engines.measures import counting, design, disclosure, estimate, indicators

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2

ON = date(2026, 6, 1)
WORDS = dictionaries.Dictionary(
    [
        Variable("urban", "household", "boolean"),
        Variable("income", "household", "decimal"),
        Variable("at_school", "person", "boolean"),
    ]
)
GROUPS = indicators.load_groups(
    """
sex:
  labels: {en: Sex}
  categories:
    female: {rule: person.sex == "female", labels: {en: Women}}
    male: {rule: person.sex == "male", labels: {en: Men}}
disability:
  labels: {en: Disability}
  categories: {with: {rule: person.disability, labels: {en: With}}}
"""
)
CHILDREN = """
indicator: school
title: {en: School}
definition: {en: School}
unit: share
of: persons
among: age(person, on) < 15
counted: person.at_school
by: [sex, area_1, disability]
"""
COVERED = """
indicator: covered
title: {en: Covered}
definition: {en: Covered}
unit: share
of: persons
counted: household.receives_any
by: [area_1]
"""
INCOME = """
indicator: income
title: {en: Income}
definition: {en: Income of households in town}
unit: amount
of: households
counted: household.urban
value: household.income
by: [area_1]
"""
PAID = """
indicator: paid
title: {en: Paid}
definition: {en: Paid}
unit: amount
of: payments
counted: {status: paid}
value: amount
by: [programme, area_1]
"""
BACK = """
indicator: back
title: {en: Back}
definition: {en: Back}
unit: share
of: payments
among: {status: [paid, returned]}
counted: {status: returned}
"""


def table(columns: dict[str, list[Any]], types: dict[str, pa.DataType]) -> Any:
    fields = {key: pa.array(values, types[key]) for key, values in columns.items()}
    return ibis.memtable(pa.table(fields))


@pytest.fixture
def land() -> counting.Source:
    """Twenty households in two areas, each with an adult and a child; every fifth child's school is unknown."""
    homes = list(range(1, 21))
    households = table(
        {
            "id": homes,
            "area": ["N1" if home <= 10 else "S1" for home in homes],
            "area_1": ["N" if home <= 10 else "S" for home in homes],
            "urban": [home % 2 == 0 for home in homes],
            "income": [None if home == 2 else float(home) for home in homes],
        },
        {
            "id": pa.int64(),
            "area": pa.string(),
            "area_1": pa.string(),
            "urban": pa.bool_(),
            "income": pa.float64(),
        },
    )
    rows = [(home, who) for home in homes for who in (1, 2)]
    born = [date(1980, 1, 1) if who == 1 else date(2018, 1, 1) for _, who in rows]
    persons = table(
        {
            "id": list(range(1, 41)),
            "household_id": [home for home, _ in rows],
            "number": [who for _, who in rows],
            "relationship": ["head" if who == 1 else "child" for _, who in rows],
            "sex": ["female" if home % 2 else "male" for home, _ in rows],
            "born_from": born,
            "born_to": born,
            "at_school": [None if who == 1 or home % 5 == 0 else home <= 12 for home, who in rows],
        },
        {
            "id": pa.int64(),
            "household_id": pa.int64(),
            "number": pa.int64(),
            "relationship": pa.string(),
            "sex": pa.string(),
            "born_from": pa.date32(),
            "born_to": pa.date32(),
            "at_school": pa.bool_(),
        },
    )
    return counting.Source(households, persons, WORDS, ON, {}, ("grant",))


def counted(source: counting.Source, *texts: str) -> counting.Counted:
    return counting.count([indicators.load(text) for text in texts], GROUPS, source)


def by_place(found: counting.Counted) -> dict[str, disclosure.Cell]:
    return {"/".join(filter(None, (one.area, one.group, one.category))): one for one in found.cells}


def test_the_unknown_are_left_out_and_never_a_no(land: counting.Source) -> None:
    found = by_place(counted(land, CHILDREN))
    assert (found[""].n, found[""].counted) == (16, 10)
    assert found[""].value == 10 / 16
    assert (found["N"].n, found["N"].counted) == (8, 8)
    assert (found["sex/female"].n, found["sex/female"].counted) == (8, 5)


def test_a_share_of_too_few_is_hidden_with_its_neighbour(land: counting.Source) -> None:
    """In the south two of eight attend: hidden; and so is the north, which would tell it."""
    found = by_place(counted(land, CHILDREN))
    assert found["S"].is_hidden
    assert found["S"].value is None
    assert found["N"].is_hidden


def test_a_group_this_dictionary_cannot_tell_is_left_out_alone(land: counting.Source) -> None:
    found = counted(land, CHILDREN)
    assert list(found.impossible) == ["school by disability"]
    assert "disability" in found.impossible["school by disability"]
    assert "disability/with" not in by_place(found)


def test_an_indicator_this_dictionary_cannot_tell_says_why(land: counting.Source) -> None:
    found = counted(land, CHILDREN.replace("person.at_school", "person.at_scool"), COVERED)
    assert "at_school" in found.impossible["school"]
    assert {one.indicator for one in found.cells} == {"covered"}


def test_an_amount_is_summed_over_whom_it_is_known_of(land: counting.Source) -> None:
    found = by_place(counted(land, INCOME))
    assert (found[""].value, found[""].n) == (sum(range(4, 21, 2)), 9)
    assert found["N"].is_hidden  # four households in town with a known income
    assert found["S"].is_hidden  # five, but they would tell of the four
    everybody = INCOME.replace("counted: household.urban\n", "")
    assert by_place(counted(land, everybody))["S"].value == sum(range(11, 21))


def enrolments(rows: list[tuple[int, int | None, str, str]]) -> Any:
    names = ("household_id", "person_id", "programme", "status")
    types = {"household_id": pa.int64(), "person_id": pa.int64(), "programme": pa.string(), "status": pa.string()}
    return table({n: [row[i] for row in rows] for i, n in enumerate(names)}, types)


def with_tables(source: counting.Source, **tables: Any) -> counting.Source:
    return counting.Source(source.households, source.persons, source.dictionary, source.on, tables, source.programmes)


def test_who_receives_is_known_of_everybody(land: counting.Source) -> None:
    """A household is covered by its own enrolment or a member's; one that has ended covers nobody."""
    rows = [(home, None, "grant", "enrolled") for home in (1, 2, 3)]
    rows += [(11, 21, "grant", "enrolled"), (12, None, "grant", "exited"), (1, 1, "other", "suspended")]
    source = with_tables(land, enrolments=enrolments(rows))
    found = by_place(counted(source, COVERED))
    assert (found[""].n, found[""].counted) == (40, 8)
    own = COVERED.replace("household.receives_any", "person.receives_grant").replace("covered", "own")
    assert by_place(counted(source, own))[""].counted == 1


def test_without_a_table_of_enrolments_nobody_receives(land: counting.Source) -> None:
    assert by_place(counted(land, COVERED))[""].value == 0.0


def payments() -> Any:
    """Household 1 to 20: six of grant paid in the north, the rest in the south, two of other returned."""
    rows = [(home, "grant", "paid", 10.5) for home in range(1, 19)]
    rows += [(19, "other", "returned", 7.0), (20, "other", "returned", 7.0)]
    rows += [(home, "other", "returned", 7.0) for home in range(11, 17)] + [(1, "grant", "sent", 99.0)]
    names = {"household_id": pa.int64(), "programme": pa.string(), "status": pa.string(), "amount": pa.float64()}
    return table({n: [row[i] for row in rows] for i, n in enumerate(names)}, names)


def test_rows_of_another_table(land: counting.Source) -> None:
    source = with_tables(land, payments=payments())
    found = by_place(counted(source, PAID))
    assert (found[""].n, found[""].value) == (18, 189.0)
    assert (found["programme/grant"].n, found["programme/grant"].value) == (18, 189.0)
    assert (found["N"].value, found["S"].value) == (105.0, 84.0)
    back = by_place(counted(source, BACK))[""]
    assert (back.n, back.counted, back.value) == (26, 8, 8 / 26)


def test_a_table_or_column_that_is_not_there_says_so(land: counting.Source) -> None:
    assert counted(land, PAID).impossible == {"paid": "The snapshot has no table 'payments'."}
    source = with_tables(land, payments=payments().drop("amount"))
    assert counted(source, PAID).impossible == {"paid": "The table 'payments' has no column amount."}


def sampled(land: counting.Source, weights: list[float | None]) -> counting.Source:
    """The same land as a sample: two strata, clusters of two households."""
    drawn = ibis.memtable(
        pa.table(
            {
                "id": pa.array(range(1, 21), pa.int64()),
                "survey_weight": pa.array(weights, pa.float64()),
                "survey_stratum": ["n"] * 10 + ["s"] * 10,
                "survey_psu": [str((home + 1) // 2) for home in range(1, 21)],
            }
        )
    )
    households = land.households.join(drawn, "id")
    return counting.Source(households, land.persons, land.dictionary, land.on)


def test_a_sample_is_estimated_with_its_design(land: counting.Source) -> None:
    """Every person with everybody's weight known, against the estimator given the same arrays by hand."""
    weights = [float(home) for home in range(1, 21)]
    text = CHILDREN.replace("among: age(person, on) < 15\ncounted: person.at_school", "counted: household.urban")
    found = by_place(counted(sampled(land, weights), text))[""]
    homes = np.repeat(np.arange(1, 21), 2)
    drawn = design.Design(homes > 10, (homes + 1) // 2, homes.astype(float))
    expected = estimate.share((homes % 2 == 0).astype(float), drawn)
    assert found.is_estimate
    assert found.n == expected.n == 40
    assert (found.value, found.low, found.high) == pytest.approx((expected.value, expected.low, expected.high))


def test_a_sample_of_too_few_says_only_how_few(land: counting.Source) -> None:
    found = by_place(counted(sampled(land, [1.0] * 20), CHILDREN))[""]
    assert (found.n, found.is_hidden, found.value) == (16, True, None)


def test_who_was_not_drawn_is_not_in_the_estimate(land: counting.Source) -> None:
    weights: list[float | None] = [1.0] * 18 + [None, None]
    assert by_place(counted(sampled(land, weights), COVERED))[""].n == 36


def test_a_registry_with_a_few_weights_is_no_sample(land: counting.Source) -> None:
    weights: list[float | None] = [1.0] * 9 + [None] * 11
    assert not by_place(counted(sampled(land, weights), COVERED))[""].is_estimate
