"""Overlapping deprivations: six children by hand, and what must add up for any children."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.engines.measures import design, moda
from ayni.engines.measures.figures import Figure

NAN = np.nan
LACKS = {"water": [1, 1, 1, 0, 0, 0], "health": [1, 1, 0, 1, 0, 0], "food": [1, 0, 0, 0, 0, 0]}


def stage(lacks: dict[str, list[float]] = LACKS, **more: object) -> moda.Stage:
    columns = {name: np.array(values, dtype=float) for name, values in lacks.items()}
    rows = len(next(iter(columns.values())))
    inside = np.asarray(more.pop("inside", np.ones(rows, dtype=bool)))
    drawn = more.pop("drawn", None) or design.Design(weight=np.ones(rows))
    return moda.Stage.of("0-4", columns, drawn, inside, more.pop("by", {}), **more)


def values(rows: list[tuple[str, dict[str, str | float], object]]) -> dict[tuple[object, ...], float]:
    return {(name, *of.values()): found.value for name, of, found in rows}


@pytest.mark.parametrize(
    ("combine", "found"),
    [("union", [1, 1, 0, 0, 1, NAN]), ("intersection", [1, 0, 0, 0, 1, NAN])],
)
def test_a_dimension_is_unknown_only_when_nothing_of_it_is_known(combine: moda.Combine, found: list[float]) -> None:
    one, other = np.array([1, 1, 0, 0, NAN, NAN]), np.array([1, 0, NAN, 0, 1, NAN])
    assert moda.combined([one, other], combine).tolist() == pytest.approx(found, nan_ok=True)


def test_six_children_by_hand() -> None:
    found = values(moda.profile(stage(), stage().whole)[0])
    assert found["headcount", "water"] == 0.5
    assert found["mean_number",] == pytest.approx(7 / 6)
    assert [found["exactly", number] for number in range(4)] == pytest.approx([1 / 3, 1 / 3, 1 / 6, 1 / 6])
    assert [found["H", k] for k in (1, 2, 3)] == pytest.approx([2 / 3, 1 / 3, 1 / 6])
    assert found["mean_number_of_deprived", 1] == 1.75
    assert found["A", 2] == pytest.approx(2.5 / 3)
    assert found["M0", 2] == pytest.approx(found["H", 2] * found["A", 2])
    assert found["contribution", 2, "food"] == pytest.approx(1 / 5)


def test_overlap_venn_and_pairs_by_hand() -> None:
    lacking = {(one.of["dimension"], one.of["with"]): one.estimate.value for one in moda.overlap(stage())}
    assert [lacking["water", said] for said in ("only", "1 more", "2 more")] == pytest.approx([1 / 6] * 3)
    assert ("water", "3 or more") not in lacking
    shares = {one.of["deprived of"]: one.estimate.value for one in moda.venn(stage(), ("water", "health", "food"))}
    assert len(shares) == 8
    assert shares["none"] == pytest.approx(1 / 3) and shares["water + health + food"] == pytest.approx(1 / 6)
    assert shares["food"] == 0
    pairs = {(one.name, *one.of.values()): one.estimate.value for one in moda.pairs(stage())}
    assert pairs["joint", "water", "health"] == pytest.approx(1 / 3)
    assert pairs["conditional", "water", "food"] == pytest.approx(1 / 3)
    assert pairs["conditional", "food", "water"] == 1.0
    assert pairs["odds_ratio", "water", "health"] == pytest.approx(4.0)  # 2 x 2 / (1 x 1)
    assert pairs["odds_ratio", "water", "food"] is None  # nobody lacks food alone


def test_an_odds_ratio_has_the_interval_of_its_logarithm() -> None:
    rng = np.random.default_rng(2)
    a = (rng.random(500) < 0.4).astype(float)
    b = np.where(rng.random(500) < 0.4, a, (rng.random(500) < 0.3).astype(float))
    found = moda.odds_ratio(stage({"a": a, "b": b}), "a", "b")
    counts = [((a == left) & (b == right)).sum() for left, right in ((1, 1), (0, 0), (1, 0), (0, 1))]
    woolf = math.sqrt(sum(1 / count for count in counts))  # Woolf's error, of a simple random sample
    assert found.value == pytest.approx(counts[0] * counts[1] / counts[2] / counts[3])
    assert math.log(found.high / found.value) == pytest.approx(math.log(found.value / found.low))
    assert found.se / found.value == pytest.approx(woolf, rel=0.01)


def test_money_and_deprivation_cross() -> None:
    found = {
        (one.of["k"], one.of["kind"]): one.estimate.value for one in moda.cross(stage(), np.array([1, 0, 1, 0, 1, NAN]))
    }
    assert [found[1, kind] for kind in ("both", "deprived only", "poor only", "neither")] == pytest.approx(
        [0.4, 0.4, 0.2, 0.0]
    )


def test_children_of_other_stages_and_unknown_ones_are_outside_but_their_clusters_count() -> None:
    lacks = {"water": [1, 0, NAN, 1], "food": [1, 0, 0, 1]}
    found = stage(lacks, inside=np.array([True, True, True, False]), drawn=design.Design(psu=[1, 2, 3, 4]))
    assert found.n == 2
    assert found.ratio(found.deprived("water")).value == 0.5
    assert stage(lacks, missing="not_deprived").n == 4


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_what_must_add_up(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 80
    lacks = {name: (rng.random(n) < rng.random()).astype(float) for name in ("a", "b", "c", "d", "e")}
    drawn = design.Design(np.repeat([0, 1], n // 2), rng.integers(0, 6, n), rng.uniform(0.5, 2, n), "adjust")
    where = np.array(rng.integers(0, 3, n).astype(str), dtype=object)
    one = stage(lacks, drawn=drawn, by={"region": where})
    found = values(moda.profile(one, one.whole)[0])
    heads = {name: found["headcount", name] for name in lacks}
    assert sum(heads.values()) == pytest.approx(found["mean_number",])
    assert sum(found["exactly", number] for number in range(6)) == pytest.approx(1)
    over: dict[object, float] = {}
    for figure in moda.overlap(one):
        over[figure.of["dimension"]] = over.get(figure.of["dimension"], 0.0) + figure.estimate.value
    assert over == pytest.approx(heads)
    assert sum(figure.estimate.value for figure in moda.venn(one, ("a", "b", "c"))) == pytest.approx(1)
    for k in range(1, 6):
        assert found["M0", k] == pytest.approx(found["H", k] * (found["A", k] or 0.0))
        if found["M0", k]:
            assert sum(found["contribution", k, name] for name in lacks) == pytest.approx(1)
    labels, totals = one.cuts["region"]
    people = totals.parts(np.ones(len(one.count)), one.whole)
    groups = [values(rows) for rows in moda.profile(one, totals)]
    assert len(labels) == len(groups)
    for k in (1, 3):
        whole = sum(share.value * (group["M0", k] or 0.0) for share, group in zip(people, groups, strict=True))
        assert whole == pytest.approx(found["M0", k])


def test_every_figure_has_its_error() -> None:
    rng = np.random.default_rng(1)
    lacks = {name: (rng.random(200) < 0.4).astype(float) for name in ("a", "b", "c")}
    one = stage(lacks)
    figures: list[Figure] = [*moda.overlap(one), *moda.venn(one, ("a", "b", "c")), *moda.pairs(one)]
    assert all(figure.estimate.se is not None and figure.estimate.n for figure in figures)
