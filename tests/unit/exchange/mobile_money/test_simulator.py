"""The simulated provider's faults, and that they are the same each time."""

import subprocess
import sys
from collections import Counter

import httpx
import pytest

from ayni.exchange.mobile_money.simulator import fate, memory
from tests.contract.mobile_money import providers


def asked(number, reference=None):
    return memory.Asked(reference or f"r{number}", "10.00", f"+{number}", "2026-10-01 x")


def books(tmp_path, **character):
    return memory.Memory(tmp_path / "state", fate.Character(**character))


@pytest.fixture
def close(request):
    def later(books):
        request.addfinalizer(books.close)
        return books

    return later


def fates(seed, count=4000):
    character = fate.Character(seed=seed)
    return [fate.of_payment(character, f"+{n}", "10.00", "2026-10-01 x") for n in range(count)]


def test_about_three_in_a_hundred_fail_and_each_says_why():
    outcomes = Counter(one.outcome for one in fates(1))
    assert 80 < outcomes["failed"] < 160
    assert all(bool(one.reason) == (one.outcome == "failed") for one in fates(1))


def test_the_same_seed_gives_the_same_and_another_gives_another():
    assert fates(1) == fates(1)
    assert fates(1) != fates(2)


def test_answers_are_late_and_some_come_twice():
    assert all(0 <= one.after < 1 for one in fates(1))
    twice = [one for one in fates(1) if one.again_after is not None]
    assert 300 < len(twice) < 500
    assert all(one.again_after >= one.after for one in twice)


def test_requests_go_wrong_in_every_way():
    seen = Counter(fate.of_request(fate.Character(faults=0.3), number) for number in range(1000))
    assert set(seen) == {fate.NOTHING, fate.REFUSE, fate.DROP, fate.BREAK}
    assert 600 < seen[fate.NOTHING] < 800


def test_a_reference_is_paid_once(tmp_path, close):
    provider = close(books(tmp_path, failing=0))
    for _ in range(3):
        provider.accept([asked(1), asked(2)], now=0)
    assert provider.summary()["most_times_paid"] == 1
    assert provider.summary()["payments"] == 2


def test_a_forgetful_one_pays_as_often_as_it_is_asked(tmp_path, close):
    provider = close(books(tmp_path, failing=0, forgetful=True))
    provider.accept([asked(1)], now=0)
    provider.accept([asked(1)], now=0)
    assert provider.summary()["most_times_paid"] == 2


def test_answers_come_in_their_own_order_when_their_time_has_come(tmp_path, close):
    provider = close(books(tmp_path, delay=10, repeating=0))
    provider.accept([asked(n) for n in range(50)], now=100)
    assert provider.notices(0, 100, now=100)[0] == []
    some, cursor = provider.notices(0, 100, now=105)
    rest, _ = provider.notices(cursor, 100, now=110)
    references = [notice["reference"] for notice in some + rest]
    assert 0 < len(some) < 50
    assert sorted(references) == sorted(f"r{n}" for n in range(50))
    assert references != sorted(references)


def test_it_remembers_across_a_restart(tmp_path, close):
    first = books(tmp_path, delay=0, repeating=0)
    first.accept([asked(1)], now=0)
    number = first.next_request()
    told = first.notices(0, 10, now=1)
    first.close()
    second = close(books(tmp_path, delay=0, repeating=0))
    second.accept([asked(1)], now=2)
    assert second.notices(0, 10, now=3) == told
    assert second.summary()["payments"] == 1
    assert second.next_request() == number + 1


def test_it_remembers_what_it_accepted_before_it_was_killed(tmp_path):
    options = ("--faults", "0", "--delay", "0")
    first = providers.begin(tmp_path / "state", *options)
    body = {"payments": [{"reference": "a", "amount": "1", "account": "+1", "purpose": ""}]}
    assert httpx.post(f"{first.address}/payments", json=body, trust_env=False).status_code == 200
    first.kill()
    with providers.provider(tmp_path / "state", *options) as second:
        assert second.summary()["references"] == 1


def run(*options):
    command = [sys.executable, "-m", "ayni.exchange.mobile_money.simulator", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=30)


def test_a_port_in_use_is_a_sentence(tmp_path):
    with providers.provider(tmp_path / "state") as one:
        port = one.address.rsplit(":", 1)[1]
        second = run("--state", str(tmp_path / "other"), "--port", port)
    assert second.returncode == 1
    assert second.stderr.strip() == (
        f"Port {port} is in use by another program. Choose another with --port; 0 takes any that is free."
    )


def test_a_state_that_cannot_be_kept_is_a_sentence(tmp_path):
    failed = run("--state", str(tmp_path / "nowhere" / "state"))
    assert failed.returncode == 1
    assert "cannot be kept" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_asked_to_stop_it_stops(tmp_path):
    one = providers.begin(tmp_path / "state")
    one.process.terminate()
    assert one.process.wait(timeout=10) == 0
    one.process.communicate()
