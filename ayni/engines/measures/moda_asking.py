"""What a specification of MODA asks: dimensions and their indicators, stages of life with their ages.

dimensions: {water: [household.water == "river"], health: {indicators: [no_dpt, no_skilled], combine: union}}
stages: [{name: "0-4", ages: [0, 4], dimensions: [water, health]}, {name: "5-17", ages: [5, 17], ...}]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import numpy as np

from ayni.engines.measures import moda, short_forms, specs
from ayni.engines.measures.design import Booleans, Floats
from ayni.engines.measures.frames import Frame

DIMENSION = ("name", "labels", "indicators", "combine")
STAGE = ("name", "labels", "ages", "dimensions")
MISSING = ("listwise", "not_deprived")
COMBINE = ("union", "intersection")


@dataclass(frozen=True)
class Asking:
    """One stage as specified: completed years (or months) from `first` to `last`, both included."""

    name: str
    first: float
    last: float
    dimensions: tuple[str, ...]
    labels: Mapping[str, str]

    @property
    def ages(self) -> str:
        return f"{self.first:g} to {self.last:g}"


def dimensions(spec: specs.Spec) -> dict[str, specs.Spec]:
    """The dimensions by name, long or in short form. Refuses a name that appears twice."""
    listed = short_forms.dimensions(spec.values.get("dimensions"), spec.where)
    source = specs.Spec({"dimensions": listed}, spec.where)
    found: dict[str, specs.Spec] = {}
    for one in source.entries("dimensions", *DIMENSION):
        name = one.text("name")
        if name in found:
            raise specs.SpecError(f"{spec.where}: dimension '{name}' appears twice. Give each its own name.")
        found[name] = one
    return found


def stages(spec: specs.Spec, kinds: Mapping[str, specs.Spec]) -> list[Asking]:
    """The stages in order of age. Refuses overlapping ages, a dimension that is none, and the same one twice."""
    months = spec.one_of("age_in", ("years", "months"), "years") == "months"
    found = []
    for one in spec.entries("stages", *STAGE):
        ages = one.listed("ages")
        if len(ages) != 2 or any(isinstance(age, bool) or not isinstance(age, (int, float)) for age in ages):
            raise specs.SpecError(f"{one.where}: `ages` is {ages}. Write the first and the last, as `[0, 4]`.")
        first, last = ages
        if not 0 <= first <= last:
            raise specs.SpecError(
                f"{one.where}: ages go from {first} to {last}. The first is 0 or more, then the last."
            )
        if last >= (18 * 12 if months else 18):
            raise specs.SpecError(f"{one.where}: MODA is of children, up to 17 years; the ages go to {last}.")
        names = [str(name) for name in one.listed("dimensions")]
        for name in names:
            if name not in kinds:
                raise specs.SpecError(f"{one.where}: no dimension is called '{name}'.{specs.nearest(name, kinds)}")
        if len(set(names)) < len(names):
            raise specs.SpecError(f"{one.where}: a dimension is named twice.")
        found.append(Asking(one.text("name"), first, last, tuple(names), one.labels()))
    found.sort(key=lambda one: one.first)
    for before, after in pairwise(found):
        if after.first <= before.last:
            raise specs.SpecError(
                f"{spec.where}: the stages '{before.name}' and '{after.name}' overlap at {after.first}. A child "
                "belongs to one stage."
            )
    return found


def missing(said: str, spec: specs.Spec) -> str:
    """The rule for an unknown dimension: as said with the question, else in the specification."""
    if said and said not in MISSING:
        raise specs.SpecError(
            f"--missing is {said}. MODA knows {' and '.join(MISSING)}: a dimension is one thing, so there is "
            "nothing to redistribute."
        )
    return said or spec.one_of("missing", MISSING, "listwise")


def held(frame: Frame, counted: Booleans, kinds: Mapping[str, specs.Spec], wanted: set[str]) -> dict[str, Floats]:
    """Each dimension that a stage names, one value a row. Refuses an indicator that nobody counted answered."""
    found = {}
    for name, one in kinds.items():
        if name not in wanted:
            continue
        answers = []
        for indicator in one.entries("indicators", "name", "rule", "labels"):
            flags = frame.flags(indicator.text("rule"))
            if np.isnan(flags[counted]).all():
                raise specs.SpecError(
                    f"{indicator.where}: nobody answered it, so it cannot be told who is deprived. Take it out of the "
                    "specification if the survey did not ask."
                )
            answers.append(flags)
        found[name] = moda.combined(answers, cast(moda.Combine, one.one_of("combine", COMBINE, "union")))
    return found
