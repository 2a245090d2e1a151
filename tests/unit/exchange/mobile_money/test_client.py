"""The client against the simulator's faults, and against providers that answer nonsense."""

import json
import socket
import threading
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import UUID, uuid4

import pytest

from ayni.benefits import queries
from ayni.exchange.mobile_money import answers, errors
from ayni.exchange.mobile_money.client import Client
from ayni.exchange.mobile_money.simulator import fate, memory, server


@contextmanager
def serving(one):
    thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{one.server_address[1]}"
    finally:
        one.shutdown()
        thread.join()
        one.server_close()


@contextmanager
def simulated(tmp_path, **character):
    books = memory.Memory(tmp_path / "state", fate.Character(delay=0, **character))
    with serving(server.Server(("127.0.0.1", 0), books)) as address:
        yield address, books
    books.close()


def client(address):
    return Client(address, waits=(0, 0, 0, 0, 0, 0, 0, 0))


def orders(count):
    return [queries.Order(uuid4(), Decimal("10.00"), f"+{n}", "2026-10-01 x") for n in range(count)]


def test_it_sends_and_hears(tmp_path):
    with simulated(tmp_path, faults=0, failing=0, repeating=0) as (address, _), client(address) as one:
        asked = orders(3)
        assert one.send(asked) == [order.reference for order in asked]
        page = one.notices("", limit=100)
    assert {told.reference for told in page.notices} == {order.reference for order in asked}
    assert {(told.outcome, told.amount) for told in page.notices} == {("paid", Decimal("10.00"))}
    assert page.cursor == "3"


@pytest.mark.parametrize("seed", range(5))
def test_whatever_goes_wrong_each_is_paid_once_even_by_a_forgetful_provider(tmp_path, seed):
    with (
        simulated(tmp_path, seed=seed, faults=0.7, failing=0, forgetful=True) as (address, books),
        client(address) as one,
    ):
        for _ in range(5):
            asked = orders(4)
            assert set(one.send(asked)) == {order.reference for order in asked}
        summary = books.summary()
    assert (summary["references"], summary["payments"], summary["most_times_paid"]) == (20, 20, 1)


def test_it_asks_which_payments_the_provider_has(tmp_path):
    with simulated(tmp_path, faults=0) as (address, _), client(address) as one:
        asked = orders(250)
        one.send(asked)
        unknown = uuid4()
        found = one.accepted([*(order.reference for order in asked), unknown])
    assert set(found) == {order.reference for order in asked}


def test_a_provider_that_does_not_answer_is_a_sentence():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
        with Client(address, waits=(0, 0)) as one, pytest.raises(errors.ProviderUnreachable, match="in 3 tries"):
            one.send(orders(1))


def test_no_provider_is_a_sentence():
    with pytest.raises(errors.ProviderNotSet, match="AYNI_PROVIDER_URL"):
        Client("")


def test_a_refusal_is_told_in_the_providers_words(tmp_path):
    wrong = [queries.Order(uuid4(), Decimal(0), "+1", "x")]
    with (
        simulated(tmp_path, faults=0) as (address, _),
        client(address) as one,
        pytest.raises(errors.ProviderRefused, match="amount above zero"),
    ):
        one.send(wrong)


@contextmanager
def saying(body, status=200):
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        def log_message(self, *_):
            pass

    with serving(HTTPServer(("127.0.0.1", 0), Answers)) as address:
        yield address


@pytest.mark.parametrize(
    "body",
    [b"<html>", b"", [], {}, {"notices": []}, {"notices": 3, "cursor": "1"}],
    ids=str,
)
def test_an_answer_that_is_not_as_agreed_is_a_sentence(body):
    with saying(body) as address, client(address) as one, pytest.raises(errors.ProviderUnclear, match="not as agreed"):
        one.notices("", limit=100)


def test_an_endless_answer_is_cut_short(monkeypatch):
    monkeypatch.setattr("ayni.exchange.mobile_money.client.LARGEST_ANSWER", 1000)
    with saying(b"x" * 5000) as address, client(address) as one, pytest.raises(errors.ProviderUnclear, match="1000"):
        one.notices("", limit=100)


def test_an_error_without_words_is_a_sentence():
    with saying(b"", status=404) as address, client(address) as one, pytest.raises(errors.ProviderRefused, match="404"):
        one.notices("", limit=100)


GOOD = {"key": "k", "reference": str(UUID(int=5)), "outcome": "paid", "amount": "10.00", "reason": ""}


def test_a_good_notice():
    assert answers.told(GOOD) == answers.actions.Told("k", UUID(int=5), "paid", Decimal("10.00"))


@pytest.mark.parametrize(
    "notice",
    [
        None,
        "paid",
        {},
        {**GOOD, "key": ""},
        {**GOOD, "key": "k" * 81},
        {**GOOD, "key": 4},
        {**GOOD, "key": "a\0b"},
        {**GOOD, "reference": "nobody"},
        {**GOOD, "outcome": "perhaps"},
        {**GOOD, "amount": "much"},
        {**GOOD, "amount": "NaN"},
        {**GOOD, "amount": "-1"},
        {**GOOD, "amount": "1e40"},
        {**GOOD, "amount": None},
    ],
    ids=str,
)
def test_a_notice_that_cannot_be_understood_is_kept_as_one_about_no_payment(notice):
    told = answers.told(notice)
    assert (told.reference, told.outcome, told.amount) == (answers.NO_PAYMENT, "failed", 0)
    assert told.key == answers.told(notice).key
    assert 0 < len(told.key) <= 80
    assert "\0" not in told.reason
