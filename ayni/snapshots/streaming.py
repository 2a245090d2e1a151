"""From PostgreSQL's COPY to typed rows, a block at a time: memory does not grow with the registry."""

from __future__ import annotations

import contextlib
import select
from collections.abc import Callable, Generator, Sequence
from datetime import date
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.csv as csv
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from ayni.snapshots.tables import Table

BLOCK_BYTES = 8 * 1024 * 1024
LOOK_UP_SECONDS = 0.2  # how long a reader that is told to stop may go on waiting for the server
OVER, FAILED = -1, -2  # what the server's driver says in place of a row's length


class Stopped(Exception):
    """Another reader failed, or the work was interrupted."""


def blocks(
    table: Table,
    connection: psycopg.Connection[Any],
    *,
    on: date,
    areas: Sequence[int] | None,
    is_stopped: Callable[[], bool],
) -> Generator[pa.Table, None, None]:
    """A table's rows in order, typed, of the lowest areas with these ids or of all. NULL is null; an empty text stays.

    Raises Stopped soon after `is_stopped` says so, and the database's error when the rows cannot be read.
    """
    cursor = psycopg.ClientCursor(connection)
    statement = cursor.mogrify(f"COPY ({table.sql}) TO STDOUT (FORMAT csv)", {"on": on, "areas": areas})
    copied = Copied(connection.pgconn, is_stopped)
    convert = _conversion(table)
    with contextlib.closing(copied.blocks(statement.encode())) as texts:
        for text in texts:
            rows = csv.read_csv(
                pa.BufferReader(text),
                read_options=csv.ReadOptions(column_names=table.copied.names, block_size=len(text), use_threads=False),
                parse_options=csv.ParseOptions(newlines_in_values=True),
                convert_options=convert,
            )
            yield table.opened(rows)


def _conversion(table: Table) -> csv.ConvertOptions:
    return csv.ConvertOptions(
        column_types=table.copied,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["t"],
        false_values=["f"],
    )


class Copied:
    """A COPY TO STDOUT, read below the driver's cursors: they would ask and answer once for each row."""

    def __init__(self, server: PGconn, is_stopped: Callable[[], bool]) -> None:
        self._server, self._is_stopped = server, is_stopped

    def blocks(self, statement: bytes) -> Generator[bytes, None, None]:
        """Whole rows as text, about BLOCK_BYTES at a time."""
        self._server.send_query(statement)
        is_over = False
        try:
            self._begin()
            rows: list[Any] = []
            size = 0
            while True:
                length, row = self._server.get_copy_data(1)
                if length > 0:
                    rows.append(row)
                    size += length
                    if size >= BLOCK_BYTES:
                        yield b"".join(rows)
                        rows, size = [], 0
                elif length == 0:
                    self._wait()
                else:
                    break
            self._end()
            is_over = True
            if rows:
                yield b"".join(rows)
        finally:
            if not is_over:
                self._break_off()

    def _begin(self) -> None:
        result = self._result()
        if result is None or result.status != ExecStatus.COPY_OUT:
            _refuse(result)

    def _end(self) -> None:
        while (result := self._result()) is not None:
            if result.status != ExecStatus.COMMAND_OK:
                _refuse(result)

    def _result(self) -> PGresult | None:
        while self._server.is_busy():
            self._wait()
        return self._server.get_result()

    def _wait(self) -> None:
        """Until the server has sent more."""
        while not select.select([self._server.socket], [], [], LOOK_UP_SECONDS)[0]:
            if self._is_stopped():
                raise Stopped
        self._server.consume_input()
        if self._is_stopped():
            raise Stopped

    def _break_off(self) -> None:
        """Leave the connection fit for a rollback: the server is to stop, and what it still says is passed over."""
        self._server.get_cancel().cancel()
        while (result := self._server.get_result()) is not None:
            while result.status == ExecStatus.COPY_OUT and self._server.get_copy_data(0)[0] > 0:
                pass


def _refuse(result: PGresult | None) -> None:
    if result is None:
        raise psycopg.OperationalError("The server gave no answer to COPY.")
    raise psycopg.errors.error_from_result(result)
