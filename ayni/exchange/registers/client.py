"""A register spoken to over HTTP."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Self, cast

import httpx

from ayni.exchange.mobile_money import signatures
from ayni.exchange.registers.contract import Answer

SECONDS_TO_ANSWER = 10.0
LARGEST_ANSWER = 10_000
HERE = frozenset({"127.0.0.1", "::1", "localhost"})


class HttpRegister:
    """One register. Use it in a `with`; `trouble` says in words why it was unreachable the last time."""

    def __init__(self, address: str, *, secret: str = "") -> None:
        self.address, self._secret, self.trouble = address.rstrip("/"), secret, ""
        self._http = httpx.Client(timeout=SECONDS_TO_ANSWER, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def verify(self, type: str, number: str, name: str, birth: str, *, reference: str) -> Answer:
        """Never raises for what a register or the network does: such is `unreachable`, and never a no."""
        if not self._secret and httpx.URL(self.address).host not in HERE:
            return self._unreachable("No secret is agreed with the register: AYNI_REGISTER_SECRET.")
        asked = {"reference": reference, "type": type, "number": number, "name": name, "birth": birth}
        request = self._http.build_request("POST", f"{self.address}/verify", json=asked)
        nonce = signatures.nonce()
        if self._secret:
            target = request.url.raw_path.decode("ascii")
            signed = signatures.of_request(self._secret, nonce, "POST", target, request.read())
            request.headers.update({signatures.NONCE: nonce, signatures.SIGNATURE: signed})
        try:
            response = self._http.send(request)
        except httpx.HTTPError as error:
            return self._unreachable(f"It did not answer ({error.__class__.__name__}).")
        return self._read(response, nonce, reference)

    def _read(self, response: httpx.Response, nonce: str, reference: str) -> Answer:
        body = response.content[: LARGEST_ANSWER + 1]
        if response.status_code != 200:
            return self._unreachable(f"It answered {response.status_code}.")
        if self._secret:
            expected = signatures.of_answer(self._secret, nonce, response.status_code, body)
            if not signatures.agree(expected, response.headers.get(signatures.SIGNATURE)):
                return self._unreachable("Its answer is not signed with our secret.")
        try:
            told = json.loads(body)
            said = told["answer"] if told["reference"] == reference else ""
        except (ValueError, KeyError, TypeError):
            said = ""
        if said not in ("confirmed", "refuted", "unknown"):
            return self._unreachable("Its answer is not as agreed.")
        return cast(Answer, said)

    def _unreachable(self, why: str) -> Answer:
        self.trouble = why
        return "unreachable"
