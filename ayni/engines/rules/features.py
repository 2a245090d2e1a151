"""What rules ask of whole households, kept: gathering it from the members is most of the work of a decision.

A *feature* is an answer about a household on one day: one of its variables, what is asked of all its members or of its
head. `columns.features` computes those that some rules need as a table; who keeps it, with its `Legend`, may hand it
back to `columns.decide`, which then reads no members for the households' sake.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ayni.engines.rules import bits, rows, tree


@dataclass(frozen=True)
class Legend:
    """By the `tree.key` of each feature: the column that holds it, or its bits."""

    names: Mapping[str, str]
    packed: Mapping[str, rows.Packed]

    def has(self, nodes: Iterable[tree.Node]) -> bool:
        return all(key in self.names or key in self.packed for key in map(tree.key, nodes))

    def to_json(self) -> dict[str, Any]:
        return {"names": dict(self.names), "packed": {key: asdict(one) for key, one in self.packed.items()}}

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Legend":
        packed = {key: {**one, "place": bits.Place(**one["place"])} for key, one in written["packed"].items()}
        return cls(written["names"], {key: rows.Packed(**one) for key, one in packed.items()})


@dataclass(frozen=True)
class Kept:
    """A table of features with the columns of identity, and its legend. It holds for the day it was made for."""

    table: Any
    legend: Legend


def legend(frame: rows.Frame) -> Legend:
    """What a frame of households holds."""
    return Legend(
        {tree.key(node): name for node, name in frame.names.items()},
        {tree.key(node): one for node, one in frame.packed.items()},
    )


def frame(kept: Kept, nodes: Iterable[tree.Node], on: date) -> rows.Frame:
    """The features that some rules need, as a frame."""
    keys = {node: tree.key(node) for node in nodes}
    names: dict[tree.Node, str] = {
        node: kept.legend.names[key] for node, key in keys.items() if key in kept.legend.names
    }
    packed = {node: kept.legend.packed[key] for node, key in keys.items() if key in kept.legend.packed}
    return rows.Frame(kept.table, names, on, packed)


def wanted(node: tree.Node, of_head: Iterable[tree.Node]) -> Iterator[tree.Node]:
    """The features a rule needs: the outermost loops, what it asks of the head, and the household's own answers."""
    heads = set(of_head)
    if node in heads or isinstance(node, tree.Members):
        yield node
        return
    if isinstance(node, tree.Age | tree.Dated):
        yield from (end for end in tree.ends(node) if end.subject not in ("person", "member"))
    elif isinstance(node, tree.Leaf) and getattr(node, "subject", "household") in ("household", "area"):
        yield node
    for child in tree.children(node):
        yield from wanted(child, heads)
