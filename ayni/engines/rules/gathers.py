"""What is asked of all members at once, as aggregates of one `GROUP BY household`.

A condition travels as a code, 2 true, 1 unknown, 0 false: the greatest answers `exists`, the least answers `all`.
`gathering` is the same for one household. Every household with no members gets the answer of an empty list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis

from ayni.engines.rules import amounts, figures, tree

HOLDS, MAYBE, FAILS = 2, 1, 0


@dataclass(frozen=True)
class Gather:
    """One `Members` node: the code of its condition and its value in the rows, and a name for its answer."""

    node: tree.Members
    name: str
    code: str
    value: str = ""

    def measures(self, rows: Any) -> Mapping[str, Any]:
        """The aggregates its answer is made from."""
        code = rows[self.code]
        holds, maybe = code == HOLDS, code == MAYBE
        match self.node.what:
            case "exists":
                return {self.name: code.max()}
            case "all":
                return {self.name: code.min()}
            case "count" | "one":
                return {self.name: holds.sum(), self._also: maybe.any()}
        value = rows[self.value].cast("float64")
        counted = ibis.cases((holds, value))
        unsure = maybe | (holds & value.isnull())
        match self.node.what:
            case "min":
                return {self.name: counted.min(), self._also: unsure.any()}
            case "max":
                return {self.name: counted.max(), self._also: unsure.any()}
        unsure = unsure | (holds & (value.abs() >= figures.LARGEST_ADDED))
        safe = ibis.cases((value.abs() < figures.LARGEST_ADDED, counted))
        millionths = amounts.to_even(safe * figures.MILLION).cast("int64")
        return {self.name: millionths.sum(), self._also: unsure.any(), self._number: holds.sum()}

    def answer(self, table: Any) -> Any:
        """The answer in a table of households that has the aggregates; null aggregates mean no members."""
        measured = table[self.name]
        match self.node.what:
            case "exists":
                return ibis.cases((measured == MAYBE, ibis.null("boolean")), else_=(measured == HOLDS).fill_null(False))
            case "all":
                return ibis.cases((measured == MAYBE, ibis.null("boolean")), else_=(measured == HOLDS).fill_null(True))
        is_sure = ~table[self._also].fill_null(False)
        match self.node.what:
            case "one":
                number = measured.fill_null(0)
                return ibis.cases((number > 1, False), (is_sure, number == 1))
            case "count":
                return ibis.cases((is_sure, measured.fill_null(0).cast("float64")))
            case "min" | "max":
                return ibis.cases((is_sure, measured))
        total = measured.fill_null(0).cast("float64") / figures.MILLION
        if self.node.what == "sum":
            return ibis.cases((is_sure, total))
        return ibis.cases((is_sure, total / table[self._number].cast("float64").nullif(0.0)))

    @property
    def _also(self) -> str:
        return f"{self.name}_unsure"

    @property
    def _number(self) -> str:
        return f"{self.name}_number"


def code(column: Any) -> Any:
    """A condition in three values as a small integer."""
    return (column.cast("int8") * HOLDS).fill_null(MAYBE).cast("int8")
