"""Every node of a run's rules, brought to one row per household or per person.

Each table is read once and only in the columns needed. What is asked of members is gathered in one `GROUP BY
household_id`, shared by every rule of the run; a loop that looks at another loop's answer, or at the head, takes a
second. A person whose household is not in the table has unknown answers throughout.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import ibis

from ayni.engines import dictionary
from ayni.engines.rules import gathers, kinds, rows, tree

#: What each (entity, name) is.
Types = Mapping[tuple[str, str], dictionary.Variable]
COLUMN_TYPES = {
    "boolean": "boolean",
    "integer": "float64",
    "decimal": "float64",
    "text": "string",
    "choice": "string",
    "date": "date",
}
HEADED = tree.Comparison("==", tree.Variable("member", "relationship"), tree.Literal("head"))
IS_HEAD = tree.Surely(HEADED)
#: True when exactly one member is known to be the head: only then has a household a head.
HAS_HEAD = tree.Members("one", IS_HEAD)


@dataclass
class Plan:
    """One run: its tables, its day, and a column name for every node it computes."""

    households: Any
    persons: Any
    on: date
    types: Types
    names: dict[tree.Node, str] = field(default_factory=dict)

    def name(self, node: tree.Node) -> str:
        return self.names.setdefault(node, f"c{len(self.names)}")

    def frame(self, unit: str, roots: Iterable[tree.Node]) -> rows.Frame:
        """A table with `id`, `household_id`, `area`, `area_1` and what the roots need, one row per unit."""
        roots = list(roots)
        parts = list(dict.fromkeys(part for root in roots for part in tree.walk(root)))
        leaves = list(dict.fromkeys(leaf for root in roots for leaf in tree.leaves(root)))
        frame = self._read_households([leaf for leaf in leaves if _is_of(leaf, "household")])
        heads = [leaf for leaf in leaves if _is_of(leaf, "head")]
        loops = [part for part in parts if isinstance(part, tree.Members)]
        if heads:
            loops = [HAS_HEAD, *(loop for loop in loops if loop != HAS_HEAD)]
        for deep in sorted({tree.depth(loop) for loop in loops}):
            here = [loop for loop in loops if tree.depth(loop) == deep]
            frame = self._gather(frame, here, heads if deep == 1 else [])
        if unit == "household":
            return frame
        return self._with_persons(frame, [leaf for leaf in leaves if _is_of(leaf, "person")])

    def _read_households(self, leaves: list[tree.Node]) -> rows.Frame:
        table = self.households
        kept = {name: _column(table, name, kind) for name, kind in (("area", "string"), ("area_1", "string"))}
        read = {self.name(leaf): self._leaf(table, leaf) for leaf in leaves}
        chosen = table.select(id=table.id, household_id=table.id, **kept, **read)
        return rows.Frame(chosen, {leaf: self.name(leaf) for leaf in leaves}, self.on)

    def _with_persons(self, households: rows.Frame, leaves: list[tree.Node]) -> rows.Frame:
        read = {self.name(leaf): self._leaf(self.persons, leaf) for leaf in leaves}
        persons = self.persons.select("id", "household_id", **read)
        carried = households.table.drop("id")
        joined = persons.left_join(carried, "household_id").drop("household_id_right")
        names = {leaf: self.name(leaf) for leaf in leaves}
        return rows.Frame(joined, {**households.names, **names}, self.on)

    def _gather(self, households: rows.Frame, loops: list[tree.Members], heads: list[tree.Node]) -> rows.Frame:
        """Add the answers of loops of one depth, and what is asked of the head, to the households."""
        asked = self._member_rows(households, loops, heads)
        gathered = [
            gathers.Gather(
                loop, self.name(loop), self.name(_Tally(loop.where)), self.name(loop.value) if loop.value else ""
            )
            for loop in loops
        ]
        measures = {name: value for each in gathered for name, value in each.measures(asked).items()}
        head_weight = self.name(_Tally(IS_HEAD))
        for head in heads:
            of_head = ibis.cases((asked[head_weight] == gathers.HOLDS, asked[self.name(_as_member(head))]))
            measures[self.name(head)] = of_head.max()
        grouped = asked.group_by("household_id").aggregate(**measures)
        joined = households.table.left_join(grouped, "household_id").drop("household_id_right")
        answers = {each.name: each.answer(joined) for each in gathered}
        for head in heads:
            answers[self.name(head)] = ibis.cases((answers[self.name(HAS_HEAD)], joined[self.name(head)]))
        table = joined.select(*households.table.columns, **answers)
        names = {node: self.name(node) for node in (*loops, *heads)}
        return rows.Frame(table, {**households.names, **names}, self.on)

    def _member_rows(self, households: rows.Frame, loops: list[tree.Members], heads: list[tree.Node]) -> Any:
        """One row per member with the weight of each condition and each value, every one computed once."""
        bodies = [part for loop in loops for part in (loop.where, loop.value) if part is not None]
        wanted = [*bodies, *(_as_member(head) for head in heads)]
        leaves = list(dict.fromkeys(leaf for body in wanted for leaf in tree.leaves(body)))
        frame = self._members(households, leaves, wanted)
        weights = {self.name(_Tally(loop.where)): gathers.weight(frame.column(loop.where)) for loop in loops}
        values = {self.name(loop.value): frame.column(loop.value) for loop in loops if loop.value is not None}
        of_heads = {self.name(leaf): frame.column(leaf) for leaf in map(_as_member, heads)}
        every = {**weights, **values, **of_heads}  # a loop and the head may ask for the same: one name, one column
        return frame.table.select(household_id=frame.table.household_id, **every)

    def _members(self, households: rows.Frame, leaves: list[tree.Node], bodies: list[tree.Node]) -> rows.Frame:
        """The persons with their own columns, and their household's when a body looks at it."""
        own = [leaf for leaf in leaves if _is_of(leaf, "member")]
        read = {self.name(leaf): self._leaf(self.persons, leaf) for leaf in own}
        persons = self.persons.select("household_id", **read)
        names = {leaf: self.name(leaf) for leaf in own}
        looked_at = {part for body in bodies for part in (*tree.walk(body), *tree.leaves(body))}
        carried = [node for node in households.names if node in looked_at]
        if not carried:
            return rows.Frame(persons, names, self.on)
        columns = [households.names[node] for node in carried]
        joined = persons.left_join(households.table.select("household_id", *columns), "household_id")
        names |= {node: households.names[node] for node in carried}
        return rows.Frame(joined.drop("household_id_right"), names, self.on)

    def _leaf(self, table: Any, leaf: tree.Node) -> Any:
        match leaf:
            case tree.Score(code):
                return _column(table, f"score_{code}", "float64")
            case tree.Born(_, end):
                return _column(table, f"born_{end}", "date")
            case tree.Variable(subject, name):
                return _column(table, name, COLUMN_TYPES[self.types[kinds.ENTITY[subject], name].type])
        raise TypeError(f"{type(leaf).__name__} is not read from a table.")


@dataclass(frozen=True)
class _Tally(tree.Node):
    """The weight of a condition, as a column of the members' rows, and its tally in the households'."""

    condition: tree.Node


def _is_of(leaf: tree.Node, subject: str) -> bool:
    return getattr(leaf, "subject", "household") == subject


def _as_member(leaf: tree.Node) -> tree.Node:
    """The same leaf of the member that a row is about."""
    return tree.Born("member", leaf.end) if isinstance(leaf, tree.Born) else tree.Variable("member", leaf.name)  # type: ignore[attr-defined]


def _column(table: Any, name: str, kind: str) -> Any:
    """A column in the type the rules use; all unknown when the table does not have it."""
    if name not in table.columns:
        return ibis.null(kind)
    column = table[name]
    return column if column.type() == ibis.dtype(kind) else column.cast(kind)
