"""Strata, PSUs and weights: what is refused, and the variance they give."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from ayni.engines.measures import design, estimate


def test_psu_numbers_that_repeat_across_strata_are_different_psus() -> None:
    drawn = design.Design(["a", "a", "b", "b"], [1, 2, 1, 2])
    assert drawn.clusters == 4
    assert drawn.per_stratum.tolist() == [2, 2]


def test_arrow_columns_and_lists_mean_the_same() -> None:
    stratum, psu = ["n", "n", "s", "s", "s"], [7, 8, 7, 7, 9]
    plain = design.Design(stratum, psu)
    arrow = design.Design(pa.array(stratum), pa.chunked_array([[7, 8], [7, 7, 9]]))
    assert plain.cluster.tolist() == arrow.cluster.tolist()
    assert plain.stratum_of.tolist() == arrow.stratum_of.tolist()


def test_without_psus_every_unit_is_drawn_by_itself() -> None:
    drawn = design.Design(["a", "b", "a", "b"], None, [1, 1, 1, 1])
    assert drawn.clusters == 4
    assert drawn.per_stratum.tolist() == [2, 2]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"stratum": ["a", None], "psu": [1, 2]}, "Row 2 has no stratum"),
        ({"stratum": ["a", "a"], "psu": [np.nan, 2.0]}, "Row 1 has no PSU"),
        ({"weight": [1.0, -2.0]}, "weight of row 2 is -2.0"),
        ({"weight": [np.nan, 1.0]}, "weight of row 1 is nan"),
        ({"weight": [1.0, np.inf]}, "weight of row 2 is inf"),
        ({"psu": [1, 2, 3], "weight": [1.0]}, "lengths are 1, 3"),
        ({}, "none was given"),
        ({"stratum": ["a", 1]}, "mixes kinds"),
    ],
)
def test_what_cannot_be_a_design_is_refused_by_name(columns: dict[str, list[object]], said: str) -> None:
    with pytest.raises(design.DesignError, match=said):
        design.Design(**columns)  # type: ignore[arg-type]


def test_a_stratum_of_one_psu_is_named_and_refused_by_default() -> None:
    with pytest.raises(design.DesignError, match=r"in stratum 'lone': .*singleton='adjust'"):
        design.Design(["a", "a", "lone"], [1, 2, 3])


# Stratum a has PSU totals 1 and 3, so V = 2/1 x (1 + 1) = 4; the lone stratum has total 8.
@pytest.mark.parametrize(("singleton", "expected"), [("remove", 4.0), ("adjust", 4.0 + 16.0), ("average", 8.0)])
def test_what_a_lone_psu_adds(singleton: design.Singleton, expected: float) -> None:
    drawn = design.Design(["a", "a", "b"], [1, 2, 3], singleton=singleton)
    assert drawn.lonely == ("b",)
    found = estimate.total([1.0, 3.0, 8.0], drawn)
    assert found.value == 12
    assert found.se == pytest.approx(expected**0.5)  # adjust: (8 - mean of 1, 3 and 8) squared = 16


def test_only_lone_strata_leave_the_error_unknown() -> None:
    found = estimate.mean([1.0, 2.0], design.Design(["a", "b"], [1, 2], singleton="adjust"))
    assert (found.value, found.se, found.low) == (1.5, None, None)


@pytest.mark.parametrize("dense", [0, 1 << 24])
def test_compact_gives_places_among_the_distinct_keys(monkeypatch: pytest.MonkeyPatch, dense: int) -> None:
    monkeypatch.setattr(design, "DENSE", dense)
    distinct, place = design.compact(np.array([5, -1, 2, 5, 0]), 6)
    assert distinct.tolist() == [0, 2, 5]
    assert place.tolist() == [2, -1, 1, 2, 0]
    distinct, place = design.compact(np.array([3, 1, 3]), 4)
    assert (distinct.tolist(), place.tolist()) == ([1, 3], [1, 0, 1])


def test_label_codes_are_sorted_and_missing_is_minus_one() -> None:
    codes, labels = design.label_codes(["b", None, "a", "b"], "area")
    assert labels == ["a", "b"]
    assert codes.tolist() == [1, -1, 0, 1]


def test_degrees_of_freedom_of_a_group_count_only_where_it_lives() -> None:
    stratum, psu = ["a", "a", "a", "b", "b"], [1, 2, 3, 4, 5]
    group = ["x", "x", "y", "y", "y"]
    y = [1.0, 2.0, 3.0, 4.0, 6.0]
    found = estimate.by_group(y, design.Design(stratum, psu), group)
    assert (found["x"].degrees, found["y"].degrees) == (1, 1)
    whole = estimate.by_group(y, design.Design(stratum, psu, degrees="design"), group)
    assert (whole["x"].degrees, whole["y"].degrees) == (3, 3)
