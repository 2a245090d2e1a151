"""Indicators of other published tables than persons and households: rows counted by the values of their columns.

Such a table has `household_id`; its rows belong to the area where that household lives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from ayni.engines.measures import disclosure
from ayni.engines.measures.indicators import AREA, Indicator, Where


class CannotCount(Exception):
    """The snapshot lacks what an indicator counts; the text says what."""


@dataclass(frozen=True)
class Line:
    """One cell to be: of which indicator, area or group, and the name of the boolean column that marks its units."""

    indicator: Indicator
    mark: str = ""
    group: str = ""
    category: str = ""


def cell(line: Line, sums: Sequence[tuple[int, int, float]], *, area: str = "") -> disclosure.Cell:
    """The figure of n, counted and value summed over some parts."""
    n, counted = sum(one[0] for one in sums), sum(one[1] for one in sums)
    value: float | None = float(counted)
    if line.indicator.unit == "share":
        value = counted / n if n else None
    elif line.indicator.unit == "amount":
        value = sum(one[2] for one in sums)
    if line.indicator.unit != "share":
        n = counted
    return disclosure.Cell(line.indicator.code, n, counted, value, area=area, group=line.group, category=line.category)


def count(one: Indicator, tables: Mapping[str, Any], households: Any) -> list[disclosure.Cell]:
    """The figures for everybody, for areas and by the indicator's columns: a full count. Raises CannotCount."""
    table = tables.get(one.of)
    if table is None:
        raise CannotCount(f"The snapshot has no table '{one.of}'.")
    wanted = [*one.among, *one.counted, *filter(None, [one.value]), *(name for name in one.by if name != AREA)]
    absent = sorted(set(wanted) - set(table.columns))
    if absent:
        raise CannotCount(f"The table '{one.of}' has no column {', '.join(absent)}.")
    places = households.select(place_id="id", place=households[AREA])
    joined = table.left_join(places, table["household_id"] == places["place_id"])
    return [found for name in ("", *one.by) for found in _by(one, joined, name)]


def _by(one: Indicator, table: Any, by: str) -> list[disclosure.Cell]:
    among, counted = _matches(table, one.among), _matches(table, one.counted)
    sums = {"n": among.cast("int64").sum(), "counted": (among & counted).cast("int64").sum()}
    if one.value:
        sums["value"] = ibis.cases((among & counted, table[one.value].cast("float64")), else_=0.0).sum()
    key = table["place" if by == AREA else by].cast("string") if by else ibis.literal("")
    cells = []
    for row in table.group_by(key=key).aggregate(**sums).order_by("key").to_pyarrow().to_pylist():
        if row["key"] is None or not row["n"]:
            continue
        read = (int(row["n"]), int(row["counted"] or 0), float(row.get("value") or 0.0))
        line = Line(one) if by in ("", AREA) else Line(one, "", by, row["key"])
        cells.append(cell(line, [read], area=row["key"] if by == AREA else ""))
    return cells


def _matches(table: Any, where: Where | str) -> Any:
    assert isinstance(where, Mapping), "a plain table's conditions are values of columns"
    found = table["household_id"].notnull()
    for name, values in where.items():
        found = found & table[name].cast("string").isin(list(values)).fill_null(False)
    return found
