"""Recognising CEL's expanded macros: each is a comprehension of a known shape.

Source: the CEL specification, langdef.md, "Macros"; cel-cpp expands while it
parses and keeps no record of the call.
"""

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Loop:
    """One macro as it was written: `what(member, body)`, or `map(member, condition, body)`."""

    what: Literal["exists", "all", "one", "filter", "map"]
    member: str
    body: Any
    condition: Any = None


def recognise(comprehension: Any) -> Loop | None:
    """The macro a comprehension came from; None when it is no comprehension of ours."""
    member, start, step = comprehension.iter_var, comprehension.accu_init, comprehension.loop_step.call_expr
    match start.WhichOneof("kind"), step.function:
        case "const_expr", "_||_":
            return Loop("exists", member, step.args[1])
        case "const_expr", "_&&_":
            return Loop("all", member, step.args[1])
        case "const_expr", "_?_:_":
            return Loop("one", member, step.args[0])
        case "list_expr", "_+_":
            return Loop("map", member, _only(step))
        case "list_expr", "_?_:_":
            kept = _only(step.args[1].call_expr)
            if kept.ident_expr.name == member:
                return Loop("filter", member, None, condition=step.args[0])
            return Loop("map", member, kept, condition=step.args[0])
    return None


def _only(step: Any) -> Any:
    """What one turn appends: the single element of the list added to the result."""
    return step.args[1].list_expr.elements[0]
