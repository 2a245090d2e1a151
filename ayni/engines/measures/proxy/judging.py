"""How often scores are wrong, for whom, and how sure that is: errors by cut-off and group, bands, disparity.

All shares are of people. exclusion: of the poor, those not chosen; inclusion: of the chosen, those not poor. Give
scores of households that the formula was not fitted on. Who has no score is in no error, and is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ayni.engines.measures import concentration, estimate, performance, smooth, targeting
from ayni.engines.measures.design import Booleans, Floats
from ayni.engines.measures.targeting import TargetingError

Row = tuple[str, dict[str, str | float], estimate.Estimate]
BANDS = (0.05, 0.1, 0.2)  # of the line, on both sides of it
BOTTOM = 0.1


@dataclass(frozen=True)
class Poor:
    """Who is poor: welfare below a line, or the poorest share of people."""

    line: float | None = None
    share: float | None = None


@dataclass(frozen=True)
class Choose:
    """Who is chosen: a score below a line, or the lowest-scoring share of people. Nothing: as who is poor."""

    line: float | None = None
    coverage: float | None = None


@dataclass(frozen=True, eq=False)
class Judged:
    """n people's welfare and score; who is poor, and the line that says so; who is chosen: a score below the cut."""

    welfare: Floats
    score: Floats
    known: Booleans
    poor: Booleans
    line: float
    chosen: Booleans
    cut: float
    coverage: float


def judge(welfare: Floats, score: Floats, weight: Floats, poor: Poor, choose: Choose) -> Judged:
    """Put n scores beside n amounts of welfare (NaN unknown). Errors: TargetingError."""
    if (poor.line is None) == (poor.share is None):
        raise TargetingError("Say who is poor by `line` or by `share`: one of them, not both.")
    measured = ~np.isnan(welfare) & (weight > 0)
    known = measured & ~np.isnan(score)
    if not known.any():
        raise TargetingError("No household has both a welfare and a score, so no error can be told.")
    y, s, w = welfare[known], score[known], weight[known]
    line = poor.line if poor.line is not None else targeting.quantile(y, w, poor.share or 0.0)
    is_poor = known & (welfare < line if poor.line is not None else welfare <= line)
    coverage = poor.share if choose.line is None and choose.coverage is None else choose.coverage
    cut = choose.line if choose.line is not None else line
    if coverage is not None:
        # The last one to be chosen is below the cut too, so that "score < cut" is the one rule everywhere.
        cut = float(np.nextafter(targeting.quantile(s, w, coverage), np.inf))
    chosen = known & (score < cut)
    return Judged(welfare, score, known, is_poor, line, chosen, cut, float(weight[chosen].sum() / w.sum()))


def errors(found: Judged, totals: smooth.Totals, of: dict[str, str | float], here: Booleans) -> Iterator[Row]:
    """Exclusion and inclusion errors, as parts of the poor, of the chosen and of all; accuracy; differential; CGH."""
    known, poor, chosen = found.known & here, found.poor & here, found.chosen & here
    missed, wrong = totals.mean(~found.chosen, poor), totals.mean(~found.poor, chosen)
    yield "poor", of, totals.estimate(totals.mean(found.poor, known), share=True)
    yield "chosen", of, totals.estimate(totals.mean(found.chosen, known), share=True)
    yield "exclusion_error", of, totals.estimate(missed, share=True)
    yield "inclusion_error", of, totals.estimate(wrong, share=True)
    yield "excluded_of_all", of, totals.estimate(totals.mean(found.poor & ~found.chosen, known), share=True)
    yield "included_of_all", of, totals.estimate(totals.mean(~found.poor & found.chosen, known), share=True)
    yield "accuracy", of, totals.estimate(totals.mean(found.poor == found.chosen, known), share=True)
    others = totals.mean(found.chosen, known & ~found.poor)
    yield "differential", of, totals.estimate(missed * -1.0 + 1.0 - others)
    right = wrong * -1.0 + 1.0
    yield "cgh", of, totals.estimate(right / totals.mean(found.poor, known))


def fits(found: Judged, totals: smooth.Totals) -> Iterator[Row]:
    """AUC with its error, and R2 on the log scale (no error), of the scores as given; who has no score."""
    weight, known = totals.design.weight, found.known
    measured = ~np.isnan(found.welfare) & (weight > 0)
    yield "no_score", {}, totals.estimate(totals.mean(~known, measured), share=True)
    yield "auc", {}, totals.estimate(auc(found.score, found.poor, known, totals), share=True)
    able = known & (found.welfare > 0) & (found.score > 0)
    log, predicted, w = np.log(found.welfare[able]), np.log(found.score[able]), weight[able]
    # The score is smeared to money; what it leaves of the spread is judged around its own mean.
    left = log - predicted
    left -= w @ left / w.sum()
    spread = w @ (log - w @ log / w.sum()) ** 2
    yield "r2", {}, smooth.bare(1 - float(w @ left**2 / spread) if spread > 0 else None, int(able.sum()))


def auc(score: Floats, poor: Booleans, known: Booleans, totals: smooth.Totals) -> smooth.Smooth:
    """Chance that a poor person has a lower score than one who is not, ties counting half."""
    weight = totals.design.weight
    order = concentration.ranked(score, weight, known)
    place, w, is_poor = order.place[known], weight[known], poor[known]
    below = np.bincount(place, w * is_poor, minlength=order.levels)
    others = np.bincount(place, w * ~is_poor, minlength=order.levels)
    poor_weight, other_weight = below.sum(), others.sum()
    linearised = np.zeros(len(score))
    if not poor_weight or not other_weight:
        return totals.of(float("nan"), linearised, known)
    beats = (other_weight - np.cumsum(others) + others / 2)[place] / other_weight
    beaten = (np.cumsum(below) - below / 2)[place] / poor_weight
    found = float((w * is_poor) @ beats / poor_weight)
    linearised[known] = w * np.where(is_poor, (beats - found) / poor_weight, (beaten - found) / other_weight)
    return totals.of(found, linearised, known & poor)


def around(
    welfare: Floats, score: Floats, totals: smooth.Totals, poor: Poor, at: Judged, points: Sequence[int]
) -> Iterator[Row]:
    """Errors when so many points (hundredths of all people) more or fewer are chosen than at the cut."""
    everyone = np.ones(len(welfare), dtype=bool)
    for point in points:
        coverage = at.coverage + point / 100
        if 0 < coverage < 1:
            moved = judge(welfare, score, totals.design.weight, poor, Choose(coverage=coverage))
            of: dict[str, str | float] = {"points": f"{point:+d}"}
            for name, _of, figure in errors(moved, totals, of, everyone):
                if name in ("chosen", "exclusion_error", "inclusion_error"):
                    yield name, of, figure
            yield "cut", of, smooth.bare(moved.cut, int(moved.known.sum()))


def near(found: Judged, totals: smooth.Totals) -> Iterator[Row]:
    """How much of each error is near the line; how many of the poorest tenth are missed."""
    missed, wrong = found.poor & ~found.chosen, found.chosen & ~found.poor
    distance = np.abs(found.welfare - found.line)
    for band in BANDS:
        close = distance <= band * found.line
        of: dict[str, str | float] = {"band": f"{100 * band:g} %"}
        yield "excluded_near_line", of, totals.estimate(totals.mean(close, missed), share=True)
        yield "included_near_line", of, totals.estimate(totals.mean(close, wrong), share=True)
    weight = totals.design.weight
    bottom = targeting.quantile(found.welfare[found.known], weight[found.known], BOTTOM)
    poorest = found.known & (found.welfare <= bottom)
    yield "excluded_poorest_tenth", {}, totals.estimate(totals.mean(~found.chosen, poorest), share=True)


def disparity(found: Judged, totals: smooth.Totals, groups: performance.Groups) -> Iterator[Row]:
    """How much larger each error is in a group than among all others who are in some group, with its interval."""
    somewhere = groups.code >= 0
    for of, here in groups.each():
        others = somewhere & ~here
        for name, wrong, base in (
            ("exclusion_gap", ~found.chosen, found.poor),
            ("inclusion_gap", ~found.poor, found.chosen),
        ):
            gap = totals.mean(wrong, base & here) - totals.mean(wrong, base & others)
            yield name, of, totals.estimate(gap)
