"""Fitting by stratum, selection by clusters left out, and predictions out of sample."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import Lasso

from ayni.engines.measures import design, proxy_means, targeting
from ayni.engines.measures.proxy import boosting, fitting, grams, selection


def survey(n: int = 1200, p: int = 12, **changed: Any) -> fitting.Survey:
    """The first three columns tell, the others are noise; two strata with formulas of their own."""
    rng = np.random.default_rng(11)
    x = np.column_stack([rng.normal(3, 1, n), rng.random((n, p - 1)) < 0.4]).astype(float)
    town = rng.random(n) < 0.5
    log = 7 + np.where(town, 0.5, 0.2) * x[:, 0] + 0.6 * x[:, 1] - 0.4 * x[:, 2] + rng.normal(0, 0.4, n)
    names = tuple(f"p{place}" for place in range(p))
    whole = {
        "welfare": np.exp(log),
        "x": x,
        "names": names,
        "columns": {name: (place,) for place, name in enumerate(names)},
        "strata": np.where(town, "town", "country").astype(object),
        "design": design.Design(np.arange(n) % 3, np.arange(n) // 12, rng.uniform(0.5, 2, n)),
    }
    return fitting.Survey(**{**whole, **changed})


def test_each_stratum_has_the_formula_of_its_own_rows() -> None:
    found = fitting.fit(survey(), fitting.Way(), "pmt").models
    assert list(found) == ["country", "town"]
    assert found["town"].coefficients["p0"] == pytest.approx(0.5, abs=0.05)
    assert found["country"].coefficients["p0"] == pytest.approx(0.2, abs=0.05)
    assert found["town"].n + found["country"].n == 1200
    assert all(se is not None and se > 0 for se in found["town"].se.values())


def test_out_of_sample_scores_are_those_of_cross_validation() -> None:
    one = survey(strata=np.full(1200, "all", dtype=object))
    score, part = fitting.out_of_sample(one, fitting.Way(folds=4, seed=3))
    known = targeting.cross_validate(one.welfare, one.x, None, one.design, folds=4, seed=3, share=0.3)
    assert targeting.errors(one.welfare, score, one.design.weight, share=0.3) == known.overall
    assert len(set(part[one.design.cluster == 5])) == 1


@pytest.mark.parametrize("how", ["stepwise", "lasso", "lasso-1se"])
def test_selection_keeps_what_tells_and_the_simplest_lasso_little_more(how: selection.How) -> None:
    found = fitting.fit(survey(), fitting.Way(select=how), "pmt")
    for label, chosen in found.selected.items():
        assert {"p0", "p1", "p2"} <= set(chosen.names)
        assert set(found.models[label].names) == set(chosen.names)
    if how != "lasso":
        assert len(found.selected["town"].names) <= 6
    steps = found.selected["town"].steps
    assert min(step.error for step in steps) < steps[0].error
    score, _ = fitting.out_of_sample(survey(), fitting.Way(select=how))
    assert not np.isnan(score).any()


def test_at_most_so_many_proxies_are_taken() -> None:
    found = fitting.fit(survey(), fitting.Way(select="stepwise", most=1), "pmt")
    assert [one.names for one in found.selected.values()] == [("p0",), ("p0",)] or len(
        found.selected["town"].names
    ) == 1


def test_the_lasso_path_is_that_of_scikit_learn() -> None:
    one = survey()
    parts = grams.gather(np.log(one.welfare), one.x, one.design.weight, np.zeros(1200, dtype=np.int64), 1)
    xx, xy = parts.xx[0], parts.xy[0]
    z = (one.x - parts.centre) / parts.scale
    model = Lasso(alpha=0.02, tol=1e-12, max_iter=100_000).fit(z, np.log(one.welfare), sample_weight=one.design.weight)
    from sklearn.linear_model import lars_path_gram

    whole = xx[0, 0]
    penalties, _, slopes = lars_path_gram(xy[1:] / whole, xx[1:, 1:] / whole, n_samples=1, method="lasso")
    at = selection._at(penalties, slopes, np.array([0.02]))[0]
    assert at == pytest.approx(model.coef_, abs=1e-8)


def test_cross_products_give_the_fit_of_the_rows() -> None:
    one = survey()
    log, part = np.log(one.welfare), np.arange(1200) % 3
    parts = grams.gather(log, one.x, one.design.weight, part, 3)
    everything = np.arange(parts.xx.shape[1])
    constant, slopes = parts.plain(grams.solve(*parts.all_but(1), everything), everything)
    rows = part != 1
    full = np.column_stack([np.ones(rows.sum()), one.x[rows]])
    root = np.sqrt(one.design.weight[rows])
    direct = np.linalg.lstsq(full * root[:, None], log[rows] * root, rcond=None)[0]
    assert [constant, *slopes] == pytest.approx(direct.tolist())
    b = grams.solve(*parts.all_but(1), everything)
    lost = one.design.weight[~rows] @ (log[~rows] - constant - one.x[~rows] @ slopes) ** 2
    assert parts.loss(1, b, everything) == pytest.approx(lost)


def test_perfect_collinearity_is_dropped_and_named() -> None:
    one = survey()
    both = np.column_stack([one.x, one.x[:, 1] + one.x[:, 2], np.full(1200, 7.0)])
    names = (*one.names, "both", "always")
    columns = {name: (place,) for place, name in enumerate(names)}
    wide = survey(x=both, names=names, columns=columns)
    found = fitting.fit(wide, fitting.Way(), "pmt")
    assert found.models["town"].dropped == ("both", "always")
    assert any("'both' tells what other proxies tell" in note for note in found.notes)
    narrow, _ = fitting.out_of_sample(one, fitting.Way())
    again, _ = fitting.out_of_sample(wide, fitting.Way())
    assert again == pytest.approx(narrow, rel=1e-8)
    for how in ("stepwise", "lasso"):
        chosen = fitting.fit(wide, fitting.Way(select=how), "pmt").selected["town"].names  # type: ignore[arg-type]
        assert "always" not in chosen and "both" not in chosen
    tau = fitting.fit(wide, fitting.Way(method="quantile", tau=0.3), "pmt")
    assert tau.models["town"].coefficients["both"] == 0


def test_fewer_clusters_than_proxies_has_no_errors_and_says_so() -> None:
    few = survey(design=design.Design(None, np.arange(1200) // 150, np.ones(1200)))
    found = fitting.fit(few, fitting.Way(folds=4), "pmt")
    assert set(found.models["town"].se.values()) == {None}
    assert found.models["town"].intercept_se is None
    assert any("8 clusters in 1 strata are too few for 12 proxies" in note for note in found.notes)
    assert found.models["town"].coefficients["p0"] == pytest.approx(0.5, abs=0.05)


def test_what_cannot_be_used_is_counted_and_nothing_at_all_is_refused() -> None:
    one = survey()
    welfare, x, strata = one.welfare.copy(), one.x.copy(), one.strata.copy()
    welfare[:3], welfare[3], welfare[4] = 0, -5, np.nan
    x[5:7, 2], strata[7] = np.nan, None
    few = survey(welfare=welfare, x=x, strata=strata)
    assert few.left_out == {
        "no amount": 1,
        "amount not above zero": 4,
        "a proxy missing": 2,
        "no stratum": 1,
        "weight zero": 0,
    }
    found = fitting.fit(few, fitting.Way(), "pmt")
    assert sum(model.n for model in found.models.values()) == 1200 - 8
    score, _ = fitting.out_of_sample(few, fitting.Way())
    assert np.isnan(score).nonzero()[0].tolist() == [5, 6, 7]
    with pytest.raises(proxy_means.FormulaError, match="No household of the survey"):
        fitting.fit(survey(welfare=np.zeros(1200)), fitting.Way(), "pmt")


def test_a_quantile_formula_predicts_that_quantile() -> None:
    one = survey()
    found = fitting.fit(one, fitting.Way(method="quantile", tau=0.25), "pmt").models["town"]
    here = one.strata == "town"
    below = one.design.weight[here] @ (one.welfare[here] < found.score(one.x[here])) / one.design.weight[here].sum()
    assert below == pytest.approx(0.25, abs=0.02)
    assert found.smearing == 1 and 0 < found.r2 < 1
    score, _ = fitting.out_of_sample(one, fitting.Way(method="quantile", tau=0.25))
    assert np.mean(one.welfare < score) == pytest.approx(0.25, abs=0.03)


def test_boosting_sees_nothing_of_the_part_it_predicts() -> None:
    rng = np.random.default_rng(1)
    noise = survey(welfare=np.exp(rng.normal(8, 1, 1200)))
    _, part = fitting.out_of_sample(noise, fitting.Way())
    score = boosting.out_of_sample(noise, part)
    assert np.corrcoef(np.log(score), np.log(noise.welfare))[0, 1] < 0.15
    told = boosting.out_of_sample(survey(), part)
    assert np.corrcoef(np.log(told), np.log(survey().welfare))[0, 1] > 0.6


def test_selecting_needs_parts_to_leave_out() -> None:
    with pytest.raises(selection.SelectionError, match="at least 3"):
        fitting.out_of_sample(survey(), fitting.Way(select="lasso", folds=2))
