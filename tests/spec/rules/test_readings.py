"""The readings beside this file: each rule in words, in three languages."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from ayni.engines import dictionary
from ayni.engines.rules import check, wording

TABLE = yaml.safe_load((Path(__file__).parent / "readings.yaml").read_text("utf-8"))
WORDS = dictionary.Dictionary.from_yaml(yaml.safe_dump(TABLE["dictionary"]))
CASES = [
    pytest.param(case, language, id=f"{case['rule']} [{language}]")
    for group in TABLE["readings"]
    for case in group["rules"]
    for language in ("en", "fr", "ar")
]


@pytest.mark.parametrize(("case", "language"), CASES)
def test_a_rule_reads(case: dict[str, Any], language: str) -> None:
    assert wording.read(case["rule"], _unit(case), WORDS, language, TABLE["titles"]) == case[language]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_two_rules_read_the_same(language: str) -> None:
    said = [case[language] for group in TABLE["readings"] for case in group["rules"]]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("case", [case for group in TABLE["readings"] for case in group["rules"]], ids=str)
def test_every_rule_of_the_table_is_one(case: dict[str, Any]) -> None:
    found = [check.problems(case["rule"], _unit(case), WORDS, wants) for wants in ("bool", "number")]  # type: ignore[arg-type]
    assert [] in found, found


def _unit(case: dict[str, Any]) -> str:
    return "person" if "person" in case["rule"] else "household"
