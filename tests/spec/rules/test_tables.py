"""The tables beside this file, read by both readers."""

from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
import yaml

from ayni.engines import dictionary
from ayni.engines.rules import check, columns, errors, reading

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 on DuckDB 2

HERE = Path(__file__).parent
ON = date(2024, 6, 1)
FLOORS = tuple(dictionary.Choice(code) for code in ("earth", "sand", "cement"))
WORDS = dictionary.Dictionary(
    [
        dictionary.Variable("rooms", "household", "integer"),
        dictionary.Variable("electric", "household", "boolean"),
        dictionary.Variable("floor", "household", "choice", choices=FLOORS),
        dictionary.Variable("visited", "household", "date"),
        dictionary.Variable("disability", "person", "boolean"),
        dictionary.Variable("wage", "person", "decimal"),
    ]
)
ARROW = {"integer": pa.int64(), "decimal": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}
MEANINGS = [
    pytest.param(case, id=f"{group['about']}: {case['rule']} [{number}]")
    for group in yaml.safe_load((HERE / "meaning.yaml").read_text("utf-8"))
    for number, case in enumerate(group["cases"])
]
REFUSALS = yaml.safe_load((HERE / "refusals.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", MEANINGS)
def test_a_rule_means(case: dict[str, Any]) -> None:
    expected = None if case["answer"] == "unknown" else case["answer"]
    rule = check.expression(case["rule"], "household", WORDS, _wants(case["rule"]))
    assert reading.Reader(case["facts"], ON).read(rule.root).value == expected
    assert _in_columns(rule, case["facts"]) == expected


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case["rule"])
def test_a_rule_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(errors.RuleRefused) as refused:
        check.expression(case["rule"], "household", WORDS)
    assert case["words"] in str(refused.value)
    assert (refused.value.line, refused.value.column) == (1, case["column"])


def _wants(rule: str) -> Any:
    """Whichever of the two the rule answers."""
    try:
        check.expression(rule, "household", WORDS, "number")
    except errors.RuleRefused:
        return "bool"
    return "number"


def _in_columns(rule: check.Checked, facts: dict[str, Any]) -> Any:
    household = {"id": 1, **facts.get("household", {}), "score_pmt": facts.get("scores", {}).get("pmt")}
    people = [{"household_id": 1, **member} for member in facts.get("members", [])]
    connection = ibis.duckdb.connect()
    connection.con.register("h", pa.Table.from_pylist([household], _schema("household", score_pmt=pa.float64())))
    dates = {name: pa.date32() for name in ("born_from", "born_to")}
    connection.con.register("p", pa.Table.from_pylist(people, _schema("person", household_id=pa.int64(), **dates)))
    made = columns.columns({"it": rule}, "household", connection.table("h"), connection.table("p"), on=ON)
    return made.to_pyarrow().to_pylist()[0]["it"]


def _schema(entity: str, **more: pa.DataType) -> pa.Schema:
    known = [*(v for v in dictionary.BUILT_IN if v.entity == entity), *WORDS.of(entity)]  # type: ignore[arg-type]
    return pa.schema({**{v.name: ARROW.get(v.type, pa.string()) for v in known}, **more})
