"""The household file: keys, weights, areas, and the households' variables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ayni.engines import dictionary as dictionaries
from ayni.engines.surveys import answers, areas, fields, parts, sieve, sources

DESIGN = {
    "survey_weight": (
        "decimal",
        {"en": "Survey weight", "fr": "Poids de sondage", "ar": "وزن المعاينة"},
    ),
    "survey_stratum": (
        "text",
        {"en": "Survey stratum", "fr": "Strate de sondage", "ar": "طبقة المعاينة"},
    ),
    "survey_psu": (
        "text",
        {"en": "Primary sampling unit", "fr": "Unité primaire de sondage", "ar": "وحدة المعاينة الأولية"},
    ),
}


@dataclass(frozen=True)
class Households:
    """Kept households, their areas and variables; `sieve` tells what was left out and keys every row."""

    table: pa.Table
    areas: pa.Table
    variables: tuple[dictionaries.Variable, ...]
    sieve: sieve.Sieve


def read(source: sources.Source, mapping: parts.Mapping) -> Households:
    """Read the household rows.

    Refuses a row without a key, with a key seen before, without an area, or with a weight that is missing or
    not above zero.
    """
    part = mapping.household
    key = joined(source, part.key)
    rows = sieve.Sieve(source, key)
    column = ", ".join(part.key)
    remedy = "Every household needs its own key."
    rows.refuse(answers.nulls(key), column, None, "the household key is missing.", remedy)
    remedy = "Keep one of them; the first is kept, and the persons of this key go to it."
    rows.refuse(repeats(key), column, None, "the household key was already used above.", remedy)
    placed = areas.place(source, part.levels, rows, mapping.where)
    columns = {"key": key, "area": placed.lowest, **design(source, part, rows, mapping.decimal_comma)}
    told = fields.read(source, part.fields, "household", rows, mapping)
    table = pa.table({**columns, **told.columns}).filter(pa.array(rows.keep))
    variables = tuple(design_variable(name) for name in DESIGN if name in columns)
    in_use = with_ancestors(placed.areas, table["area"])
    return Households(table, in_use, (*variables, *told.variables), rows)


def joined(source: sources.Source, names: tuple[str, ...]) -> pa.Array:
    """Columns as one text, their values joined with "-"; null when one of them is."""
    columns = [answers.texts(source.columns[name]) for name in names]
    return columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*columns, "-")


def repeats(values: pa.Array) -> answers.Bools:
    """Where a value already stood in an earlier row; null repeats nothing."""
    coded = values.dictionary_encode().indices
    at = np.asarray(coded.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)
    if not len(at):
        return np.zeros(0, bool)
    highest = np.maximum.accumulate(at)  # codes are given in order of first appearance
    before = np.concatenate([[-1], highest[:-1]])
    return np.asarray((at >= 0) & (at <= before))


def design(
    source: sources.Source, part: parts.HouseholdPart, rows: sieve.Sieve, decimal_comma: bool
) -> dict[str, pa.Array]:
    """The survey design columns the mapping names; a weight must be above zero."""
    columns: dict[str, pa.Array] = {}
    if part.weight:
        given = source.columns[part.weight]
        weight, strange = answers.numbers(given, decimal_comma)
        remedy = "Give the household its weight, or take the row out."
        rows.refuse(strange, part.weight, given, "the weight “{value}” is not a number.", remedy)
        rows.refuse(np.isnan(weight), part.weight, given, "the weight is missing.", remedy)
        rows.refuse(~(weight > 0), part.weight, given, "the weight {value} is not above zero.", remedy)
        columns["survey_weight"] = pa.array(weight, from_pandas=True)
    for name, taken in (("survey_stratum", part.stratum), ("survey_psu", part.psu)):
        if taken:
            columns[name] = joined(source, taken)
            remedy = "Without it the household counts in no standard error."
            rows.unknown(answers.nulls(columns[name]), ", ".join(taken), None, f"the {name} is missing.", remedy)
    return columns


def design_variable(name: str) -> dictionaries.Variable:
    """The dictionary's variable of a survey design column."""
    kind, labels = DESIGN[name]
    return dictionaries.Variable(name=name, entity="household", type=kind, labels=labels)  # type: ignore[arg-type]


def with_ancestors(tree: pa.Table, used: pa.ChunkedArray) -> pa.Table:
    """The areas that hold a kept household, and those above them."""
    parent = dict(zip(tree["code"].to_pylist(), tree["parent"].to_pylist(), strict=True))
    wanted: set[str | None] = set(pc.unique(used).to_pylist())
    for _ in range(len(set(tree["level"].to_pylist()))):
        wanted |= {parent[code] for code in wanted if code is not None}
    return tree.filter(pc.is_in(tree["code"], pa.array(sorted(code for code in wanted if code), pa.string())))
