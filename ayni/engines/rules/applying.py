"""What a rule leaves unsaid, written out for both readers: questions that do not apply, and days known in part.

A question that does not apply to somebody has no answer, which is not the same as an unknown one. A yes-or-no that
does not apply is no; a comparison with it is false (and `!=` true); a sum, least, greatest or average over members
passes by those to whom its value does not apply. In arithmetic it stays unknown, as there is no number to take.
Partial dates become intervals.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from ayni.engines import dictionary
from ayni.engines.rules import kinds, tree

Types = Mapping[tuple[str, str], dictionary.Variable]


def written_out(node: tree.Node, types: Types) -> tree.Node:
    """The same rule with what the dictionary implies put in."""
    match node:
        case tree.Variable() if _type(node, types) == "boolean":
            return tree.conjunction(*_apply((node,), types), node)
        case tree.Variable():
            return _value(node, types)
        case tree.Comparison(sign, left, right):
            compared = tree.Comparison(sign, _value(left, types), _value(right, types), at=node.at)
            needed = _apply((left, right), types)
            if sign == "!=":
                return tree.disjunction(*(tree.Not(one) for one in needed), compared)
            return tree.conjunction(*needed, compared)
        case tree.Among(item, options):
            among = tree.Among(_value(item, types), tuple(_value(option, types) for option in options), at=node.at)
            return tree.conjunction(*_apply((item,), types), among)
        case tree.Contains(item, code):
            return tree.conjunction(*_apply((item,), types), tree.Contains(item, _value(code, types), at=node.at))
        case tree.Members(what, where, value) if value is not None:
            counting = tree.conjunction(written_out(where, types), *_apply((value,), types))
            return tree.Members(what, counting, _value(value, types), at=node.at)
    return _inside(node, types)


def _value(node: tree.Node, types: Types) -> tree.Node:
    """A node that is asked for its value: whether it applies is seen to around it."""
    if isinstance(node, tree.Variable):
        return tree.Dated(node.subject, node.name, at=node.at) if _type(node, types) == "partial_date" else node
    return written_out(node, types)


def _inside(node: tree.Node, types: Types) -> tree.Node:
    changed: dict[str, Any] = {}
    for part in fields(node):
        value = getattr(node, part.name)
        if isinstance(value, tree.Node):
            changed[part.name] = written_out(value, types)
        elif isinstance(value, tuple):
            changed[part.name] = tuple(written_out(item, types) for item in value)
    return replace(node, **changed) if changed else node


def _apply(nodes: tuple[tree.Node, ...], types: Types) -> list[tree.Node]:
    """For each that may not apply: whether it does."""
    return [
        tree.Applies(node.subject, node.name)
        for node in nodes
        if isinstance(node, tree.Variable) and types[kinds.ENTITY[node.subject], node.name].may_not_apply
    ]


def _type(node: tree.Variable, types: Types) -> str:
    return types[kinds.ENTITY[node.subject], node.name].type
