"""Agreement of two readers, against another package's kappa."""

import pytest
from statsmodels.stats import inter_rater

from ayni.engines.measures import agreement

NAMES = ("same", "different", "unsure")
TABLES = [
    ((20, 5, 0), (10, 15, 0), (0, 0, 1)),
    ((88, 14, 18), (10, 40, 10), (2, 6, 12)),
    ((300, 2, 1), (3, 250, 4), (0, 5, 9)),
]


def answers(table):
    for one, row in zip(NAMES, table, strict=True):
        for other, count in zip(NAMES, row, strict=True):
            yield from [(one, other)] * count


@pytest.mark.parametrize("table", TABLES)
def test_kappa_and_its_interval_are_those_of_statsmodels(table):
    found = agreement.of(answers(table))
    known = inter_rater.cohens_kappa([list(row) for row in table])
    assert found.kappa == pytest.approx(known.kappa)
    assert found.high - found.kappa == pytest.approx(agreement.Z * known.std_kappa)
    assert found.kappa - found.low == pytest.approx(agreement.Z * known.std_kappa)


def test_the_example_everybody_knows():
    found = agreement.of([("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15)
    assert (found.things, found.agreed, found.share) == (50, 35, 0.7)
    assert found.kappa == pytest.approx(0.4)


def test_nothing_read_twice_says_nothing():
    assert agreement.of([]) == agreement.Agreement(0, 0, None, None, None, None)


def test_one_answer_throughout_leaves_no_kappa():
    found = agreement.of([("same", "same")] * 12)
    assert (found.share, found.kappa) == (1.0, None)
