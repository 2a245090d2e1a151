"""What is asked of all members at once, as aggregates of one `GROUP BY household`.

A condition is tallied once, whatever is asked of it: a member for whom it holds weighs 1, one for whom it is
unknown weighs `MAYBE`, and the sum of the weights tells how many there are of each (a household has fewer than
`MAYBE` members). `gathering` is the same for one household. A household without members has no aggregates, and
gets the answers of an empty list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis

from ayni.engines.rules import amounts, figures, tree

HOLDS, MAYBE = 1.0, float(2**20)
SIZE = "members"


def weight(condition: Any) -> Any:
    """A member's weight in the tally of a condition in three values."""
    return condition.cast("float64").fill_null(MAYBE)


@dataclass(frozen=True)
class Gather:
    """One `Members` node: the columns of its tally and its value in the rows, and a name for its answer."""

    node: tree.Members
    name: str
    tally: str
    value: str = ""

    def measures(self, rows: Any) -> Mapping[str, Any]:
        """The aggregates its answer is made from."""
        tally = {SIZE: rows.count(), self.tally: rows[self.tally].sum()}
        if not self.value:
            return tally
        holds, value = rows[self.tally] == HOLDS, rows[self.value].cast("float64")
        missing = {self._missing: (holds & value.isnull()).any()}
        counted = ibis.cases((holds, value))
        match self.node.what:
            case "min":
                return {**tally, **missing, self.name: counted.min()}
            case "max":
                return {**tally, **missing, self.name: counted.max()}
        is_small = value.abs() < figures.LARGEST_ADDED
        missing = {self._missing: (holds & ~is_small.fill_null(False)).any()}
        millionths = amounts.to_even(ibis.cases((holds & is_small, value)) * figures.MILLION)
        return {**tally, **missing, self.name: millionths.cast("int64").sum()}

    def answer(self, table: Any) -> Any:
        """The answer in a table of households that has the aggregates; null aggregates mean no members."""
        weighed, size = table[self.tally].fill_null(0.0), table[SIZE].fill_null(0)
        maybe = (weighed / MAYBE).floor()
        holding = weighed - maybe * MAYBE
        is_sure = maybe == 0
        match self.node.what:
            case "exists":
                return ibis.cases((holding > 0, True), (is_sure, False))
            case "all":
                return ibis.cases((holding + maybe < size, False), (is_sure, True))
            case "one":
                return ibis.cases((holding > 1, False), (is_sure, holding == 1))
            case "count":
                return ibis.cases((is_sure, holding))
        is_sure = is_sure & ~table[self._missing].fill_null(False)
        measured = table[self.name]
        if self.node.what in ("min", "max"):
            return ibis.cases((is_sure, measured))
        total = measured.fill_null(0).cast("float64") / figures.MILLION
        return ibis.cases((is_sure, total if self.node.what == "sum" else total / holding.nullif(0.0)))

    @property
    def _missing(self) -> str:
        return f"{self.name}_missing"
