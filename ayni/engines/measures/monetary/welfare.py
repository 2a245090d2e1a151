"""What a specification says of welfare: whose, per whom, and what becomes of amounts of zero or less."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ayni.engines.measures import terms
from ayni.engines.measures.answers import Counted, Grouping
from ayni.engines.measures.design import Design, Floats, Integers
from ayni.engines.measures.frames import Frame
from ayni.engines.measures.monetary.influences import People
from ayni.engines.measures.specs import Spec, SpecError, nearest

KEYS = ("welfare", "size", "per", "deflator", "zero", "negative", "not_positive", "set_to", "among")
WHAT = ("keep", "drop", "set")


@dataclass(frozen=True, eq=False)
class Welfare:
    """y: welfare of each of n units, NaN left out. logged: the same for indices with logarithms. size: persons of each.

    zero_gap: whoever has zero or less counts for the Watts index as without a gap (PIP); otherwise they are left out.
    """

    y: Floats
    logged: Floats
    size: Floats | None
    zero_gap: bool = False
    counted: Counted = field(default_factory=Counted)

    def design(self, design: Design) -> Design:
        """A design of households whose weights count their persons."""
        return design if self.size is None else design.with_weight(design.weight * self.size)

    def people(self, design: Design, grouping: Grouping, *, logged: bool = False) -> People:
        """Everybody by group. design: of persons already."""
        return People(self.logged if logged else self.y, design, grouping.codes, len(grouping.labels))


def read(frame: Frame, spec: Spec, design: Design) -> Welfare:
    """The welfare of a specification. Refuses: SpecError, FrameError, DesignError when nobody has one."""
    counted = Counted()
    y = frame.numbers(spec.text("welfare"))
    size = frame.numbers(spec.text("size")) if spec.has("size") else None
    live = design.weight > 0
    if spec.has("among"):
        live = live & (frame.flags(spec.text("among")) == 1)
        y = np.where(live, y, np.nan)
    for said in [str(one) for one in spec.listed("per", [])] + [str(one) for one in spec.listed("deflator", [])]:
        by = frame.numbers(said)
        wrong = live & ~np.isnan(by) & ~(by > 0)
        if wrong.any():
            row = int(np.argmax(wrong))
            raise SpecError(f"{spec.where}: welfare is divided by '{said}', which is {by[row]:g} in row {row + 1}.")
        y = y / np.where(by > 0, by, np.nan)
    if size is not None:
        wrong = live & ~(np.isfinite(size) & (size >= 0))
        if wrong.any():
            row = int(np.argmax(wrong))
            raise SpecError(
                f"{spec.where}: the size of row {row + 1} is {size[row]}. Every household needs its number of persons."
            )
        size = np.nan_to_num(size)
    y = terms.sensible(y, spec.where)
    counted.out("welfare not known", int((live & np.isnan(y)).sum()))
    y = _signs(y, live, spec, counted)
    terms.somebody(design.with_weight(np.where(np.isnan(y), 0.0, design.weight)))
    kind = spec.one_of("not_positive", ("drop", "set", "count"), "drop")
    logged = np.where(y > 0, y, spec.number("set_to", 1.0) if kind == "set" else np.nan)
    logged = np.where(np.isnan(y), np.nan, logged)
    if kind == "set" and not spec.number("set_to", 1.0) > 0:
        raise SpecError(
            f"{spec.where}: `set_to` is {spec.number('set_to'):g}. Indices with logarithms need more than 0."
        )
    return Welfare(y, logged, size, kind == "count", counted)


def say_logarithms(found: Welfare, spec: Spec, design: Design) -> None:
    """Say what became of zero and less, when indices with logarithms are asked for."""
    count = int(((design.weight > 0) & (found.y <= 0)).sum())
    if not count:
        return
    kind = spec.text("not_positive", "drop")
    if kind == "set":
        value = spec.number("set_to", 1.0)
        found.counted.notes.append(
            f"In {count} rows welfare of zero or less is taken as {value:g} where an index needs a logarithm, as asked."
        )
        return
    but = " (the Watts index counts them as people without a gap)" if kind == "count" else ""
    found.counted.out(
        "welfare of zero or less, in indices with logarithms",
        count,
        f"Indices with logarithms leave out {count} rows with welfare of zero or less{but}.",
    )


def _signs(y: Floats, live: object, spec: Spec, counted: Counted) -> Floats:
    """What was asked of zero and of negative welfare, counted and said."""
    for key, where, words in (("negative", y < 0, "below zero"), ("zero", y == 0, "of zero")):
        what = spec.one_of(key, WHAT, "keep")
        count = int((where & np.asarray(live)).sum())
        if not count:
            continue
        if what == "drop":
            y = np.where(where, np.nan, y)
            counted.out(f"welfare {words}", count, f"{count} rows with welfare {words} are left out, as was asked.")
        elif what == "set":
            y = np.where(where, spec.number("set_to", 1.0), y)
            counted.notes.append(f"In {count} rows welfare {words} is taken as {spec.number('set_to', 1.0):g}.")
        else:
            more = "; a gap can then be larger than the line, and a Gini above 1" if key == "negative" else ""
            counted.notes.append(f"{count} rows have welfare {words} and are kept{more}.")
    return y


@dataclass(frozen=True)
class Rounds:
    """Two rounds of one file: the grouping that tells them apart, the groups, and the years between."""

    by: str
    first: str
    second: str
    years: float


def rounds(spec: Spec, groups: list[Grouping]) -> Rounds | None:
    """The rounds of a specification, `{by: year, from: 2015, to: 2020, years: 5}`. Refuses: SpecError."""
    if not spec.has("rounds"):
        return None
    one = spec.inside("rounds", "by", "from", "to", "years", "base")
    by = one.text("by")
    labels = next((group.labels for group in groups if group.name == by and by), None)
    if labels is None:
        raise SpecError(f"{one.where}: there are no groups by '{by}'. Ask for them with `--by {by}`.")
    ends = [one.text("from"), one.text("to")]
    for end in ends:
        if end not in labels:
            hint = nearest(end, labels) or f" There are {', '.join(list(labels)[:8])}."
            raise SpecError(f"{one.where}: '{by}' has no round '{end}'.{hint}")
    years = _years(one, ends)
    return Rounds(by, ends[0], ends[1], years)


def of_rounds(people: People, grouping: Grouping, found: Rounds) -> People:
    """The people of two rounds as groups 0 and 1."""
    first, second = grouping.labels.index(found.first), grouping.labels.index(found.second)
    codes: Integers = np.full(people.design.size, -1, dtype=np.int64)
    codes[grouping.codes == first] = 0
    codes[grouping.codes == second] = 1
    return replace(people, codes=codes, groups=2)


def _years(one: Spec, ends: list[str]) -> float:
    if one.has("years"):
        years = one.number("years")
    else:
        try:
            years = float(ends[1]) - float(ends[0])
        except ValueError as error:
            raise SpecError(f"{one.where}: `years` is missing. Write how many lie between the rounds.") from error
    if not years > 0:
        raise SpecError(f"{one.where}: {years:g} years lie between the rounds. Write the earlier one as `from`.")
    return years
