"""The tree of areas, from the level columns of the household file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ayni.engines.surveys import answers, errors, parts, sources
from ayni.engines.surveys import sieve as sieves


@dataclass(frozen=True)
class Placed:
    """The areas table and, for every row of the file, the code of its lowest area."""

    areas: pa.Table
    lowest: pa.Array


def codes(source: sources.Source, level: parts.Level) -> pa.Array:
    """Each row's code at one level, before nesting; a label's code is its slug-like text as it stands."""
    values = answers.texts(source.columns[level.source])
    if level.code == "value":
        return values
    labels = source.header.value_labels.get(level.source, {})
    known, words = pa.array(list(labels), pa.string()), pa.array(list(labels.values()), pa.string())
    return words.take(pc.index_in(values, known))


def names(source: sources.Source, level: parts.Level) -> pa.Array:
    """Each row's area name at one level: a column, else the value label, else the value."""
    if level.name:
        return answers.texts(source.columns[level.name])
    values = answers.texts(source.columns[level.source])
    labels = source.header.value_labels.get(level.source, {})
    if not labels:
        return values
    known, words = pa.array(list(labels), pa.string()), pa.array(list(labels.values()), pa.string())
    return pc.coalesce(words.take(pc.index_in(values, known)), values)


def place(source: sources.Source, levels: tuple[parts.Level, ...], sieve: sieves.Sieve, where: str) -> Placed:
    """Build the areas table and place each household; a household without an area is refused.

    Errors: SurveyError when one code has two parents, or stands at two levels.
    """
    parent = pa.nulls(len(source.rows), pa.string())
    tables, problems = [], []
    for number, level in enumerate(levels, start=1):
        code = codes(source, level)
        remedy = "Fill in the area, or correct its code."
        values = source.columns[level.source]
        sieve.refuse(answers.nulls(code), level.source, values, "the household has no known area.", remedy)
        if level.nested and number > 1:
            code = pc.binary_join_element_wise(parent, code, "-")
        table = distinct(code, parent, names(source, level), number, sieve)
        problems += ambiguous(table, level, where)
        tables.append(table)
        parent = code
    areas = pa.concat_tables(tables)
    problems += repeated(areas, where)
    if problems:
        raise errors.SurveyError(problems)
    return Placed(areas, parent)


def distinct(code: pa.Array, parent: pa.Array, name: pa.Array, level: int, sieve: sieves.Sieve) -> pa.Table:
    """Each (code, parent) of a level once, in the order of codes, with the first name given."""
    keep = pa.array(sieve.keep)
    rows = pa.table({"code": code, "parent": parent, "name": name}).filter(keep)
    grouped = rows.group_by(["code", "parent"], use_threads=False).aggregate([("name", "first")])
    grouped = grouped.sort_by([("code", "ascending")])
    levels = pa.array(np.full(grouped.num_rows, level), pa.int64())
    columns = {
        "code": grouped["code"],
        "parent": grouped["parent"],
        "level": levels,
        "name": grouped["name_first"],
    }
    return pa.table(columns)


def ambiguous(table: pa.Table, level: parts.Level, where: str) -> list[errors.Problem]:
    """A problem for a level whose codes stand under several parents."""
    counts = pc.value_counts(table["code"]).to_pylist()
    shared = sorted(one["values"] for one in counts if one["counts"] > 1)
    if not shared:
        return []
    what = f"area codes of `{level.source}` stand under several parents: {', '.join(shared[:5])}."
    return [errors.Problem(where, what, "Add `nested: true` to that level, or correct the rows.")]


def repeated(areas: pa.Table, where: str) -> list[errors.Problem]:
    """A problem when a code names areas of two levels."""
    pairs = areas.group_by("code").aggregate([("level", "count_distinct")])
    shared = sorted(pairs.filter(pc.greater(pairs["level_count_distinct"], 1))["code"].to_pylist())
    if not shared:
        return []
    what = f"the same area code stands at two levels: {', '.join(shared[:5])}."
    return [errors.Problem(where, what, "Use `code: label`, or `nested: true`, at the lower level.")]
