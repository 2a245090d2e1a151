"""Difficulties in functioning: the Washington Group's Short Set, and the Child Functioning Module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import numpy as np

from ayni.engines.measures import estimate as estimates
from ayni.engines.measures import functioning, functioning_asking, specs
from ayni.engines.measures.design import Booleans, Design, Floats
from ayni.engines.measures.figures import Figure, Result
from ayni.engines.measures.functioning_asking import Answers, Domain
from ayni.engines.measures.methods.asking import Asked

KEYS = ("kind", "age", "ages", "domains", "unanswered", "unknown", "codes", "sampled")

SAID = {
    "all_unknown": "A person is unknown when no domain is answered; any other unknown domain is no difficulty.",
    "not_difficult": "Whatever is unanswered is taken as no difficulty.",
    "listwise": "A person with any domain unanswered is left out.",
}

Row = tuple[str, dict[str, str | float], Floats]


def run(asked: Asked) -> Result:
    """Answer `functioning`. Refuses: SpecError, FrameError, DesignError."""
    spec = asked.read(*KEYS)
    kind = spec.one_of("kind", functioning_asking.KINDS, "short_set")
    unanswered = cast(functioning.Unanswered, _unanswered(asked, spec))
    inside, left_out = _inside(asked, spec)
    design, weighted = _design(asked, spec, inside)
    counted = inside & (design.weight > 0)
    if not counted.any():
        raise specs.SpecError(
            f"{asked.where}: no row is of these ages and has a weight above zero. Check `age`, `ages` and the weights."
        )
    answers = Answers(asked.frame, spec, counted)
    domains = functioning_asking.domains(spec)
    rows = list(
        _short_set(domains, answers, unanswered) if kind == "short_set" else _children(domains, answers, unanswered)
    )
    figures = [one for row in rows for one in _figures(row, asked, design, inside)]
    overall = {name: value for name, of, value in rows if not of}
    unknown = np.isnan(next(iter(overall.values()))) & counted
    return Result(
        "functioning",
        tuple(figures),
        {**asked.sample, "n": int((counted & ~unknown).sum()), "weights": float(design.weight[inside].sum())},
        {**left_out, "functioning unknown": int(unknown.sum())},
        (SAID[unanswered], *weighted),
        {"domains": {one.name: {"labels": dict(one.labels), "items": list(one.items)} for one in domains}},
        {name: np.where(inside, value, np.nan) for name, value in overall.items()},
    )


def _unanswered(asked: Asked, spec: specs.Spec) -> str:
    words = functioning_asking.UNANSWERED
    if asked.missing and asked.missing not in words:
        raise specs.SpecError(f"--missing is {asked.missing}. Functioning knows {', '.join(words)}.")
    return asked.missing or spec.one_of("unanswered", words, "all_unknown")


def _inside(asked: Asked, spec: specs.Spec) -> tuple[Booleans, dict[str, int]]:
    """Who is of the ages that the questions are for, in completed years; without `ages` everybody."""
    if not spec.has("ages"):
        return np.ones(asked.frame.rows, dtype=bool), {}
    ages = [specs.Spec({"ages": one}, spec.where).number("ages") for one in spec.listed("ages")]
    first, last = ages[0], ages[1] if len(ages) > 1 else np.inf
    if len(ages) > 2 or not 0 <= first <= last:
        raise specs.SpecError(f"{spec.where}: `ages` is {ages}. Write the first and the last, as `[5, 17]`, or `5`.")
    age = np.floor(asked.frame.numbers(spec.text("age", "age")))
    inside = (age >= first) & (age <= last)
    outside = int((~np.isnan(age) & ~inside).sum())
    return inside, {"age unknown": int(np.isnan(age).sum()), "age outside": outside}


def _design(asked: Asked, spec: specs.Spec, inside: Booleans) -> tuple[Design, list[str]]:
    """The design, its weights times the number of children of whom one was sampled, where the survey did so."""
    sampled = spec.inside("sampled", "eligible")
    if not sampled.has("eligible"):
        return asked.design, []
    eligible = asked.frame.numbers(sampled.text("eligible"))
    bad = inside & (asked.design.weight > 0) & ~(eligible >= 1)
    if bad.any():
        row = int(np.argmax(bad))
        raise specs.SpecError(
            f"{sampled.where}: row {row + 1} is a sampled child of {eligible[row]:g} eligible ones, which must be 1 or "
            "more."
        )
    weight = asked.design.weight * np.where(inside, eligible, 0.0)
    return asked.design.with_weight(weight), [
        "One child of a household was sampled: weights are multiplied by its number of eligible children."
    ]


def _short_set(domains: list[Domain], answers: Answers, unanswered: functioning.Unanswered) -> Iterator[Row]:
    """The four cut-offs, and each domain at or above each level."""
    if len(domains) != functioning_asking.SIX:
        raise specs.SpecError(
            f"{answers.where}: the Short Set has six domains, {len(domains)} are here. Write `kind: children` for "
            "others."
        )
    levels: dict[str, Floats] = {}
    for one in domains:
        if len(one.items) != 1 or one.used:
            raise specs.SpecError(f"{one.where}: a domain of the Short Set is one question.")
        levels[one.name] = answers.of(one.items[0], tuple(float(level) for level in functioning.LEVELS))
    for name, value in functioning.disability(levels, unanswered).items():
        yield name, {}, value
    for name, found in levels.items():
        known = _filled(found, unanswered)
        for level in functioning.LEVELS[1:]:
            yield "at_least", {"domain": name, "level": level}, np.where(np.isnan(known), np.nan, known >= level)


def _filled(found: Floats, unanswered: functioning.Unanswered) -> Floats:
    return np.nan_to_num(found, nan=1.0) if unanswered == "not_difficult" else found


def _children(domains: list[Domain], answers: Answers, unanswered: functioning.Unanswered) -> Iterator[Row]:
    """Any difficulty, with and without anxiety and depression; each domain; aids."""
    held = {one.name: functioning_asking.held(one, answers) for one in domains}
    yield "any", {}, functioning.any_of(list(held.values()), unanswered)
    mental = [one.name for one in domains if one.mental]
    if mental and len(mental) < len(domains):
        others = [value for name, value in held.items() if name not in mental]
        yield "any_without_mental_health", {}, functioning.any_of(others, unanswered)
        yield "mental_health", {}, functioning.any_of([held[name] for name in mental], unanswered)
    for name, value in held.items():
        filled = np.nan_to_num(value) if unanswered == "not_difficult" else value
        yield "difficulty", {"domain": name}, filled
    for one in domains:
        if one.used:
            yield "uses_aid", {"domain": one.name}, answers.frame.flags(one.used)


def _figures(row: Row, asked: Asked, design: Design, inside: Booleans) -> Iterator[Figure]:
    """The share of all, and of each group."""
    name, of, value = row
    value = np.where(inside, value, np.nan)
    share: Mapping[str, Any] = {"level": asked.level}
    yield Figure(name, estimates.share(value, design, ci=asked.ci, **share), of)
    for by, labels in asked.by.items():
        found = estimates.by_group(value, design, labels, as_share=asked.ci == "logit", **share)
        for label, estimate in found.items():
            yield Figure(name, estimate, {**of, by: str(label)})
