"""What a domain publishes: tables of columns, each with its SQL, its type and its meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

#: The types of the dictionary, and how PostgreSQL and Parquet keep them.
SQL_TYPES = {
    "boolean": "boolean",
    "integer": "bigint",
    "decimal": "double precision",
    "text": "text",
    "choice": "text",
    "date": "date",
}
ARROW_TYPES: dict[str, Callable[[], pa.DataType]] = {
    "boolean": pa.bool_,
    "integer": pa.int64,
    "decimal": pa.float64,
    "text": pa.string,
    "choice": pa.string,
    "date": pa.date32,
}


@dataclass(frozen=True)
class Column:
    """One published column. `sql` is an expression over the table's source; `type` a type of the dictionary."""

    name: str
    sql: str
    type: str
    meaning: str
    sensitivity: str = "personal"


@dataclass(frozen=True)
class Table:
    """One published table.

    `source` is what follows FROM, with its WHERE; it may use the parameter %(on)s, the day the snapshot stands
    for. `partition` names the column of the first-level area, which must be the first of `order_by`.
    """

    name: str
    columns: Sequence[Column]
    source: str
    order_by: Sequence[str]
    partition: str = "area_1"

    @property
    def sql(self) -> str:
        """The SELECT that gives its rows in order."""
        chosen = ", ".join(f"{column.sql} AS {quoted(column.name)}" for column in self.columns)
        order = ", ".join(quoted(name) for name in self.order_by)
        return f"SELECT {chosen} FROM {self.source} ORDER BY {order}"  # noqa: S608 code's own words only

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([(column.name, ARROW_TYPES[column.type]()) for column in self.columns])


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
