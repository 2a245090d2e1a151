"""Writing the areas of tables from several connections at the same time."""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent import futures
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from ayni.snapshots import streaming
from ayni.snapshots.parts import Part, Parts
from ayni.snapshots.tables import Table

PIECES_PER_READER = 3  # of each table: more even the work out, fewer scan the tables less often
LOOK_UP_SECONDS = 0.2


@dataclass(frozen=True)
class Piece:
    """What one COPY reads: a table's rows in the lowest areas with these ids, or all of them."""

    table: Table
    areas: Sequence[int] | None = None


def divide(table: Table, wanted: Mapping[str, Sequence[int]], *, whole: bool, readers: int) -> list[Piece]:
    """A table's rows in the wanted first-level areas (code: ids of lowest areas) as pieces; `whole`: they are all."""
    if not wanted:
        return []
    count = min(readers * PIECES_PER_READER if readers > 1 else 1, len(wanted))
    if not table.is_divisible or (whole and count == 1):
        return [Piece(table)]
    ids = list(wanted.values())
    ends = [place * len(ids) // count for place in range(count + 1)]
    return [Piece(table, [one for area in ids[start:end] for one in area]) for start, end in itertools.pairwise(ends)]


class Writing:
    """Pieces on their way to files: as many threads as there are connections, and the first failure ends them all."""

    def __init__(self, folder: Path, *, on: date, tell: Callable[[int], None]) -> None:
        self._folder, self._on, self._tell = folder, on, tell
        self._stop = threading.Event()
        self._rows: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._total = 0

    def run(self, pieces: Sequence[Piece], readers: Sequence[psycopg.Connection[Any]]) -> dict[str, list[Part]]:
        """Write every piece; the files of each table. Raises what the first failing reader raised."""
        waiting: queue.SimpleQueue[Piece] = queue.SimpleQueue()
        for piece in pieces:
            waiting.put(piece)
        found: dict[str, list[Part]] = {piece.table.name: [] for piece in pieces}
        with futures.ThreadPoolExecutor(len(readers)) as pool:
            try:
                running = {pool.submit(self._read, reader, waiting) for reader in readers}
                for name, parts in self._gather(running):
                    found[name].extend(parts)
            finally:
                self._stop.set()
        return found

    def _gather(self, running: set[futures.Future[list[tuple[str, list[Part]]]]]) -> list[tuple[str, list[Part]]]:
        """Wait for the readers, telling how far they are: only this thread tells."""
        gathered = []
        while running:
            done, running = futures.wait(running, LOOK_UP_SECONDS, futures.FIRST_COMPLETED)
            self._tell_rows()
            for reader in done:
                gathered.extend(reader.result())
        return gathered

    def _tell_rows(self) -> None:
        while not self._rows.empty():
            self._total += self._rows.get()
        self._tell(self._total)

    def _read(self, reader: psycopg.Connection[Any], waiting: queue.SimpleQueue[Piece]) -> list[tuple[str, list[Part]]]:
        written = []
        while not self._stop.is_set():
            try:
                piece = waiting.get_nowait()
            except queue.Empty:
                break
            written.append((piece.table.name, self._write(piece, reader)))
        return written

    def _write(self, piece: Piece, reader: psycopg.Connection[Any]) -> list[Part]:
        rows = streaming.blocks(piece.table, reader, on=self._on, areas=piece.areas, is_stopped=self._stop.is_set)
        with contextlib.closing(rows), Parts(piece.table, self._folder) as parts:
            for block in rows:
                parts.add(block)
                self._rows.put(block.num_rows)
            parts.finish()
            return parts.written
