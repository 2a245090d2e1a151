"""How the households of a snapshot were drawn: the survey's design where there was one, everybody where not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ayni.assessment.actions import answers, units
from ayni.engines.measures.design import Booleans, Design, Floats


@dataclass(frozen=True, eq=False)
class Sample:
    """The households that were drawn (n booleans), the design of those, and what can be said of it.

    A figure is about persons: each household counts with its weight times its members.
    """

    drawn: Booleans
    design: Design
    facts: dict[str, Any]


def of(values: Mapping[str, Any]) -> Sample:
    """The sample of n households; one without a survey weight was not drawn. No weights at all: a full count."""
    size = values[answers.SIZE]
    weights = values.get("survey_weight")
    is_survey = weights is not None and bool(np.isfinite(weights).any())
    household = weights if is_survey and weights is not None else np.ones(len(size))
    drawn = np.isfinite(household) & (np.nan_to_num(household) > 0)
    stratum, psu = (_named(values.get(name) if is_survey else None, drawn) for name in answers.DESIGN[1:])
    design = Design(
        stratum=stratum,
        psu=psu,
        weight=_persons(household, size)[drawn],
        # Part of a registry may hold one unit of a stratum; its distance from the whole is the cautious guess.
        singleton="adjust",
    )
    facts = {
        "is_survey": is_survey,
        "households": int(drawn.sum()),
        "strata": len(design.strata),
        "clusters": design.clusters,
        "lonely_strata": list(design.lonely),
    }
    return Sample(drawn, design, facts)


def columns(values: Mapping[str, Any], score: Floats, seen: Mapping[str, Floats]) -> dict[str, Any]:
    """The columns of every household (see `units`): its score, what was seen of it, and how it was drawn."""
    weights = values.get(answers.DESIGN[0])
    is_survey = weights is not None and bool(np.isfinite(weights).any())
    household = weights if is_survey and weights is not None else np.ones(len(score))
    flags = {name: np.asarray(column, dtype=np.float64) for name, column in seen.items()}
    found = {"household_id": values["id"], "value": score, "details": units.details(flags)}
    found["weight"] = _persons(household, values[answers.SIZE])
    if is_survey:
        blank = np.full(len(score), None, dtype=object)
        found |= {name: values.get(f"survey_{name}", blank) for name in ("stratum", "psu")}
    found |= {f"is_{name}": column for name, column in flags.items()}
    if "area_1" in values:
        found["by_area_1"] = values["area_1"]
    return found


def _persons(household: Floats, size: Floats) -> Floats:
    return np.asarray(np.nan_to_num(household) * np.nan_to_num(size), dtype=np.float64)


def _named(column: Any, drawn: Booleans) -> Any:
    """A column of the design for the drawn; None when nothing of it is known. An unknown one stands for itself."""
    if column is None or all(value is None for value in column[drawn]):
        return None
    return np.array(["" if value is None else value for value in column[drawn]], dtype=object)
