"""Errors of designs and of replicate weights, against Stata's manual and samplics on NHANES II (samplics' copy)."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ayni.engines.measures import design, estimate, replicates

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # samplics' own
    import samplics
    from samplics.estimation import ReplicateEstimator
    from samplics.utils.types import PopParam, RepMethod

DATA = Path(samplics.__file__).parent / "datasets" / "data"


def test_the_mean_of_zinc_in_statas_manual() -> None:
    """[SVY] svy estimation: 87.18207, se .4944827, 86.17356 to 88.19057, 31 strata, 62 PSUs, 9,189 rows."""
    rows = pd.read_csv(DATA / "nhanes2.csv")
    drawn = design.Design(rows.stratid.to_numpy(), rows.psuid.to_numpy(), rows.finalwgt.to_numpy(float))
    found = estimate.mean(rows.zinc.to_numpy(float), drawn)
    assert (len(drawn.strata), drawn.psus, found.degrees, found.n) == (31, 62, 31, 9189)
    assert found.value == pytest.approx(87.18207, abs=5e-6)
    assert found.se == pytest.approx(0.4944827, abs=5e-8)
    assert (found.low, found.high) == (pytest.approx(86.17356, abs=5e-6), pytest.approx(88.19057, abs=5e-6))


@pytest.mark.parametrize(
    ("name", "begin", "kind", "theirs"),
    [("nhanes2brr_subset.csv", "brr_", "BRR", "brr"), ("nhanes2jk_subset.csv", "jkw_", "JKn", "jackknife")],
)
def test_a_ratio_with_replicate_weights(name: str, begin: str, kind: replicates.Kind, theirs: str) -> None:
    rows = pd.read_csv(DATA / name)
    sets = rows.filter(like=begin).to_numpy(float)
    halves = np.full(sets.shape[1], 0.5) if kind == "JKn" else None
    made = replicates.given(sets, rows.finalwgt, kind, rscales=halves)
    weight, height = rows.weight.to_numpy(float), rows.height.to_numpy(float)

    def ratio(some: design.Design) -> list[tuple[estimate.Estimate, bool]]:
        return [(estimate.ratio(weight, height, some), False)]

    found = made.estimates(ratio, design.Design(weight=rows.finalwgt.to_numpy(float)))[0]
    expected = reference(theirs, weight, height, rows, sets)
    assert found.value == pytest.approx(expected[0])
    assert found.se == pytest.approx(expected[1])


def reference(kind: str, y: Any, x: Any, rows: pd.DataFrame, sets: Any) -> tuple[float, float]:
    """samplics' ratio and its standard error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = ReplicateEstimator(getattr(RepMethod, kind), PopParam.ratio)
        more = {"rep_coefs": 0.5} if kind == "jackknife" else {}
        made.estimate(y=y, samp_weight=rows.finalwgt, x=x, rep_weights=pd.DataFrame(sets), **more)
    first = made.point_est["__none__"] if isinstance(made.point_est, dict) else made.point_est
    error = made.stderror["__none__"] if isinstance(made.stderror, dict) else made.stderror
    return float(first), float(error)
