"""Whom programmes reach, how much they give, and what that changes: current ones and proposed rules alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ayni.engines.measures import concentration, performance, smooth, specs
from ayni.engines.measures.design import Floats
from ayni.engines.measures.figures import Figure, Result
from ayni.engines.measures.methods.asking import Asked

KEYS = ("welfare", "line", "quantiles", "target", "ranked_without", "cost", "programmes")
PROGRAMME = ("name", "labels", "benefit", "flag", "amount", "per", "size", "household", "proposed", "blank")
ANY = "any"


def run(asked: Asked) -> Result:
    """Answer `targeting`. Refuses: SpecError, FrameError, PerformanceError."""
    spec = asked.read(*KEYS)
    totals = smooth.Totals(asked.design, level=asked.level, ci=asked.ci)
    welfare = asked.frame.numbers(spec.text("welfare"))
    programmes = [_programme(asked, one) for one in spec.entries("programmes", *PROGRAMME)]
    _distinct(programmes, spec.where)
    all_current = sum((one["benefit"] for one in programmes if not one["proposed"]), np.zeros(len(welfare)))
    without_all = spec.one_of("ranked_without", ("own", "all"), "own") == "all"
    found = []
    for one in programmes:
        others = _others(one, all_current) if without_all else 0.0
        found.append(
            performance.transfers(one["name"], one["benefit"], welfare, proposed=one["proposed"], others=others)
        )
    if sum(not one["proposed"] for one in programmes) > 1:
        found.append(performance.transfers(ANY, all_current, welfare))
    return _result(asked, spec, welfare, found, totals)


def _result(
    asked: Asked, spec: specs.Spec, welfare: Floats, found: list[performance.Transfers], totals: smooth.Totals
) -> Result:
    line = spec.number("line") if spec.has("line") else None
    target, quantiles = _target(spec), int(spec.number("quantiles", 5))
    if quantiles < 2:
        raise specs.SpecError(f"{spec.where}: `quantiles` is {quantiles}. Write 5 for quintiles, 10 for deciles.")
    figures: list[Figure] = []
    notes = [f"People are ranked by their welfare before the transfer, in {quantiles} groups; ties stay together."]
    curves = {}
    for one in found:
        rows = list(_measured(one, asked, totals, line, target, quantiles, spec.number("cost", 0.0)))
        figures += [Figure(name, estimate, {"programme": one.name, **of}) for name, of, estimate in rows]
        notes += _notes(one)
        order = concentration.ranked(one.before, asked.design.weight, one.known)
        benefit = np.nan_to_num(one.benefit)
        curves[one.name] = {
            "concentration": concentration.curve(benefit, order, asked.design.weight),
            "lorenz": concentration.curve(np.nan_to_num(one.before), order, asked.design.weight),
        }
    figures += _overlap(found, totals)
    if line is None:
        notes.append("No line was given, so nothing is said of poverty before and after.")
    left_out = {f"{one.name}: benefit unknown": one.missing for one in found if one.name != ANY}
    capped = {f"{one.name}: benefit above welfare, cut to it": one.capped for one in found if one.capped}
    return Result(
        "targeting",
        tuple(figures),
        asked.sample,
        {"welfare unknown": int(np.isnan(welfare).sum()), **left_out},
        tuple(notes),
        {"curves": curves, "capped": capped, "target": target.said, "quantiles": quantiles},
        {f"receives_{one.name}": np.where(one.known, one.receives, np.nan) for one in found},
    )


def _measured(
    one: performance.Transfers,
    asked: Asked,
    totals: smooth.Totals,
    line: float | None,
    target: performance.Target,
    quantiles: int,
    cost: float,
) -> Iterator[performance.Row]:
    ranks = concentration.quantile_groups(one.before, asked.design.weight, quantiles, one.known)
    groups = performance.Groups("quantile", ranks - 1, [str(place + 1) for place in range(quantiles)])
    yield "beneficiaries", {}, totals.estimate(totals.total(None, one.receives))
    yield "transfers", {}, totals.estimate(totals.total(np.nan_to_num(one.benefit), one.receives))
    yield from performance.reach(one, totals)
    yield from performance.reach(one, totals, groups)
    for name, labels in asked.by.items():
        by = performance.Groups.of(name, labels)
        yield from performance.reach(one, totals, by)
        yield from performance.missed(one, target, line, totals, by)
    yield from performance.aim(one, target, line, totals)
    if line is not None:
        yield from performance.effect(one, line, asked.tie, totals, cost=cost)
    yield from performance.spread(one, totals)


def _programme(asked: Asked, spec: specs.Spec) -> dict[str, Any]:
    """A programme's name, whether it is proposed, and the benefit of each row per person."""
    if spec.has("benefit") == spec.has("amount"):
        raise specs.SpecError(
            f"{spec.where}: write `benefit` (a column or rule of the amount received), or `flag` and `amount` (who "
            "gets it, and how much)."
        )
    amount = asked.frame.numbers(spec.text("benefit" if spec.has("benefit") else "amount"))
    if spec.one_of("blank", ("unknown", "nothing"), "unknown") == "nothing":
        amount = np.nan_to_num(amount)
    if spec.has("flag"):
        flag = asked.frame.flags(spec.text("flag"))
        amount = np.where(flag == 0, 0.0, np.where(np.isnan(flag), np.nan, amount))
    return {
        "name": spec.text("name"),
        "proposed": spec.flag("proposed"),
        "benefit": _per_person(asked, spec, amount),
    }


def _per_person(asked: Asked, spec: specs.Spec, amount: Floats) -> Floats:
    per = spec.one_of("per", ("household", "person", "member"))
    if per == "person":
        return performance.shared(amount, np.ones(len(amount)))
    size = asked.frame.numbers(spec.text("size"))
    if per == "household":
        return performance.shared(amount, size)
    return performance.shared(amount, size, asked.frame.labels(spec.text("household")))


def _target(spec: specs.Spec) -> performance.Target:
    """`target: poor`, or `target: {poorest: 0.4}`."""
    if not isinstance(spec.values.get("target"), dict):
        if spec.has("target"):
            spec.one_of("target", ("poor",))
            return performance.Target(None)
        return performance.Target()
    share = spec.inside("target", "poorest").number("poorest")
    if not 0 < share < 1:
        raise specs.SpecError(f"{spec.where}: target: `poorest` is {share:g}. Write a share such as 0.4.")
    return performance.Target(share)


def _others(one: dict[str, Any], all_current: Floats) -> Floats:
    """What is taken off besides the programme's own benefit when people are ranked without any."""
    return all_current if one["proposed"] else np.maximum(all_current - one["benefit"], 0.0)


def _notes(one: performance.Transfers) -> Iterator[str]:
    reached = int(one.receives.sum())
    if reached < performance.FEWEST:
        yield (
            f"{one.name}: only {reached} units of the sample receive it, fewer than {performance.FEWEST}. "
            "Do not rest a decision on these figures."
        )
    if one.capped:
        yield f"{one.name}: the benefit of {one.capped} units is above their welfare and was cut to it."
    if one.missing:
        yield f"{one.name}: {one.missing} units whose benefit is unknown are left out; unknown is not zero."


def _overlap(found: list[performance.Transfers], totals: smooth.Totals) -> Iterator[Figure]:
    """How many get none, one, two ... of the programmes, and each pair of them together."""
    single = [one for one in found if one.name != ANY]
    if len(single) < 2:
        return
    known = np.logical_and.reduce([one.known for one in single])
    count = np.sum([one.receives for one in single], axis=0)
    for number in range(len(single) + 1):
        share = totals.mean(count == number, known)
        yield Figure("programmes_received", totals.estimate(share, share=True), {"number": str(number)})
    for place, one in enumerate(single):
        for other in single[place + 1 :]:
            both = totals.mean(one.receives & other.receives, known)
            yield Figure("both", totals.estimate(both, share=True), {"programme": one.name, "other": other.name})


def _distinct(programmes: list[dict[str, Any]], where: str) -> None:
    names = [one["name"] for one in programmes]
    twice = {name for name in names if names.count(name) > 1 or name == ANY}
    if twice:
        raise specs.SpecError(f"{where}: the name '{sorted(twice)[0]}' is taken. Give each programme its own name.")
