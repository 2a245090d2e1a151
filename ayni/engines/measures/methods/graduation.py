"""Who meets the criteria to leave a programme, at entry and at each later check, and what the others lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ayni.engines.measures import design as designs
from ayni.engines.measures import graduation, performance, smooth, specs
from ayni.engines.measures.design import Booleans, Floats
from ayni.engines.measures.figures import Figure, Result
from ayni.engines.measures.methods.asking import Asked

KEYS = ("criteria", "needs", "checked", "order", "household")
CRITERION = ("name", "labels", "rule", "value", "at_least", "at_most")


def run(asked: Asked) -> Result:
    """Answer `graduation`. Refuses: SpecError, FrameError, GraduationError."""
    spec = asked.read(*KEYS)
    criteria = {one.text("name"): one for one in spec.entries("criteria", *CRITERION)}
    if len(criteria) < len(spec.listed("criteria")):
        raise specs.SpecError(f"{spec.where}: two criteria have the same name. Give each its own.")
    met = {name: _met(asked, one) for name, one in criteria.items()}
    needs = graduation.Join("all", tuple(met))
    if spec.has("needs"):
        needs = graduation.read(spec.values["needs"], f"{spec.where}: needs")
    passes = graduation.joined(met, needs)
    totals = smooth.Totals(asked.design, level=asked.level, ci=asked.ci)
    checks = _checks(asked, spec)
    groups: list[tuple[dict[str, str | float], Booleans]] = [({}, np.ones(asked.design.size, dtype=bool))]
    groups += list(checks.each()) if checks else []
    for name, labels in asked.by.items():
        groups += list(performance.Groups.of(name, labels).each())
    figures = [figure for of, here in groups for figure in _told(of, here, met, passes, totals)]
    notes: list[str] = []
    if checks:
        figures += _changes(met, passes, checks, totals)
        if spec.has("household"):
            paths, notes = _paths(asked, spec, passes, checks, totals)
            figures += paths
    labels_of = {name: one.labels() for name, one in criteria.items()}
    units = {
        "graduates": passes,
        "criteria_met": np.sum([column == 1 for column in met.values()], axis=0).astype(np.float64),
        "lacks": np.array(graduation.lacking(met, needs), dtype=object),
    }
    left_out = {"cannot be judged": int(np.isnan(passes).sum())}
    extra = {"labels": labels_of, "criteria": list(met)}
    return Result("graduation", tuple(figures), asked.sample, left_out, tuple(notes), extra, units)


def _met(asked: Asked, spec: specs.Spec) -> Floats:
    """A criterion: a `rule` that says yes, or a `value` with `at_least` or `at_most`."""
    if spec.has("rule") == spec.has("value"):
        raise specs.SpecError(f"{spec.where}: write `rule` (yes or no), or `value` with `at_least` or `at_most`.")
    if spec.has("rule"):
        return asked.frame.flags(spec.text("rule"))
    low, high = (spec.number(key) if spec.has(key) else None for key in ("at_least", "at_most"))
    if low is None and high is None:
        raise specs.SpecError(f"{spec.where}: a `value` needs `at_least` or `at_most`.")
    return graduation.against(asked.frame.numbers(spec.text("value")), at_least=low, at_most=high)


def _checks(asked: Asked, spec: specs.Spec) -> performance.Groups | None:
    """When each row was checked (entry, 12, 24 ...), in `order`: as said, or by number, or by the alphabet."""
    if not spec.has("checked"):
        return None
    found = performance.Groups.of("checked", asked.frame.labels(spec.text("checked")))
    order = [str(one) for one in spec.listed("order", sorted(found.labels, key=_as_number))]
    for label in found.labels:
        if label not in order:
            raise specs.SpecError(f"{spec.where}: `order` does not name the check '{label}', which the data have.")
    place = np.array([order.index(label) for label in found.labels] + [-1], dtype=np.int64)
    return performance.Groups("checked", place[found.code], order)


def _as_number(label: str) -> tuple[int, float, str]:
    """Numbers by size and after words such as "entry", which are the first."""
    digits = label.strip()
    return (1, float(digits), "") if digits.replace(".", "", 1).isdigit() else (0, 0.0, digits)


def _told(
    of: Mapping[str, str | float],
    here: Booleans,
    met: Mapping[str, Floats],
    passes: Floats,
    totals: smooth.Totals,
) -> Iterator[Figure]:
    judged = here & ~np.isnan(passes)
    yield Figure("graduates", totals.estimate(totals.mean(passes == 1, judged), share=True), of)
    for name, column in met.items():
        known = here & ~np.isnan(column)
        share = totals.mean(column == 1, known)
        yield Figure("criterion_met", totals.estimate(share, share=True), {**of, "criterion": name})
    complete = here & ~np.isnan(np.column_stack(list(met.values()))).any(axis=1)
    count = np.sum([column == 1 for column in met.values()], axis=0)
    for number in range(len(met) + 1):
        share = totals.mean(count == number, complete)
        yield Figure("criteria_met", totals.estimate(share, share=True), {**of, "number": str(number)})


def _changes(
    met: Mapping[str, Floats], passes: Floats, checks: performance.Groups, totals: smooth.Totals
) -> Iterator[Figure]:
    """From the first check to each later one; clusters that both hold are taken into account."""
    each = list(checks.each())
    for name, column in {"graduates": passes, **met}.items():
        shares = [totals.mean(column == 1, here & ~np.isnan(column)) for _of, here in each]
        for label, share in zip(checks.labels[1:], shares[1:], strict=True):
            of: dict[str, str | float] = {"from": checks.labels[0], "to": label}
            if name != "graduates":
                of["criterion"] = name
            yield Figure("change", totals.estimate(share - shares[0]), of)


def _paths(
    asked: Asked, spec: specs.Spec, passes: Floats, checks: performance.Groups, totals: smooth.Totals
) -> tuple[list[Figure], list[str]]:
    """Between neighbouring checks, of households seen at both: who graduated, stayed so, or fell back."""
    codes, labels = designs.label_codes(asked.frame.labels(spec.text("household")), "household")
    table = np.full((len(labels) + 1, len(checks.labels)), np.nan)
    seen = np.zeros_like(table)
    rows = (codes >= 0) & (checks.code >= 0)
    np.add.at(seen, (codes[rows], checks.code[rows]), 1)
    if (seen > 1).any():
        household, check = (int(one) for one in np.argwhere(seen > 1)[0])
        raise graduation.GraduationError(
            f"The household {labels[household]} has two rows for the check '{checks.labels[check]}'. Keep one of them."
        )
    table[codes[rows], checks.code[rows]] = passes[rows]
    figures = []
    for later in range(1, len(checks.labels)):
        here = rows & (checks.code == later)
        before = np.where(here, table[codes, later - 1], np.nan)
        both = here & ~np.isnan(before) & ~np.isnan(passes)
        of: dict[str, str | float] = {"from": checks.labels[later - 1], "to": checks.labels[later]}
        for name, which in (
            ("newly_graduated", (before == 0) & (passes == 1)),
            ("stayed_graduated", (before == 1) & (passes == 1)),
            ("fell_back", (before == 1) & (passes == 0)),
        ):
            figures.append(Figure(name, totals.estimate(totals.mean(which, both), share=True), of))
    once = int((seen.sum(axis=1) == 1).sum())
    notes = [f"{once} households were checked only once, and are in no path."] if once else []
    return figures, notes
