"""The tests' own installation: an embedded database, quick because a power cut may take it all."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

if "DATABASE_URL" not in os.environ:
    os.environ.setdefault("AYNI_HOME", str(Path(tempfile.gettempdir()) / f"ayni-tests-{os.getuid()}"))
    os.environ["AYNI_DATABASE_TUNING"] = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"

from ayni.commons import acting
from ayni.config.postgresql import roles

#: What triggers keep for the search, which are asleep while tests are emptied.
SEARCHED = [f"registry_search{name}" for name in ("entry", "place", "sound", "word", "area")]

roles.be_owner(True)  # what prepares a test is bound by no policy; what it tests acts for somebody and is


@pytest.fixture(autouse=True)
def nobody_acts_at_first() -> Iterator[None]:
    """A command that was given within a test acts for its officer to the end of that test, and no longer; and what one
    test reads in another language the next reads in English again."""
    from django.utils import translation

    with acting.apart(), translation.override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def emptied_with_the_guards_asleep() -> None:
    """Tests that commit are emptied at their end: the database's own guards of the audit sleep while it is done."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    emptying = DatabaseOperations.execute_sql_flush

    def empty(self: DatabaseOperations, statements: list[str]) -> None:
        asleep = "SET LOCAL session_replication_role = replica"
        emptying(self, [asleep, f"TRUNCATE {', '.join(SEARCHED)}", *statements])

    DatabaseOperations.execute_sql_flush = empty  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def taken_away_whoever_is_in_it() -> None:
    """A thread that a test started may hold a connection to the last: the test's database is dropped all the same."""
    from django.db.backends.postgresql.creation import DatabaseCreation

    def drop(self: DatabaseCreation, name: str, verbosity: int) -> None:
        with self._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(name)} WITH (FORCE)")

    DatabaseCreation._destroy_test_db = drop  # type: ignore[method-assign]
