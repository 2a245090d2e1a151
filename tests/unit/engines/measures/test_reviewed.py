"""Precision and recall of linking from a sample that was read: an example by hand, and how often they hold."""

import numpy as np
import pytest

from ayni.engines.measures import reviewed
from ayni.engines.measures.reviewed import Band

#: Read whole: the numbers are the truth.
WHOLE = (Band(0.1, 10, 10, 2, 0.3), Band(0.5, 20, 20, 15, 0.7), Band(0.9, 40, 40, 39, 0.98))
#: The counts of pairs by band, and how many of them are one person.
COUNTRY = ((0.01, 60_000, 0.002), (0.1, 9_000, 0.08), (0.5, 4_000, 0.55), (0.9, 6_000, 0.95), (0.99, 40_000, 0.997))
DRAWN = 80
TIMES = 2_000


def test_everything_read_is_the_truth():
    lowest, middle, highest = reviewed.at(WHOLE)
    assert middle.linked == 60
    assert middle.precision.value == middle.precision.low == middle.precision.high == pytest.approx(54 / 60)
    assert middle.recall.value == middle.recall.low == middle.recall.high == pytest.approx(54 / 56)
    assert (middle.wrong.value, middle.missed.value) == (pytest.approx(6), pytest.approx(2))
    assert lowest.recall.value == 1
    assert highest.precision.value == pytest.approx(39 / 40)
    assert middle.expected_precision == pytest.approx((14 + 39.2) / 60)
    assert middle.expected_recall == pytest.approx(53.2 / 56.2)


def test_a_band_alone_has_the_exact_interval():
    found = reviewed.share(Band(0.5, 10**12, 10, 8, 0.7))
    assert (found.low, found.high) == (pytest.approx(0.4439, abs=1e-4), pytest.approx(0.9748, abs=1e-4))
    assert reviewed.share(Band(0.5, 10**12, 10, 0, 0.7)).high == pytest.approx(1 - 0.025**0.1)


def test_a_band_weighs_by_how_many_pairs_it_has():
    bands = (Band(0.5, 1_000, 50, 25, 0.5), Band(0.9, 9_000, 50, 50, 0.99))
    assert reviewed.at(bands)[0].precision.value == pytest.approx((500 + 9_000) / 10_000)


def test_a_band_nobody_read_is_as_the_model_expects_with_every_doubt():
    at = reviewed.at((Band(0.5, 100, 0, 0, 0.7), Band(0.9, 100, 100, 100, 1.0)))[0]
    assert (at.precision.value, at.precision.low, at.precision.high) == (pytest.approx(0.85), 0.5, 1.0)


def test_nothing_linked_has_no_precision():
    at = reviewed.at((Band(0.5, 100, 10, 0, 0.5), Band(0.9, 0, 0, 0, 1.0)))[1]
    assert (at.precision, at.linked) == (None, 0)


def test_the_truth_lies_in_the_interval_as_often_as_it_says():
    rng = np.random.default_rng(6)
    same = [round(size * share) for _low, size, share in COUNTRY]
    truth = [
        (sum(same[at:]) / sum(size for _low, size, _share in COUNTRY[at:]), sum(same[at:]) / sum(same))
        for at in range(len(COUNTRY))
    ]
    inside = np.zeros((len(COUNTRY), 2))
    for _time in range(TIMES):
        bands = [
            Band(low, size, DRAWN, int(rng.hypergeometric(one, size - one, DRAWN)), share)
            for (low, size, share), one in zip(COUNTRY, same, strict=True)
        ]
        for at, found in enumerate(reviewed.at(bands)):
            for place, estimate in enumerate((found.precision, found.recall)):
                inside[at, place] += estimate.low <= truth[at][place] <= estimate.high
    assert (inside / TIMES).min() >= 0.93, inside / TIMES
