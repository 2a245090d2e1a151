"""The provider's side of the HTTP exchange."""

import json
import socket
import time
from decimal import Decimal, InvalidOperation
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ayni.exchange.mobile_money import signatures
from ayni.exchange.mobile_money.simulator import fate
from ayni.exchange.mobile_money.simulator.memory import Asked, Memory

LARGEST_BODY = 4 * 1024 * 1024
LARGEST_BATCH = 1000
FIELDS = ("reference", "amount", "account", "purpose")


class Unfit(Exception):
    """A request this provider does not take; its text says why."""

    status = 422


class Unsigned(Unfit):
    status = 401


class Server(ThreadingHTTPServer):
    """Answers each connection in a thread of its own, from one memory."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], memory: Memory, secret: str = "") -> None:
        self.memory, self.secret = memory, secret
        super().__init__(address, Answers)


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        asked = parse_qs(place.query)
        answer = {"/payments": self._payments, "/notices": self._notices, "/summary": self._summary}.get(place.path)
        if answer is None:
            self._say(404, {"error": "There is nothing here."})
            return
        try:
            if place.path != "/summary":
                self._check_signature(b"")
            self._say(200, answer(asked))
        except Unfit as unfit:
            self._say(unfit.status, {"error": str(unfit)})

    def do_POST(self) -> None:
        try:
            batch = _batch(self._body())
        except Unfit as unfit:
            self._say(unfit.status, {"error": str(unfit)})
            return
        memory = self.server.memory
        fault = fate.of_request(memory.character, memory.next_request())
        if fault == fate.REFUSE:
            self._say(503, {"error": "Try again later."})
            return
        memory.accept(batch, now=time.time())
        if fault == fate.DROP:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault == fate.BREAK:
            self._say(500, {"error": "Something went wrong."})
        else:
            self._say(200, {"accepted": [one.reference for one in batch]})

    def _payments(self, asked: dict[str, list[str]]) -> dict[str, Any]:
        references = asked.get("reference", [])
        if len(references) > LARGEST_BATCH:
            raise Unfit(f"At most {LARGEST_BATCH} references at a time.")
        return {"payments": self.server.memory.known(references, now=time.time())}

    def _notices(self, asked: dict[str, list[str]]) -> dict[str, Any]:
        after, limit = _number(asked, "after", 0), min(_number(asked, "limit", 500), LARGEST_BATCH)
        notices, cursor = self.server.memory.notices(after, limit, now=time.time())
        return {"notices": notices, "cursor": str(cursor)}

    def _summary(self, asked: dict[str, list[str]]) -> dict[str, Any]:
        return self.server.memory.summary()

    def _check_signature(self, body: bytes) -> None:
        if not self.server.secret:
            return
        nonce = self.headers.get(signatures.NONCE, "")
        expected = signatures.of_request(self.server.secret, nonce, self.command, self.path, body)
        if not nonce or not signatures.agree(expected, self.headers.get(signatures.SIGNATURE)):
            raise Unsigned("The request is not signed with our secret.")

    def _body(self) -> Any:
        length = self.headers.get("Content-Length", "")
        if self.path != "/payments" or not length.isdecimal() or int(length) > LARGEST_BODY:
            self.close_connection = True
            raise Unfit(f"Post to /payments, at most {LARGEST_BODY} bytes, and say how many.")
        body = self.rfile.read(int(length))
        self._check_signature(body)
        try:
            return json.loads(body)
        except ValueError:
            raise Unfit("This is not JSON.") from None

    def _say(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if self.server.secret:
            nonce = self.headers.get(signatures.NONCE, "")
            self.send_header(signatures.SIGNATURE, signatures.of_answer(self.server.secret, nonce, status, body))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not written down: they name accounts."""


def _batch(body: Any) -> list[Asked]:
    payments = body.get("payments") if isinstance(body, dict) else None
    if not isinstance(payments, list) or not 0 < len(payments) <= LARGEST_BATCH:
        raise Unfit(f"Give a list “payments” of 1 to {LARGEST_BATCH}.")
    return [_asked(payment, place) for place, payment in enumerate(payments)]


def _asked(payment: Any, place: int) -> Asked:
    if not isinstance(payment, dict) or not all(isinstance(payment.get(name), str) for name in FIELDS):
        raise Unfit(f"Payment {place} needs {', '.join(FIELDS)}, each a text.")
    try:
        is_positive = Decimal(payment["amount"]) > 0
    except InvalidOperation:
        is_positive = False
    if not is_positive or not payment["reference"] or not payment["account"]:
        raise Unfit(f"Payment {place} needs an amount above zero, a reference and an account.")
    return Asked(*(payment[name] for name in FIELDS))


def _number(asked: dict[str, list[str]], name: str, otherwise: int) -> int:
    text = asked.get(name, [""])[-1]
    if not text:
        return otherwise
    if not text.isdecimal():
        raise Unfit(f"“{name}” is a whole number, not “{text[:40]}”.")
    return int(text)
