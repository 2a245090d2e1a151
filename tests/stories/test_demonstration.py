"""The demonstration, undisturbed and disturbed: killed anywhere, it ends where it would have."""

import os
import signal
import time

import psutil
import pytest

from tests.installation import installation

SMALL = ("--households", "150", "--seed", "5")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    with installation(tmp_path_factory.mktemp("undisturbed")) as ours:
        ours.demo(*SMALL)
        yield ours


@pytest.fixture(scope="module")
def undisturbed(finished):
    return finished.summary()


def test_every_step_did_its_work(undisturbed):
    assert undisturbed["households"] == 150
    assert undisturbed["persons"] > 400
    assert 0 < undisturbed["measures"]["mpi"]["H"] < 1
    assert undisturbed["measures"]["pmt"]["n"] > 100
    for programme in undisturbed["programmes"]:
        decided = programme["eligible"] + programme["ineligible"] + programme["needs_information"]
        assert decided == undisturbed["households" if programme["unit"] == "household" else "persons"]
        assert programme["enrolled"] == programme["eligible"] > 0
    assert undisturbed["payments"]["pending"] == 0
    assert undisturbed["payments"]["paid"] + undisturbed["payments"]["returned"] == undisturbed["payments"]["lines"] > 0
    assert undisturbed["ledger"]["balanced"]


def test_it_does_not_begin_on_other_peoples_registry(finished):
    status, said = finished.ayni("demo", "--no-serve", "--households", "151")
    assert status == 1
    assert "empty one" in " ".join(said.split())
    assert "Traceback" not in said


MOMENTS = ("intake.load", "snapshots.take", "enrolment.decide", "mobile_money.send", "mobile_money.collect")


def test_the_worker_is_killed_in_the_middle_of_everything(undisturbed, tmp_path):
    with installation(tmp_path) as ours:
        demonstration = ours.start("demo", "--no-serve", "--json", str(tmp_path / "summary.json"), *SMALL)
        killed = [moment for moment in MOMENTS if kill_worker_during(moment, demonstration, ours)]
        said, _ = demonstration.communicate(timeout=600)
        assert demonstration.returncode == 0, said
        assert len(killed) >= 3, f"only interrupted {killed}"
        assert ours.summary() == undisturbed


@pytest.mark.parametrize("moment", ["enrolment.decide", "mobile_money.send"])
def test_all_is_killed_and_begun_again(undisturbed, tmp_path, moment):
    with installation(tmp_path) as ours:
        demonstration = ours.start("demo", "--no-serve", *SMALL)
        assert seen(moment, demonstration, ours)
        for process in (*psutil.Process(demonstration.pid).children(recursive=True), demonstration):
            process.kill()
        demonstration.communicate()
        assert ours.demo(*SMALL) == undisturbed


def seen(moment, demonstration, ours):
    """Wait until work of a kind runs; False when the demonstration ended first."""
    while demonstration.poll() is None:
        if ours.ask(f"SELECT 1 FROM jobs_work WHERE kind = '{moment}' AND status IN ('running', 'done') LIMIT 1"):
            return True
        time.sleep(0.02)
    return False


def kill_worker_during(moment, demonstration, ours):
    """Kill the worker while work of a kind runs; whether that interrupted it."""
    if not seen(moment, demonstration, ours):
        return False
    for child in psutil.Process(demonstration.pid).children():
        if child.cmdline()[-1:] == ["worker"]:
            os.kill(child.pid, signal.SIGKILL)
    return ours.ask(f"SELECT count(*) FROM jobs_work WHERE kind = '{moment}' AND status = 'running'") != 0
