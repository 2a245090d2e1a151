"""Inequality of welfare: indices, shares, curves, and what they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import numpy as np

from ayni.engines.measures import answers
from ayni.engines.measures.answers import Grouping, Said, Teller
from ayni.engines.measures.design import Design, Floats
from ayni.engines.measures.figures import Result
from ayni.engines.measures.methods.asking import Asked
from ayni.engines.measures.monetary import decompositions, entropy, gini, influences, rounds, shares, welfare
from ayni.engines.measures.monetary.influences import Influence, People
from ayni.engines.measures.monetary.welfare import Welfare
from ayni.engines.measures.specs import Spec, SpecError, nearest
from ayni.engines.measures.surveyed import ranks

KEYS = (
    *welfare.KEYS,
    *("indices", "shares", "curves", "decompose", "rounds", "sources", "absent", "rule", "compare", "replicates"),
)
USUAL = ("gini", "theil", "mld", "atkinson1", "s80s20", "palma")
INDICES = (*USUAL, "mean", "median", "bottom40")
FAMILIES = re.compile(r"(ge|atkinson)(-?\d+(?:\.\d+)?)")
LOGS = ("theil", "mld", "ge", "atkinson")


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked, with the columns read once. curves: filled by the figures of the whole sample."""

    asked: Asked
    spec: Spec
    found: Welfare
    indices: Sequence[str]
    groups: Sequence[Grouping]
    teller: Teller
    sources: dict[str, Floats]
    points: Floats
    curves: dict[str, Any] = field(default_factory=dict)

    @property
    def rule(self) -> ranks.Rule:
        return cast(ranks.Rule, self.spec.one_of("rule", ("math", "school"), "math"))


def run(asked: Asked) -> Result:
    """Answer `inequality`. Refuses: SpecError, FrameError, DesignError."""
    spec = asked.read(*KEYS)
    found = welfare.read(asked.frame, spec, asked.design)
    groups = answers.groupings(asked)
    question = Question(
        asked,
        spec,
        found,
        _indices(spec),
        groups,
        Teller(asked.ci, asked.level, answers.compared(asked, spec, groups)),
        {str(one): asked.frame.numbers(str(one)) for one in spec.listed("sources", [])},
        _points(spec),
    )
    if any(one.startswith(LOGS) for one in question.indices):
        welfare.say_logarithms(found, spec, asked.design)
    figures = answers.figures(lambda design: list(_figures(question, design)), asked, spec)
    notes = [*found.counted.notes, *_notes(question, figures), *answers.unsure(figures)]
    extra = _curves(question) if question.points.size else {}
    units = {"welfare": found.y}
    return Result("inequality", figures, asked.sample, found.counted.left_out, tuple(notes), extra, units)


def _indices(spec: Spec) -> list[str]:
    found = [str(one) for one in spec.listed("indices", USUAL)]
    for one in found:
        if one not in INDICES and not FAMILIES.fullmatch(one):
            hint = nearest(one, INDICES) or f" There are {', '.join(INDICES)}, ge and atkinson with a number as ge2."
            raise SpecError(f"{spec.where}: '{one}' is no index of inequality.{hint}")
    return found


def _points(spec: Spec) -> Floats:
    """Where the curves are drawn: `curves: true` is every twentieth."""
    if not spec.has("curves") or spec.values["curves"] is False:
        return np.zeros(0)
    if spec.values["curves"] is True:
        return np.linspace(0.05, 0.95, 19).round(10)
    found = answers.numbers(spec, "curves")
    if not ((found > 0) & (found < 1)).all():
        raise SpecError(f"{spec.where}: `curves` are drawn at shares between 0 and 1, as [0.1, 0.5, 0.9].")
    return found


def _figures(question: Question, design: Design) -> Iterator[Said]:
    counted = question.found.design(design)
    for grouping in question.groups:
        people = question.found.people(counted, grouping)
        positive = question.found.people(counted, grouping, logged=True)
        for index in question.indices:
            yield from question.teller.tell(index, _made(question, index, people, positive), grouping)
        for low, high, name in _parts(question):
            found = shares.between(people, low, high, question.rule).linearised(people)
            yield from question.teller.tell("share", found, grouping, {"part": name})
        for p in question.points.tolist():
            found = shares.lorenz(people, p, question.rule).linearised(people)
            yield from question.teller.tell("lorenz", found, grouping, {"at": p})
            found = shares.generalised_lorenz(people, p, question.rule).linearised(people)
            yield from question.teller.tell("generalised lorenz", found, grouping, {"at": p})
    yield from _more(question, counted)


def _made(question: Question, index: str, people: People, positive: People) -> Any:
    found = FAMILIES.fullmatch(index)
    kind = "ge" if index in ("theil", "mld") else found.group(1) if found else index
    power = {"theil": 1.0, "mld": 0.0}.get(index, float(found.group(2)) if found else 0.0)
    if kind == "ge":
        return entropy.entropy(positive, power).linearised(positive)
    if kind == "atkinson":
        return entropy.atkinson(positive, power).linearised(positive)
    return _plain(question, index, people).linearised(people)


def _plain(question: Question, index: str, people: People) -> Influence:
    rule = question.rule
    if index == "gini":
        return gini.gini(people, question.asked.gini)
    if index == "s80s20":
        return shares.top_over_bottom(people, 0.2, 0.2, rule)
    if index == "palma":
        return shares.top_over_bottom(people, 0.1, 0.4, rule)
    if index == "median":
        return shares.quantile(people, 0.5, rule)
    if index == "bottom40":
        return shares.mean_below(people, 0.4, rule)
    return influences.mean(people, people.y)


def _parts(question: Question) -> Iterator[tuple[float, float, str]]:
    """The parts of the people whose shares of welfare are asked for: `shares: 10` are deciles."""
    if question.spec.has("shares"):
        count = int(question.spec.number("shares"))
        if not 2 <= count <= 100:
            raise SpecError(f"{question.spec.where}: `shares` is {count}. Write 5 for quintiles, 10 for deciles.")
        for place in range(count):
            yield place / count, (place + 1) / count, f"{place + 1} of {count}"


def _more(question: Question, design: Design) -> Iterator[Said]:
    """Within and between groups, growth between rounds, sources of income."""
    everybody, teller = question.groups[0], question.teller
    whole, positive = (question.found.people(design, everybody, logged=one) for one in (False, True))
    if question.spec.flag("decompose"):
        for grouping in question.groups[1:]:
            for index in question.indices:
                power = _power(index)
                if power is None:
                    continue
                for name, of in (("within", entropy.within), ("between", entropy.between)):
                    part = of(positive, power, grouping.codes, len(grouping.labels))
                    yield from teller.tell(
                        f"{index} {name}", part.linearised(positive), everybody, {"by": grouping.name}
                    )
    both = welfare.rounds(question.spec, list(question.groups))
    if both is not None:
        grouping = next(one for one in question.groups if one.name == both.by)
        yield from _growth(question, welfare.of_rounds(whole, grouping, both), both)
    if question.sources:
        absent = question.spec.one_of("absent", ("zero", "mean"), "zero")
        parts = decompositions.shapley(
            whole, question.sources, partial(gini.gini, kind=question.asked.gini), absent=absent
        )
        for name, part in parts.items():
            yield from teller.tell("gini by source", part.linearised(whole), everybody, {"source": name})
        for name, part in decompositions.gini_by_source(whole, question.sources, question.asked.gini).items():
            yield from teller.tell("gini by concentration", part.linearised(whole), everybody, {"source": name})


def _power(index: str) -> float | None:
    """The power of an index of entropy; None for another."""
    found = FAMILIES.fullmatch(index)
    known = {"theil": 1.0, "mld": 0.0}
    return known.get(index, float(found.group(2)) if found and found.group(1) == "ge" else None)


def _growth(question: Question, people: People, both: welfare.Rounds) -> Iterator[Said]:
    level, of = question.teller.level, {"from": both.first, "to": both.second}
    poorest, everybody = rounds.shared_prosperity(people, both.years, level=level)
    yield Said("growth of the bottom 40", of, poorest)
    yield Said("growth of the mean", of, everybody)
    points = question.points if question.points.size else np.linspace(0.05, 0.95, 19).round(10)
    for p, one in zip(points.tolist(), rounds.incidence(people, points.tolist(), both.years, level=level), strict=True):
        yield Said("growth incidence", {**of, "at": p}, one)


def _curves(question: Question) -> dict[str, Any]:
    """The Lorenz curve of everybody at a hundred places, to be drawn: shares of people and of welfare."""
    design = question.found.design(question.asked.design)
    people = question.found.people(design, question.groups[0])
    order = ranks.ranked(people.y, design.weight, people.codes)
    heads, income = np.cumsum(order.weight), np.cumsum(order.weight * order.y)
    at = np.linspace(0.0, 1.0, 101)
    drawn = np.interp(at * heads[-1], np.append(0.0, heads), np.append(0.0, income))
    total = income[-1]
    return {
        "lorenz": {"people": at.tolist(), "welfare": (drawn / total).tolist() if total != 0 else None},
        "generalised_lorenz": {"people": at.tolist(), "welfare": (drawn / heads[-1]).tolist()},
    }


def _notes(question: Question, figures: Sequence[Any]) -> Iterator[str]:
    if "gini" in question.indices:
        yield {
            "pip": "The Gini is that of the World Bank's PIP and of laeken: the same however a weight is split.",
            "convey": "The Gini is that of convey: a weight is a number of persons.",
        }[question.asked.gini]
    if question.found.size is not None:
        yield "Each household counts with its persons."
    if question.sources:
        yield "The parts of the Gini by concentration have errors from replicate weights only."
    lost = sorted({one.name for one in figures if one.estimate.value is None and one.estimate.n > 0})
    if lost:
        yield f"Not known, as what it is divided by is zero, or nobody is above a quantile: {', '.join(lost)}."
