"""What a transaction has written, told by PostgreSQL itself: triggers and bulk statements too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

#: What reading may write, and why.
BY_READING = {
    "audit_look": "who opened a person's or a household's record",
    "django_session": "who is signed in, and the language they chose",
    "limits_allowance": "how often somebody knocked",
}
WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE schemaname = 'public'
"""


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


@contextmanager
def watched() -> Iterator[dict[str, int]]:
    """How many rows of which tables were written inside, once it is over."""
    before, found = counts(), {}
    yield found
    found |= {name: rows - before.get(name, 0) for name, rows in counts().items() if rows != before.get(name, 0)}
