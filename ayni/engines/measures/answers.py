"""From a question to figures: the whole and each grouping, changes between groups, errors from replicates.

A method says how its figures come out of a design; with replicate weights they are worked out again for each set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import design as designs
from ayni.engines.measures import differences, replicates
from ayni.engines.measures.design import Design, Floats, Integers
from ayni.engines.measures.estimate import Ci, Estimate
from ayni.engines.measures.figures import Figure
from ayni.engines.measures.frames import Frame
from ayni.engines.measures.linear import Linearised
from ayni.engines.measures.specs import Spec, SpecError, nearest

REPLICATES = ("columns", "begin", "kind", "combined", "rho", "scale", "rscales", "mse", "times", "seed")
COMPARE = ("by", "from", "to", "years", "normal")
MADE = ("jackknife", "bootstrap", "balanced")


class Asked(Protocol):
    """What of a question to a method is needed here (see `methods.asking`)."""

    @property
    def frame(self) -> Frame: ...
    @property
    def design(self) -> Design: ...
    @property
    def by(self) -> Mapping[str, npt.NDArray[Any]]: ...
    @property
    def level(self) -> float: ...
    @property
    def missing(self) -> str: ...


@dataclass(frozen=True, eq=False)
class Grouping:
    """How people are told apart: by name "" everybody is one group. codes: n, -1 in no group."""

    name: str
    codes: Integers
    labels: Sequence[str]

    def of(self, place: int) -> dict[str, str | float]:
        """What a figure of that group says it is of."""
        return {self.name: self.labels[place]} if self.name else {}


@dataclass(frozen=True)
class Compared:
    """Two groups to compare: every figure of the grouping also as the change from the one to the other."""

    by: str
    first: str
    second: str
    years: float | None
    normal: bool

    def changes(self) -> list[differences.Change]:
        found: list[differences.Change] = ["absolute", "relative"]
        return found if self.years is None else [*found, "absolute_yearly", "relative_yearly"]


@dataclass(frozen=True, eq=False)
class Said:
    """A figure to be shown, and whether its interval is on the logit scale."""

    name: str
    of: Mapping[str, str | float]
    estimate: Estimate
    logit: bool = False


@dataclass(frozen=True, eq=False)
class Teller:
    """Turns linearised figures of groups into figures that are said. ci, level: of the intervals."""

    ci: Ci = "logit"
    level: float = 0.95
    compared: Sequence[Compared] = ()

    def tell(
        self, name: str, found: Linearised, grouping: Grouping, of: Mapping[str, str | float] | None = None
    ) -> Iterator[Said]:
        """The figure of every group, and the changes that are asked for between two of them."""
        logit = found.share and self.ci == "logit"
        for place, one in enumerate(found.estimates(level=self.level, ci=self.ci)):
            yield Said(name, {**(of or {}), **grouping.of(place)}, one, logit)
        for pair in self.compared:
            if pair.by == grouping.name:
                yield from self._changes(name, found, grouping, of or {}, pair)

    def _changes(
        self, name: str, found: Linearised, grouping: Grouping, of: Mapping[str, str | float], pair: Compared
    ) -> Iterator[Said]:
        first, second = grouping.labels.index(pair.first), grouping.labels.index(pair.second)
        for kind in pair.changes():
            one = differences.difference(
                found, first, second, kind, years=pair.years or 1.0, level=self.level, normal=pair.normal
            )
            yield Said(name, {**of, "change": kind, "from": pair.first, "to": pair.second}, one)


def groupings(asked: Asked) -> list[Grouping]:
    """Everybody, then each grouping that was asked for. Refuses: SpecError, for a rule on the missing but the usual."""
    if asked.missing not in ("", "listwise"):
        raise SpecError(
            f"--missing is {asked.missing}. Here a row whose value is unknown is left out and counted (listwise): fill "
            "in the file what should count otherwise."
        )
    found = [Grouping("", np.zeros(asked.design.size, dtype=np.int64), ("",))]
    for name, labels in asked.by.items():
        codes, known = designs.label_codes(labels, name)
        found.append(Grouping(name, codes, [str(one) for one in known]))
    return found


def compared(asked: Asked, spec: Spec, groups: Sequence[Grouping]) -> list[Compared]:
    """The comparisons of a specification. Refuses: SpecError for a grouping or a group that is not there."""
    known = {one.name: one.labels for one in groups if one.name}
    found = []
    for one in spec.entries("compare", *COMPARE) if spec.has("compare") else ():
        by = one.text("by")
        if by not in known:
            hint = nearest(by, known) or f" Ask for it with `--by {by}`."
            raise SpecError(f"{one.where}: there are no groups by '{by}'.{hint}")
        ends = []
        for end in ("from", "to"):
            label = one.text(end)
            if label not in known[by]:
                hint = nearest(label, known[by]) or f" There are {', '.join(list(known[by])[:8])}."
                raise SpecError(f"{one.where}: '{by}' has no group '{label}'.{hint}")
            ends.append(label)
        years = one.number("years") if one.has("years") else None
        if years is not None and not years > 0:
            raise SpecError(f"{one.where}: `years` is {years:g}. Write how many years lie between, as 2.5.")
        found.append(Compared(by, ends[0], ends[1], years, one.flag("normal")))
    return found


def figures(compute: Callable[[Design], list[Said]], asked: Asked, spec: Spec) -> tuple[Figure, ...]:
    """The figures of the design, with errors from replicate weights where the specification asks for them."""
    said = compute(asked.design)
    if not spec.has("replicates"):
        return tuple(Figure(one.name, one.estimate, one.of) for one in said)
    sets = _replicates(asked, spec.inside("replicates", *REPLICATES))

    def again(design: Design) -> list[tuple[Estimate, bool]]:
        return [(one.estimate, one.logit) for one in (said if design is asked.design else compute(design))]

    found = sets.estimates(again, asked.design, level=asked.level)
    return tuple(Figure(one.name, estimate, one.of) for one, estimate in zip(said, found, strict=True))


def _replicates(asked: Asked, spec: Spec) -> replicates.Replicates:
    kind = spec.one_of("kind", (*replicates.KINDS, *MADE))
    named = spec.has("columns") or spec.has("begin")
    if kind in MADE and not (kind == "bootstrap" and named):
        if kind == "jackknife":
            return replicates.jackknife(asked.design)
        if kind == "balanced":
            return replicates.balanced(asked.design, spec.number("rho", 0.0))
        times = int(spec.number("times", 200))
        if times < 2:
            raise SpecError(f"{spec.where}: `times` is {times}. A bootstrap needs some hundred.")
        return replicates.bootstrap(asked.design, times, int(spec.number("seed", 1)))
    names = [str(one) for one in spec.listed("columns", [])]
    if spec.has("begin"):
        names += [one for one in asked.frame.names if one.startswith(spec.text("begin")) and one not in names]
    if len(names) < 2:
        raise SpecError(f"{spec.where}: name at least two columns of weights, or what their names `begin` with.")
    weights = np.column_stack([asked.frame.numbers(one) for one in names])
    return replicates.given(
        weights,
        asked.design.weight,
        cast(replicates.Kind, kind),
        combined=spec.flag("combined", True),
        rho=spec.number("rho") if spec.has("rho") else None,
        scale=spec.number("scale") if spec.has("scale") else None,
        rscales=numbers(spec, "rscales") if spec.has("rscales") else None,
        mse=spec.flag("mse"),
    )


def unsure(found: Sequence[Figure]) -> list[str]:
    """What must be said where a figure is known without its error."""
    lost = {one.name for one in found if one.estimate.value is not None and one.estimate.se is None}
    if not lost:
        return []
    return [f"The design, or the data, do not show the error of all figures of: {', '.join(sorted(lost))}."]


def numbers(spec: Spec, key: str, default: Sequence[float] | None = None) -> Floats:
    """A list of numbers of a specification. Refuses: SpecError for an entry that is none."""
    found = spec.listed(key, default)
    for one in found:
        if isinstance(one, bool) or not isinstance(one, (int, float)):
            raise SpecError(f"{spec.where}: `{key}` has {one!r}. Write numbers.")
    return np.array(found, dtype=np.float64)


@dataclass
class Counted:
    """Units that were not used, by reason, and what must be said of it."""

    left_out: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def out(self, reason: str, count: int, note: str = "") -> None:
        """Remember so many units and say it, when there are any."""
        if count:
            self.left_out[reason] = self.left_out.get(reason, 0) + count
            if note:
                self.notes.append(note)
