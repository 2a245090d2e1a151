"""A register to try: python -m ayni.exchange.registers.stub --port N [--people FILE] [--fault KIND]

FILE is a CSV of type, number, name, birth. A number that is in it is confirmed where name and birth agree as far as
they are told, and refuted where one does not; a number that is not in it is unknown. It remembers nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import unicodedata
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ayni.exchange.mobile_money import signatures

LARGEST = 10_000
FAULTS = ("", "silent", "error", "nonsense", "unsigned", "other")


class Stub(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, people: Path | None, fault: str, secret: str) -> None:
        self.fault, self.secret = fault, secret
        rows = list(csv.DictReader(people.open(encoding="utf-8"))) if people else []
        self.people = {(row["type"], row["number"]): row for row in rows}
        super().__init__(("127.0.0.1", port), Answers)

    def answer(self, asked: dict[str, str]) -> str:
        known = self.people.get((asked["type"], asked["number"]))
        if known is None:
            return "unknown"
        birth = asked["birth"]
        agrees = plain(known["name"]) == plain(asked["name"]) and (not birth or known["birth"].startswith(birth))
        return "confirmed" if agrees else "refuted"


class Answers(BaseHTTPRequestHandler):
    server: Stub

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        body = self.rfile.read(min(int(length), LARGEST)) if length.isdecimal() else b""
        nonce, secret = self.headers.get(signatures.NONCE, ""), self.server.secret
        signed = signatures.of_request(secret, nonce, "POST", self.path, body)
        if secret and not signatures.agree(signed, self.headers.get(signatures.SIGNATURE)):
            self._say(401, {"error": "The request is not signed with our secret."}, nonce)
            return
        try:
            asked = json.loads(body)
            answer = {"reference": asked["reference"], "answer": self.server.answer(asked)}
        except (ValueError, KeyError, TypeError):
            self._say(422, {"error": "Give reference, type, number, name and birth."}, nonce)
            return
        self._faulty(answer, nonce)

    def _faulty(self, answer: dict[str, Any], nonce: str) -> None:
        fault = self.server.fault
        if fault == "silent":
            self.close_connection = True
            self.connection.close()
        elif fault == "error":
            self._say(503, {"error": "Later."}, nonce)
        elif fault == "nonsense":
            self._say(200, {"answer": "maybe"}, nonce)
        elif fault == "other":
            self._say(200, {**answer, "reference": "another"}, nonce)
        else:
            self._say(200, answer, nonce)

    def _say(self, status: int, answer: dict[str, Any], nonce: str) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if self.server.secret and self.server.fault != "unsigned":
            self.send_header(signatures.SIGNATURE, signatures.of_answer(self.server.secret, nonce, status, body))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not written down: they name people."""


def plain(name: str) -> list[str]:
    """A name without case, accents and the order of its words."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return sorted("".join(one for one in letters if not unicodedata.combining(one)).split())


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; the address is printed when it is ready."""
    parser = argparse.ArgumentParser(prog="python -m ayni.exchange.registers.stub")
    parser.add_argument("--port", type=int, default=0, help="0 takes any that is free")
    parser.add_argument("--people", type=Path, help="a CSV of type, number, name, birth")
    parser.add_argument("--fault", choices=FAULTS, default="", help="how it misbehaves")
    asked = parser.parse_args(arguments)
    server = Stub(asked.port, asked.people, asked.fault, os.environ.get("AYNI_REGISTER_SECRET", ""))
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    try:
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
