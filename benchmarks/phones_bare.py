"""What receiving forms is put beside: a view that reads what was posted and inserts one row, and does nothing else."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

APPLICATION = "benchmarks.phones_bare:application"
_own = threading.local()


def prepare() -> None:
    """The table, which the application's own role writes."""
    from django.db import connection

    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS phones_bare (id bigserial PRIMARY KEY, content bytea NOT NULL)")
        cursor.execute("GRANT ALL ON phones_bare, phones_bare_id_seq TO ayni_application")


def address() -> str:
    """Where the database is, for a connection without Django."""
    from ayni.cli import ready

    return ready.address()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "HEAD":
        start_response("204 No Content", [])
        return []
    content = environ["wsgi.input"].read()
    if not hasattr(_own, "link"):
        _own.link = psycopg.connect(os.environ["BARE_URL"], autocommit=True)
    _own.link.execute("INSERT INTO phones_bare (content) VALUES (%s)", [content])
    start_response("201 Created", [("Content-Length", "0")])
    return []
