"""What the provider remembers, in a file that outlives it."""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ayni.exchange.mobile_money.simulator import fate

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS payment (
    number INTEGER PRIMARY KEY, reference TEXT NOT NULL, amount TEXT NOT NULL, account TEXT NOT NULL,
    outcome TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS payment_reference ON payment (reference);
CREATE TABLE IF NOT EXISTS answer (payment INTEGER NOT NULL, key TEXT NOT NULL, due REAL NOT NULL);
CREATE INDEX IF NOT EXISTS answer_due ON answer (due);
CREATE TABLE IF NOT EXISTS notice (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, payment INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS request (number INTEGER PRIMARY KEY AUTOINCREMENT);
"""


@dataclass(frozen=True)
class Asked:
    """A payment somebody asks for."""

    reference: str
    amount: str
    account: str
    purpose: str


class Memory:
    """The provider's books. One request at a time; each is wholly done or not at all."""

    def __init__(self, file: Path | str, character: fate.Character) -> None:
        self.character = character
        self._lock = threading.Lock()
        self._books = sqlite3.connect(file, check_same_thread=False)
        self._books.executescript(SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._books.close()

    def next_request(self) -> int:
        """Number a request to pay, across restarts."""
        with self._lock, self._books:
            return int(self._books.execute("INSERT INTO request DEFAULT VALUES").lastrowid or 0)

    def accept(self, asked: Iterable[Asked], *, now: float) -> None:
        """Take payments. A reference that is known is not paid again, unless this provider is forgetful."""
        with self._lock, self._books:
            for one in asked:
                if self.character.forgetful or not self._has(one.reference):
                    self._take(one, now)

    def known(self, references: Sequence[str], *, now: float) -> list[dict[str, str]]:
        """Those of the references that were accepted, each with how its payment stands."""
        with self._lock, self._books:
            self._tell(now)
            marks = ",".join("?" * len(references))
            rows = self._books.execute(
                f"SELECT reference, min(CASE WHEN EXISTS (SELECT 1 FROM notice WHERE payment = payment.number) "  # noqa: S608 only marks
                f"THEN outcome ELSE 'pending' END) FROM payment WHERE reference IN ({marks}) GROUP BY reference",
                references,
            )
            return [{"reference": reference, "status": status} for reference, status in rows]

    def notices(self, after: int, limit: int, *, now: float) -> tuple[list[dict[str, str]], int]:
        """What is told after a place in the feed, and the place to go on from."""
        with self._lock, self._books:
            self._tell(now)
            rows = self._books.execute(
                "SELECT n.number, n.key, p.reference, p.outcome, p.amount, p.reason FROM notice n "
                "JOIN payment p ON p.number = n.payment WHERE n.number > ? ORDER BY n.number LIMIT ?",
                (after, limit),
            ).fetchall()
        names = ("key", "reference", "outcome", "amount", "reason")
        return [dict(zip(names, row[1:], strict=True)) for row in rows], rows[-1][0] if rows else after

    def summary(self) -> dict[str, Any]:
        """Totals for those who check: how often each reference was truly paid must nowhere be above once."""
        with self._lock:
            references, payments = self._books.execute(
                "SELECT count(DISTINCT reference), count(*) FROM payment"
            ).fetchone()
            times = dict(
                self._books.execute(
                    "SELECT times, count(*) FROM (SELECT count(*) AS times FROM payment WHERE outcome = 'paid' "
                    "GROUP BY reference) GROUP BY times"
                ).fetchall()
            )
            outcomes = dict(self._books.execute("SELECT outcome, count(*) FROM payment GROUP BY outcome").fetchall())
            waiting = self._books.execute("SELECT count(*) FROM answer").fetchone()[0]
        return {
            "references": references,
            "payments": payments,
            "outcomes": outcomes,
            "references_by_times_paid": {str(key): value for key, value in times.items()},
            "most_times_paid": max(times, default=0),
            "answers_waiting": waiting,
        }

    def _has(self, reference: str) -> bool:
        found = self._books.execute("SELECT 1 FROM payment WHERE reference = ?", (reference,))
        return found.fetchone() is not None

    def _take(self, one: Asked, now: float) -> None:
        is_fated = fate.of_payment(self.character, one.account, one.amount, one.purpose)
        number = self._books.execute(
            "INSERT INTO payment (reference, amount, account, outcome, reason) VALUES (?, ?, ?, ?, ?)",
            (one.reference, one.amount, one.account, is_fated.outcome, is_fated.reason),
        ).lastrowid
        for after in (is_fated.after, is_fated.again_after):
            if after is not None:
                self._books.execute("INSERT INTO answer VALUES (?, ?, ?)", (number, f"MM-{number}", now + after))

    def _tell(self, now: float) -> None:
        """Move the answers whose time has come into the feed, in the order of their times."""
        self._books.execute(
            "INSERT INTO notice (key, payment) SELECT key, payment FROM answer WHERE due <= ? ORDER BY due, payment",
            (now,),
        )
        self._books.execute("DELETE FROM answer WHERE due <= ?", (now,))
