"""Telling how far a piece of work is while its own transaction is still open: on a connection of its own."""

import time

import psycopg
from django.db import connection

from ayni.commons.access.models import User

EVERY_SECONDS = 0.3


class Progress:
    """What a job's function is given: who asked, and where to say how far it is."""

    def __init__(self, work_id: int, by_id: int | None) -> None:
        self.work_id, self.by_id = work_id, by_id
        self._last = 0.0
        self._own: psycopg.Connection | None = None

    @property
    def by(self) -> User:
        """Whoever asked for the work. Raises User.DoesNotExist for work that nobody asked for."""
        return User.objects.get(pk=self.by_id or 0)

    def tell(self, done: int, total: int) -> None:
        """Show progress; quietly skipped when the last telling was a moment ago."""
        if done < total and time.monotonic() - self._last < EVERY_SECONDS:
            return
        self._last = time.monotonic()
        self._connection().execute(
            "UPDATE jobs_work SET done = %s, total = %s WHERE id = %s", (done, total, self.work_id)
        )

    def close(self) -> None:
        if self._own is not None:
            self._own.close()
            self._own = None

    def _connection(self) -> psycopg.Connection:
        if self._own is None:
            parameters = {**connection.get_connection_params(), "autocommit": True}
            for of_django in ("cursor_factory", "context"):
                parameters.pop(of_django, None)
            self._own = psycopg.connect(**parameters)
        return self._own
