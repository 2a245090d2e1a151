"""The methods, by the name that the command and an instrument call them.

Each is a module here with `run(asked: Asked) -> Result`. The command `ayni measure` runs it on a file, an assessment on
a snapshot of the registry: it is the same code.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from ayni.engines.measures import specs
from ayni.engines.measures.methods.asking import Asked

if TYPE_CHECKING:
    from ayni.engines.measures.figures import Result as Result

__all__ = ["METHODS", "Asked", "run", "unit"]

#: What each method answers, in a line.
METHODS: Mapping[str, str] = {
    "estimate": "means, totals, shares, ratios, quantiles and regressions",
    "poverty": "monetary poverty: FGT, Watts and others by fixed and relative lines",
    "inequality": "Gini, Theil, Atkinson and others; shares, curves, decompositions",
    "mpi": "multidimensional poverty (Alkire and Foster)",
    "moda": "children deprived of several things at once, by stage of life",
    "pmt": "a proxy means test: consumption predicted from what can be seen, and how often it is wrong",
    "targeting": "whom a programme reaches, how much it gives, and what that changes",
    "functioning": "difficulties in functioning (Washington Group)",
    "food": "food security: consumption, coping, expenditure",
    "nutrition": "children's growth by the WHO standards",
    "social": "social vulnerability by an instrument of questions",
    "sources": "which deprivations and risks travel together",
    "vulnerability": "who may be poor next year: expected poverty",
    "resilience": "indices of resilience and wealth, and their change",
    "graduation": "who meets the criteria to leave a programme, and what others lack",
}


#: Methods about persons; the others are about households unless a specification says otherwise.
OF_PERSONS = ("moda", "functioning", "nutrition", "social")


def unit(method: str) -> str:
    """What a row is when nobody says: "household" or "person"."""
    return "person" if method in OF_PERSONS else "household"


def run(method: str, asked: Asked) -> Result:
    """Answer by a method. Refuses: SpecError for a method that is none, and what the method refuses."""
    if method not in METHODS:
        known = f" There are: {', '.join(METHODS)}."
        raise specs.SpecError(f"No method is called '{method}'.{specs.nearest(method, METHODS) or known}")
    module = importlib.import_module(f"ayni.engines.measures.methods.{method}")
    return cast("Callable[[Asked], Result]", module.run)(asked)
