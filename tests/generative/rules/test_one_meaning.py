"""One meaning: the reader of one unit and DuckDB over the registry give the same answers."""

import re
from dataclasses import replace
from functools import cache
from typing import Any

import ibis
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from ayni.engines.rules import check, columns, definition, passages, prepared, reading
from tests.generative.rules import registries, sentences

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2

UNITS = st.sampled_from(["household", "person"])
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]  # a rule that fails is short enough; shrinking takes minutes
SLOW = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
PROGRAMME = """
programme: drawn
unit: {unit}
criteria:
  - {{name: first, rule: "true"}}
  - {{name: second, rule: "true"}}
benefit: {{amount: "1", every: month}}
"""


@given(st.data())
@SLOW
def test_both_readers_agree_on_every_cell(data: st.DataObject) -> None:
    unit = data.draw(UNITS)
    registry = data.draw(registries.registries())
    texts = data.draw(st.lists(sentences.conditions(unit), min_size=1, max_size=3))
    amount = data.draw(sentences.amounts(unit))
    checked = {f"rule_{n}": _checked(text, unit, "bool") for n, text in enumerate(texts)}
    checked["amount"] = _checked(amount, unit, "number")
    made = columns.columns(checked, unit, *_tables(registry), on=registries.ON)
    rows = {row["id"]: row for row in made.to_pyarrow().to_pylist()}
    units = registry.units(unit)
    assert rows.keys() == units.keys()
    for unit_id, facts in units.items():
        expected = {name: reading.Reader(facts, registries.ON).read(rule.root).value for name, rule in checked.items()}
        assert {name: rows[unit_id][name] for name in checked} == expected, (facts, checked)


@given(st.data())
@SLOW
def test_both_readers_decide_and_ask_alike(data: st.DataObject) -> None:
    unit = data.draw(UNITS)
    registry = data.draw(registries.registries())
    programme = _programme(
        unit, data.draw(st.tuples(*[sentences.conditions(unit)] * 2)), data.draw(sentences.amounts(unit))
    )
    try:
        decided = columns.decide([programme], registries.WORDS, *_tables(registry), on=registries.ON)[unit].table
    except check.errors.RuleRefused as refused:
        assume("deep at most" not in str(refused))
        raise
    rows = {row["id"]: row for row in decided.to_pyarrow().to_pylist()}
    for unit_id, facts in registry.units(unit).items():
        outcome = reading.evaluate(prepared.prepare(programme, registries.WORDS), facts, on=registries.ON)
        row = rows[unit_id]
        assert row["drawn__result"] == outcome.result
        assert {name: row[f"drawn__{name}"] for name in ("first", "second")} == outcome.criteria
        assert row["drawn__amount"] == outcome.amount
        names = {re.sub(r"\[\d+\]", "", name) for name in outcome.missing}
        assert row["drawn__missing"] == ",".join(sorted(names)), (facts, programme)


#: What is asked of the head is gathered as one answer; the comparisons inside it are not there any more.
GATHERED = (
    'members.filter(m, (age(head, date("2024-02-29")) in [4, 5, 40]) == (60 > age(head, date("2024-02-29"))))'
    ".count(m, (age(m, on) in [4, 5, 40] || head.disability))"
)


@given(registries.registries())
@SLOW
def test_what_was_gathered_is_not_looked_into(registry: Any) -> None:
    programme = _programme("person", ("head.joined > on", "household.floor in ['tiles', 'tiles']"), GATHERED)
    decided = columns.decide([programme], registries.WORDS, *_tables(registry), on=registries.ON)["person"].table
    assert decided.count().to_pyarrow().as_py() == len(registry.units("person"))


def _checked(text: str, unit: str, wants: Any) -> check.Checked:
    try:
        return check.expression(text, unit, registries.WORDS, wants)
    except check.errors.RuleRefused as refused:
        assume("deep at most" not in str(refused))
        raise


def _programme(unit: str, rules: tuple[str, str], amount: str) -> definition.Definition:
    drawn = definition.load(PROGRAMME.format(unit=unit))
    criteria = tuple(replace(c, rule=passages.Passage(text)) for c, text in zip(drawn.criteria, rules, strict=True))
    return replace(drawn, criteria=criteria, benefit=replace(drawn.benefit, amount=passages.Passage(amount)))


def _tables(registry: registries.Registry) -> tuple[Any, Any]:
    connection = _connection()
    for name, table in zip(("households", "persons"), registry.tables(), strict=True):
        connection.con.register(name, table)
    return connection.table("households"), connection.table("persons")


@cache
def _connection() -> Any:
    connection = ibis.duckdb.connect()
    connection.raw_sql("SET threads = 1")
    return connection
