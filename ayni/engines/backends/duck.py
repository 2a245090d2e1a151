"""DuckDB, in this process: the engine unless another is named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis

from ayni.engines.backends import engine


class Duck(engine.Closing):
    name = "duckdb"

    def __init__(self, memory: str, temporary: Path | None) -> None:
        options = {"temp_directory": str(temporary)} if temporary else {}
        self.backend = ibis.duckdb.connect(memory_limit=memory, **options)

    def read(self, name: str, files: Sequence[str]) -> Any:
        listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        quoted = name.replace('"', '""')
        source = f"read_parquet([{listed}], hive_partitioning = false)"
        self.backend.con.execute(f'CREATE OR REPLACE VIEW "{quoted}" AS SELECT * FROM {source}')  # noqa: S608 quoted
        return self.backend.table(name)

    def view(self, name: str, expression: Any) -> Any:
        return self.backend.create_view(name, expression, overwrite=True)

    def write(self, expression: Any, path: Path) -> None:
        expression.to_parquet(path)

    def close(self) -> None:
        self.backend.disconnect()


def connect(memory: str, temporary: Path | None) -> Duck:
    return Duck(memory, temporary)
