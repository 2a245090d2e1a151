"""A proxy means test on a snapshot: its formula estimated where consumption is known, applied to everybody."""

from datetime import date
from typing import Any

import numpy as np

from ayni.assessment.actions import answers, measuring, sampled
from ayni.engines.measures import design as designs
from ayni.engines.measures import instruments, proxy_means, targeting
from ayni.engines.measures.design import Floats
from ayni.snapshots.opening import Opened

OUTCOME = "the_outcome"
POOREST = (0.2, 0.4)  # shares of the people at which the errors are told
FOLDS, SEED = 5, 2024


def apply(
    instrument: instruments.ProxyInstrument, opened: Opened, *, on: date
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The figures with the frozen formula, and the columns of every household: its score (NaN: a proxy is unknown).

    A score is money: the predicted consumption of a person in a year.
    """
    rules_of = {OUTCOME: instrument.outcome, **{one.name: one.rule for one in instrument.regressors}}
    values = answers.values(opened, instrument.code, rules_of, on=on)
    sample = sampled.of(values)
    everyone = np.column_stack([values[name] for name in instrument.names]).astype(np.float64)
    consumption, proxies = values[OUTCOME][sample.drawn], everyone[sample.drawn]
    formula = proxy_means.fit(consumption, proxies, instrument.names, None, sample.design, code=instrument.code)
    score = formula.score(everyone)
    figures = {
        "kind": "proxy_means",
        "r2": formula.r2,
        "n": formula.n,
        "scored": int(np.isfinite(score).sum()),
        "households": len(score),
        "sample": sample.facts,
        "formula": formula.to_dict(),
        "regressors": [{"name": one.name, "labels": dict(one.labels)} for one in instrument.regressors],
        "errors": [_errors(share, consumption, proxies, formula, sample.design) for share in POOREST],
    }
    seen = {one.name: values[one.name] for one in instrument.regressors if one.wants == "bool"}
    columns = sampled.columns(values, score, seen)
    if np.isfinite(score).any():
        figures["fifths"] = measuring.fifths(score, columns["weight"])
    return figures, columns


def _errors(
    share: float, consumption: Floats, proxies: Floats, formula: proxy_means.Formula, design: designs.Design
) -> dict[str, Any]:
    """How often the score misses the poorest share of people: in the sample, and for households not fitted on."""
    inside = targeting.errors(consumption, formula.score(proxies), design.weight, share=share)
    found: dict[str, Any] = {"share": share, "in_sample": inside.as_dict()}
    if design.clusters >= FOLDS:
        held = targeting.cross_validate(consumption, proxies, None, design, folds=FOLDS, seed=SEED, share=share)
        found["out_of_sample"] = held.overall.as_dict()
    return found
