"""A proxy means test: fitted, judged on households that it did not see, frozen; or a frozen one applied to a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ayni.engines.measures import estimate, frames, performance, smooth, specs
from ayni.engines.measures.design import Floats
from ayni.engines.measures.figures import Figure, Result
from ayni.engines.measures.methods.asking import Asked
from ayni.engines.measures.proxy import asking, boosting, fitting, judging, proxies, scorecards
from ayni.engines.measures.proxy.scorecards import Scorecard
from ayni.engines.measures.proxy_means import Formula


def run(asked: Asked) -> Result:
    """Answer `pmt`. Refuses: SpecError, FrameError, FormulaError, ProxyError, TargetingError and those of the parts."""
    wanted = asking.read(asked.read(*asking.KEYS))
    return _applied(asked, wanted) if wanted.formula is not None else _fitted(asked, wanted)


def _fitted(asked: Asked, wanted: asking.Wanted) -> Result:
    totals = smooth.Totals(asked.design, level=asked.level, ci=asked.ci)
    given = proxies.answers(wanted.proxies, asked.frame)
    chosen = proxies.with_words(wanted.proxies, given, asked.design.weight)
    strata = asked.frame.labels(wanted.strata) if wanted.strata else np.full(asked.frame.rows, scorecards.WHOLE, object)
    x, welfare = proxies.matrix(chosen, given), asked.frame.numbers(wanted.outcome)
    survey = fitting.Survey(welfare, x, proxies.names(chosen), _columns(chosen), strata, asked.design)
    fitted = fitting.fit(survey, wanted.way, wanted.code)
    score, part = fitting.out_of_sample(survey, wanted.way)
    outside = judging.judge(welfare, score, asked.design.weight, wanted.poor, wanted.choose)
    card = _card(wanted, chosen, fitted, outside.cut)
    own = card.of(x, strata)
    rows = [*_coefficients(card, asked.level), *_judged(asked, wanted, totals, outside)]
    for number in range(wanted.way.folds):
        rows += _main(judging.errors(outside, totals, {"fold": str(number + 1)}, part == number))
    inside = judging.judge(welfare, own, asked.design.weight, wanted.poor, wanted.choose)
    rows += _main(judging.errors(inside, totals, {"sample": "fitted on"}, inside.known))
    if wanted.boosting:
        rows += _compared(survey, part, wanted, totals)
    notes = (
        f"Errors are those of households that the formula was not fitted on ({wanted.way.folds} parts by cluster).",
        *fitted.notes,
        _chosen_by(outside),
    )
    extra = {
        "formula": card.to_dict(),
        "version": card.version,
        "points": card.points(),
        "selected": {label: _way(one) for label, one in fitted.selected.items()},
        "explained": _explained(card, asked, wanted),
    }
    units = {**_units(card, wanted, x, strata, own, outside.cut), "score_out_of_sample": score}
    return Result("pmt", _figures(rows), asked.sample, survey.left_out, notes, extra, units)


def _applied(asked: Asked, wanted: asking.Wanted) -> Result:
    card = _read(asked, wanted)
    given = proxies.answers(card.proxies, asked.frame)
    x, strata = proxies.matrix(card.proxies, given), card.strata(asked.frame)
    score = card.of(x, strata)
    totals, scored = smooth.Totals(asked.design, level=asked.level, ci=asked.ci), ~np.isnan(score)
    weighted = asked.design.weight > 0
    rows: list[judging.Row] = [
        ("no_score", {}, totals.estimate(totals.mean(~scored, weighted), share=True)),
        ("mean_score", {}, totals.estimate(totals.mean(np.nan_to_num(score), scored))),
    ]
    cut = wanted.choose.line or card.cut
    if wanted.outcome:
        welfare = asked.frame.numbers(wanted.outcome)
        found = judging.judge(welfare, score, asked.design.weight, wanted.poor, wanted.choose)
        rows += _judged(asked, wanted, totals, found)
        cut = found.cut
    elif cut is not None:
        rows.append(("chosen", {}, totals.estimate(totals.mean(score < cut, scored), share=True)))
    unseen = proxies.unseen(card.proxies, given)
    notes = [
        f"{name}: '{word}' was never said in the survey, so {count} rows that say it have no score."
        for name, words in unseen.items()
        for word, count in words.items()
    ]
    others = sorted({str(one) for one in strata.tolist() if one is not None} - set(card.models))
    notes += [f"The formula knows nothing of the stratum '{one}': its rows have no score." for one in others]
    left_out = {"no score": int((~scored).sum())}
    extra = {"version": card.version, "unseen": unseen, "explained": _explained(card, asked, wanted), "cut": cut}
    units = _units(card, wanted, x, strata, score, cut)
    return Result("pmt", _figures(rows), asked.sample, left_out, tuple(notes), extra, units)


def _judged(asked: Asked, wanted: asking.Wanted, totals: smooth.Totals, found: judging.Judged) -> Iterator[judging.Row]:
    """Everything that is said of one set of scores."""
    yield from judging.errors(found, totals, {}, found.known)
    yield "cut", {}, smooth.bare(found.cut, int(found.known.sum()))
    yield from judging.fits(found, totals)
    yield from judging.around(found.welfare, found.score, totals, wanted.poor, found, wanted.points)
    yield from judging.near(found, totals)
    told = {name: asked.frame.labels(said) for name, said in wanted.groups.items()}
    for name, labels in {**asked.by, **told}.items():
        groups = performance.Groups.of(name, labels)
        for of, here in groups.each():
            yield from judging.errors(found, totals, of, here)
        yield from judging.disparity(found, totals, groups)


def _compared(survey: fitting.Survey, part: Any, wanted: asking.Wanted, totals: smooth.Totals) -> list[judging.Row]:
    """Boosting on the same parts, chosen in the same way."""
    score = boosting.out_of_sample(survey, part, seed=wanted.way.seed)
    found = judging.judge(survey.welfare, score, survey.design.weight, wanted.poor, wanted.choose)
    rows = [*_main(judging.errors(found, totals, {}, found.known)), *judging.fits(found, totals)]
    return [(name, {**of, "model": "boosting"}, figure) for name, of, figure in rows]


def _main(rows: Iterator[judging.Row]) -> list[judging.Row]:
    return [one for one in rows if one[0] in ("exclusion_error", "inclusion_error")]


def _coefficients(card: Scorecard, level: float) -> Iterator[judging.Row]:
    for label, formula in card.models.items():
        of: dict[str, str | float] = {"stratum": label} if card.by else {}
        yield "r2_fitted", of, smooth.bare(formula.r2, formula.n)
        yield "coefficient", {**of, "proxy": "constant"}, _coefficient(formula, "", level)
        for name in formula.names:
            yield "coefficient", {**of, "proxy": name}, _coefficient(formula, name, level)


def _coefficient(formula: Formula, name: str, level: float) -> estimate.Estimate:
    value = formula.coefficients[name] if name else formula.intercept
    se = formula.se.get(name) if name else formula.intercept_se
    low, high = estimate.interval(value, se, formula.degrees, share=False, level=level) if se else (None, None)
    return estimate.Estimate(value, se, low, high, formula.n, formula.degrees, None)


def _card(wanted: asking.Wanted, chosen: Any, fitted: fitting.Fitted, cut: float) -> Scorecard:
    tau = wanted.way.tau if wanted.way.method == "quantile" else None
    return Scorecard(
        wanted.code,
        chosen,
        fitted.models,
        wanted.strata,
        wanted.way.method,
        tau,
        survey=wanted.survey,
        dated=wanted.dated,
        cut=cut,
        labels=wanted.labels,
    )


def _read(asked: Asked, wanted: asking.Wanted) -> Scorecard:
    if isinstance(wanted.formula, dict):
        return Scorecard.from_dict(wanted.formula)
    if not isinstance(asked.frame, frames.FileFrame):
        raise specs.SpecError(f"{asked.where}: a formula in a file can be named on the command line only.")
    file = Path(str(wanted.formula))
    if not file.is_file():
        raise specs.SpecError(f"{asked.where}: the formula {file} is not there. Name it with its folder.")
    return scorecards.read(file.read_text(encoding="utf-8"), file.name)


def _columns(chosen: tuple[proxies.Proxy, ...]) -> dict[str, tuple[int, ...]]:
    found, start = {}, 0
    for one in chosen:
        found[one.name] = tuple(range(start, start + len(one.columns)))
        start += len(one.columns)
    return found


def _units(
    card: Scorecard, wanted: asking.Wanted, x: Floats, strata: Any, score: Floats, cut: float | None
) -> dict[str, Any]:
    found: dict[str, Any] = {"score": score}
    if wanted.in_points:
        found["points"] = card.to_points(x, strata)
    if cut is not None:
        found["chosen"] = np.where(np.isnan(score), np.nan, score < cut)
    return found


def _explained(card: Scorecard, asked: Asked, wanted: asking.Wanted) -> list[dict[str, Any]]:
    """For each row that was asked for (from 1): what each answer adds to its score."""
    found = []
    for row in wanted.explain:
        if not 1 <= row <= asked.frame.rows:
            raise specs.SpecError(f"{asked.where}: `explain` names row {row}, but there are {asked.frame.rows} rows.")
        parts = card.explain(asked.frame, row - 1)
        found.append({"row": row, "answers": [dict(one.__dict__) for one in parts]})
    return found


def _way(one: Any) -> dict[str, Any]:
    return {"proxies": list(one.names), "steps": [dict(step.__dict__) for step in one.steps]}


def _chosen_by(found: judging.Judged) -> str:
    return f"Chosen are those whose score is below {found.cut:.6g}: {100 * found.coverage:.1f} % of all people."


def _figures(rows: list[judging.Row]) -> tuple[Figure, ...]:
    return tuple(Figure(name, figure, of) for name, of, figure in rows)
