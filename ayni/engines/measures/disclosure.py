"""Small cells: which figures may not be shown, because they would tell of somebody.

A figure that rests on fewer units than `least` is hidden, and so is a share whose numerator is fewer than `least`
but not none. Where just one category of a group is hidden, its value could be found by taking the others from the
whole; the smallest of the others is then hidden too (Hundepool and others, Statistical Disclosure Control, 2012,
ch. 4: secondary suppression).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

LEAST_COUNTED = 5  # of a full count: fewer are known by their neighbours
LEAST_SAMPLED = 25  # of a sample: fewer say nothing about the population


@dataclass(frozen=True)
class Cell:
    """An indicator's figure for everybody (no area, no group), an area, or one category of a group.

    value: a share between 0 and 1, a count or an amount; None when there is nobody or it is hidden. low, high: the
    95 % interval of an estimate from a sample, else None. n: units it rests on. counted: units of the numerator.
    """

    indicator: str
    n: int
    counted: int
    value: float | None
    low: float | None = None
    high: float | None = None
    area: str = ""
    group: str = ""
    category: str = ""
    is_estimate: bool = False
    is_hidden: bool = False


def hide(cells: Iterable[Cell]) -> list[Cell]:
    """The same cells with what may not be shown emptied."""
    marked = [replace(cell, is_hidden=_is_small(cell)) for cell in cells]
    for family in _families(marked).values():
        _protect(marked, family)
    return [replace(cell, value=None, low=None, high=None) if cell.is_hidden else cell for cell in marked]


def _is_small(cell: Cell) -> bool:
    least = LEAST_SAMPLED if cell.is_estimate else LEAST_COUNTED
    if 0 < cell.n < least:
        return True
    return not cell.is_estimate and 0 < cell.counted < least


def _families(cells: list[Cell]) -> dict[tuple[str, str], list[int]]:
    """The places of the cells that add up to one whole: the areas together, the categories of a group together."""
    found: dict[tuple[str, str], list[int]] = {}
    for place, cell in enumerate(cells):
        if cell.area or cell.group:
            found.setdefault((cell.indicator, "area" if cell.area else cell.group), []).append(place)
    return found


def _protect(cells: list[Cell], family: list[int]) -> None:
    """Hide a second cell where one alone could be found by subtraction. A sample's estimates do not add up."""
    hidden = [place for place in family if cells[place].is_hidden]
    if len(hidden) != 1 or cells[hidden[0]].is_estimate:
        return
    others = [place for place in family if not cells[place].is_hidden and cells[place].n > 0]
    if others:
        smallest = min(others, key=lambda place: cells[place].n)
        cells[smallest] = replace(cells[smallest], is_hidden=True)
