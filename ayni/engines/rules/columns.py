"""The set reader: the same rules over a whole registry, as one Ibis expression per unit.

Takes the canonical tables (docs/rules.md) as Ibis tables and returns Ibis tables: nothing is computed until they
are executed. It agrees with `reading` on every unit; tests/generative/rules is the proof.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from typing import Any, Literal

import ibis

from ayni.engines import dictionary
from ayni.engines.rules import amounts, asking, check, households, rows, tree
from ayni.engines.rules import definition as definitions

IDENTITY = ("id", "household_id", "area", "area_1")


def columns(
    expressions: Mapping[str, check.Checked],
    unit: Literal["household", "person"],
    households_table: Any,
    persons_table: Any,
    *,
    on: date,
) -> Any:
    """One row per unit with `id`, `household_id`, `area`, `area_1` and a column per expression.

    A column is boolean or float64 by what its expression wants; null is unknown. Raises ValueError for an
    expression called as one of the first four columns.
    """
    if taken := sorted(set(expressions) & set(IDENTITY)):
        raise ValueError(f"An expression cannot be called {taken[0]!r}: every result has a column of that name.")
    types = {key: known for checked in expressions.values() for key, known in checked.types.items()}
    plan = households.Plan(households_table, persons_table, on, _with_built_in(types))
    frame = plan.frame(unit, [checked.root for checked in expressions.values()])
    kinds = {"bool": "boolean", "number": "float64"}
    made = {name: frame.column(checked.root).cast(kinds[checked.wants]) for name, checked in expressions.items()}
    return frame.table.select(*IDENTITY, **made)


def decide(
    programmes: Iterable[definitions.Definition],
    words: dictionary.Dictionary,
    households_table: Any,
    persons_table: Any,
    *,
    on: date,
) -> dict[str, Any]:
    """Decide every unit by every definition: one table per unit that a definition is about.

    Columns: `id`, `household_id`, `area`, `area_1`, and for each programme `<code>__result` (eligible, ineligible,
    needs_information), `<code>__amount` (decimal(18,2), for the eligible), `<code>__<criterion>` (boolean, null
    unknown) and `<code>__missing` (names of answers to ask for, sorted, comma between; empty when none).
    Raises RuleRefused for a rule that does not check.
    """
    runs = [_Run(definition, words) for definition in programmes]
    return {
        unit: _decided(unit, [run for run in runs if run.definition.unit == unit], households_table, persons_table, on)
        for unit in dict.fromkeys(run.definition.unit for run in runs)
    }


@dataclass(frozen=True)
class _Run:
    """One definition of a run, its rules checked, and its part of the columns."""

    definition: definitions.Definition
    words: dictionary.Dictionary

    @cached_property
    def checked(self) -> list[check.Checked]:
        return [
            check.expression(rule.text, self.definition.unit, self.words, wants)
            for rule, wants in check.rules(self.definition)
        ]

    @property
    def criteria(self) -> dict[str, tree.Node]:
        return {
            criterion.name: checked.root
            for criterion, checked in zip(self.definition.criteria, self.checked, strict=False)
        }

    @property
    def amount(self) -> tree.Node | None:
        return self.checked[-1].root if self.definition.benefit.amount else None

    @cached_property
    def asks(self) -> dict[str, tree.Node]:
        """By the name of an answer: would it help to have it? Asked whether or not information is needed."""
        roots = [checked.root for checked in self.checked]
        wanted = sorted({name for root in roots for name in asking.names(root)})
        return {name: tree.disjunction(*(asking.because(root, name) for root in roots)) for name in wanted}

    @property
    def roots(self) -> list[tree.Node]:
        return [*(checked.root for checked in self.checked), *self.asks.values()]

    def column(self, name: str) -> str:
        return f"{self.definition.code}__{name}"

    def found(self, frame: rows.Frame) -> dict[str, Any]:
        """First step: the criteria, the amount, and each answer that is wanting."""
        made = {self.column(name): frame.column(root).cast("boolean") for name, root in self.criteria.items()}
        if self.amount:
            made[self.column("amount")] = amounts.money(frame.column(self.amount).cast("float64"))
        for place, root in enumerate(self.asks.values()):
            made[self.column(f"asks_{place}")] = frame.column(root)
        return made

    def concluded(self, table: Any) -> dict[str, Any]:
        """Second step: the result, and with it what is paid and what is asked for."""
        criteria = [table[self.column(name)] for name in self.criteria]
        together = reduce(lambda left, right: left & right, criteria)
        amount = table[self.column("amount")] if self.amount else ibis.null("decimal(18, 2)")
        is_complete = together & amount.notnull() if self.amount else together
        result = ibis.cases((~together, "ineligible"), (is_complete, "eligible"), else_="needs_information")
        return {
            self.column("result"): result,
            self.column("amount"): ibis.cases((is_complete, amount)),
            **{self.column(name): column for name, column in zip(self.criteria, criteria, strict=True)},
            self.column("missing"): ibis.cases((result == "needs_information", self._missing(table)), else_=""),
        }

    def _missing(self, table: Any) -> Any:
        wanting = [ibis.cases((table[self.column(f"asks_{place}")], name)) for place, name in enumerate(self.asks)]
        return ibis.literal(",").join(wanting) if wanting else ibis.literal("")


def _decided(unit: str, runs: list[_Run], households_table: Any, persons_table: Any, on: date) -> Any:
    types = {key: known for run in runs for checked in run.checked for key, known in checked.types.items()}
    plan = households.Plan(households_table, persons_table, on, _with_built_in(types))
    frame = plan.frame(unit, [root for run in runs for root in run.roots])
    found = {name: column for run in runs for name, column in run.found(frame).items()}
    table = frame.table.select(*IDENTITY, **found)
    return table.select(*IDENTITY, **{n: c for run in runs for n, c in run.concluded(table).items()})


def _with_built_in(types: households.Types) -> households.Types:
    return {**{(v.entity, v.name): v for v in dictionary.BUILT_IN}, **types}
