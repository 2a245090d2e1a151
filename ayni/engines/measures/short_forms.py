"""Short ways to write a measure of deprivation, written out.

    dimensions: {health: [d_cm, d_nutr], living: {water: household.water in ["river"], floor: d_floor}}

is the long form with `name`, `indicators`, `name`, `rule`. A cut-off is 1/3, .33, 33 or "33%": above 1 is per cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from ayni.engines.measures import specs


def cutoff(value: Any, where: str) -> Fraction:
    """A share above 0 and at most 1, exact: 1/3, .33, "33%", and 33, because what is above 1 is per cent.

    1 is everything; one per cent is "1%". 33 is 33/100 and not 1/3 (mpitb and mpindex differ in this).
    """
    text = str(value).strip()
    part = specs.fraction(text[:-1], where) / 100 if text.endswith("%") else specs.fraction(value, where)
    if part > 1 and not text.endswith("%"):
        part /= 100
    if not 0 < part <= 1:
        raise specs.SpecError(f"{where} is {value}. It must be above 0 and at most 1 (or 100 %), such as 1/3 or 33.")
    return part


def cutoffs(values: Iterable[Any], where: str) -> tuple[Fraction, ...]:
    """Several, each once, in the order given."""
    return tuple(dict.fromkeys(cutoff(value, where) for value in values))


def dimensions(value: Any, where: str) -> Any:
    """A mapping of dimensions to their indicators, as the list of mappings it stands for; a list as it is.

    An indicator is a column's name, `{name: rule}`, or a mapping with `name`, `rule`, `weight`, `labels`.
    """
    if isinstance(value, Mapping):
        return [_dimension(str(name), held, where) for name, held in value.items()]
    if not isinstance(value, list):
        return value
    return [
        {**one, "indicators": indicators(one["indicators"], where)}
        if isinstance(one, Mapping) and "indicators" in one
        else one
        for one in value
    ]


def indicators(value: Any, where: str) -> Any:
    """Indicators as a list of mappings with `name` and `rule`; a column's name is its own rule."""
    if isinstance(value, str):
        return [{"name": value, "rule": value}]
    if isinstance(value, Mapping):
        return [{"name": str(name), **_rule(rule, f"{where}: '{name}'")} for name, rule in value.items()]
    if not isinstance(value, list):
        return value
    return [{"name": one, "rule": one} if isinstance(one, str) else _named(one) for one in value]


def _named(one: Any) -> Any:
    """An indicator that says no rule is the column of its name."""
    if isinstance(one, Mapping) and "rule" not in one and isinstance(one.get("name"), str) and _is_closed(one):
        return {**one, "rule": one["name"]}
    return one


def _is_closed(one: Mapping[Any, Any]) -> bool:
    """Whether nothing in the mapping looks like a rule that was misspelt."""
    return set(one) <= {"name", "labels", "weight"}


def _dimension(name: str, held: Any, where: str) -> dict[str, Any]:
    if isinstance(held, Mapping) and "indicators" in held:
        return {"name": name, **held, "indicators": indicators(held["indicators"], f"{where}: {name}")}
    return {"name": name, "indicators": indicators(held, f"{where}: {name}")}


def _rule(rule: Any, where: str) -> dict[str, Any]:
    if isinstance(rule, Mapping):
        return dict(rule)
    if isinstance(rule, bool) or not isinstance(rule, (str, int)):
        raise specs.SpecError(f"{where} is {rule!r}. Write the name of a column, or a rule in quotation marks.")
    return {"rule": str(rule)}
