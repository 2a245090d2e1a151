"""Children deprived of several things at once, by stage of life (MODA)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ayni.engines.measures import design as designs
from ayni.engines.measures import moda, moda_asking, specs
from ayni.engines.measures.design import Floats
from ayni.engines.measures.figures import Figure, Result
from ayni.engines.measures.methods.asking import Asked
from ayni.engines.measures.moda_asking import Asking

KEYS = ("age", "age_in", "dimensions", "stages", "missing", "venn", "poor", "k")
SERIES = "SD_MDP_CSMP"

SAID = {
    "listwise": "A child of whom a dimension is unknown is left out; a dimension is unknown when none of its "
    "indicators is known.",
    "not_deprived": "An unknown dimension is taken as not deprived, as was asked: deprivation is understated.",
}


def run(asked: Asked) -> Result:
    """Answer `moda`. Refuses: SpecError, FrameError, DesignError."""
    spec = asked.read(*KEYS)
    if asked.k:
        raise specs.SpecError(
            f"{asked.where}: MODA tells every cut-off K, as a number of dimensions, so --k is not for it. "
            "Write `k: 3` in the specification to choose the K of the SDG series."
        )
    if not (asked.design.weight > 0).any():
        raise specs.SpecError("Every row has weight zero, so there is nobody to measure. Check the column of weights.")
    kinds = moda_asking.dimensions(spec)
    stages = moda_asking.stages(spec, kinds)
    missing = moda_asking.missing(asked.missing, spec)
    held = moda_asking.held(
        asked.frame, asked.design.weight > 0, kinds, {it for one in stages for it in one.dimensions}
    )
    age = asked.frame.numbers(spec.text("age", "age"))
    poor = asked.frame.flags(spec.text("poor")) if spec.has("poor") else None
    made: list[tuple[Asking, moda.Stage]] = []
    figures: list[Figure] = []
    notes = [f"Dimensions weigh the same. {SAID[missing]}"]
    left_out = {"age unknown": int(np.isnan(age).sum())}
    number, within = np.full(len(age), np.nan), np.full(len(age), None, dtype=object)
    placed = np.zeros(len(age), dtype=bool)
    for one in stages:
        inside = (np.floor(age) >= one.first) & (np.floor(age) <= one.last)
        within[inside], placed = one.name, placed | inside
        if not (inside & (asked.design.weight > 0)).any():
            notes.append(f"The data have no child of the stage '{one.name}'.")
            continue
        stage = _stage(asked, one, held, inside, missing)
        made.append((one, stage))
        figures += _figures(stage, spec, poor)
        number = np.where(inside, np.append(stage.count, np.nan)[stage.answered.of_unit], number)
        left_out[f"{one.name}: a dimension unknown"] = (
            int(np.count_nonzero(inside & (asked.design.weight > 0))) - stage.n
        )
    left_out["age outside every stage"] = int((~np.isnan(age) & ~placed).sum())
    if not made:
        raise specs.SpecError(
            f"{asked.where}: no row is a child of any stage ({', '.join(one.ages for one in stages)}). Check `age`, "
            "and `age_in: months` when it is in months."
        )
    together = list(_together(asked, made))
    return Result(
        "moda",
        (*together, *figures),
        {**asked.sample, "n": sum(stage.n for _, stage in made)},
        left_out,
        tuple(notes),
        _extra(spec, stages, kinds, [*together, *figures]),
        {"stage": within, "deprivations": number},
    )


def _stage(asked: Asked, one: Asking, held: Mapping[str, Floats], inside: designs.Booleans, missing: str) -> moda.Stage:
    empty = [name for name in one.dimensions if np.isnan(held[name][inside & (asked.design.weight > 0)]).all()]
    if empty:
        raise specs.SpecError(
            f"{asked.where}: of no child of the stage '{one.name}' ({one.ages}) is the dimension '{empty[0]}' known. "
            "Take it out of this stage, or give the stage another age."
        )
    return moda.Stage.of(
        one.name,
        {name: held[name] for name in one.dimensions},
        asked.design,
        inside,
        asked.by,
        missing="not_deprived" if missing == "not_deprived" else "listwise",
        share=asked.ci == "logit",
        level=asked.level,
    )


def _figures(stage: moda.Stage, spec: specs.Spec, poor: Floats | None) -> list[Figure]:
    """Everything of one stage, `stage` among what each figure is of."""
    found = [Figure(name, estimate, of) for name, of, estimate in moda.profile(stage, stage.whole)[0]]
    found += moda.overlap(stage)
    for three in _threes(stage, spec):
        found += moda.venn(stage, three)
    found += moda.pairs(stage)
    if poor is not None:
        found += moda.cross(stage, poor)
    ones = np.ones(len(stage.count))
    for by, (labels, totals) in stage.cuts.items():
        people = totals.parts(ones, stage.whole, level=stage.level)
        rows = moda.profile(stage, totals)
        for place, label in enumerate(labels):
            found.append(Figure("population_share", people[place], {by: label}))
            found += [Figure(name, estimate, {**of, by: label}) for name, of, estimate in rows[place]]
        for k in range(1, len(stage.names) + 1):
            burden = totals.parts(stage.count * (stage.count >= k), stage.whole, level=stage.level)
            found += [Figure("share_of_m0", burden[place], {"k": k, by: label}) for place, label in enumerate(labels)]
    return [Figure(one.name, one.estimate, {"stage": stage.name, **one.of}) for one in found]


def _threes(stage: moda.Stage, spec: specs.Spec) -> Iterator[tuple[str, ...]]:
    """The dimensions of each diagram: those asked for that the stage has, else its three most frequent."""
    for one in spec.listed("venn", []):
        three = tuple(str(name) for name in one) if isinstance(one, list) else ()
        if len(set(three)) != 3:
            raise specs.SpecError(f"{spec.where}: `venn` holds {one!r}. Write lists of three dimensions.")
        if set(three) <= set(stage.names):
            yield three
    if not spec.has("venn") and len(stage.names) >= 3:
        often = sorted(stage.names, key=lambda name: -(stage.ratio(stage.deprived(name)).value or 0.0))
        yield tuple(often[:3])


def _together(asked: Asked, made: list[tuple[Asking, moda.Stage]]) -> Iterator[Figure]:
    """Children of all stages who lack K or more, when every stage has as many dimensions; never an index of them."""
    widths = {len(stage.names) for _, stage in made}
    if len(made) < 2 or len(widths) > 1:
        return
    number = np.full(asked.design.size, np.nan)
    for _, stage in made:
        here = np.append(stage.count, np.nan)[stage.answered.of_unit]
        number = np.where(np.isnan(here), number, here)
    every = moda.Stage.of(
        "all",
        {str(k): np.where(np.isnan(number), np.nan, number >= k) for k in range(1, widths.pop() + 1)},
        asked.design,
        ~np.isnan(number),
        asked.by,
        share=asked.ci == "logit",
        level=asked.level,
    )
    for k in every.names:
        yield Figure("H", every.ratio(every.deprived(k)), {"stage": "all", "k": int(k)})
    for by, (labels, totals) in every.cuts.items():
        for k in every.names:
            found = every.of_groups(totals, every.deprived(k))
            for place, label in enumerate(labels):
                yield Figure("H", found[place], {"stage": "all", "k": int(k), by: label})


def _extra(
    spec: specs.Spec,
    stages: list[Asking],
    kinds: Mapping[str, specs.Spec],
    figures: list[Figure],
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "stages": [
            {"name": one.name, "ages": [one.first, one.last], "dimensions": list(one.dimensions), "labels": one.labels}
            for one in stages
        ],
        "dimensions": {name: {"labels": one.labels()} for name, one in kinds.items()},
    }
    if spec.has("k"):
        k = int(spec.number("k"))
        value = {
            str(one.of["stage"]): one.estimate.value
            for one in figures
            if one.name == "H" and one.of["k"] == k and set(one.of) == {"stage", "k"}
        }
        if not value:
            raise specs.SpecError(f"{spec.where}: k is {k}, but no stage has so many dimensions. Write a smaller one.")
        found["sdg_1_2_2"] = {
            SERIES: {"k": k, "percent": {name: None if one is None else 100 * one for name, one in value.items()}}
        }
    return found
