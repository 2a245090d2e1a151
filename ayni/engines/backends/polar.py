"""Polars, in this process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
import polars

from ayni.engines.backends import engine


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
