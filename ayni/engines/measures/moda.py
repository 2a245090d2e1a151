"""Children deprived of several things at once: multiple overlapping deprivation analysis (MODA).

de Neubourg, Chai, de Milliano, Plavgo and Wei, Step-by-Step Guidelines to the MODA (UNICEF Innocenti WP-2012-10). The
child is the unit. A child is deprived of a dimension when deprived in any of its indicators (union), or in all of them
(intersection). Dimensions weigh the same: n is their number, d how many there are at that stage of life. For a cut-off
K of dimensions, H = P(n >= K), A = E[n/d | n >= K], M0 = H x A. Shares from 0 to 1, each with a design-based error.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product
from typing import Literal

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import design as designs
from ayni.engines.measures import estimate as estimates
from ayni.engines.measures import patterns
from ayni.engines.measures.design import Floats
from ayni.engines.measures.estimate import Estimate
from ayni.engines.measures.figures import Figure

Combine = Literal["union", "intersection"]


def combined(indicators: Sequence[Floats], combine: Combine) -> Floats:
    """A dimension from its indicators, n values 1, 0 or NaN each.

    Unknown only when none of its indicators is known: what is known decides (Guidelines, step 4). Under a union any 1
    makes 1; under an intersection any 0 makes 0.
    """
    held = np.vstack(indicators)
    known = ~np.isnan(held)
    filled = np.where(known, held, 0.0 if combine == "union" else 1.0)
    found = filled.max(axis=0) if combine == "union" else filled.min(axis=0)
    return np.where(known.any(axis=0), found, np.nan)


@dataclass(frozen=True, eq=False)
class Stage:
    """Children of one stage of life, put together by what they are deprived of.

    names: its dimensions. answered: (patterns, dimensions). whole: totals of all of them; cuts: of their groups.
    """

    name: str
    names: tuple[str, ...]
    answered: patterns.Patterns
    everyone: patterns.Bundles
    design: designs.Design
    whole: patterns.Totals
    cuts: dict[str, tuple[list[str], patterns.Totals]]
    share: bool = True
    level: float = 0.95

    @classmethod
    def of(
        cls,
        name: str,
        dimensions: Mapping[str, Floats],
        design: designs.Design,
        inside: designs.Booleans,
        by: Mapping[str, npt.NDArray[np.object_]],
        *,
        missing: Literal["listwise", "not_deprived"] = "listwise",
        share: bool = True,
        level: float = 0.95,
    ) -> Stage:
        """dimensions: n values 1, 0 or NaN each; inside: the rows of this stage. Others stay in the design."""
        columns = [
            np.where(inside, np.nan_to_num(one) if missing == "not_deprived" else one, np.nan)
            for one in dimensions.values()
        ]
        answered = patterns.read(columns, drop_missing=True)
        everyone = patterns.bundle(design, answered)
        size = len(answered.answers)
        whole = patterns.Totals(design, everyone, size)
        cuts = {}
        for grouping, labels in by.items():
            codes, ordered = designs.label_codes(labels, grouping)
            bundles = patterns.regroup(everyone, design, answered, codes, len(ordered))
            cuts[grouping] = ([str(one) for one in ordered], patterns.Totals(design, bundles, size, whole))
        return cls(name, tuple(dimensions), answered, everyone, design, whole, cuts, share, level)

    @property
    def n(self) -> int:
        """Children measured, with weight above zero."""
        return int(self.everyone.count.sum())

    @property
    def count(self) -> Floats:
        """How many dimensions each pattern lacks."""
        return np.asarray(self.answered.answers.sum(axis=1), dtype=np.float64)

    def ratio(self, y: Floats, x: Floats | None = None, *, share: bool = True) -> Estimate:
        """Of all children of the stage: total of y over that of x (1 each)."""
        return self.of_groups(self.whole, y, x, share=share)[0]

    def of_groups(
        self, totals: patterns.Totals, y: Floats, x: Floats | None = None, *, share: bool = True
    ) -> list[Estimate]:
        based = np.ones(len(y)) if x is None else x
        return totals.ratio(y, based, share=share and self.share, level=self.level)

    def deprived(self, dimension: str) -> Floats:
        """1 for the patterns deprived of it."""
        return np.asarray(self.answered.answers[:, self.names.index(dimension)])


def profile(stage: Stage, totals: patterns.Totals) -> list[list[tuple[str, dict[str, str | float], Estimate]]]:
    """Of each group, by name, quality and estimate.

    Every dimension's headcount; the number of dimensions; for every K from 1 to d H, A, M0, the mean number among the
    deprived and each dimension's part of M0.
    """
    many, count = len(stage.names), stage.count
    rows: list[tuple[str, dict[str, str | float], list[Estimate]]] = []
    poor = {k: (count >= k).astype(np.float64) for k in range(1, many + 1)}
    for k, lacking in poor.items():
        rows.append(("H", {"k": k}, stage.of_groups(totals, lacking)))
        rows.append(("A", {"k": k}, stage.of_groups(totals, count * lacking / many, lacking)))
        rows.append(("M0", {"k": k}, stage.of_groups(totals, count * lacking / many)))
    for name in stage.names:
        rows.append(("headcount", {"dimension": name}, stage.of_groups(totals, stage.deprived(name))))
    rows.append(("mean_number", {}, stage.of_groups(totals, count, share=False)))
    for number in range(many + 1):
        rows.append(("exactly", {"number": number}, stage.of_groups(totals, (count == number) * 1.0)))
    for k, lacking in poor.items():
        mean = stage.of_groups(totals, count * lacking, lacking, share=False)
        rows.append(("mean_number_of_deprived", {"k": k}, mean))
        for name in stage.names:
            part = stage.of_groups(totals, stage.deprived(name) * lacking, count * lacking)
            rows.append(("contribution", {"k": k, "dimension": name}, part))
    return [[(name, of, found[group]) for name, of, found in rows] for group in range(totals.cells.groups)]


def overlap(stage: Stage) -> list[Figure]:
    """For each dimension: the shares of children deprived of it alone, and of it with one, two, three or more others.

    They add up to its headcount.
    """
    found = []
    for name in stage.names:
        deprived = stage.deprived(name)
        for others in range(min(len(stage.names), 4)):
            more = stage.count - 1
            inside = deprived * (more == others if others < 3 else more >= 3)
            said = "only" if not others else f"{others} more" if others < 3 else "3 or more"
            found.append(Figure("overlap", stage.ratio(inside), {"dimension": name, "with": said}))
    return found


def venn(stage: Stage, three: Sequence[str]) -> list[Figure]:
    """The eight shares of children by which of three dimensions they lack, none included; they add up to 1."""
    found = []
    for held in product((1, 0), repeat=3):
        inside = np.ones(len(stage.count))
        for name, has in zip(three, held, strict=True):
            inside = inside * (stage.deprived(name) == has)
        said = [name for name, has in zip(three, held, strict=True) if has]
        of: dict[str, str | float] = {"of": " + ".join(three), "deprived of": " + ".join(said) or "none"}
        found.append(Figure("venn", stage.ratio(inside), of))
    return found


def pairs(stage: Stage) -> list[Figure]:
    """Of each pair of dimensions: the share deprived of both, of one given the other, and the odds ratio."""
    found = []
    for one, other in combinations(stage.names, 2):
        both = stage.deprived(one) * stage.deprived(other)
        of: dict[str, str | float] = {"dimension": one, "with": other}
        found.append(Figure("joint", stage.ratio(both), of))
        found.append(Figure("odds_ratio", odds_ratio(stage, one, other), of))
    for one, other in permutations(stage.names, 2):
        both = stage.deprived(one) * stage.deprived(other)
        found.append(Figure("conditional", stage.ratio(both, stage.deprived(one)), {"given": one, "dimension": other}))
    return found


def odds_ratio(stage: Stage, one: str, other: str) -> Estimate:
    """Odds of lacking one for those who lack the other, over the odds of the rest; the interval is of its logarithm.

    None when one of the four kinds of children does not occur.
    """
    a, b = stage.deprived(one), stage.deprived(other)
    effect, log = np.zeros(len(a)), 0.0
    for left, right, sign in ((a, b, 1), (1 - a, 1 - b, 1), (a, 1 - b, -1), (1 - a, b, -1)):
        total = float(stage.whole.of(left * right)[0])
        if total <= 0:
            return Estimate(None, None, None, None, stage.n, stage.design.free, None)
        effect += sign * left * right / total
        log += sign * math.log(total)
    made = estimates.built(log, stage.whole.influence(effect), stage.n, stage.design.free, 0.0, level=stage.level)
    value = math.exp(log)
    low, high = (None if end is None else math.exp(min(end, 700.0)) for end in (made.low, made.high))
    return Estimate(value, None if made.se is None else value * made.se, low, high, made.n, made.degrees, None)


def cross(stage: Stage, poor: Floats) -> list[Figure]:
    """Deprived of K or more, and poor in money (n values 1, 0, NaN): both, only deprived, only poor, neither; every K.

    Children whose poverty is unknown are left out of these figures only.
    """
    width = len(stage.names)
    code = stage.answered.of_unit
    bits = [np.where(code < 0, np.nan, np.append(stage.answered.answers[:, at], 0.0)[code]) for at in range(width)]
    read = patterns.read([*bits, poor], drop_missing=True)
    totals = patterns.Totals(stage.design, patterns.bundle(stage.design, read), len(read.answers))
    count, money = read.answers[:, :width].sum(axis=1), read.answers[:, width]
    found = []
    for k in range(1, width + 1):
        lacking = (count >= k) * 1.0
        kinds = {
            "both": lacking * money,
            "deprived only": lacking * (1 - money),
            "poor only": (1 - lacking) * money,
            "neither": (1 - lacking) * (1 - money),
        }
        for said, inside in kinds.items():
            estimate = totals.ratio(inside, np.ones(len(money)), share=stage.share, level=stage.level)[0]
            found.append(Figure("with_poverty", estimate, {"k": k, "kind": said}))
    return found
