"""Every node of a run's rules, brought to one row per household or per person.

Each table is read once and only in the columns needed. What is asked of members is gathered in one `GROUP BY
household_id`, shared by every rule of the run; a loop that looks at another loop's answer, or at the head, takes a
second. A person whose household is not in the table has unknown answers throughout.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import ibis

from ayni.engines import dictionary
from ayni.engines.rules import bits, features, gathers, kinds, rows, steps, tree

#: What each (entity, name) is.
Types = Mapping[tuple[str, str], dictionary.Variable]
COLUMN_TYPES = {
    "boolean": "boolean",
    "integer": "float64",
    "decimal": "float64",
    "text": "string",
    "choice": "string",
    "many_choice": "string",
    "date": "date",
}
AREA = {"area": "string", "area_1": "string"}
OF_HOUSEHOLD = ("household", "area")


@dataclass
class Plan:
    """One run: its tables, its day, and a column name for every leaf it reads."""

    households: Any
    persons: Any
    on: date
    types: Types
    kept: features.Kept | None = None
    names: dict[tree.Node, str] = field(default_factory=dict)

    def frame(self, unit: str, roots: Iterable[tree.Node]) -> rows.Frame:
        """A table with `id`, `household_id`, `area`, `area_1` and what the roots need, one row per unit."""
        roots = list(dict.fromkeys(roots))
        frame = self.of_households(roots)
        return steps.taken(frame if unit == "household" else self._with_persons(frame, roots), roots)

    def of_households(self, roots: Iterable[tree.Node]) -> rows.Frame:
        """The households with every answer that the roots need of them: as they were kept, if all were."""
        roots = list(roots)
        if self.kept is not None and self.kept.legend.has(needed := wanted(roots)):
            return features.frame(self.kept, needed, self.on)
        parts = list(dict.fromkeys(part for root in roots for part in tree.walk(root)))
        frame = self._read_households(_unique(leaf for root in roots for leaf in tree.leaves(root)))
        heads = _unique(found for root in roots for found in _of_head(root))
        loops = [part for part in parts if isinstance(part, tree.Members)]
        if heads:
            loops = [tree.HAS_HEAD, *(loop for loop in loops if loop != tree.HAS_HEAD)]
        for depth in sorted({tree.depth(loop) for loop in loops}):
            here = [loop for loop in loops if tree.depth(loop) == depth]
            frame = self._gather(frame, here, heads if depth == 1 else [], f"g{depth}_")
        return frame

    def _name(self, node: tree.Node) -> str:
        return self.names.setdefault(node, f"c{len(self.names)}")

    def _read_households(self, leaves: list[tree.Leaf]) -> rows.Frame:
        own = [leaf for leaf in leaves if _subject(leaf) in OF_HOUSEHOLD]
        table, kept = self.households, {name: _column(self.households, name, kind) for name, kind in AREA.items()}
        chosen = table.select(id=table.id, household_id=table.id, **kept, **self._read(table, own))
        names: dict[tree.Node, str] = {leaf: self._name(leaf) for leaf in own}
        return rows.Frame(chosen, names, self.on)

    def _with_persons(self, households: rows.Frame, roots: list[tree.Node]) -> rows.Frame:
        """The persons with their own columns and what the roots ask of their households, as bits where it can be."""
        leaves = [leaf for root in roots for leaf in tree.leaves(root) if _subject(leaf) == "person"]
        own = self._read(self.persons, _unique(leaves))
        has_area = all(name in self.persons.columns for name in AREA)
        kept = {name: _column(self.persons, name, kind) for name, kind in AREA.items() if has_area}
        persons = self.persons.select("id", "household_id", **kept, **own)
        names: dict[tree.Node, str] = {leaf: self._name(leaf) for leaf in dict.fromkeys(leaves)}
        asked = _unique(node for root in roots for node in _of_whole_household(root))
        truths = [node for node in asked if self._is_truth(node)]
        values = [node for node in asked if not self._is_truth(node)]
        if not asked and has_area:
            return rows.Frame(persons, names, self.on)
        places = dict(zip(truths, bits.places(2 for _ in truths), strict=True))
        households = steps.taken(households, asked)
        words = bits.words({place: bits.written(place, *households.sides(node)) for node, place in places.items()})
        carried = households.table.select(
            "household_id",
            **{name: households.table[name] for name in AREA if not has_area},
            **{self._name(node): households.column(node) for node in values},
            **bits.named("h_", words),
        )
        joined = persons.left_join(carried, "household_id").drop("household_id_right")
        names |= {node: self._name(node) for node in values}
        packed = {node: rows.Packed(f"h_{place.word}", place) for node, place in places.items()}
        return rows.Frame(joined, names, self.on, packed)

    def _gather(
        self, households: rows.Frame, loops: list[tree.Members], heads: list[tree.Node], prefix: str
    ) -> rows.Frame:
        """Add the answers of loops of one depth, and what is asked of the head, to the households."""
        head_values = [node for node in heads if isinstance(node, tree.Leaf) and not self._is_truth(node)]
        gathering = gathers.Gathering(loops, [node for node in heads if self._is_truth(node)], head_values, prefix)
        bodies = gathering.bodies
        members = self._members(households, bodies, with_heads=bool(heads)).with_shared(bodies)
        members = steps.taken(members, bodies)
        grouped = members.table.group_by("household_id").aggregate(**gathering.measures(members))
        joined = households.table.left_join(grouped, "household_id").drop("household_id_right")
        table = joined.select(*households.table.columns, **gathering.answers(joined))
        names, packed = {**households.names, **gathering.named}, {**households.packed, **gathering.packed}
        return rows.Frame(table, names, self.on, packed)

    def _members(self, households: rows.Frame, bodies: list[tree.Node], *, with_heads: bool) -> rows.Frame:
        """The persons with their own columns, and their household's when a body looks at it."""
        asked = [*bodies, *([tree.HEADED] if with_heads else [])]
        own = _unique(leaf for body in asked for leaf in tree.leaves(body) if _subject(leaf) == "member")
        persons = self.persons.select("household_id", **self._read(self.persons, own))
        names = {leaf: self._name(leaf) for leaf in own}
        looked_at = {part for body in bodies for part in (*tree.walk(body), *tree.leaves(body))}
        carried = {node: name for node, name in households.names.items() if node in looked_at}
        packed = {node: place for node, place in households.packed.items() if node in looked_at}
        given = {place.given for place in packed.values() if place.given}
        columns = {*carried.values(), *(place.column for place in packed.values()), *given}
        if not columns:
            return rows.Frame(persons, names, self.on)
        joined = persons.left_join(households.table.select("household_id", *sorted(columns)), "household_id")
        return rows.Frame(joined.drop("household_id_right"), names | carried, self.on, packed)

    def _read(self, table: Any, leaves: Iterable[tree.Leaf]) -> dict[str, Any]:
        return {self._name(leaf): self._leaf(table, leaf) for leaf in leaves}

    def _leaf(self, table: Any, leaf: tree.Leaf) -> Any:
        match leaf:
            case tree.Score(code):
                return _column(table, f"score_{code}", "float64")
            case tree.Enrolled(_, code):
                return _column(table, f"enrolled_{code}", "boolean")
            case tree.Received(code, months):
                return _column(table, f"received_{code}_{months}", "float64")
            case tree.Within(code):
                return _within(table, code)
            case tree.End(subject, name, end):
                return _column(table, f"{_start(subject)}{name}_{end}", "date")
            case tree.Applies(subject, name):
                return _column(table, f"{_start(subject)}{name}__na", "boolean").fill_null(False) == ibis.literal(False)
            case tree.Variable("area", "code"):
                return _column(table, "area", "string")
        variable = self.types[kinds.ENTITY[leaf.subject], leaf.name]
        return _column(table, f"{_start(leaf.subject)}{leaf.name}", COLUMN_TYPES[variable.type])

    def _is_truth(self, node: tree.Node) -> bool:
        match node:
            case tree.Variable(subject, name):
                return self.types[kinds.ENTITY[subject], name].type == "boolean"
            case tree.Members(what):
                return what in tree.ASKING
            case tree.Branch(_, yes, _):
                return self._is_truth(yes)
            case tree.Literal(value):
                return isinstance(value, bool)
        return isinstance(node, tree.TRUTHS)


#: What may have many values at once: a person's rule needs both ends of it, not the one it may come down to.
OF_MANY_VALUES = tree.Age | tree.Dated | tree.Between


def wanted(roots: Iterable[tree.Node]) -> list[tree.Node]:
    """The features that rules need."""
    return _unique(node for root in roots for node in features.wanted(root, _of_head(root)))


def _of_head(node: tree.Node) -> Iterator[tree.Node]:
    """What is asked of the head: whole comparisons where everything in them is the head's, else the leaves."""
    if tree.is_of_head(node):
        yield node
        return
    if isinstance(node, tree.Age | tree.Dated):
        yield from (end for end in tree.ends(node) if end.subject == "head")
    elif isinstance(node, tree.Leaf) and _subject(node) == "head":
        yield node
    for child in tree.children(node):
        yield from _of_head(child)


def _of_whole_household(node: tree.Node) -> Iterator[tree.Node]:
    """The largest parts of a person's rule that are about the household only."""
    leaves = list(tree.leaves(node))
    about = {_subject(leaf) for leaf in leaves if _subject(leaf) != "member"}
    is_own = "person" not in about and not isinstance(node, OF_MANY_VALUES) and not _is_about_knowing(node)
    if is_own and (leaves or any(isinstance(part, tree.Members) for part in tree.walk(node))):
        yield node
        return
    if isinstance(node, tree.Age | tree.Dated):
        yield from (end for end in tree.ends(node) if end.subject != "person")
    for child in tree.children(node):
        yield from _of_whole_household(child)


def _is_about_knowing(node: tree.Node) -> bool:
    """Does it ask what is known? Where a person's household is absent nothing is, and that is asked of the person."""
    if isinstance(node, tree.Members):
        return False
    return isinstance(node, tree.Unknown | tree.Surely) or any(map(_is_about_knowing, tree.children(node)))


def _subject(leaf: tree.Node) -> str:
    return getattr(leaf, "subject", "household")


def _start(subject: str) -> str:
    return "area__" if subject == "area" else ""


def _unique(nodes: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(nodes))


def _within(table: Any, code: str) -> Any:
    """Is this area the one, or inside it? Without the path of the areas above, only its own two codes tell."""
    wanted = ibis.literal(code)
    own = (_column(table, "area", "string") == wanted) | (_column(table, "area_1", "string") == wanted)
    if "area_path" not in table.columns:
        return ibis.cases((own, True))
    return _column(table, "area_path", "string").contains(f"/{code}/")


def _column(table: Any, name: str, kind: str) -> Any:
    """A column in the type the rules use; all unknown when the table does not have it."""
    if name not in table.columns:
        return ibis.null(kind)
    column = table[name]
    return column if column.type() == ibis.dtype(kind) else column.cast(kind)
