"""Children's growth: z-scores by the WHO standards, and how many are stunted, wasted, underweight or overweight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ayni.engines.measures import specs
from ayni.engines.measures.design import Floats
from ayni.engines.measures.figures import Figure, Result
from ayni.engines.measures.frames import FrameError
from ayni.engines.measures.grouped import Grouped, Labels
from ayni.engines.measures.growth import prevalence, scores, standard
from ayni.engines.measures.methods.asking import Asked

KEYS = ("sex", "boys", "girls", "age", "weight", "height", "lying", "oedema", "head", "arm", "ages", "digits", "only")
BOYS = ("1", "m", "male", "boy", "man", "masculin", "garçon", "homme", "ذكر")
GIRLS = ("2", "f", "female", "girl", "woman", "féminin", "fille", "femme", "أنثى")
AGES: Mapping[str, tuple[str, ...]] = {
    "under5": ("under5",), "school": ("school",), "all": ("under5", "school"),
}  # fmt: skip
BANDS = {"under5": prevalence.MONTHS, "school": prevalence.SCHOOL_YEARS}
CUTS = {"under5": prevalence.UNDER_FIVE, "school": prevalence.SCHOOL_AGE}
SPANS = {"under5": (0.0, 60.0), "school": (60.0, float(scores.HEIGHT_UNTIL))}


def run(asked: Asked) -> Result:
    """Answer `nutrition`. Refuses: SpecError, FrameError (a sex that is neither, measures in other units)."""
    spec = asked.read(*KEYS)
    children = _children(asked, spec)
    digits = None if spec.text("digits", "2") == "all" else int(spec.number("digits", 2))
    found = scores.score(children, digits)
    which = AGES[spec.one_of("ages", AGES, "under5")]
    figures: list[Figure] = []
    units: dict[str, Floats] = {**found.z, **{f"{name}_implausible": one for name, one in found.implausible.items()}}
    for age in which:
        low, high = SPANS[age]
        inside = ((children.months >= low) & (children.months < high)).astype(np.float64)
        columns = prevalence.states(found, children, inside, CUTS[age])
        grouped = _groups(asked, children, age)
        of = {"ages": "5-19 years"} if age == "school" else {}
        figures += prevalence.figures(columns, found, inside, grouped, of)
        units |= {f"{name}_{age}" if age == "school" else name: column for name, column in columns.items()}
    spans = {name: prevalence.spread(found.used(name), asked.design.weight) for name in scores.NAMES}
    return Result(
        "nutrition",
        tuple(figures),
        asked.sample,
        prevalence.left_out(children, found),
        (*_notes(digits), *_told(children, figures)),
        {"standard_deviation": {name: one for name, one in spans.items() if one is not None}},
        units,
    )


def _groups(asked: Asked, children: scores.Children, age: str) -> Grouped:
    by: dict[str, Labels] = {
        "months": prevalence.ages(children, BANDS[age]),
        "child": np.array([{1.0: "boys", 2.0: "girls"}.get(one) for one in children.sex.tolist()], dtype=object),
    }
    return Grouped(asked.design, {**by, **asked.by}, asked.ci, asked.level)


def _children(asked: Asked, spec: specs.Spec) -> scores.Children:
    frame = asked.frame
    nothing = np.full(frame.rows, np.nan)

    def numbers(key: str) -> Floats:
        return frame.numbers(spec.text(key)) if spec.has(key) else nothing

    def flags(key: str) -> Floats:
        return frame.flags(spec.text(key)) if spec.has(key) else nothing

    if not spec.has("weight") and not spec.has("height"):
        raise specs.SpecError(f"{spec.where}: neither `weight` nor `height` is there. Name the column of one or both.")
    months = _months(asked, spec)
    sex = _sex(frame.labels(spec.text("sex")), spec)
    if spec.has("only"):
        months = np.where(frame.flags(spec.text("only")) == 1, months, np.nan)
    weight, height = numbers("weight"), numbers("height")
    _same_units(weight, height, months)
    return scores.Children(
        sex, months, weight, height, flags("lying"), flags("oedema"), numbers("head"), numbers("arm")
    )


def _months(asked: Asked, spec: specs.Spec) -> Floats:
    age = spec.inside("age", "months", "days", "years")
    given = [unit for unit in ("months", "days", "years") if age.has(unit)]
    if len(given) != 1:
        raise specs.SpecError(
            f"{spec.where}: write one of `age: {{days: …}}`, `age: {{months: …}}` or `age: {{years: …}}` (with its "
            "fraction). Days are the most exact."
        )
    found = asked.frame.numbers(age.text(given[0]))
    if given[0] == "days":
        return found / standard.MONTH
    return found * 12 if given[0] == "years" else found


def _sex(labels: Labels, spec: specs.Spec) -> Floats:
    boys, girls = _words(spec.listed("boys", BOYS)), _words(spec.listed("girls", GIRLS))
    places = dict.fromkeys(boys, 1.0) | dict.fromkeys(girls, 2.0)
    found = {label: places.get(str(label).strip().casefold(), np.nan) for label in set(labels) if label is not None}
    strange = [str(label) for label, place in found.items() if place != place]
    if strange:
        first = int(np.argmax(labels == strange[0])) + 1
        raise FrameError(
            f"The sex '{strange[0]}' (row {first}) is neither that of boys nor of girls. Say which: `boys: [...]` and "
            "`girls: [...]` in the specification, or leave it empty in the file."
        )
    return np.array([np.nan if label is None else found[label] for label in labels], dtype=np.float64)


def _words(words: Iterable[Any]) -> list[str]:
    return [str(word).strip().casefold() for word in words]


def _same_units(weight: Floats, height: Floats, months: Floats) -> None:
    """Metres for centimetres and grams for kilograms are seen from half of the children."""
    aged = (months >= 0) & (months < scores.HEIGHT_UNTIL)
    for values, name, low, high, wants in (
        (height, "height", 30, 250, "centimetres"),
        (weight, "weight", 0.5, 250, "kilograms"),
    ):
        known = values[aged & (values > 0)]
        if len(known) and not low <= (half := float(np.median(known))) <= high:
            raise FrameError(
                f"Half of the children have a {name} below {half:g}: that is not in {wants}. Give a rule that turns it "
                f"into {wants}, such as `person.{name} * 100`."
            )


def _notes(digits: int | None) -> list[str]:
    rounded = "not rounded" if digits is None else f"rounded to {digits} places before it is compared with a cut-off"
    return [
        "WHO Child Growth Standards (2006) under 60 months, the WHO reference of 2007 from 60 months; beyond 3 "
        "standard deviations the restricted formula.",
        f"A z-score is {rounded}. One that is not plausible by WHO's limits is not used.",
        "Under five years, days between the rows kept are found by a spline: a z-score differs from the published "
        "table's by less than 0.0002.",
        "Below 24 months children are read lying (0.7 cm is added to who stood), from then standing (0.7 cm less for "
        "who lay); nobody under 9 months is taken to have stood.",
    ]


def _told(children: scores.Children, figures: list[Figure]) -> list[str]:
    told, tried = [], prevalence.measured(children)
    for rows, what in (
        (children.weight <= 0, "a weight of 0 or less"),
        (children.height <= 0, "a height of 0 or less"),
        (tried & (children.months < 0), "an age below 0"),
        (tried & (children.months >= scores.HEIGHT_UNTIL), "an age beyond the tables, which end at 19 years"),
    ):
        if rows.any():
            told.append(
                f"{int(rows.sum())} rows have {what} (the first is row {int(np.argmax(rows)) + 1}): not assessed."
            )
    if all(one.estimate.n == 0 for one in figures):
        told.append("No child could be assessed: look at the sex, the age and the measures of the file.")
    return told
