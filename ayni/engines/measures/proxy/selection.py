"""Which proxies to keep: those that lower the error for clusters of households that were not fitted on.

Forward stepwise adds, at each step, the proxy whose model has the least squared error out of sample, and ends where no
proxy lowers it. The lasso follows its whole path (least angle: Efron and others, Annals of Statistics 32, 2004) and
takes the penalty with the least error out of sample, or the largest penalty within a standard error of that. Either way
the chosen proxies are fitted again by plain least squares. All indicators of a category come and go together when
stepping; under the lasso a category stays when any of its indicators does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ayni.engines.measures.design import Floats, Integers
from ayni.engines.measures.proxy import grams
from ayni.kernel import refusals

How = Literal["stepwise", "lasso", "lasso-1se"]
LEAST = 1e-4  # part of the error by which a further proxy must lower it
PENALTIES = 60


class SelectionError(refusals.Refused):
    """Proxies cannot be selected as asked."""


@dataclass(frozen=True)
class Step:
    """One model on the way: what was added (or the penalty), how many proxies, its error out of sample (log scale)."""

    added: str
    proxies: int
    error: float


@dataclass(frozen=True)
class Selected:
    """The proxies chosen, in the order of the survey's, and the way there."""

    names: tuple[str, ...]
    steps: tuple[Step, ...]


def select(
    parts: grams.Parts, columns: Mapping[str, Sequence[int]], how: How, *, without: int = -1, most: int = 0
) -> Selected:
    """Choose among proxies. columns: the places of each proxy's columns in x. most: at most so many (0: any).

    without: a part that is not looked at, because it will judge. Errors: SelectionError with fewer than two parts left.
    """
    used = [part for part in range(parts.parts) if part != without and parts.xx[part][0, 0] > 0]
    if len(used) < 2:
        raise SelectionError("Proxies are chosen by parts of the survey left out in turn: give at least 3 `folds`.")
    place = np.cumsum(parts.kept)
    own = {
        name: [int(place[column]) for column in columns_of if parts.kept[column]]
        for name, columns_of in columns.items()
    }
    if how == "stepwise":
        return _stepwise(parts, own, used, without, most or len(own))
    return _lasso(parts, own, used, without, how == "lasso-1se")


def _stepwise(parts: grams.Parts, own: Mapping[str, list[int]], used: list[int], without: int, most: int) -> Selected:
    left = {part: parts.all_but(part, without) for part in used}
    chosen: list[str] = []
    steps = [Step("", 0, _error(parts, left, np.array([0])))]
    rest = [name for name in own if own[name]]
    while rest and len(chosen) < most:
        tried = [(_error(parts, left, _places(own, [*chosen, name])), name) for name in rest]
        error, name = min(tried)
        if error > steps[-1].error * (1 - LEAST):
            break
        chosen.append(name)
        rest.remove(name)
        steps.append(Step(name, len(chosen), error))
    return Selected(tuple(name for name in own if name in chosen), tuple(steps))


def _lasso(parts: grams.Parts, own: Mapping[str, list[int]], used: list[int], without: int, one_se: bool) -> Selected:
    from sklearn.linear_model import lars_path_gram

    def path(xx: Floats, xy: Floats) -> tuple[Floats, Floats]:
        # The constant is taken out first: what is left are columns less their means in these parts.
        inner = xx[1:, 1:] - np.outer(xx[1:, 0], xx[0, 1:]) / xx[0, 0]
        aim = xy[1:] - xx[1:, 0] * xy[0] / xx[0, 0]
        whole = xx[0, 0]
        penalties, _, slopes = lars_path_gram(aim / whole, inner / whole, n_samples=1, method="lasso", copy_Gram=True)
        return penalties, slopes

    whole, toward = parts.all_but(without)
    top, all_slopes = path(whole, toward)
    if not len(top) or top[0] <= 0:
        return Selected((), ())
    grid = top[0] * np.geomspace(1, 1e-4, PENALTIES)
    losses = np.zeros((len(used), PENALTIES))
    for row, part in enumerate(used):
        xx, xy = parts.all_but(part, without)
        for number, slopes in enumerate(_at(*path(xx, xy), grid)):
            constant = (xy[0] - xx[0, 1:] @ slopes) / xx[0, 0]
            b = np.concatenate([[constant], slopes])
            losses[row, number] = parts.loss(part, b, np.arange(len(b))) / parts.xx[part][0, 0]
    mean = losses.mean(axis=0)
    best = int(np.argmin(mean))
    if one_se:
        reach = mean[best] + losses[:, best].std(ddof=1) / np.sqrt(len(used))
        best = int(np.argmax(mean <= reach))
    final = _at(top, all_slopes, grid)
    kept = [{name for name, places in own.items() if any(slopes[place - 1] for place in places)} for slopes in final]
    steps = [
        Step(f"{penalty:.6g}", len(names), float(error)) for penalty, names, error in zip(grid, kept, mean, strict=True)
    ]
    return Selected(tuple(name for name in own if name in kept[best]), tuple(steps))


def _at(penalties: Floats, slopes: Floats, grid: Floats) -> list[Floats]:
    """The slopes at each penalty of the grid: the path is straight between its turns."""
    order = np.argsort(penalties)
    each = [np.interp(grid, penalties[order], slope[order]) for slope in slopes]
    return list(np.array(each).T)


def _error(parts: grams.Parts, left: Mapping[int, tuple[Floats, Floats]], places: Integers) -> float:
    lost = sum(parts.loss(part, grams.solve(xx, xy, places), places) for part, (xx, xy) in left.items())
    return float(lost / sum(parts.xx[part][0, 0] for part in left))


def _places(own: Mapping[str, list[int]], names: Sequence[str]) -> Integers:
    return np.array([0, *(place for name in names for place in own[name])], dtype=np.int64)
