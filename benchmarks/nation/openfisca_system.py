"""The rules of `openfisca_rules` as a system that OpenFisca runs."""

from __future__ import annotations

from typing import Any

import numpy as np
import openfisca_rules as rules
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable


def system() -> TaxBenefitSystem:
    """The rules as OpenFisca's variables: `<code>__<criterion>`, `<code>__eligible`, `<code>__amount`."""
    made = TaxBenefitSystem([rules.Household, rules.Person])
    for name, (entity, kind) in rules.INPUTS.items():
        declare(made, name, entity, rules.ENUMS.get(name, kind), DateUnit.ETERNITY)
    for name, (entity, kind, formula) in rules.SHARED.items():
        declare(made, name, entity, kind, DateUnit.MONTH, formula)
    for code, (entity, criteria, amount) in rules.PROGRAMMES.items():
        names = [f"{code}__{name}" for name in criteria]
        for name, formula in zip(names, criteria.values(), strict=True):
            declare(made, name, entity, bool, DateUnit.MONTH, formula)
        declare(made, f"{code}__eligible", entity, bool, DateUnit.MONTH, together(names))
        if amount:
            declare(made, f"{code}__amount", entity, float, DateUnit.MONTH, paid(f"{code}__eligible", amount))
    return made


def together(names: list[str]) -> Any:
    return lambda who, at: np.logical_and.reduce([who(name, at) for name in names])


def paid(eligible: str, amount: Any) -> Any:
    return lambda who, at: np.where(who(eligible, at), amount(who, at), 0)


def declare(made: TaxBenefitSystem, name: str, entity: Any, kind: Any, every: Any, formula: Any = None) -> None:
    """Add one variable."""
    parts = {"entity": entity, "definition_period": every, "label": name}
    if isinstance(kind, type) and issubclass(kind, Enum):
        parts |= {"value_type": Enum, "possible_values": kind, "default_value": next(iter(kind))}
    else:
        parts["value_type"] = kind
    if formula:
        parts["formula"] = lambda who, period, parameters=None: formula(who, period)
    made.add_variable(type(name, (Variable,), parts))
