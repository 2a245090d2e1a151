"""Formulas: fitted, applied, explained, frozen."""

from __future__ import annotations

import json

import numpy as np
import pytest

from ayni.engines.measures import design, proxy_means

NAMES = ("rooms", "car")


def sample(n: int = 200, noise: float = 0.3) -> tuple[np.ndarray, np.ndarray, design.Design]:
    rng = np.random.default_rng(3)
    x = np.column_stack([rng.integers(1, 6, n), rng.random(n) < 0.3]).astype(float)
    y = np.exp(7 + 0.2 * x[:, 0] + 0.5 * x[:, 1] + rng.normal(0, noise, n))
    return y, x, design.Design(np.arange(n) % 4, np.arange(n) % 20, rng.uniform(1, 3, n))


def test_an_exact_relation_is_found() -> None:
    y, x, drawn = sample(noise=0)
    found = proxy_means.fit(y, x, NAMES, None, drawn)
    assert found.intercept == pytest.approx(7)
    assert dict(found.coefficients) == pytest.approx({"rooms": 0.2, "car": 0.5})
    assert (found.r2, found.smearing) == pytest.approx((1, 1))
    assert found.score(x) == pytest.approx(y)


def test_scores_are_money_and_average_to_the_consumption() -> None:
    y, x, drawn = sample()
    found = proxy_means.fit(y, x, NAMES, None, drawn)
    mean = drawn.weight @ found.score(x) / (drawn.weight @ y)
    assert found.smearing > 1
    assert mean == pytest.approx(1, abs=0.02)
    assert found.degrees == 20 - 4 - 2
    assert all(se is not None and se > 0 for se in found.se.values())


def test_regression_weights_may_differ_from_the_designs() -> None:
    y, x, drawn = sample()
    even = proxy_means.fit(y, x, NAMES, np.ones(len(y)), drawn)
    slopes = np.linalg.lstsq(np.column_stack([np.ones(len(y)), x]), np.log(y), rcond=None)[0]
    assert list(even.coefficients.values()) == pytest.approx(slopes[1:].tolist())
    assert even.coefficients != proxy_means.fit(y, x, NAMES, None, drawn).coefficients


def test_unknown_is_never_guessed() -> None:
    y, x, drawn = sample()
    found = proxy_means.fit(y, x, NAMES, None, drawn)
    scores = found.score([[3.0, np.nan], [np.nan, 1.0], [3.0, 1.0]])
    assert np.isnan(scores).tolist() == [True, True, False]


def test_units_that_cannot_be_used_are_counted() -> None:
    y, x, drawn = sample()
    y[:3], y[3:5], x[5, 0] = np.nan, 0, np.nan
    found = proxy_means.fit(y, x, NAMES, None, drawn)
    assert found.n == 194
    assert found.left_out == {"no amount": 3, "amount not above zero": 2, "a proxy missing": 1}


def test_a_proxy_that_others_already_tell_is_dropped_and_said() -> None:
    y, x, drawn = sample()
    wide = np.column_stack([x, x[:, 0] * 2 + x[:, 1], np.ones(len(y))])
    found = proxy_means.fit(y, wide, (*NAMES, "both", "always"), None, drawn)
    plain = proxy_means.fit(y, x, NAMES, None, drawn)
    assert found.dropped == ("both", "always")
    assert found.coefficients["both"] == 0 and found.se["both"] is None
    assert found.coefficients["car"] == pytest.approx(plain.coefficients["car"])
    assert found.score(wide) == pytest.approx(plain.score(x))


def test_one_household_explained() -> None:
    y, x, drawn = sample()
    found = proxy_means.fit(y, x, NAMES, None, drawn)
    parts = found.contributions([4.0, 1.0])
    assert [part.name for part in parts] == ["rooms", "car"]
    total = np.exp(found.intercept + sum(part.effect for part in parts)) * found.smearing
    assert total == pytest.approx(found.score([[4.0, 1.0]])[0])
    average = found.score([[found.means["rooms"], found.means["car"]]])[0]
    assert average * parts[0].factor * parts[1].factor == pytest.approx(total)
    assert np.isnan(found.contributions([np.nan, 1.0])[0].effect)


def test_a_formula_survives_json_in_any_order_of_keys() -> None:
    y, x, drawn = sample()
    found = proxy_means.fit(y, x, NAMES, None, drawn)
    said = json.loads(json.dumps(found.to_dict(), sort_keys=True))
    again = proxy_means.Formula.from_dict(said)
    assert again == found
    assert again.names == NAMES
    assert again.version == found.version and len(found.version) == 12


def test_a_changed_formula_is_refused() -> None:
    y, x, drawn = sample()
    said = proxy_means.fit(y, x, NAMES, None, drawn).to_dict()
    said["coefficients"]["car"] += 0.1
    with pytest.raises(proxy_means.FormulaError, match="somebody changed it"):
        proxy_means.Formula.from_dict(said)
    with pytest.raises(proxy_means.FormulaError, match="not a proxy means formula"):
        proxy_means.Formula.from_dict({"names": []})
    with pytest.raises(proxy_means.FormulaError, match="not a proxy means formula"):
        proxy_means.Formula.from_dict({})


def test_what_does_not_fit_is_refused() -> None:
    y, x, drawn = sample()
    with pytest.raises(proxy_means.FormulaError, match="2 proxies need more than 3"):
        proxy_means.fit(np.full(len(y), np.nan), x, NAMES, None, drawn)
    with pytest.raises(proxy_means.FormulaError, match="same name"):
        proxy_means.fit(y, x, ("rooms", "rooms"), None, drawn)
    with pytest.raises(proxy_means.FormulaError, match="must be"):
        proxy_means.fit(y, x[:, :1], NAMES, None, drawn)
    found = proxy_means.fit(y, x, NAMES, None, drawn)
    with pytest.raises(proxy_means.FormulaError, match=r"2 proxies \(rooms, car\)"):
        found.score(x[:, :1])
    with pytest.raises(proxy_means.FormulaError, match="not 1"):
        found.contributions([1.0])
