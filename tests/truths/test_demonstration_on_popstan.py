"""The whole chain on the survey of Popstan gives what the files give by hand and by another package."""

import pytest

from tests.installation import installation
from tests.truths import popstan, shared


@pytest.fixture(scope="module")
def summary(tmp_path_factory):
    with installation(tmp_path_factory.mktemp("popstan")) as ours:
        yield ours.demo("--survey", str(shared.path("popstan")))


def test_everybody_is_there(summary):
    assert (summary["households"], summary["persons"]) == (8000, 32396)


@pytest.mark.parametrize("measure", ["H", "A", "M0"])
def test_poverty_and_its_errors_are_those_of_another_package(summary, measure):
    found, expected = summary["measures"]["mpi"], popstan.measured()
    assert found[measure] == pytest.approx(expected[measure], rel=1e-9)
    assert found["se"][measure] == pytest.approx(expected["se"][measure], rel=1e-9)


def test_poverty_by_area_too(summary):
    expected = popstan.measured()["by_area"]
    found = {row["area"]: row for row in summary["measures"]["mpi"]["by_area"]}
    assert found.keys() == {row["area"] for row in expected}
    for row in expected:
        for measure in ("H", "A", "M0"):
            assert found[row["area"]][measure] == pytest.approx(row[measure], rel=1e-9)


@pytest.mark.parametrize(
    ("programme", "count"),
    [("child-grant", "child_grant"), ("old-age-pension", "pension"), ("disability-allowance", "disability_under_65")],
)
def test_those_due_a_programme_are_those_counted_by_hand(summary, programme, count):
    found = next(row for row in summary["programmes"] if row["code"] == programme)
    expected = popstan.counted()[count]
    assert (found["eligible"], found["needs_information"]) == (expected, 0)
    assert found["enrolled"] == expected


def test_every_payment_is_answered_and_the_ledger_balances(summary):
    payments = summary["payments"]
    assert payments["lines"] == payments["paid"] + payments["returned"] > 0
    assert payments["pending"] == 0
    assert summary["ledger"]["balanced"]
