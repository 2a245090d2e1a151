"""Forged, changed and replayed answers of the payment provider, and who claims to be us."""

import json
import threading
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import httpx
import pytest

from ayni.benefits import queries
from ayni.exchange.mobile_money import errors, signatures
from ayni.exchange.mobile_money.client import Client
from ayni.exchange.mobile_money.simulator import fate, memory, server

SECRET = "a secret of both"


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


@pytest.fixture
def provider(tmp_path):
    books = memory.Memory(tmp_path / "state", fate.Character(delay=0, faults=0, failing=0, repeating=0))
    with serving(server.Server(("127.0.0.1", 0), books, SECRET)) as address:
        yield address, books
    books.close()


class Between:
    """Somebody between us and the provider, who hands everything on and may change the answers."""

    def __init__(self, address):
        self.address, self.answers, self.change = (
            address,
            [],
            lambda path, status, headers, body: (status, headers, body),
        )

    def hand_on(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        with httpx.Client(trust_env=False) as client:
            answer = client.request(
                handler.command,
                self.address + handler.path,
                content=handler.rfile.read(length),
                headers={name: handler.headers[name] for name in handler.headers if name.lower() != "host"},
            )
        headers = {signatures.SIGNATURE: answer.headers.get(signatures.SIGNATURE, "")}
        self.answers.append((answer.status_code, headers, answer.content))
        return self.change(handler.path, answer.status_code, headers, answer.content)


@pytest.fixture
def between(provider):
    one = Between(provider[0])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = one.hand_on(self)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_):
            pass

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as address:
        one.here = address
        yield one


def orders(count):
    return [queries.Order(uuid4(), Decimal("10.00"), f"+{n}", "x") for n in range(count)]


def client(address, secret=SECRET):
    return Client(address, secret=secret, waits=())


def test_what_both_signed_goes_through(provider, between):
    asked = orders(2)
    for address in (provider[0], between.here):
        with client(address) as one:
            assert one.send(asked) == [order.reference for order in asked]
            assert len(one.notices("", limit=10).notices) == 2


def test_a_changed_answer_is_not_believed(between):
    asked = orders(1)
    with client(between.here) as one:
        one.send(asked)

        def paid_more(path, status, headers, body):
            return status, headers, body.replace(b'"10.00"', b'"99.00"')

        between.change = paid_more
        with pytest.raises(errors.ProviderForged):
            one.notices("", limit=10)
        between.change = lambda path, status, headers, body: (status, {}, body)
        with pytest.raises(errors.ProviderForged):
            one.notices("", limit=10)
        between.change = lambda path, status, headers, body: (409, headers, body)
        with pytest.raises(errors.ProviderForged):
            one.notices("", limit=10)


def test_an_old_answer_is_not_believed_again(between):
    """Yesterday's "nothing is new", or another page of notices, said again for today's question."""
    with client(between.here) as one:
        one.notices("", limit=10)
        old = between.answers[-1]
        between.change = lambda path, status, headers, body: old
        with pytest.raises(errors.ProviderForged):
            one.notices("", limit=10)


def test_an_invented_notice_is_not_believed(between):
    body = json.dumps(
        {"notices": [{"key": "1", "reference": str(uuid4()), "outcome": "paid", "amount": "1"}], "cursor": "9"}
    ).encode()
    for signature in ("", "0" * 64, signatures.of_answer("a guess", "0", 200, body), "\u00e9"):
        given = {signatures.SIGNATURE: signature.encode("latin-1").decode("latin-1")}
        between.change = lambda path, status, headers, old, given=given: (200, given, body)
        with client(between.here) as one, pytest.raises(errors.ProviderForged):
            one.notices("", limit=10)


def test_the_provider_pays_for_nobody_else(provider):
    address, books = provider
    body = json.dumps({"payments": [{"reference": "r", "amount": "5", "account": "thief", "purpose": "x"}]})
    with httpx.Client(trust_env=False) as anybody:
        for headers in ({}, {signatures.NONCE: "1", signatures.SIGNATURE: "0" * 64}):
            assert anybody.post(f"{address}/payments", content=body, headers=headers).status_code == 401
            assert anybody.get(f"{address}/notices", headers=headers).status_code == 401
    assert books.summary()["payments"] == 0
    with client(address, "another secret") as one, pytest.raises(errors.ProviderForged):
        one.send(orders(1))
    assert books.summary()["payments"] == 0


def test_a_provider_elsewhere_needs_a_secret():
    for address in ("https://pay.example", "http://192.0.2.1:8900", "http://localhost.example"):
        with pytest.raises(errors.ProviderSecretNotSet, match="AYNI_PROVIDER_SECRET"):
            Client(address)
        Client(address, secret=SECRET)
