"""What would be written out again and again, in columns of its own first.

An engine is given text, and in text whatever is asked twice is written twice: the ages in a comparison of two ages, the
parts of a comparison of comparisons. Nested, that doubles at every depth, and an engine that reads a long text slowly,
as Spark does, takes minutes over one short rule. So what is long becomes a column in a step before, named from then on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ayni.engines.rules import rows, tree

#: The parts that may be written twice; more become a column. The rules of programmes seldom have as many.
LARGEST = 60
#: These write what is inside them twice: where it is surely so and where surely not, or to see that it is known.
#: What only asks why an answer is missing does not count; it is looked at where one is missing, and nowhere else.
TWICE = tree.Comparison | tree.Among | tree.Contains | tree.Branch | tree.Extreme | tree.Shift
#: These are two numbers, the least and the greatest they may be.
SPANS = tree.Age | tree.Between


def taken(frame: rows.Frame, roots: Iterable[tree.Node]) -> rows.Frame:
    """The frame with a column for everything long inside these, the innermost first."""
    measured = _Measured(frame)
    for root in roots:
        measured.weight(root)
    for level in sorted(set(measured.long.values())):
        frame = _step(frame, [node for node, at in measured.long.items() if at == level], f"y{level}_")
    return frame


def _step(frame: rows.Frame, nodes: list[tree.Node], prefix: str) -> rows.Frame:
    columns: dict[str, Any] = {}
    names, spans = dict(frame.names), dict(frame.spans)
    for number, node in enumerate(nodes):
        name = f"{prefix}{number}"
        if isinstance(node, SPANS):
            spans[node] = (f"{name}_low", f"{name}_high")
            columns |= zip(spans[node], frame.span(node), strict=True)
        else:
            names[node] = name
            columns[name] = frame.column(node)
    return replace(frame, table=frame.table.mutate(**columns), names=names, spans=spans)


@dataclass
class _Measured:
    """How much is written for each node, and for the long ones, after how many steps they can be taken."""

    frame: rows.Frame
    long: dict[tree.Node, int] = field(default_factory=dict)
    weights: dict[tree.Node, tuple[int, int]] = field(default_factory=dict)

    def weight(self, node: tree.Node) -> tuple[int, int]:
        """How many parts the node takes to write, and how many steps come before it."""
        if node not in self.weights:
            self.weights[node] = self._weighed(node)
        return self.weights[node]

    def _weighed(self, node: tree.Node) -> tuple[int, int]:
        inside = list(self._written(node))
        if isinstance(node, TWICE):
            parts = 1 + 2 * sum(self.weight(child)[0] for child in inside if not self._is_long(child))
        else:
            parts = 1 + sum(self.weight(child)[0] for child in inside)
        level = max((self.weight(child)[1] for child in inside), default=0)
        if isinstance(node, SPANS):
            return self._set_aside(node, level)
        return parts, level

    def _is_long(self, node: tree.Node) -> bool:
        """Is it too much to be written twice? It has a column of its own from then on."""
        parts, level = self.weight(node)
        if parts > LARGEST:
            self.weights[node] = self._set_aside(node, level)
        return parts > LARGEST

    def _set_aside(self, node: tree.Node, level: int) -> tuple[int, int]:
        self.long[node] = level
        return 1, level + 1

    def _written(self, node: tree.Node) -> Iterator[tree.Node]:
        """The nodes inside that are written out with this one: none of what has a column already."""
        frame = self.frame
        if node in frame.names or node in frame.packed or isinstance(node, tree.Members | tree.Leaf):
            return
        if not isinstance(node, tree.Comparison) or frame.by_birth(node) is None:
            yield from tree.children(node)
