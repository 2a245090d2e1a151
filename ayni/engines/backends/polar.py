"""Polars, in this process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as ops
import polars
from ibis.backends.polars.compiler import translate

from ayni.engines.backends import engine


def _interval(op: Any, **context: Any) -> Any:
    """Polars has no length of a month by itself: months are kept as their number, for `_later`."""
    number = translate(op.arg, **context)
    return number if op.unit.short == "M" else polars.duration(**{op.unit.plural: number})


def _later(op: Any, **context: Any) -> Any:
    day, length = translate(op.left, **context), translate(op.right, **context)
    if op.right.dtype.unit.short != "M":
        return day + length
    return day.dt.offset_by(length.cast(polars.String) + "mo")


def _contains(op: Any, **context: Any) -> Any:
    """Ibis looks only for a text that is the same for every row."""
    return translate(op.haystack, **context).str.contains(translate(op.needle, **context), literal=True)


def _joined(op: Any, **context: Any) -> Any:
    """As SQL's CONCAT_WS: passes by what is null."""
    texts = [translate(text, **context) for text in op.arg]
    return polars.concat_str(texts, separator=op.sep.value, ignore_nulls=True)


def _divided(op: Any, **context: Any) -> Any:
    """Polars divides by one number by multiplying with its inverse, which is another number in the last digit."""
    left, right = translate(op.left, **context), translate(op.right, **context)
    return left / (left.is_null().cast(polars.Float64) * 0.0 + right)


for _operation, _translated in (
    (ops.IntervalFromInteger, _interval),
    (ops.DateAdd, _later),
    (ops.StringContains, _contains),
    (ops.StringJoin, _joined),
    (ops.Divide, _divided),
):
    translate.register(_operation, _translated)


class Polar(engine.Closing):
    name = "polars"

    def __init__(self) -> None:
        self.backend = ibis.polars.connect()

    def read(self, name: str, files: Sequence[str]) -> Any:
        found = polars.scan_parquet(list(files), hive_partitioning=False, glob=False)
        self.backend._add_table(name, found)
        return self.backend.table(name)

    def view(self, name: str, expression: Any) -> Any:
        self.backend._add_table(name, self.backend.compile(expression))
        return self.backend.table(name)

    def write(self, expression: Any, path: Path) -> None:
        self.backend.compile(expression).sink_parquet(path, compression="zstd", compression_level=1)

    def close(self) -> None:
        self.backend.disconnect()


def connect(memory: str, temporary: Path | None) -> Polar:
    return Polar()
