"""Speaking to the provider: patiently, and never asking twice for what it may have done already."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import httpx

from ayni.benefits import actions, queries
from ayni.exchange.mobile_money import answers, errors, signatures

#: Seconds between one try and the next; one more try than there are waits.
WAITS = (0.2, 0.5, 1.0, 2.0, 4.0)
SECONDS_TO_ANSWER = 20.0
LARGEST_ANSWER = 16 * 1024 * 1024
REFERENCES_AT_A_TIME = 100  # an address of 5 kB: what every proxy lets through


class Unanswered(Exception):
    """No answer that says what was done; its text says what came instead."""


@dataclass(frozen=True)
class Page:
    """Some notices, and where the feed goes on."""

    notices: list[actions.Told]
    cursor: str


class Client:
    """One provider. Use it in a `with`, so that its connections are closed."""

    def __init__(self, address: str, *, secret: str = "", waits: Sequence[float] | None = None) -> None:
        if not address:
            raise errors.ProviderNotSet
        if not secret and not _is_here(address):
            raise errors.ProviderSecretNotSet(address)
        self._secret = secret
        self.address, self.waits = address.rstrip("/"), tuple(WAITS if waits is None else waits)
        self._http = httpx.Client(base_url=self.address, timeout=SECONDS_TO_ANSWER, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def accepted(self, references: Sequence[UUID]) -> list[UUID]:
        """Those of the references that the provider has. Refuses: ProviderUnreachable, Refused, Unclear."""
        found: list[UUID] = []
        for start in range(0, len(references), REFERENCES_AT_A_TIME):
            part = [str(reference) for reference in references[start : start + REFERENCES_AT_A_TIME]]
            answer = self._patiently("GET", "/payments", params={"reference": part})
            found += answers.payments(answer, self.address)
        return found

    def send(self, orders: Sequence[queries.Order]) -> list[UUID]:
        """Have payments accepted; every reference the provider has at the end.

        When an answer stays away the payments may have been accepted: before they are asked for again, the provider is
        asked which of them it has. Refuses: ProviderUnreachable, Refused, Unclear.
        """
        asked, found = list(orders), set[UUID]()
        for attempt in self._attempts():
            try:
                answer = self._once("POST", "/payments", json={"payments": [answers.written(one) for one in asked]})
                return [*found, *answers.accepted(answer, self.address)]
            except Unanswered as unanswered:
                self._wait_or_give_up(attempt, unanswered)
            found |= set(self.accepted([one.reference for one in asked]))
            asked = [one for one in asked if one.reference not in found]
            if not asked:
                break
        return list(found)

    def notices(self, after: str, *, limit: int) -> Page:
        """What the provider told after a place in its feed. Refuses: ProviderUnreachable, Refused, Unclear."""
        answer = self._patiently("GET", "/notices", params={"after": after, "limit": limit})
        return Page(*answers.notices(answer, self.address))

    def _patiently(self, method: str, path: str, **request: Any) -> Any:
        for attempt in self._attempts():
            try:
                return self._once(method, path, **request)
            except Unanswered as unanswered:
                self._wait_or_give_up(attempt, unanswered)
        raise AssertionError("unreachable")

    def _attempts(self) -> Iterator[int]:
        return iter(range(len(self.waits) + 1))

    def _wait_or_give_up(self, attempt: int, unanswered: Unanswered) -> None:
        if attempt == len(self.waits):
            raise errors.ProviderUnreachable(self.address, attempt + 1, str(unanswered)) from unanswered
        time.sleep(self.waits[attempt])

    def _once(self, method: str, path: str, **request: Any) -> Any:
        asked = self._http.build_request(method, path, **request)
        nonce = self._sign(asked)
        try:
            with closing(self._http.send(asked, stream=True)) as response:
                body = _bounded(response)
        except httpx.HTTPError as error:
            raise Unanswered(str(error) or type(error).__name__) from error
        self._check(response, nonce, body)
        if response.status_code >= 500 or response.status_code in (408, 425, 429):
            raise Unanswered(f"{response.status_code} {response.reason_phrase}")
        if response.is_error:
            raise errors.ProviderRefused(self.address, answers.said(body, response.status_code))
        return answers.read(body, self.address)

    def _sign(self, asked: httpx.Request) -> str:
        nonce = signatures.nonce()
        if self._secret:
            target = asked.url.raw_path.decode("ascii")
            asked.headers[signatures.NONCE] = nonce
            asked.headers[signatures.SIGNATURE] = signatures.of_request(
                self._secret, nonce, asked.method, target, asked.read()
            )
        return nonce

    def _check(self, response: httpx.Response, nonce: str, body: bytes) -> None:
        """Before a word of it is believed. Refuses: ProviderForged; one that could not answer need not sign."""
        if not self._secret or response.status_code >= 500:
            return
        expected = signatures.of_answer(self._secret, nonce, response.status_code, body)
        if not signatures.agree(expected, response.headers.get(signatures.SIGNATURE)):
            raise errors.ProviderForged(self.address)


def _is_here(address: str) -> bool:
    """Whether it is a process of this machine, to which nobody else can listen or speak."""
    return httpx.URL(address).host in {"127.0.0.1", "::1", "localhost"}


def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > LARGEST_ANSWER:
            raise errors.ProviderUnclear(str(response.url), f"it is longer than {LARGEST_ANSWER} bytes.")
    return bytes(body)
