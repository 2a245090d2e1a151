"""The columns of a regression: numbers as they are, words as yes or no for each word but the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import special

from ayni.engines.measures import design as designs
from ayni.engines.measures.design import NORMAL, Design, DesignError, Floats
from ayni.engines.measures.estimate import Estimate
from ayni.engines.measures.frames import Frame, FrameError
from ayni.engines.measures.specs import Spec, SpecError, nearest

ITEM = ("of", "categories", "base", "name")
CONSTANT = "(constant)"
LARGEST = 1e100


@dataclass(frozen=True, eq=False)
class Terms:
    """x: (n, p), NaN unknown. names: p. base: the word that others are compared with, by column."""

    x: Floats
    names: tuple[str, ...]
    base: Mapping[str, str] = field(default_factory=dict)


def read(frame: Frame, spec: Spec, *, constant: bool = True) -> Terms:
    """The columns named under `on`: a column or a rule, or `{of: sector, categories: true, base: farm, name: …}`.

    A column of words has a coefficient for each word but the base (the first in order). Refuses: SpecError, FrameError.
    """
    columns: list[Floats] = [np.ones(frame.rows)] if constant else []
    names, base = [CONSTANT] if constant else [], {}
    for place, item in enumerate(spec.listed("on"), start=1):
        where = f"{spec.where}: on, entry {place}"
        one = Spec(item if isinstance(item, dict) else {"of": item}, where).only(*ITEM)
        said, name = one.text("of"), one.text("name", one.text("of"))
        numbers = None if one.flag("categories") else _numbers(frame, said)
        if numbers is not None:
            columns.append(numbers)
            names.append(name)
            continue
        codes, labels = designs.label_codes(frame.labels(said), said)
        words = [str(label) for label in labels]
        first = one.text("base", words[0] if words else "-")
        if first not in words:
            hint = nearest(first, words) or f" There are {', '.join(words[:8])}."
            raise SpecError(f"{where}: '{said}' is never '{first}'.{hint}")
        base[name] = first
        for code, word in enumerate(words):
            if word != first:
                columns.append(np.where(codes < 0, np.nan, codes == code))
                names.append(f"{name}: {word}")
    return Terms(np.column_stack(columns), tuple(names), base)


def row(name: str, one: Estimate, *, odds: bool) -> dict[str, Any]:
    """A line of the table of a regression: the estimate, its t and p values, the odds ratio."""
    found: dict[str, Any] = {"term": name, **one.as_dict()}
    t = one.value / one.se if one.value is not None and one.se else None
    found["t"] = t
    found["p"] = None
    if t is not None and one.degrees >= 1:
        tail = special.ndtr(-abs(t)) if one.degrees >= NORMAL else special.stdtr(one.degrees, -abs(t))
        found["p"] = float(2 * tail)
    if odds:
        found |= {
            name: _exp(value) for name, value in (("odds", one.value), ("odds_low", one.low), ("odds_high", one.high))
        }
    return found


def somebody(design: Design) -> None:
    """Refuses: DesignError, when all weights are zero or there is no row."""
    if not (design.weight > 0).any():
        raise DesignError(
            "There is no row with a weight above zero, so there is nobody to measure. Check the column of weights."
        )


def sensible(values: Floats, where: str) -> Floats:
    """The same with endless values as unknown. Refuses: SpecError, for a number that no sum of squares can hold."""
    found = np.where(np.isfinite(values), values, np.nan)
    wrong = np.abs(np.nan_to_num(found)) > LARGEST
    if wrong.any():
        row = int(np.argmax(wrong))
        raise SpecError(
            f"{where}: the value of row {row + 1} is {values[row]:g}, which no amount is. Correct it first."
        )
    return found


def _numbers(frame: Frame, said: str) -> Floats | None:
    """The column as numbers; None for a column of words."""
    try:
        return frame.numbers(said)
    except FrameError:
        if frame.has(said):
            return None
        raise


def _exp(value: float | None) -> float | None:
    return None if value is None or value > 700 else float(np.exp(value))
