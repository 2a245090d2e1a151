"""Which rows of a file go on, and an account of those that do not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ayni.engines.surveys import answers, sources
from ayni.engines.surveys import survey as surveys

Bools = npt.NDArray[np.bool_]
LISTED = 10_000  # refusals of one kind told one by one; past it a single line says how many more


class Sieve:
    """The rows of one file: `keep` is true for the good ones. A row is refused once, for its first reason."""

    def __init__(self, source: sources.Source, keys: pa.Array) -> None:
        self.file = source.file
        self.rows = source.rows
        self.keys = keys
        self.keep: Bools = np.ones(len(source.rows), bool)
        self.refusals: list[surveys.Refusal] = list(source.refusals)
        self.cells = 0
        self.unreadable = len(source.refusals)

    def refuse(self, rows: Bools, column: str, values: pa.Array | None, reason: str, remedy: str) -> None:
        """Leave out these rows."""
        new = rows & self.keep
        self.keep &= ~new
        self.tell(new, column, values, reason, remedy, "row")

    def unknown(self, cells: Bools, column: str, values: pa.Array | None, reason: str, remedy: str) -> None:
        """Report answers that become unknown in rows that are kept."""
        new = cells & self.keep
        self.cells += int(new.sum())
        self.tell(new, column, values, reason, remedy, "cell")

    def warn(self, rows: Bools, column: str, reason: str, remedy: str) -> None:
        """Report something odd that changes nothing."""
        self.tell(rows & self.keep, column, None, reason, remedy, "warning")

    def tell(
        self, rows: Bools, column: str, values: pa.Array | None, reason: str, remedy: str, kind: surveys.Kind
    ) -> None:
        """Write one line for each row, up to the limit; "{value}" in the reason is the row's answer."""
        at = np.flatnonzero(rows)
        listed = pa.array(at[:LISTED])
        shown = answers.texts(values.take(listed)).to_pylist() if values is not None else [None] * len(listed)
        keys = self.keys.take(listed).to_pylist()
        for row, key, value in zip(self.rows[at[:LISTED]].tolist(), keys, shown, strict=True):
            text = reason.replace("{value}", value or "nothing")
            line = surveys.Refusal(self.file, row, key or "", column, value or "", text, remedy, kind)
            self.refusals.append(line)
        if len(at) > LISTED:
            more = f"{len(at) - LISTED:,} more rows: {reason.replace('{value}', 'the answer')}"
            self.refusals.append(surveys.Refusal(self.file, 0, "", column, "", more, remedy, kind))

    def count(self) -> surveys.Count:
        """Rows read, kept and refused so far, unreadable ones included."""
        read, kept = len(self.keep) + self.unreadable, int(self.keep.sum())
        return surveys.Count(read, kept, read - kept, self.cells)
