"""Indices of resilience and wealth: what households say of themselves, by pillars, by what they own; and the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ayni.engines.measures import components, performance, resilience, smooth, specs, wealth
from ayni.engines.measures.design import Booleans, Floats
from ayni.engines.measures.figures import Figure, Result
from ayni.engines.measures.methods.asking import Asked
from ayni.engines.measures.proxy import asking, proxies

KEYS = ("capacity", "pillars", "wealth", "round", "missing")
APPROXIMATE = (
    "The index by pillars is APPROXIMATE: a first component of pillars, on the plan of RIMA-II, without its link to "
    "food security (MIMIC). Do not print it as RIMA's."
)

Made = tuple[dict[str, Floats], list[Figure], list[str], dict[str, Any]]  # units, figures, notes, extra


def run(asked: Asked) -> Result:
    """Answer `resilience`. Refuses: SpecError, FrameError, ResilienceError, ComponentError."""
    spec = asked.read(*KEYS)
    if not any(spec.has(key) for key in ("capacity", "pillars", "wealth")):
        raise specs.SpecError(f"{spec.where}: ask for `capacity`, `pillars` or `wealth`, or more than one of them.")
    means = (asked.missing or spec.one_of("missing", ("unknown", "mean"), "unknown")) == "mean"
    made: list[Made] = []
    totals = smooth.Totals(asked.design, level=asked.level, ci=asked.ci)
    if spec.has("capacity"):
        inside = spec.inside("capacity", "items", "agree", "unknown", *resilience.CAPACITIES)
        made.append(_capacity(asked, inside, totals))
    if spec.has("pillars"):
        made.append(_pillars(asked, spec, means))
    if spec.has("wealth"):
        made.append(_wealth(asked, spec, means, totals))
    rounds = asked.frame.labels(spec.text("round")) if spec.has("round") else None
    units = {name: values for one in made for name, values in one[0].items()}
    figures = [figure for one in made for figure in one[1]]
    indices = {name: score for name, score in units.items() if name != "wealth_quantile"}
    figures += [figure for name, score in indices.items() for figure in _by(asked, name, score, totals)]
    if rounds is not None:
        figures += [figure for name, score in indices.items() for figure in _changes(name, score, rounds, totals)]
    notes = [note for one in made for note in one[2]]
    if rounds is not None and (spec.has("pillars") or spec.has("wealth")):
        notes.append("Indices are made of all rounds put together, so that the rounds have one scale.")
    left_out = {f"{name} unknown": int(np.isnan(score).sum()) for name, score in units.items()}
    extra = {name: value for one in made for name, value in one[3].items()}
    return Result("resilience", tuple(figures), asked.sample, left_out, tuple(notes), extra, units)


def _capacity(asked: Asked, spec: specs.Spec, totals: smooth.Totals) -> Made:
    names = [str(one) for one in spec.listed("items")]
    codes = [float(one) for one in spec.listed("unknown", ())]
    items = np.column_stack([_answers(asked, name, codes) for name in names])
    agree = int(spec.number("agree", 1))
    score = resilience.capacity_score(items, agree=agree)
    level = resilience.levels(score)
    figures = []
    for number, said in enumerate(("low", "medium", "high"), start=1):
        share = totals.mean(level == number, ~np.isnan(level))
        figures.append(Figure("capacity_level", totals.estimate(share, share=True), {"level": said}))
    units = {"capacity": score}
    for capacity in resilience.CAPACITIES:
        if spec.has(capacity):
            one = _answers(asked, spec.text(capacity), codes)
            units[f"capacity_{capacity}"] = resilience.capacity_score(one[:, None], agree=agree)
    notes = []
    if len(names) != resilience.ITEMS:
        notes.append(f"The score rests on {len(names)} statements, not on the {resilience.ITEMS} of the published one.")
    return units, figures, notes, {}


def _pillars(asked: Asked, spec: specs.Spec, means: bool) -> Made:
    wanted: dict[str, tuple[Floats, tuple[str, ...]]] = {}
    hows = set()
    for one in spec.entries("pillars", "name", "labels", "how", "indicators"):
        hows.add(one.one_of("how", ("component", "factor"), "component"))
        things = asking.proxies_of(one, "indicators")
        answers = proxies.answers(things, asked.frame)
        given = proxies.every_word(proxies.with_words(things, answers, asked.design.weight))
        wanted[one.text("name")] = (proxies.matrix(given, answers), proxies.names(given))
    if len(wanted) < 2:
        raise specs.SpecError(f"{spec.where}: an index needs two pillars or more.")
    if len(hows) > 1:
        raise specs.SpecError(f"{spec.where}: `how` differs between pillars. Write the same for all.")
    how: components.How = "factor" if hows == {"factor"} else "component"
    found = resilience.by_pillars(wanted, asked.design.weight, how=how, means=means)
    figures = [
        Figure("weight_of_pillar", smooth.bare(loading, asked.design.size), {"pillar": name})
        for name, loading in found.whole.loadings.items()
    ]
    notes = [APPROXIMATE, *(note for name, part in found.parts.items() for note in _dropped(name, part))]
    made_of = {name: _told(part) for name, part in {**found.parts, "index": found.whole}.items()}
    units = {"resilience": found.index, **{f"pillar_{name}": score for name, score in found.scores.items()}}
    return units, figures, notes, {"pillars": made_of}


def _wealth(asked: Asked, spec: specs.Spec, means: bool, totals: smooth.Totals) -> Made:
    inside = spec.inside("wealth", "assets", "area", "only", "positive", "quantiles")
    things = asking.proxies_of(inside, "assets")
    answers = proxies.answers(things, asked.frame)
    given = proxies.every_word(proxies.with_words(things, answers, asked.design.weight))
    columns = {one.name: one.columns for one in given}
    only = inside.inside("only")
    chosen = {
        str(area): [column for name in only.listed(area) for column in _columns(columns, str(name), only.where)]
        for area in only.values
    }
    positive = [c for name in inside.listed("positive", ()) for c in _columns(columns, str(name), inside.where)]
    if not positive:
        positive = [column for one in given if one.wants != "category" for column in one.columns]
    quantiles = int(inside.number("quantiles", 5))
    found = wealth.index(
        proxies.matrix(given, answers),
        proxies.names(given),
        asked.design.weight,
        area=asked.frame.labels(inside.text("area")) if inside.has("area") else None,
        only=chosen,
        means=means,
        positive=positive,
        quantiles=quantiles,
    )
    known = found.quantile > 0
    groups: list[tuple[dict[str, str | float], Booleans]] = [({}, known)]
    for by, labels in asked.by.items():
        groups += list(performance.Groups.of(by, labels).each())
    figures = []
    for of, here in groups:
        for number in range(1, quantiles + 1):
            share = totals.estimate(totals.mean(found.quantile == number, known & here), share=True)
            figures.append(Figure("wealth_quantile", share, {**of, "quantile": str(number)}))
    notes = [note for name, part in found.parts.items() for note in _dropped(name or "all", part)]
    extra = {"wealth": {name or "all": _told(part) for name, part in found.parts.items()}, "lines": found.lines}
    quantile = np.where(known, found.quantile, np.nan)
    return {"wealth": found.score, "wealth_quantile": quantile}, figures, notes, extra


def _by(asked: Asked, name: str, score: Floats, totals: smooth.Totals) -> Iterator[Figure]:
    """The mean of an index, of everybody and of each group."""
    known = ~np.isnan(score)
    yield Figure(name, totals.estimate(totals.mean(np.nan_to_num(score), known)))
    for by, labels in asked.by.items():
        for of, here in performance.Groups.of(by, labels).each():
            yield Figure(name, totals.estimate(totals.mean(np.nan_to_num(score), known & here)), of)


def _changes(name: str, score: Floats, rounds: Any, totals: smooth.Totals) -> Iterator[Figure]:
    """The mean in each round, and the change from the first to each other: shared clusters are taken into account."""
    known = ~np.isnan(score)
    groups = performance.Groups.of("round", rounds)
    means = [totals.mean(np.nan_to_num(score), known & here) for _of, here in groups.each()]
    for label, mean in zip(groups.labels, means, strict=True):
        yield Figure(name, totals.estimate(mean), {"round": label})
    for label, mean in list(zip(groups.labels, means, strict=True))[1:]:
        yield Figure(f"{name}_change", totals.estimate(mean - means[0]), {"from": groups.labels[0], "to": label})


def _answers(asked: Asked, name: str, unknown: list[float]) -> Floats:
    found = asked.frame.numbers(name).copy()
    found[np.isin(found, unknown)] = np.nan
    return found


def _columns(columns: Mapping[str, tuple[str, ...]], name: str, where: str) -> tuple[str, ...]:
    if name not in columns:
        raise specs.SpecError(f"{where}: '{name}' is none of the assets.{specs.nearest(name, columns)}")
    return columns[name]


def _dropped(name: str, part: components.Common) -> Iterator[str]:
    for column in part.dropped:
        yield f"{name}: '{column}' never differs, and was dropped."


def _told(part: components.Common) -> dict[str, Any]:
    return {"loadings": part.loadings, "explained": part.explained}
