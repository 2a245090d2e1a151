"""What every page must keep: opening it writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.test.utils import CaptureQueriesContext

WRITING = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "MERGE", "COPY")
#: How often somebody knocks, and which sessions are open.
COUNTING = ("limits_allowance", "signing_opensession")


@dataclass
class Queries:
    """The statements a page ran, once it has answered."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.statements)

    def writes(self, *, but: tuple[str, ...] = ()) -> list[str]:
        """The writing statements, except into the tables named, and those that count requests and open sessions."""
        writing = [one for one in self.statements if one.lstrip().upper().startswith(WRITING)]
        known = (*but, *COUNTING)
        return [one for one in writing if not any(re.search(rf"\b{table}\b", one) for table in known)]


@contextmanager
def watched() -> Iterator[Queries]:
    seen = Queries()
    with CaptureQueriesContext(connection) as captured:
        yield seen
    seen.statements = [
        one["sql"] for one in captured.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]
