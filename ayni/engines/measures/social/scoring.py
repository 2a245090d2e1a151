"""Scoring an instrument over the rows of a frame: items, totals, bands."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import specs
from ayni.engines.measures.frames import Frame, FrameError
from ayni.engines.measures.social.instrument import Instrument, Item
from ayni.engines.rules import errors

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.object_]

NAMED = re.compile(r"\b(person|household|m|head)\.([A-Za-z_]\w*)\b")


@dataclass(frozen=True, eq=False)
class Scored:
    """items: by name n points, NaN unknown. total: n numbers, NaN where too much is unknown or the instrument is not
    for this row. applies: n booleans. prorated: how many totals rest on a part of the items."""

    items: Mapping[str, Floats]
    total: Floats
    applies: npt.NDArray[np.bool_]
    prorated: int


def score(instrument: Instrument, frame: Frame, columns: Mapping[str, str]) -> Scored:
    """Points of every item and the total of every row.

    columns: what the file calls a question, where it is not its name. Refuses: FrameError when the column of a question
    that is scored is not there, and what the rules refuse.
    """
    called = _called(instrument, frame, columns)
    applies = np.ones(frame.rows, dtype=bool)
    if instrument.applies:
        applies = _rule(instrument.applies, instrument, frame, called) == 1
    items = {one.name: _points(one, instrument, frame, called) for one in instrument.items}
    items = {name: np.where(applies, points, np.nan) for name, points in items.items()}
    table = np.array(list(items.values()))
    total, prorated = totals(table, instrument)
    return Scored(items, total, applies, prorated)


def totals(points: Floats, instrument: Instrument) -> tuple[Floats, int]:
    """Totals of n rows from the points of k items (k x n), and how many were prorated.

    sum: of the points, unknown ones taken at the mean of the known ones of the row; mean: of the known ones; most: the
    highest known; any: 1 where one is above 0. A row of which more than `prorate` of the items is unknown has none,
    except that any and most know what one item is enough to know: an item above 0, the highest that there can be.
    """
    k = len(points)
    unknown = np.isnan(points)
    share = unknown.mean(axis=0)
    enough = share <= instrument.prorate + 1e-12
    known = k - unknown.sum(axis=0)
    summed = np.where(unknown, 0.0, points).sum(axis=0)
    mean = np.divide(summed, known, out=np.full(points.shape[1], np.nan), where=known > 0)
    highest = np.where(unknown, -np.inf, points).max(axis=0)
    if instrument.total == "any":
        found = np.where(highest > 0, 1.0, np.where(enough & (known > 0), 0.0, np.nan))
    elif instrument.total == "most":
        best = max(max([one.points, *one.values.values()]) for one in instrument.items)
        found = np.where((enough & (known > 0)) | (highest >= best), highest, np.nan)
    else:
        found = np.where(enough, mean * (k if instrument.total == "sum" else 1), np.nan)
    return found, int((~np.isnan(found) & (share > 0)).sum())


def band(total: Floats, instrument: Instrument) -> Labels:
    """The name of the band of each total; None where it is unknown, or below the first band."""
    found: Labels = np.full(len(total), None, dtype=object)
    for one in instrument.bands:
        found[total >= one.start - 1e-9] = one.name
    return found


def _called(instrument: Instrument, frame: Frame, columns: Mapping[str, str]) -> dict[str, str]:
    """The column of every question that is there."""
    names = [one.name for one in instrument.questions]
    for name in columns:
        if name not in names:
            raise specs.SpecError(f"{instrument.code} asks no '{name}'.{specs.nearest(name, names)}")
    called = {name: columns.get(name, name) for name in names}
    needed = [name for name in names if _is_needed(name, instrument)]
    absent = [name for name in needed if not frame.has(called[name])]
    if absent:
        first = called[absent[0]]
        near = specs.nearest(first, frame.names)
        others = f" Nor are {', '.join(absent[1:])}." if len(absent) > 1 else ""
        raise FrameError(
            f"The question '{absent[0]}' of {instrument.code} is not in the data: no column is called '{first}'.{near}"
            f"{others} Say what it is called, as `columns: {{{absent[0]}: …}}`."
        )
    return called


def _is_needed(name: str, instrument: Instrument) -> bool:
    rules = [instrument.applies, *(one.rule for one in instrument.items)]
    used = {found.group(2) for rule in rules for found in NAMED.finditer(rule)}
    return name in used or any(one.question == name for one in instrument.items)


def _points(item: Item, instrument: Instrument, frame: Frame, called: Mapping[str, str]) -> Floats:
    if item.rule:
        return _rule(item.rule, instrument, frame, called) * item.points
    column = called[item.question]
    if instrument.question(item.question).kind == "yes_no":
        return frame.flags(column) * item.points
    values = frame.numbers(column)
    if not item.values:
        return values * item.points
    found = np.where(np.isnan(values), np.nan, 0.0)
    for code, points in item.values.items():
        found = np.where(values == code, points, found)
    return found


def _rule(rule: str, instrument: Instrument, frame: Frame, called: Mapping[str, str]) -> Floats:
    """A rule's answers: each yes and no may stand in the data as true and false, or as 1 and 0."""
    asked = {found.group(2) for found in NAMED.finditer(rule)}
    counted = {one.name for one in instrument.questions if one.kind == "yes_no" and one.name in asked}
    try:
        return frame.flags(_written(rule, instrument, called, counted))
    except errors.RuleRefused as refused:
        numbers = {name for name in counted if _is_number(name, rule, instrument, frame, called)}
        if numbers == counted:
            raise refused from None
        return frame.flags(_written(rule, instrument, called, numbers))


def _is_number(name: str, rule: str, instrument: Instrument, frame: Frame, called: Mapping[str, str]) -> bool:
    """Do the data hold 1 and 0 where the question is answered yes and no?"""
    said = next(found.group(0) for found in NAMED.finditer(rule) if found.group(2) == name)
    try:
        frame.flags(_written(said, instrument, called, {name}))
    except errors.RuleRefused:
        return False
    return True


def _written(rule: str, instrument: Instrument, called: Mapping[str, str], numbers: Collection[str]) -> str:
    """The rule with the questions called as in the data; a yes that stands there as a number is compared with 1."""
    known = {one.name for one in instrument.questions}

    def renamed(found: re.Match[str]) -> str:
        subject, name = found.groups()
        if name not in known:
            return found.group(0)
        said = f"{subject}.{re.sub(r'[^A-Za-z0-9]+', '_', called[name]).strip('_')}"
        return f"({said} == 1)" if name in numbers else said

    return NAMED.sub(renamed, rule)
