"""Indices of one number from many columns: components, factors, wealth, pillars, statements."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA, FactorAnalysis

from ayni.engines.measures import components, resilience, wealth

NAMES = ("tv", "car", "fridge", "rooms")


def things(n: int = 500, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    hidden = rng.normal(size=n)
    owned = hidden[:, None] + rng.normal(size=(n, 3)) > np.array([0.0, 1, 0.5])
    return np.column_stack([owned, hidden * 0.8 + rng.normal(3, 1, n)]).astype(float), hidden


def test_the_component_is_that_of_scikit_learn() -> None:
    x, hidden = things()
    found = components.common(x, NAMES, np.ones(len(x)))
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    theirs = PCA(1).fit(z)
    assert np.abs(np.corrcoef(found.score, theirs.transform(z)[:, 0])[0, 1]) == pytest.approx(1)
    assert found.explained == pytest.approx(theirs.explained_variance_ratio_[0])
    assert found.score.std() == pytest.approx(1) and np.corrcoef(found.score, hidden)[0, 1] > 0.7


def test_weights_count_rows_as_often() -> None:
    x, _ = things(100)
    weight = np.random.default_rng(1).integers(1, 4, 100)
    once = components.common(x, NAMES, weight.astype(float))
    often = components.common(np.repeat(x, weight, axis=0), NAMES, np.ones(weight.sum()))
    assert list(once.loadings.values()) == pytest.approx(list(often.loadings.values()))


def test_the_factor_is_near_that_of_scikit_learn() -> None:
    x, _ = things(4000)
    found = components.common(x, NAMES, np.ones(len(x)), how="factor")
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    theirs = FactorAnalysis(1).fit(z).components_[0]
    assert np.abs(list(found.loadings.values())) == pytest.approx(np.abs(theirs), abs=0.03)


def test_more_is_better_whatever_the_columns_order() -> None:
    x, hidden = things()
    turned = np.column_stack([-x[:, 0], x[:, 1:]])
    found = components.common(turned, NAMES, np.ones(len(x)), positive=("car",))
    assert np.corrcoef(found.score, hidden)[0, 1] > 0 > found.loadings["tv"]


def test_what_never_differs_is_dropped_and_the_unknown_has_no_score() -> None:
    x, _ = things()
    wide = np.column_stack([x, np.ones(len(x))])
    wide[4, 1] = np.nan
    found = components.common(wide, (*NAMES, "roof"), np.ones(len(x)))
    assert found.dropped == ("roof",) and found.loadings["roof"] == 0
    assert np.isnan(found.score).nonzero()[0].tolist() == [4]
    filled = components.common(wide, (*NAMES, "roof"), np.ones(len(x)), means=True)
    assert not np.isnan(filled.score).any()


def test_nothing_to_tell_is_refused() -> None:
    x, _ = things(20)
    with pytest.raises(components.ComponentError, match="None of"):
        components.common(np.ones((20, 4)), NAMES, np.ones(20))
    with pytest.raises(components.ComponentError, match="Only 0 rows"):
        components.common(np.full((20, 4), np.nan), NAMES, np.ones(20))
    with pytest.raises(components.ComponentError, match="Nobody answered 'car'"):
        blank = x.copy()
        blank[:, 1] = np.nan
        components.common(blank, NAMES, np.ones(20), means=True)
    with pytest.raises(components.ComponentError, match="needs three columns"):
        components.common(x[:, :2], NAMES[:2], np.ones(20), how="factor")
    with pytest.raises(components.ComponentError, match="All scores are the same"):
        components.scaled(np.ones(4))


def test_wealth_brings_town_and_country_to_one_scale() -> None:
    x, hidden = things(2000)
    area = np.where(np.arange(2000) % 2 == 0, "town", "country").astype(object)
    hidden = np.where(area == "town", hidden + 0.5, hidden)
    only = {"town": ("tv", "car", "fridge"), "country": ("tv", "fridge", "rooms")}
    found = wealth.index(x, NAMES, np.ones(2000), area=area, only=only)
    assert set(found.parts[""].loadings) == {"tv", "fridge"}
    assert set(found.parts["town"].loadings) == {"tv", "car", "fridge"}
    assert all(slope > 0 for _, slope in found.lines.values())
    shares = np.bincount(found.quantile, minlength=6)[1:] / 2000
    assert shares.sum() == 1 and shares[4] > 0.1
    area[:5] = None
    assert (wealth.index(x, NAMES, np.ones(2000), area=area, only=only).quantile[:5] == 0).all()


def test_statements_by_hand() -> None:
    items = np.array([[1.0] * 9, [5.0] * 9, [3.0] * 9, [np.nan] + [1.0] * 8])
    score = resilience.capacity_score(items)
    assert score[:3].tolist() == [100, 0, 50] and np.isnan(score[3])
    assert resilience.capacity_score(items[:2], agree=5).tolist() == [0, 100]
    found = resilience.levels(np.array([0, 32.9, 33, 65.9, 66, 100, np.nan]))
    assert found[:6].tolist() == [1, 1, 2, 2, 3, 3] and np.isnan(found[6])
    with pytest.raises(resilience.ResilienceError, match="Row 1, statement 2 is 88"):
        resilience.capacity_score(np.array([[1.0, 88.0]]))
    with pytest.raises(resilience.ResilienceError, match="1 or 5"):
        resilience.capacity_score(items, agree=2)


def test_pillars_are_from_0_to_100() -> None:
    x, hidden = things()
    found = resilience.by_pillars({"a": (x[:, :2], NAMES[:2]), "b": (x[:, 2:], NAMES[2:])}, np.ones(len(x)))
    for score in (found.index, *found.scores.values()):
        assert (score.min(), score.max()) == (0, 100)
    assert np.corrcoef(found.index, hidden)[0, 1] > 0.7
