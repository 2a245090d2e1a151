"""Totals, means, shares, ratios, quantiles and regressions of a sample, each with the error of its design."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import numpy as np

from ayni.engines.measures import answers, quantiles, regression, terms
from ayni.engines.measures import design as designs
from ayni.engines.measures.answers import Grouping, Said, Teller
from ayni.engines.measures.design import Design, Floats
from ayni.engines.measures.figures import Result
from ayni.engines.measures.methods.asking import Asked
from ayni.engines.measures.monetary import influences
from ayni.engines.measures.monetary.influences import People
from ayni.engines.measures.specs import Spec, SpecError

KEYS = ("statistics", "compare", "replicates")
ENTRY = ("name", "labels", "statistic", "of", "over", "at", "among", "on", "each", "interval", "rule", "constant")
STATISTICS = ("mean", "total", "ratio", "share", "quantile", "regression", "logistic")


@dataclass(frozen=True, eq=False)
class Wanted:
    """One statistic, its columns read. y, x: n numbers, NaN unknown; values: the words that the codes of y mean."""

    name: str
    statistic: str
    spec: Spec
    y: Floats
    x: Floats | None
    domain: designs.Booleans
    columns: terms.Terms | None = None
    values: tuple[str, ...] = ()


def run(asked: Asked) -> Result:
    """Answer `estimate`. Refuses: SpecError, FrameError, DesignError."""
    spec = asked.read(*KEYS)
    terms.somebody(asked.design)
    wanted = [_wanted(asked, one) for one in spec.entries("statistics", *ENTRY)]
    groups = answers.groupings(asked)
    teller = Teller(asked.ci, asked.level, answers.compared(asked, spec, groups))
    counted, extra = answers.Counted(), {}
    for one in wanted:
        _count(one, asked.design, counted)

    def compute(design: Design) -> list[Said]:
        return [said for one in wanted for said in _ANSWERS[one.statistic](one, design, groups, teller)]

    figures = answers.figures(compute, asked, spec)
    for one in wanted:
        if one.columns is not None:
            extra[one.name] = _table(one, asked, counted)
    counted.notes.extend(answers.unsure(figures))
    return Result("estimate", figures, asked.sample, counted.left_out, tuple(counted.notes), extra)


def _wanted(asked: Asked, spec: Spec) -> Wanted:
    statistic = spec.one_of("statistic", STATISTICS, "mean")
    among = spec.text("among", "")
    domain = np.ones(asked.design.size, dtype=bool) if not among else asked.frame.flags(among) == 1
    name = spec.text("name", "") or _named(spec, statistic)
    if statistic == "share" and spec.has("each"):
        codes, labels = designs.label_codes(asked.frame.labels(spec.text("each")), spec.text("each"))
        y = np.where(codes < 0, np.nan, codes)
        return Wanted(name, statistic, spec, y, None, domain, None, tuple(str(one) for one in labels))
    if statistic in ("share", "logistic"):
        y = asked.frame.flags(spec.text("of"))
    elif statistic == "total" and not spec.has("of"):
        y = np.ones(asked.design.size)
    else:
        y = terms.sensible(asked.frame.numbers(spec.text("of")), spec.where)
    x = terms.sensible(asked.frame.numbers(spec.text("over")), spec.where) if statistic == "ratio" else None
    columns = terms.read(asked.frame, spec, constant=spec.flag("constant", True)) if spec.has("on") else None
    if statistic in ("regression", "logistic") and columns is None:
        raise SpecError(f"{spec.where}: `on` must name the columns of the regression.")
    if statistic not in ("regression", "logistic") and columns is not None:
        raise SpecError(f"{spec.where}: `on` belongs to a regression, not to a {statistic}.")
    return Wanted(name, statistic, spec, y, x, domain, columns)


def _named(spec: Spec, statistic: str) -> str:
    if spec.has("each"):
        return f"share of {spec.text('each')}"
    of = spec.text("of", "people")
    return f"{statistic} of {of}" + (f" over {spec.text('over')}" if spec.has("over") else "")


def _count(one: Wanted, design: Design, counted: answers.Counted) -> None:
    used = one.domain & (design.weight > 0)
    unknown = np.isnan(one.y) if one.x is None else np.isnan(one.y) | np.isnan(one.x)
    if one.columns is not None:
        unknown = unknown | np.isnan(one.columns.x).any(axis=1)
    counted.out(f"{one.name}: not known", int((used & unknown).sum()))
    if not used.any():
        counted.notes.append(f"{one.name}: nobody is in the domain, so there is no figure.")


def _people(one: Wanted, y: Floats, design: Design, grouping: Grouping) -> People:
    codes = np.where(one.domain, grouping.codes, -1)
    return People(y, design, codes, len(grouping.labels))


def _means(one: Wanted, design: Design, groups: list[Grouping], teller: Teller) -> Iterator[Said]:
    is_share = one.statistic == "share"
    for grouping in groups:
        if one.values:
            for place, value in enumerate(one.values):
                y = np.where(np.isnan(one.y), np.nan, one.y == place)
                people = _people(one, y, design, grouping)
                found = influences.mean(people, y).linearised(people, share=True)
                yield from teller.tell(one.name, found, grouping, {"value": value})
            continue
        y = one.y
        people = _people(one, y, design, grouping)
        make = influences.total if one.statistic == "total" else influences.mean
        yield from teller.tell(one.name, make(people, y).linearised(people, share=is_share), grouping)


def _ratios(one: Wanted, design: Design, groups: list[Grouping], teller: Teller) -> Iterator[Said]:
    below = cast(Floats, one.x)
    both = np.where(np.isnan(below), np.nan, one.y)
    for grouping in groups:
        people = _people(one, both, design, grouping)
        counts = replace(people, codes=np.where(below == 0, -1, people.codes))
        found = influences.ratio(influences.total(people, both), influences.total(people, below), people)
        made = found.linearised(people)
        yield from teller.tell(
            one.name, replace(made, n=np.bincount(counts.codes[counts.inside], minlength=people.groups)), grouping
        )


def _quantiles(one: Wanted, design: Design, groups: list[Grouping], teller: Teller) -> Iterator[Said]:
    interval = one.spec.one_of("interval", ("woodruff", "logit", "density"), "woodruff")
    rule = one.spec.one_of("rule", ("math", "school"), "math")
    points = answers.numbers(one.spec, "at", [0.5])
    for grouping in groups:
        for p in points.tolist():
            found = quantiles.quantile(
                one.y,
                design,
                p,
                codes=np.where(one.domain, grouping.codes, -1),
                groups=len(grouping.labels),
                rule=cast(Literal["math", "school"], rule),
                interval=cast(Literal["woodruff", "logit", "density"], interval),
                level=teller.level,
            )
            for place, estimate in enumerate(found):
                yield Said(one.name, {"at": p, **grouping.of(place)}, estimate)


def _regressions(one: Wanted, design: Design, groups: list[Grouping], teller: Teller) -> Iterator[Said]:
    columns = cast(terms.Terms, one.columns)
    for grouping in groups:
        for place in range(len(grouping.labels)):
            found, _ = regression.coefficients(
                one.y,
                columns.x,
                design,
                domain=one.domain & (grouping.codes == place),
                is_logistic=one.statistic == "logistic",
                level=teller.level,
            )
            for name, estimate in zip(columns.names, found, strict=True):
                yield Said(one.name, {"term": name, **grouping.of(place)}, estimate)


_ANSWERS: dict[str, Callable[[Wanted, Design, list[Grouping], Teller], Iterator[Said]]] = {
    "mean": _means,
    "total": _means,
    "share": _means,
    "ratio": _ratios,
    "quantile": _quantiles,
    "regression": _regressions,
    "logistic": _regressions,
}


def _table(one: Wanted, asked: Asked, counted: answers.Counted) -> dict[str, Any]:
    """A regression as it is printed: coefficients with t and p, odds ratios, fit; and what must be said of it."""
    columns, is_logistic = cast(terms.Terms, one.columns), one.statistic == "logistic"
    found, line = regression.coefficients(
        one.y, columns.x, asked.design, domain=one.domain, is_logistic=is_logistic, level=asked.level
    )
    dropped = [name for name, kept in zip(columns.names, line.kept.tolist(), strict=True) if not kept]
    if dropped:
        counted.notes.append(
            f"{one.name}: {', '.join(dropped)} can be told from the other columns, and has no coefficient of its own."
        )
    if found[0].degrees < 1:
        counted.notes.append(
            f"{one.name}: there are {asked.design.psus} clusters in {len(asked.design.strata)} strata for "
            f"{int(line.kept.sum())} coefficients, so there are no intervals. Take fewer columns."
        )
    rows = [terms.row(name, estimate, odds=is_logistic) for name, estimate in zip(columns.names, found, strict=True)]
    return {"coefficients": rows, "r2": line.r2, "n": found[0].n, "degrees": found[0].degrees, "base": columns.base}
