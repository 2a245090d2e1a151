"""Z-scores: the formula, its tails, and what is not assessed."""

from __future__ import annotations

import numpy as np
import pytest

from ayni.engines.measures.growth import scores, standard


def one_child(**said: float) -> scores.Children:
    """A boy of ten months, with what is said otherwise."""
    given = {"sex": 1.0, "months": 10.0, "lying": 1.0, "oedema": 0.0} | said
    names = ("sex", "months", "weight", "height", "lying", "oedema", "head", "arm")
    return scores.Children(*(np.array([given.get(name, np.nan)]) for name in names))


def z(name: str, **said: float) -> float:
    return float(scores.score(one_child(**said)).z[name][0])


def test_the_median_child_scores_zero_and_a_deviation_is_one() -> None:
    lms = np.array([[-0.3521, 7.4327, 0.08217]])
    assert scores.from_lms(np.array([7.4327]), lms)[0] == 0
    one = 7.4327 * (1 - 0.3521 * 0.08217) ** (1 / -0.3521)
    assert scores.from_lms(np.array([one]), lms)[0] == pytest.approx(1)


def test_beyond_three_deviations_a_unit_is_the_distance_from_the_second_to_the_third() -> None:
    lms = np.array([[-0.3521, 7.4327, 0.08217]])

    def at(deviations: float) -> float:
        return float(7.4327 * (1 - 0.3521 * 0.08217 * deviations) ** (1 / -0.3521))

    beyond = at(3) + 2 * (at(3) - at(2))
    assert scores.from_lms(np.array([beyond]), lms)[0] == pytest.approx(5)
    below = at(-3) - 2 * (at(-2) - at(-3))
    assert scores.from_lms(np.array([below]), lms)[0] == pytest.approx(-5)


def test_a_skewness_of_zero_is_read_by_logarithms() -> None:
    assert scores.from_lms(np.array([np.e]), np.array([[0.0, 1.0, 0.5]]))[0] == pytest.approx(2)
    near = scores.from_lms(np.array([np.e]), np.array([[1e-6, 1.0, 0.5]]))[0]
    assert near == pytest.approx(2, abs=1e-4)


def test_the_age_decides_which_table_is_read() -> None:
    under, over = (one_child(months=months, height=110, lying=0.0) for months in (59.99, 60.0))
    assert scores.score(under).z["haz"][0] == pytest.approx((110 - 109.9593) / (109.9593 * 0.04214), abs=0.006)
    assert scores.score(over).z["haz"][0] == pytest.approx((110 - 109.7265) / (109.7265 * 0.04156), abs=0.006)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("waz", {"months": 121.0, "weight": 30}),
        ("haz", {"months": 229.0, "height": 170}),
        ("baz", {"months": 229.0, "height": 170, "weight": 60}),
        ("whz", {"months": 60.0, "height": 100, "weight": 16}),
        ("whz", {"height": 44.9, "weight": 2.4}),
        ("whz", {"months": 40.0, "height": 120.1, "weight": 22, "lying": 0.0}),
        ("waz", {"months": -1.0, "weight": 3}),
        ("waz", {"weight": 0.0}),
        ("haz", {"height": -5.0}),
        ("waz", {"sex": np.nan, "weight": 9}),
        ("waz", {"months": np.nan, "weight": 9}),
        ("acz", {"months": 2.9, "arm": 13}),
        ("hcz", {"months": 61.0, "head": 50}),
        ("waz", {"weight": 9, "oedema": 1.0}),
        ("baz", {"weight": 9, "height": 72, "oedema": 1.0}),
    ],
)
def test_what_lies_beyond_a_table_or_cannot_be_is_not_assessed(name: str, said: dict[str, float]) -> None:
    assert np.isnan(z(name, **said))


def test_the_last_ages_of_the_tables_are_still_assessed() -> None:
    assert not np.isnan(z("waz", months=120.9, weight=30))
    assert not np.isnan(z("haz", months=228.9, height=170))
    assert not np.isnan(z("hcz", head=45))
    assert not np.isnan(z("acz", arm=14))


def test_without_an_age_weight_for_length_goes_by_how_the_child_was_measured() -> None:
    lying = z("whz", months=np.nan, height=86.5, weight=12)
    standing = z("whz", months=np.nan, height=86.5, weight=12, lying=0.0)
    unknown = z("whz", months=np.nan, height=86.5, weight=12, lying=np.nan)
    assert lying == unknown
    assert standing < lying


def test_seven_millimetres_are_added_or_taken_away() -> None:
    stood = scores.score(one_child(months=12.0, height=75.0, lying=0.0))
    lay = scores.score(one_child(months=30.0, height=90.0, lying=1.0))
    assert stood.height[0] == pytest.approx(75.7)
    assert lay.height[0] == pytest.approx(89.3)


def test_what_is_not_plausible_is_flagged_and_not_used() -> None:
    found = scores.score(one_child(weight=3.0, height=72.0))
    assert found.z["waz"][0] < -6
    assert found.implausible["waz"][0] == 1
    assert np.isnan(found.used("waz")[0])
    assert found.implausible["haz"][0] == 0


def test_scores_are_rounded_as_the_programs_of_the_who_do_unless_asked_otherwise() -> None:
    whole = scores.score(one_child(weight=9.0), digits=None).z["waz"][0]
    assert scores.score(one_child(weight=9.0)).z["waz"][0] == round(float(whole), 2) != whole


def test_every_table_is_whole_for_both_sexes() -> None:
    for indicator in ("weight-for-age", "height-for-age", "bmi-for-age", "head-circumference-for-age"):
        table = standard.by_day(indicator)  # type: ignore[arg-type]
        assert not np.isnan(table).any(), indicator
    arm = standard.by_day("arm-circumference-for-age")
    assert np.isnan(arm[:, :91]).all() and not np.isnan(arm[:, 91:]).any()
    assert standard.by_month("height-for-age").shape == standard.by_month("bmi-for-age").shape == (2, 170, 3)
    assert standard.by_month("weight-for-age").shape == (2, 62, 3)


def test_a_median_never_jumps_from_one_day_to_the_next() -> None:
    """A digit that was mistyped would show as a jump; only at 24 months, from lying to standing, there is one."""
    for indicator in ("weight-for-age", "height-for-age", "bmi-for-age", "head-circumference-for-age"):
        median = standard.by_day(indicator)[:, 15:, 1]  # type: ignore[arg-type]
        bend = np.abs(np.diff(median, n=2, axis=1)) / median[:, 1:-1]
        bend[:, 713:717] = 0
        assert bend.max() < 0.0006, indicator


def test_every_number_of_even_tables_is_where_its_neighbours_put_it() -> None:
    """A number is known from the three before and the three after it to the rounding of the tables: a digit that was
    mistyped would stand out."""
    tables = [standard.by_month(name)[sex, :-1] for name in ("weight-for-age", "height-for-age", "bmi-for-age")
              for sex in (0, 1)]  # fmt: skip
    tables += [standard.by_length()[sex, ::5] for sex in (0, 1)]
    around = np.array([1, -6, 15, 0, 15, -6, 1]) / 20
    for table in tables:
        for column, unit in zip(table.T, (1e-4, 1e-4, 1e-5), strict=True):
            expected = np.convolve(column, around, mode="valid")
            assert np.abs(column[3:-3] - expected).max() < 3 * unit
