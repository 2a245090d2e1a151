"""How well a programme reaches those it is for: coverage, incidence, adequacy, leakage, effect on poverty.

Definitions are those of the World Bank's ASPIRE indicators and of Coady, Grosh and Hoddinott, Targeting of Transfers
in Developing Countries (2004). People are grouped and the poor are told by welfare BEFORE the transfer. The line is
one and the same before and after. No behaviour is simulated: without the transfer a household has just that much less.

Everything is per person of the weights: benefits of households are divided over their people first (`shared`), never
counted once for each of them. NaN is unknown and never zero: a unit with an unknown benefit or welfare is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ayni.engines.measures import concentration, estimate, smooth, targeting
from ayni.engines.measures.design import Booleans, Column, Floats, Integers, label_codes
from ayni.kernel import refusals

FEWEST = 50  # beneficiaries in the sample below which a programme's figures are flagged
AVERSION = 2.0  # of the distributional characteristic
LEAST = 0.1  # of the median welfare: below it nobody weighs more
DUST = 1e-9  # what is left of a welfare by rounding
Row = tuple[str, dict[str, str | float], estimate.Estimate]


class PerformanceError(refusals.Refused):
    """A programme's performance cannot be measured as asked."""


@dataclass(frozen=True, eq=False)
class Transfers:
    """One programme, or any of several: per person, for n units.

    benefit: what each gets (0 nothing); before, after: welfare without and with it. known: where all three are.
    capped: units whose benefit was above their welfare, and was cut to it. missing: units whose benefit is unknown.
    """

    name: str
    benefit: Floats
    before: Floats
    after: Floats
    known: Booleans
    capped: int
    missing: int

    @property
    def receives(self) -> Booleans:
        """Who gets something."""
        return self.known & (self.benefit > 0)


@dataclass(frozen=True, eq=False)
class Groups:
    """n codes from 0 (-1: in none), the label of each, and what they are groups of."""

    name: str
    code: Integers
    labels: Sequence[str]

    @classmethod
    def of(cls, name: str, labels: Column) -> Groups:
        """Groups by n labels, missing ones in none."""
        code, found = label_codes(labels, name)
        return cls(name, code, [str(one) for one in found if one is not None])

    def each(self) -> Iterator[tuple[dict[str, str | float], Booleans]]:
        """What each group is called, and who is in it."""
        for code, label in enumerate(self.labels):
            yield {self.name: label}, self.code == code


@dataclass(frozen=True)
class Target:
    """Whom a programme is for: the poorest share by welfare before it, or everybody below the line (share None)."""

    share: float | None = 0.4

    @property
    def said(self) -> str:
        """'poor', or 'poorest 40 %'."""
        return "poor" if self.share is None else f"poorest {100 * self.share:g} %"


def shared(amount: Floats, over: Floats, household: Column | None = None) -> Floats:
    """A household's benefit for each of its people: n amounts over n sizes (or equivalent adults).

    household: n labels, when the amount is each member's own and rows are persons: it is summed over the household
    first, and unknown for all when it is unknown for one. Refuses a size that is not above zero, a negative benefit.
    """
    if (amount < 0).any():
        row = int(np.argmax(amount < 0))
        raise PerformanceError(
            f"Row {row + 1} has a benefit of {amount[row]:g}. A benefit cannot be negative: correct it, or take the "
            "contributions out of it."
        )
    if (over <= 0).any():
        row = int(np.argmax(over <= 0))
        raise PerformanceError(
            f"The household of row {row + 1} has {over[row]:g} people. A size is above zero: correct it in the file."
        )
    if household is None:
        return np.asarray(amount / over, dtype=np.float64)
    codes, labels = label_codes(household, "household")
    if (codes < 0).any():
        raise PerformanceError(
            f"Row {int(np.argmax(codes < 0)) + 1} has no household, so what its members get cannot be put together."
        )
    return np.asarray(np.bincount(codes, amount, minlength=len(labels))[codes] / over, dtype=np.float64)


def transfers(
    name: str, benefit: Floats, welfare: Floats, *, proposed: bool = False, others: Floats | float = 0.0
) -> Transfers:
    """A current programme (welfare includes it) or a proposed one (welfare does not).

    others: what else is taken off before ranking (all other programmes, when people are ranked without any).
    A benefit above the welfare that holds it is cut to it, and counted.
    """
    known = ~np.isnan(benefit) & ~np.isnan(welfare) & ~np.isnan(others)
    if proposed:
        before = welfare - others
        return Transfers(name, benefit, before, before + benefit, known, 0, int(np.isnan(benefit).sum()))
    room = np.maximum(welfare - others, 0.0)
    over = known & (benefit > room)
    held = np.where(over, room, benefit)
    after = welfare - others
    before = after - held
    before[np.abs(before) <= DUST * np.abs(after)] = 0.0
    return Transfers(name, held, before, after, known, int(over.sum()), int(np.isnan(benefit).sum()))


def told(found: Transfers, target: Target, line: float | None, weight: Floats) -> Booleans:
    """Who the programme is for, by welfare before it. Refuses `poor` without a line."""
    if target.share is None:
        if line is None:
            raise PerformanceError("The target is the poor, but no line says who is poor. Give `line`.")
        return found.known & (found.before < line)
    if not found.known.any():
        raise PerformanceError(f"Nobody has both a welfare and a known benefit of {found.name}. Look at its column.")
    cut = targeting.quantile(found.before[found.known], weight[found.known], target.share)
    return found.known & (found.before <= cut)


def reach(found: Transfers, totals: smooth.Totals, groups: Groups | None = None) -> Iterator[Row]:
    """Coverage, adequacy, generosity: of everybody, or of each group, then with the group's part of all that is given.

    Groups are taken as fixed: the error of the cuts between quantiles is not in the errors.
    """
    receives, benefit = found.receives, np.nan_to_num(found.benefit)
    people, money = totals.total(None, receives), totals.total(benefit, receives)
    for of, member in [({}, found.known)] if groups is None else groups.each():
        here = member & found.known
        given = totals.total(benefit, here & receives)
        yield "coverage", of, totals.estimate(totals.mean(receives, here), share=True)
        yield "adequacy", of, totals.estimate(given / totals.total(found.after, here & receives))
        yield "generosity", of, totals.estimate(given / totals.total(None, here & receives))
        if groups is not None:
            yield "beneficiary_incidence", of, totals.estimate(totals.total(here, receives) / people, share=True)
            yield "benefit_incidence", of, totals.estimate(totals.total(benefit * here, receives) / money, share=True)


def aim(found: Transfers, target: Target, line: float | None, totals: smooth.Totals) -> Iterator[Row]:
    """Coverage and under-coverage of the target, leakage of benefits and of beneficiaries, the CGH index."""
    meant = told(found, target, line, totals.design.weight)
    receives, benefit = found.receives, np.nan_to_num(found.benefit)
    of: dict[str, str | float] = {"target": target.said}
    covered = totals.mean(receives, meant)
    money = totals.total(benefit * meant, receives) / totals.total(benefit, receives)
    people = totals.total(receives & meant, receives) / totals.total(None, receives)
    target_share = totals.mean(meant, found.known)
    yield "target_share", of, totals.estimate(target_share, share=True)
    yield "target_coverage", of, totals.estimate(covered, share=True)
    yield "under_coverage", of, totals.estimate(_rest(covered), share=True)
    yield "leakage_benefits", of, totals.estimate(_rest(money), share=True)
    yield "leakage_beneficiaries", of, totals.estimate(_rest(people), share=True)
    yield "cgh", of, totals.estimate(money / target_share)


def missed(
    found: Transfers, target: Target, line: float | None, totals: smooth.Totals, groups: Groups
) -> Iterator[Row]:
    """Coverage and under-coverage of the target in each group."""
    meant = told(found, target, line, totals.design.weight)
    for of, member in groups.each():
        covered = totals.mean(found.receives, meant & member)
        quality: dict[str, str | float] = {"target": target.said, **of}
        yield "target_coverage", quality, totals.estimate(covered, share=True)
        yield "under_coverage", quality, totals.estimate(_rest(covered), share=True)


def effect(found: Transfers, line: float, tie: str, totals: smooth.Totals, *, cost: float = 0.0) -> Iterator[Row]:
    """P0, P1, P2 before and after by one line; how much of the money closes the gap.

    cost: administration as a part of the transfers, in the denominator of the benefit-cost ratio.
    Refuses a line that is not above zero.
    """
    if not line > 0:
        raise PerformanceError(f"The poverty line is {line:g}. It must be above zero.")
    of: dict[str, str | float] = {"line": f"{line:g}"}
    for power in (0, 1, 2):
        before, after = (
            totals.mean(_gap(welfare, line, power, tie), found.known) for welfare in (found.before, found.after)
        )
        name = f"fgt{power}"
        yield f"{name}_before", of, totals.estimate(before, share=power == 0)
        yield f"{name}_after", of, totals.estimate(after, share=power == 0)
        yield f"{name}_reduction", of, totals.estimate(before - after)
        yield f"{name}_reduction_relative", of, totals.estimate((before - after) / before)
    benefit = np.nan_to_num(found.benefit)
    closed = np.nan_to_num(np.maximum(line - found.before, 0) - np.maximum(line - found.after, 0))
    spent = totals.total(benefit * (1 + cost), found.receives)
    worth = totals.total(closed, found.receives) / spent
    yield "benefit_cost", of, totals.estimate(worth)
    yield "spill_over", of, totals.estimate(_rest(worth))
    received = totals.total(benefit, found.receives) / totals.total(None, found.receives)
    yield "generosity_of_line", of, totals.estimate(received / line)


def spread(found: Transfers, totals: smooth.Totals) -> Iterator[Row]:
    """Gini before and after, concentration of the benefit, Kakwani, Reynolds-Smolensky, distributional characteristic.

    The distributional characteristic weighs each unit of money by (mean welfare / welfare before) ** 2. Welfare below a
    tenth of its median counts as that tenth, or those with next to nothing would be all that is seen.
    """
    weight = totals.design.weight
    order = concentration.ranked(found.before, weight, found.known)
    before = concentration.coefficient(np.nan_to_num(found.before), order, totals)
    after = concentration.gini(found.after, totals, found.known)
    spread_of = concentration.coefficient(np.nan_to_num(found.benefit), order, totals, found.receives)
    yield "gini_before", {}, totals.estimate(before)
    yield "gini_after", {}, totals.estimate(after)
    yield "gini_reduction_relative", {}, totals.estimate((before - after) / before)
    yield "concentration", {}, totals.estimate(spread_of)
    yield "kakwani", {}, totals.estimate(spread_of - before)
    yield "reynolds_smolensky", {}, totals.estimate(before - after)
    if not found.receives.any():
        return
    least = LEAST * targeting.quantile(found.before[found.known], weight[found.known], 0.5)
    mean = totals.mean(np.nan_to_num(found.before), found.known)
    floored = np.where(found.known & (found.before > least), found.before, least)
    if least > 0:
        worth = np.nan_to_num(found.benefit) / floored**AVERSION
        weighed = totals.total(worth, found.receives) / totals.total(np.nan_to_num(found.benefit), found.receives)
        yield "distributional_characteristic", {}, totals.estimate(weighed * mean * mean)


def _gap(welfare: Floats, line: float, power: int, tie: str) -> Floats:
    """((z - y)/z)^a of the poor, 0 of the others and of the unknown."""
    poor = welfare <= line if tie == "le" else welfare < line
    gap = np.where(poor, (line - welfare) / line, 0.0)
    return np.asarray(poor, dtype=np.float64) if power == 0 else np.where(poor, gap**power, 0.0)


def _rest(found: smooth.Smooth) -> smooth.Smooth:
    return found * -1.0 + 1.0
