"""Finite population corrections, in one stage and several: published figures, and the formula written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.engines.measures import design, estimate

# The example `fpc` of R's survey: its printed results are 5.4481 with 0.7413, and 0.616 with the corrections.
STRATUM = [1, 1, 1, 1, 1, 2, 2, 2]
PSU = [1, 2, 3, 4, 5, 1, 2, 3]
WEIGHT = [3.0, 3, 3, 3, 3, 4, 4, 4]
POPULATION = [15.0] * 5 + [12.0] * 3
X = [2.8, 4.1, 6.8, 6.8, 9.2, 3.7, 6.6, 4.2]


@pytest.mark.parametrize(
    ("more", "se"),
    [
        ({}, 0.7413),
        ({"fpc": POPULATION}, 0.6160),
        ({"fpc": [5 / 15] * 5 + [3 / 12] * 3}, 0.6160),
    ],
)
def test_the_example_of_survey(more: dict[str, list[float]], se: float) -> None:
    found = estimate.mean(X, design.Design(STRATUM, PSU, WEIGHT, **more))  # type: ignore[arg-type]
    assert found.value == pytest.approx(5.4481, abs=5e-5)
    assert found.se == pytest.approx(se, abs=5e-5)


def test_corrections_alone_say_the_weights() -> None:
    drawn = design.Design(STRATUM, PSU, fpc=POPULATION)
    assert drawn.weight.tolist() == pytest.approx(WEIGHT)
    given_too = estimate.mean(X, design.Design(STRATUM, PSU, WEIGHT, fpc=POPULATION))
    assert estimate.mean(X, drawn).as_dict() == pytest.approx(given_too.as_dict())


def two_stages(seed: int, *, census: bool = False) -> tuple[design.Design, np.ndarray, dict[str, np.ndarray]]:
    """Strata of some PSUs of some units each, drawn without replacement at both stages."""
    lot = np.random.default_rng(seed)
    rows: list[tuple[int, int, int, float, float]] = []
    for stratum in range(3):
        for psu in range(lot.integers(2, 5)):
            drawn = lot.integers(2, 6)
            size = drawn + (0 if census else lot.integers(1, 9))
            rows += [(stratum, psu, unit, 5.0 + stratum, float(size)) for unit in range(drawn) for _ in range(2)]
    columns = dict(zip(("stratum", "psu", "unit", "fpc", "fpc2"), np.array(rows).T, strict=True))
    weight = lot.uniform(1, 3, len(rows))
    found = design.Design.staged(
        columns["stratum"], [columns["psu"], columns["unit"]], weight, [columns["fpc"], columns["fpc2"]]
    )
    return found, weight, columns


def written_out(z: np.ndarray, c: dict[str, np.ndarray]) -> float:
    """V1 + f1 V2 as the textbook has it, unit by unit."""
    whole = 0.0
    for stratum in np.unique(c["stratum"]):
        here = c["stratum"] == stratum
        psus = np.unique(c["psu"][here])
        n, size = len(psus), c["fpc"][here][0]
        sums = np.array([z[here & (c["psu"] == psu)].sum() for psu in psus])
        whole += (1 - n / size) * n / (n - 1) * ((sums - sums.mean()) ** 2).sum()
        for psu in psus:
            inside = here & (c["psu"] == psu)
            units = np.unique(c["unit"][inside])
            m, count = len(units), c["fpc2"][inside][0]
            parts = np.array([z[inside & (c["unit"] == unit)].sum() for unit in units])
            whole += n / size * (1 - m / count) * m / (m - 1) * ((parts - parts.mean()) ** 2).sum()
    return float(whole)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_two_stages_are_the_formula(seed: int) -> None:
    drawn, weight, columns = two_stages(seed)
    y = np.random.default_rng(seed + 1).normal(size=drawn.size)
    found = estimate.total(y, drawn)
    assert found.se == pytest.approx(written_out(weight * y, columns) ** 0.5)
    assert drawn.psus == len({*zip(columns["stratum"], columns["psu"], strict=True)})
    assert found.degrees == drawn.psus - 3
    for group, one in estimate.by_group(y, drawn, columns["unit"]).items():
        inside = columns["unit"] == group
        ratio = weight @ (y * inside) / (weight @ inside)
        assert one.se == pytest.approx(written_out(weight * inside * (y - ratio) / (weight @ inside), columns) ** 0.5)


def test_a_second_stage_drawn_whole_adds_nothing() -> None:
    drawn, weight, columns = two_stages(3, census=True)
    y = np.arange(drawn.size, dtype=float)
    first = design.Design(columns["stratum"], columns["psu"], weight, fpc=columns["fpc"])
    assert estimate.total(y, drawn).se == pytest.approx(estimate.total(y, first).se)


def test_without_a_first_correction_the_second_stage_does_not_matter() -> None:
    drawn, weight, c = two_stages(4)
    y = np.arange(drawn.size, dtype=float)
    plain = design.Design(c["stratum"], c["psu"], weight)
    later = design.Design(c["stratum"], c["psu"], weight, later=[design.Later(c["unit"], c["fpc2"])])
    assert estimate.mean(y, later) == estimate.mean(y, plain)


def test_a_stratum_drawn_whole_is_not_alone() -> None:
    """One PSU of one: nothing is unknown there, and nothing is refused (R's survey does the same)."""
    drawn = design.Design(["a", "a", "b"], [1, 2, 3], fpc=[10, 10, 1])
    assert drawn.lonely == ()
    found = estimate.total([1.0, 3.0, 8.0], drawn)
    assert found.se == pytest.approx((0.8 * 2 * (5**2 + 5**2)) ** 0.5)  # totals 5 and 15 of stratum a


@pytest.mark.parametrize(
    ("fpc", "said"),
    [
        ([10.0, 10.0, 0.5, 0.5], "values above 1 and below 1"),
        ([10.0, 11.0, 5.0, 5.0], "row 1 is 10, but another row of its stratum has 11"),
        ([1.5, 1.5, 5.0, 5.0], "a stratum has 1.5 units, but 2 were drawn"),
        ([np.nan, 10.0, 5.0, 5.0], "row 1 is nan"),
        ([0.0, 10.0, 5.0, 5.0], "row 1 is 0.0"),
    ],
)
def test_corrections_that_make_no_sense_are_refused(fpc: list[float], said: str) -> None:
    with pytest.raises(design.DesignError, match=said):
        design.Design(["a", "a", "b", "b"], [1, 2, 1, 2], [1.0] * 4, fpc=fpc)


def test_more_corrections_than_stages_are_refused() -> None:
    with pytest.raises(design.DesignError, match="2 finite population corrections were given for 1 stage"):
        design.Design.staged(None, [[1, 2]], None, [[4.0, 4.0], [9.0, 9.0]])


def test_a_single_unit_of_a_second_stage() -> None:
    columns = {"stratum": ["a"] * 4, "units": [[1, 1, 2, 3], [1, 2, 1, 1]], "fpcs": [[9.0] * 4, [4.0, 4, 4, 4]]}

    def drawn(singleton: design.Singleton) -> design.Design:
        return design.Design.staged(
            columns["stratum"], columns["units"], [1.0] * 4, columns["fpcs"], singleton=singleton
        )

    with pytest.raises(design.DesignError, match="only one unit of the second was drawn"):
        drawn("fail")
    y = [1.0, 2.0, 5.0, 7.0]
    first = 2 / 3 * 1.5 * ((3 - 5) ** 2 + 0 + (7 - 5) ** 2)  # (1 - 3/9) 3/2 times the squares around the mean, 5
    second = 3 / 9 * (1 - 2 / 4) * 2 * (0.5**2 + 0.5**2)
    assert estimate.total(y, drawn("remove")).se == pytest.approx((first + second) ** 0.5)
    assert estimate.total(y, drawn("average")).se == pytest.approx((first + second * 3) ** 0.5)
    alone = 3 / 9 * (1 - 1 / 4) * ((5 - 15 / 4) ** 2 + (7 - 15 / 4) ** 2)
    assert estimate.total(y, drawn("adjust")).se == pytest.approx((first + second + alone) ** 0.5)
