"""Rules, programmes and households at their limits, and past them."""

from dataclasses import replace
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest

from ayni.engines import dictionary
from ayni.engines.rules import bits, check, columns, definition, errors, outcomes, passages, prepared, reading

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2

ON = date(2024, 6, 1)
WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("rooms", "household", "integer"),
        dictionary.Variable("electric", "household", "boolean"),
        dictionary.Variable("wage", "person", "decimal"),
        dictionary.Variable("disability", "person", "boolean"),
    ]
)
PROGRAMME = definition.load(
    'programme: p\nunit: household\ncriteria: [{name: a, rule: "true"}]\nbenefit: {amount: "1", every: month}'
)


@pytest.mark.parametrize(
    "rule",
    [
        "1 > 0 + " + " + ".join(["household.rooms"] * 60),
        "members.exists(m, " * 30 + "true" + ")" * 30,
        "(" * 100 + "true" + ")" * 100,
        "true ? " * 100 + "true" + " : false" * 100,
    ],
    ids=["a long sum", "loops in loops", "brackets", "choices"],
)
def test_what_stands_too_deep_is_refused(rule: str) -> None:
    with pytest.raises(errors.RuleRefused) as refused:
        check.expression(rule, "household", WORDS)
    assert refused.value.hint


def test_a_long_list_of_conditions_is_a_rule() -> None:
    check.expression(" && ".join(["household.electric"] * 150), "household", WORDS)


def test_what_is_inside_loops_costs_ten_times_as_much() -> None:
    flat = check.expression("household.electric", "household", WORDS)
    once = check.expression("members.exists(m, m.disability)", "household", WORDS)
    twice = check.expression("members.exists(m, members.exists(k, k.disability))", "household", WORDS)
    assert [check.cost(rule.root) for rule in (flat, once, twice)] == [1, 11, 111]


def test_a_rule_that_costs_too_much_is_refused() -> None:
    inner = " && ".join(f"k.wage > {number}" for number in range(20))
    with pytest.raises(errors.RuleRefused, match=r"steps for a household of ten, and a rule takes at most 4000"):
        check.expression(f"members.exists(m, members.exists(k, {inner}))", "household", WORDS)
    check.expression(f"members.exists(k, {inner})", "household", WORDS)


def test_more_outcomes_than_one_word_holds() -> None:
    """Forty criteria, each asking for two answers of its own: more than 62 bits."""
    criteria = tuple(
        definition.Criterion(f"c{n}", passages.Passage(f"household.rooms > {n} || members.exists(m, m.wage > {n})"))
        for n in range(40)
    )
    many = replace(PROGRAMME, criteria=criteria)
    decided = columns.decide([many, replace(many, code="q")], WORDS, *_tables(), on=ON)["household"]
    assert {name for name in decided.packed.columns if name.startswith("w")} == {"w0", "w1", "w2"}
    run = prepared.prepare(many, WORDS)
    for row, facts in zip(_rows(decided.table), FACTS, strict=True):
        outcome = reading.evaluate(run, facts, on=ON)
        for code in ("p", "q"):
            assert row[f"{code}__result"] == outcome.result
            assert {name: row[f"{code}__{name}"] for name in run.names} == outcome.criteria
    places = [place for one in outcomes.layout([run]).programmes for place in one.criteria.values()]
    assert all(place.shift + place.width <= bits.WIDTH for place in places)


def test_a_household_of_two_hundred() -> None:
    rules = {
        "sum": check.expression("members.sum(m, m.wage)", "household", WORDS, "number"),
        "one": check.expression("members.exists_one(m, m.disability)", "household", WORDS),
        "rich": check.expression("members.count(m, m.wage > members.avg(k, k.wage))", "household", WORDS, "number"),
    }
    row = _rows(columns.columns(rules, "household", *_tables(), on=ON))[2]
    found = {name: reading.Reader(FACTS[2], ON).read(rule.root).value for name, rule in rules.items()}
    assert found == {name: row[name] for name in rules} == {"sum": 1990.0, "one": True, "rich": 50.0}


def test_an_age_before_birth_is_unknown_and_asks_for_the_day_of_birth() -> None:
    young = replace(
        PROGRAMME, criteria=(definition.Criterion("a", passages.Passage("members.exists(m, age(m, on) < 5)")),)
    )
    facts = {
        "household": {"id": 1},
        "members": [{"number": 1, "born_from": date(2025, 1, 1), "born_to": date(2025, 1, 1)}],
    }
    outcome = reading.evaluate(prepared.prepare(young, WORDS), facts, on=ON)
    assert (outcome.result, outcome.missing) == ("needs_information", ("members[1].born",))


FACTS: list[dict[str, Any]] = [
    {"household": {"id": 1, "rooms": 50}, "members": []},
    {"household": {"id": 2, "rooms": None}, "members": [{"wage": None, "disability": None}]},
    {
        "household": {"id": 3, "rooms": 3},
        "members": [{"wage": n / 10 if n % 2 else 9.9, "disability": n == 7} for n in range(200)],
    },
]


def _tables() -> tuple[Any, Any]:
    homes = pa.Table.from_pylist([facts["household"] for facts in FACTS])
    people = [member | {"household_id": facts["household"]["id"]} for facts in FACTS for member in facts["members"]]
    shape = pa.schema({"household_id": pa.int64(), "wage": pa.float64(), "disability": pa.bool_()})
    connection = ibis.duckdb.connect()
    connection.con.register("h", homes)
    connection.con.register("p", pa.Table.from_pylist(people, shape))
    return connection.table("h"), connection.table("p")


def _rows(table: Any) -> list[dict[str, Any]]:
    return sorted(table.to_pyarrow().to_pylist(), key=lambda row: row["id"])
