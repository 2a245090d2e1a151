import os
import signal
import time

import pytest

from benchmarks import alone, measuring

# Python 3.12 and later warn of forking beside threads; the forked process here only runs plain functions.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def case(**chosen):
    beside = {"work": "carry", "size": "3 stones", "beside_name": "roll", "ours": did, "beside": did, "rounds": 3}
    return measuring.Case(**{**beside, "goal": 2.0, **chosen})


def did():
    return 3


def ran(*seconds, peak_mb=10.0):
    return tuple(measuring.Ran(each, peak_mb, 3) for each in seconds)


@pytest.fixture
def notes(tmp_path):
    """Where runs in processes of their own leave a word, in order."""
    file = tmp_path / "notes"

    def note(word, answer=3):
        def work():
            with file.open("a") as out:
                out.write(f"{word} ")
            return answer

        return work

    note.read = lambda: file.read_text().split()
    return note


def test_ratio_is_of_the_medians():
    row = measuring.row(case(), ran(1.0, 9.0, 3.0), ran(2.0, 1.0, 50.0), busy=0.5)
    assert (row["ours_s"], row["beside_s"], row["ratio"]) == (3.0, 2.0, 1.5)
    assert (row["rounds"], row["load"]) == (3, 0.5)


@pytest.mark.parametrize(("ours", "met"), [(3.9, True), (4.0, True), (4.1, False)])
def test_a_goal_is_met_up_to_its_ratio(ours, met):
    assert measuring.row(case(goal=2.0), ran(ours), ran(2.0), busy=0)["met"] is met


@pytest.mark.parametrize(("ours", "met"), [(8.0, True), (8.1, False)])
def test_a_goal_in_seconds_is_told_as_a_ratio(ours, met):
    row = measuring.row(case(goal=0.0, goal_s=8.0), ran(ours), ran(2.0), busy=0)
    assert (row["goal"], row["met"]) == (4.0, met)


def test_a_sample_is_extrapolated():
    row = measuring.row(case(beside_times=10.0), ran(2.0), ran(0.5), busy=0)
    assert (row["beside_s"], row["ratio"]) == (5.0, 0.4)


def test_units_a_second():
    row = measuring.row(case(units=("persons", 100)), ran(2.0), ran(1.0), busy=0)
    assert row["persons_per_s"] == 50


def test_the_contract():
    row = measuring.measure(case())
    contract = ["work", "size", "ours_s", "beside", "beside_s", "ratio", "goal", "met", "peak_mb"]
    assert list(row)[: len(contract)] == contract


def test_peak_memory_is_of_the_largest_of_our_runs():
    row = measuring.row(case(), (*ran(1.0, peak_mb=30.4), *ran(1.0, peak_mb=20.0)), ran(1.0, 1.0, peak_mb=900), busy=0)
    assert row["peak_mb"] == 30


def test_a_run_tells_the_memory_it_took():
    small = measuring.apart(did)
    large = measuring.apart(lambda: len(bytearray(os.urandom(1)) * 80_000_000))
    assert large.peak_mb - small.peak_mb > 60


def test_rounds_interleave_take_turns_and_the_first_does_not_count(notes):
    row = measuring.measure(
        case(ours=notes("ours"), beside=notes("beside"), before=notes("before"), same=notes("same"), rounds=2)
    )
    one, other = ["before", "ours", "beside", "same"], ["before", "beside", "ours", "same"]
    assert notes.read() == [*one, *other, *one]
    assert row["rounds"] == 2


def test_a_generator_is_timed_between_its_yields():
    def work():
        time.sleep(0.2)
        yield
        time.sleep(0.01)
        yield
        time.sleep(0.2)
        return 7

    run = measuring.apart(work)
    assert run.did == 7
    assert 0.01 <= run.seconds < 0.2


def test_a_generator_may_end_when_it_is_done():
    def work():
        time.sleep(0.2)
        yield
        return 7

    run = measuring.apart(work)
    assert run.did == 7
    assert run.seconds < 0.2


def test_a_run_that_yields_too_often_is_refused():
    def work():
        yield
        yield
        yield

    with pytest.raises(measuring.BenchmarkFailed, match="yields when it is ready"):
        measuring.apart(work)


def test_a_failing_run_fails_the_benchmark_with_its_error():
    def fail():
        raise ValueError("the bridge is closed")

    with pytest.raises(measuring.BenchmarkFailed, match="ValueError: the bridge is closed"):
        measuring.measure(case(ours=fail))


def test_a_killed_run_fails_the_benchmark():
    with pytest.raises(measuring.BenchmarkFailed, match="SIGKILL"):
        measuring.apart(lambda: os.kill(os.getpid(), signal.SIGKILL))


def test_two_sides_that_did_not_do_the_same_fail_the_benchmark():
    with pytest.raises(measuring.BenchmarkFailed, match="ours did 3; roll did 2"):
        measuring.measure(case(beside=lambda: 2))


def test_a_side_that_says_nothing_fails_the_benchmark():
    with pytest.raises(measuring.BenchmarkFailed):
        measuring.measure(case(ours=lambda: None, beside=lambda: None))


def test_what_is_left_behind_is_compared_in_every_round(notes):
    def differs():
        raise measuring.BenchmarkFailed("2 rows differ")

    with pytest.raises(measuring.BenchmarkFailed, match="2 rows differ"):
        measuring.measure(case(same=differs))


def test_a_line_says_what_was_missed_and_that_the_machine_was_busy():
    row = measuring.row(case(units=("persons", 10_000)), ran(5.0), ran(1.0), busy=(os.cpu_count() or 1) + 1.0)
    line = alone.line(row)
    assert "ratio 5.00 (goal 2.00: NOT met)" in line
    assert "2,000 persons/s" in line
    assert "machine busy" in line
