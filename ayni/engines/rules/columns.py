"""The set reader: the same rules over a whole registry, as one Ibis expression per unit.

Takes the canonical tables (docs/rules.md) as Ibis tables and returns Ibis tables: nothing is computed until they
are executed. It agrees with `reading` on every unit; tests/generative/rules is the proof.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from ayni.engines import dictionary
from ayni.engines.rules import check, features, households, outcomes, prepared
from ayni.engines.rules import definition as definitions

Unit = Literal["household", "person"]


@dataclass(frozen=True)
class Decided:
    """Every unit of one kind decided: `packed` is what is kept, `layout` what its bits are."""

    packed: Any
    layout: outcomes.Layout

    @property
    def table(self) -> Any:
        """The same as people read it: see `outcomes.unpacked`."""
        return outcomes.unpacked(self.packed, self.layout)


def columns(
    expressions: Mapping[str, check.Checked],
    unit: Unit,
    households_table: Any,
    persons_table: Any,
    *,
    on: date,
) -> Any:
    """One row per unit with `id`, `household_id`, `area`, `area_1` and a column per expression.

    A column is boolean or float64 by what its expression wants; null is unknown. Raises ValueError for an
    expression called as one of the first four columns.
    """
    if taken := sorted(set(expressions) & set(outcomes.IDENTITY)):
        raise ValueError(f"An expression cannot be called {taken[0]!r}: every result has a column of that name.")
    plan = _plan(expressions.values(), households_table, persons_table, on)
    frame = plan.frame(unit, [checked.root for checked in expressions.values()])
    kinds = {"bool": "boolean", "number": "float64"}
    made = {name: frame.column(checked.root).cast(kinds[checked.wants]) for name, checked in expressions.items()}
    return frame.table.select(*outcomes.IDENTITY, **made)


def decide(
    programmes: Iterable[definitions.Definition],
    words: dictionary.Dictionary,
    households_table: Any,
    persons_table: Any,
    *,
    on: date,
    kept: features.Kept | None = None,
) -> dict[Unit, Decided]:
    """Decide every unit by every definition, for each unit that a definition is about.

    `kept` are features of the same households on the same day, used if they are all that is needed (`suffices`).
    Raises RuleRefused for a rule that does not check.
    """
    runs = [prepared.prepare(definition, words) for definition in programmes]
    found: dict[Unit, Decided] = {}
    for unit in dict.fromkeys(run.definition.unit for run in runs):
        here = [run for run in runs if run.definition.unit == unit]
        plan = _plan([checked for run in here for checked in run.checked], households_table, persons_table, on)
        plan.kept = kept
        layout = outcomes.layout(here)
        frame = plan.frame(unit, [root for run in here for root in run.roots])
        found[unit] = Decided(outcomes.packed(here, layout, frame), layout)
    return found


def keep(
    programmes: Iterable[definitions.Definition],
    words: dictionary.Dictionary,
    households_table: Any,
    persons_table: Any,
    *,
    on: date,
) -> features.Kept:
    """The features of households that these definitions need, as a table to be kept."""
    runs = [prepared.prepare(definition, words) for definition in programmes]
    plan = _plan([checked for run in runs for checked in run.checked], households_table, persons_table, on)
    frame = plan.of_households([root for run in runs for root in run.roots])
    return features.Kept(frame.table, features.legend(frame))


def suffices(
    legend: features.Legend, programmes: Iterable[definitions.Definition], words: dictionary.Dictionary
) -> bool:
    """Are these features all that the definitions need of households?"""
    roots = [root for one in programmes for root in prepared.prepare(one, words).roots]
    return legend.has(households.wanted(roots))


def _plan(checked: Iterable[check.Checked], households_table: Any, persons_table: Any, on: date) -> households.Plan:
    types = {(known.entity, known.name): known for known in dictionary.BUILT_IN}
    return households.Plan(
        households_table, persons_table, on, types | {key: known for one in checked for key, known in one.types.items()}
    )
