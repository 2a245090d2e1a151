"""Indicators over the canonical tables: one pass over the persons, one over the households, one over each other table.

Rules compile to columns; a full count is added up where the data are, a sample is estimated with its design. A unit
whose rule is unknown is in neither part: it is left out, never counted as a no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import ibis
import numpy as np

from ayni.engines import dictionary as dictionaries
from ayni.engines.measures import design as designs
from ayni.engines.measures import disclosure, estimate, receiving, tallies
from ayni.engines.measures.indicators import AREA, Group, Indicator
from ayni.engines.measures.tallies import Line
from ayni.engines.rules import check, columns, errors

WEIGHT, STRATUM, PSU = "survey_weight", "survey_stratum", "survey_psu"
UNITS: Mapping[str, Literal["person", "household"]] = {"persons": "person", "households": "household"}


@dataclass(frozen=True)
class Source:
    """What indicators are counted from: the canonical tables, the others by name, their dictionary, and the day."""

    households: Any
    persons: Any
    dictionary: dictionaries.Dictionary
    on: date
    tables: Mapping[str, Any] = field(default_factory=dict)
    programmes: Sequence[str] = ()


@dataclass
class Counted:
    """The cells of every indicator that could be counted, and why the others could not, by code."""

    cells: list[disclosure.Cell] = field(default_factory=list)
    impossible: dict[str, str] = field(default_factory=dict)


def count(indicators: Iterable[Indicator], groups: Mapping[str, Group], source: Source) -> Counted:
    """Every indicator's figures, small cells hidden. Those of an assessment are not counted here."""
    found = Counted()
    chosen = [one for one in indicators if not one.assessment]
    seen = receiving.marked(source.households, source.persons, source.tables.get("enrolments"), source.programmes)
    words = receiving.extended(source.dictionary, source.programmes)
    for table, unit in UNITS.items():
        ruled = _Ruled(unit, groups, words, source.on)
        ruled.take([one for one in chosen if one.of == table], found)
        if ruled.indicators:
            found.cells += ruled.cells(seen.households, seen.persons)
    for one in chosen:
        if not one.is_ruled:
            _tally(one, source, found)
    found.cells = disclosure.hide(found.cells)
    return found


def _tally(one: Indicator, source: Source, found: Counted) -> None:
    """An indicator of another published table."""
    try:
        found.cells += tallies.count(one, source.tables, source.households)
    except tallies.CannotCount as reason:
        found.impossible[one.code] = str(reason)


class _Ruled:
    """The indicators of one unit, as columns of one table: `among`, `counted`, `value` of each, and the groups."""

    def __init__(
        self,
        unit: Literal["person", "household"],
        groups: Mapping[str, Group],
        words: dictionaries.Dictionary,
        on: date,
    ) -> None:
        self.unit, self.groups, self.words, self.on = unit, groups, words, on
        self.indicators: list[Indicator] = []
        self.checked: dict[str, check.Checked] = {}

    def take(self, indicators: Iterable[Indicator], found: Counted) -> None:
        """Keep those whose rules check against this dictionary; say why of the others."""
        for one in indicators:
            try:
                made = {name: self._check(text, wants) for name, text, wants in _rules(one)}
            except errors.RuleRefused as refused:
                found.impossible[one.code] = str(refused)
                continue
            self.indicators.append(one)
            self.checked |= made
            for group in self._wanted(one):
                self._take_group(one, group, found)

    def _take_group(self, one: Indicator, group: Group, found: Counted) -> None:
        """Tell people apart by a group, unless this dictionary lacks what it asks."""
        try:
            self.checked |= {_mark(group.name, code): self._check(rule) for code, rule in group.categories.items()}
        except errors.RuleRefused as refused:
            found.impossible[f"{one.code} by {group.name}"] = str(refused)

    def cells(self, households: Any, persons: Any) -> list[disclosure.Cell]:
        table = columns.columns(self.checked, self.unit, households, persons, on=self.on)
        if is_sample(households):
            return self._estimated(_with_design(table, households, self.unit).to_pyarrow())
        return self._added_up(table)

    def lines(self, one: Indicator) -> list[Line]:
        found = [Line(one)]
        for group in self._groups(one):
            found += [Line(one, _mark(group.name, code), group.name, code) for code in group.categories]
        return found

    def _added_up(self, table: Any) -> list[disclosure.Cell]:
        """A full count: sums by first-level area in one aggregate; the whole is the sum of its areas."""
        sums: dict[str, Any] = {}
        for one in self.indicators:
            for place, line in enumerate(self.lines(one)):
                inside = table[line.mark].fill_null(False) if line.mark else table["id"].notnull()
                sums |= _sums(table, one, inside, f"{one.code}:{place}")
        rows = table.group_by(AREA).aggregate(**sums).to_pyarrow().to_pylist()
        cells: list[disclosure.Cell] = []
        for one in self.indicators:
            for place, line in enumerate(self.lines(one)):
                cells.append(tallies.cell(line, [_read(row, f"{one.code}:{place}") for row in rows]))
            if AREA in one.by:
                cells += [tallies.cell(Line(one), [_read(row, f"{one.code}:0")], area=row[AREA]) for row in rows]
        return cells

    def _estimated(self, table: Any) -> list[disclosure.Cell]:
        sample = designs.Design(
            table[STRATUM] if STRATUM in table.column_names else None,
            table[PSU] if PSU in table.column_names else None,
            table[WEIGHT].to_numpy(zero_copy_only=False),
            singleton="adjust",
        )
        areas = np.asarray(table[AREA].to_pylist(), dtype=object)
        cells: list[disclosure.Cell] = []
        for one in self.indicators:
            y, counted = _outcome(table, one)
            for line in self.lines(one):
                inside = _flag(table, line.mark) == 1 if line.mark else np.ones(len(y), dtype=bool)
                cells.append(_sampled(line, y, counted, sample, inside))
            if AREA in one.by:
                for area in sorted(set(areas.tolist())):
                    cells.append(_sampled(Line(one), y, counted, sample, areas == area, area=area))
        return cells

    def _wanted(self, one: Indicator) -> list[Group]:
        return [self.groups[name] for name in one.by if name != AREA and name in self.groups]

    def _groups(self, one: Indicator) -> list[Group]:
        """The groups an indicator wants and this dictionary allows."""
        return [
            group
            for group in self._wanted(one)
            if all(_mark(group.name, code) in self.checked for code in group.categories)
        ]

    def _check(self, text: str, wants: Literal["bool", "number"] = "bool") -> check.Checked:
        return check.expression(text, self.unit, self.words, wants)


def is_sample(households: Any) -> bool:
    """Whether the registry is a sample with weights: most of its households have one."""
    if WEIGHT not in households.columns:
        return False
    counts = households.aggregate(rows=households.count(), weighted=households[WEIGHT].count()).to_pyarrow()
    row = counts.to_pylist()[0]
    return bool(row["weighted"] * 2 > row["rows"])


def _rules(one: Indicator) -> list[tuple[str, str, Literal["bool", "number"]]]:
    found: list[tuple[str, str, Literal["bool", "number"]]] = []
    for part in ("among", "counted"):
        text = getattr(one, part)
        if text:
            found.append((f"{part}:{one.code}", text, "bool"))
    if one.value:
        found.append((f"value:{one.code}", one.value, "number"))
    return found


def _mark(group: str, category: str) -> str:
    return f"group:{group}:{category}"


def _column(table: Any, part: str, one: Indicator) -> Any:
    """A part of an indicator as a column; true for everybody when it was left out."""
    name = f"{part}:{one.code}"
    return table[name] if name in table.columns else ibis.literal(True)


def _sums(table: Any, one: Indicator, inside: Any, name: str) -> dict[str, Any]:
    """n (who counts at all), counted (the numerator) and value (what is summed), for one cell."""
    among, counted = _column(table, "among", one), _column(table, "counted", one)
    value = table[f"value:{one.code}"] if one.value else None
    known = inside & among.fill_null(False) & counted.notnull()
    if value is not None:
        known = known & counted & value.notnull()
    found = {f"{name}:n": known.cast("int64").sum(), f"{name}:counted": (known & counted).cast("int64").sum()}
    if value is not None:
        found[f"{name}:value"] = ibis.cases((known, value), else_=0.0).sum()
    return found


def _read(row: Mapping[str, Any], name: str) -> tuple[int, int, float]:
    return int(row[f"{name}:n"] or 0), int(row[f"{name}:counted"] or 0), float(row.get(f"{name}:value") or 0.0)


def _with_design(table: Any, households: Any, unit: str) -> Any:
    """The columns with each unit's weight, stratum and PSU; units without a weight are not of the sample."""
    kept = [name for name in (WEIGHT, STRATUM, PSU) if name in households.columns]
    renamed = households.select(design_id="id", **{name: households[name] for name in kept})
    joined = table.inner_join(renamed, table["household_id"] == renamed["design_id"])
    return joined.filter(joined[WEIGHT].notnull())


def _flag(table: Any, name: str) -> designs.Floats:
    """A boolean column as 1, 0 and NaN for unknown."""
    column = table[name].cast("int8").cast("float64")
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def _outcome(table: Any, one: Indicator) -> tuple[designs.Floats, designs.Booleans]:
    """What is averaged or summed of each unit (NaN outside), and which units are of the numerator."""
    rows = table.num_rows
    among = _flag(table, f"among:{one.code}") if one.among else np.ones(rows)
    counted = _flag(table, f"counted:{one.code}") if one.counted else np.ones(rows)
    y = np.where(among == 1, counted, np.nan)
    is_counted = y == 1
    if one.value:
        value = np.asarray(table[f"value:{one.code}"].to_numpy(zero_copy_only=False), dtype=np.float64)
        y = np.where(is_counted, value, np.nan)
    return y, is_counted


def _sampled(
    line: Line,
    y: designs.Floats,
    counted: designs.Booleans,
    sample: designs.Design,
    inside: designs.Booleans,
    *,
    area: str = "",
) -> disclosure.Cell:
    unit = line.indicator.unit
    if unit == "share":
        found = estimate.share(y, sample, domain=inside)
    else:
        found = estimate.total(np.where(counted, y, np.nan), sample, domain=inside)
    return disclosure.Cell(
        line.indicator.code,
        n=found.n,
        counted=int((counted & inside).sum()),
        value=found.value,
        low=found.low,
        high=found.high,
        area=area,
        group=line.group,
        category=line.category,
        is_estimate=True,
    )
