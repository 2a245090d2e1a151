"""Monetary poverty by fixed and relative lines, with the error of the line where it has one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from ayni.engines.measures import answers
from ayni.engines.measures.answers import Grouping, Said, Teller
from ayni.engines.measures.design import Design, Floats
from ayni.engines.measures.figures import Result
from ayni.engines.measures.methods.asking import Asked
from ayni.engines.measures.monetary import decompositions, fgt, influences, lines, rounds, wanted, welfare
from ayni.engines.measures.monetary.influences import Influence, People
from ayni.engines.measures.monetary.lines import Line
from ayni.engines.measures.monetary.welfare import Welfare
from ayni.engines.measures.specs import Spec, SpecError, nearest
from ayni.engines.measures.surveyed import ranks

KEYS = (*welfare.KEYS, "lines", "indices", "decompose", "rounds", "rule", "compare", "replicates", "sources", "absent")
USUAL = ("fgt0", "fgt1", "fgt2")
INDICES = (*USUAL, "watts", "sst", "shortfall", "median_gap", "money", "poor", "mean")
OTHER_FGT = re.compile(r"fgt(\d+(?:\.\d+)?)")


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked, with the columns read once: lines are worked out again for each set of weights."""

    asked: Asked
    spec: Spec
    found: Welfare
    drawn: Sequence[wanted.Wanted]
    indices: Sequence[str]
    groups: Sequence[Grouping]
    teller: Teller
    sources: dict[str, Floats]

    def lines(self, design: Design) -> list[Line]:
        """The lines, with the weights of a design."""
        everybody = self.found.people(self.found.design(design), self.groups[0])
        return wanted.made(self.drawn, everybody, self.rule, self.spec.where)

    @property
    def powers(self) -> list[str]:
        """The indices that can be taken apart."""
        return [one for one in self.indices if one.startswith("fgt")]

    @property
    def rule(self) -> ranks.Rule:
        return cast(ranks.Rule, self.spec.one_of("rule", ("math", "school"), "math"))


def run(asked: Asked) -> Result:
    """Answer `poverty`. Refuses: SpecError, FrameError, DesignError."""
    spec = asked.read(*KEYS)
    found = welfare.read(asked.frame, spec, asked.design)
    groups = answers.groupings(asked)
    question = Question(
        asked,
        spec,
        found,
        list(wanted.wanted(asked.frame, spec)),
        _indices(spec),
        groups,
        Teller(asked.ci, asked.level, answers.compared(asked, spec, groups)),
        {str(one): asked.frame.numbers(str(one)) for one in spec.listed("sources", [])},
    )
    if "watts" in question.indices:
        welfare.say_logarithms(found, spec, asked.design)
    for name, said in question.drawn:
        if isinstance(said, np.ndarray):
            lacking = (asked.design.weight > 0) & ~np.isnan(found.y) & np.isnan(said)
            found.counted.out(f"no line in '{name}'", int(lacking.sum()))
    figures = answers.figures(lambda design: list(_figures(question, design)), asked, spec)
    notes = [*found.counted.notes, *_notes(question), *answers.unsure(figures)]
    extra = {"lines": wanted.told(question.drawn, question.lines(asked.design))}
    return Result("poverty", figures, asked.sample, found.counted.left_out, tuple(notes), extra, _units(question))


def _indices(spec: Spec) -> list[str]:
    found = [str(one) for one in spec.listed("indices", USUAL)]
    for one in found:
        if one not in INDICES and not OTHER_FGT.fullmatch(one):
            hint = nearest(one, INDICES) or f" There are {', '.join(INDICES)}."
            raise SpecError(f"{spec.where}: '{one}' is no index of poverty.{hint}")
    return found


def _figures(question: Question, design: Design) -> Iterator[Said]:
    counted = question.found.design(design)
    drawn = question.lines(design)
    for line in drawn:
        if line.estimated is not None:
            yield from question.teller.tell("line", line.estimated, question.groups[0], {"line": line.name})
    for grouping in question.groups:
        people = question.found.people(counted, grouping)
        for index in question.indices:
            if index == "mean":
                yield from question.teller.tell(
                    index, influences.mean(people, people.y).linearised(people), grouping, {}
                )
                continue
            for line in drawn:
                yield from _index(question, index, people, line, grouping)
    yield from _more(question, counted, drawn)


def _index(question: Question, index: str, people: People, line: Line, grouping: Grouping) -> Iterator[Said]:
    if index == "watts" and not question.found.zero_gap:
        people = replace(people, y=question.found.logged)
    people = lines.known(people, line)
    found = _of(question, index, people, line)
    made = found.linearised(people, share=index == "fgt0", shared=line.shared)
    yield from question.teller.tell(index, made, grouping, {"line": line.name})


def _of(question: Question, index: str, people: People, line: Line) -> Influence:
    tie = question.asked.tie
    if index == "watts":
        return fgt.watts(people, line)
    if index == "sst":
        return fgt.sen_shorrocks_thon(people, line, tie, question.asked.gini)
    if index == "shortfall":
        return fgt.shortfall(people, line, tie)
    if index == "median_gap":
        return fgt.median_gap(people, line, tie, question.rule)
    if index == "money":
        return fgt.money(people, line, tie)
    if index == "poor":
        return fgt.number(people, line, tie)
    return fgt.fgt(people, line, float(index.removeprefix("fgt")), tie)


def _more(question: Question, design: Design, drawn: Sequence[Line]) -> Iterator[Said]:
    """Decompositions by groups, by growth and redistribution, by sources of income."""
    whole = question.found.people(design, question.groups[0])
    known = [one for one in drawn if one.shared is None]
    if question.spec.flag("decompose"):
        for grouping in question.groups[1:]:
            yield from _by_groups(question, whole, drawn, grouping)
    both = welfare.rounds(question.spec, list(question.groups))
    if both is not None:
        grouping = next(one for one in question.groups if one.name == both.by)
        yield from _by_growth(question, welfare.of_rounds(whole, grouping, both), known, both)
    if question.sources:
        for line, index in itertools.product(known, question.powers):
            made = decompositions.shapley_of_poverty(
                whole, question.sources, line, float(index[3:]), question.asked.tie
            )
            for name, part in made.items():
                of = {"line": line.name, "source": name}
                yield from question.teller.tell(f"{index} by source", part.linearised(whole), question.groups[0], of)


def _by_groups(question: Question, whole: People, drawn: Sequence[Line], grouping: Grouping) -> Iterator[Said]:
    count, everybody, teller = len(grouping.labels), question.groups[0], question.teller
    for place, part in enumerate(decompositions.population(whole, grouping.codes, count)):
        yield from teller.tell("part of the people", part.linearised(whole, share=True), everybody, grouping.of(place))
    for line, index in itertools.product(drawn, question.powers):
        known = lines.known(whole, line)
        parts = fgt.parts(known, line, float(index[3:]), grouping.codes, count, question.asked.tie)
        for place, part in enumerate(parts):
            made = part.linearised(known, share=True, shared=line.shared)
            of = {"line": line.name, **grouping.of(place)}
            yield from teller.tell(f"part of {index}", made, everybody, of)


def _by_growth(question: Question, people: People, known: Sequence[Line], both: welfare.Rounds) -> Iterator[Said]:
    base = question.spec.inside("rounds").one_of("base", ("both", "first", "second"), "both")
    for line, index in itertools.product(known, question.powers):
        parts = rounds.datt_ravallion(
            people, line, float(index[3:]), question.asked.tie, base=base, level=question.teller.level
        )
        for name, one in vars(parts).items():
            yield Said(f"{index} {name}", {"line": line.name, "from": both.first, "to": both.second}, one)


def _notes(question: Question) -> Iterator[str]:
    below = "below the line" if question.asked.tie == "lt" else "at or below the line"
    yield f"Poor: welfare {below}."
    if question.found.size is not None:
        yield "Each household counts with its persons."
    if any(isinstance(said, tuple) for _, said in question.drawn):
        yield "The errors hold that of the relative line too, by a Gaussian kernel density (Deville 1999, Osier 2009)."
        if question.spec.has("rounds") or question.sources:
            yield "Growth and redistribution, and sources of income, are told by lines that are amounts of money only."


def _units(question: Question) -> dict[str, Any]:
    """Each row's welfare, and whether it is poor by each line (NaN: not known)."""
    design = question.found.design(question.asked.design)
    everybody = question.found.people(design, question.groups[0])
    found: dict[str, Any] = {"welfare": question.found.y}
    for line in question.lines(question.asked.design):
        found[f"poor {line.name}"] = fgt.poor(everybody, line, question.asked.tie)
    return found
