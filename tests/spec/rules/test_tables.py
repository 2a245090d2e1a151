"""The tables beside this file, read by both readers. `scripts/manual.py` makes a chapter of the manual of them."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import pytest
import yaml

from ayni.engines.rules import check, columns, definition, errors, passages, prepared, reading
from scripts import manual
from tests.spec.rules import country

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2

HERE = Path(__file__).parent
PROGRAMME = definition.load(
    'programme: p\nunit: household\ncriteria: [{name: a, rule: "true"}]\nbenefit: {amount: "1", every: month}'
)
MEANINGS = [
    pytest.param(case, id=f"{group['about']}: {case['rule']} [{number}]")
    for name in manual.TABLES
    for group in yaml.safe_load((HERE / name).read_text("utf-8"))
    for number, case in enumerate(group["cases"])
]
REFUSALS = yaml.safe_load((HERE / "refusals.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", MEANINGS)
def test_a_rule_means(case: dict[str, Any]) -> None:
    expected = None if case["answer"] == "unknown" else case["answer"]
    wants = _wants(case["rule"])
    rule = check.expression(case["rule"], "household", country.WORDS, wants)
    assert reading.Reader(country.facts(case["facts"]), country.ON).read(rule.root).value == expected
    made = columns.columns({"it": rule}, "household", *_tables(case["facts"]), on=country.ON)
    assert made.to_pyarrow()["it"].to_pylist() == [expected]


@pytest.mark.parametrize("case", [case for case in MEANINGS if "asks" in case.values[0]])
def test_an_unknown_rule_asks_for(case: dict[str, Any]) -> None:
    programme = _programme(case["rule"])
    outcome = reading.evaluate(prepared.prepare(programme, country.WORDS), country.facts(case["facts"]), on=country.ON)
    assert outcome.missing == tuple(case["asks"])
    decided = columns.decide([programme], country.WORDS, *_tables(case["facts"]), on=country.ON)["household"].table
    named = sorted({re.sub(r"\[\d+\]", "", name) for name in case["asks"]})
    assert decided.to_pyarrow()["p__missing"].to_pylist() == [",".join(named)]


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case["rule"])
def test_a_rule_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(errors.RuleRefused) as refused:
        check.expression(case["rule"], "household", country.WORDS)
    assert case["words"] in str(refused.value)
    assert (refused.value.line, refused.value.column) == (1, case["column"])


def test_the_manual_is_made_of_these_tables() -> None:
    written = manual.CHAPTER.read_text("utf-8")
    assert written == manual.chapter(), "Make the chapter again: python -m scripts.manual"


def _wants(rule: str) -> Any:
    """Whichever of the two the rule answers."""
    try:
        check.expression(rule, "household", country.WORDS, "number")
    except errors.RuleRefused:
        return "bool"
    return "number"


def _programme(rule: str) -> definition.Definition:
    """A programme with this rule for its criterion, or for its amount."""
    passage = passages.Passage(rule)
    if _wants(rule) == "number":
        return replace(PROGRAMME, benefit=replace(PROGRAMME.benefit, amount=passage))
    return replace(PROGRAMME, criteria=(replace(PROGRAMME.criteria[0], rule=passage),))


def _tables(facts: dict[str, Any]) -> tuple[Any, Any]:
    for name, table in zip(("h", "p"), country.tables(facts), strict=True):
        _connection().con.register(name, table)
    return _connection().table("h"), _connection().table("p")


@cache
def _connection() -> Any:
    return ibis.duckdb.connect()
