"""What a domain publishes: tables of columns, each with its SQL, its type and its meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

#: The plain types of columns, and how Parquet keeps them.
ARROW_TYPES: dict[str, Callable[[], pa.DataType]] = {
    "boolean": pa.bool_,
    "integer": pa.int64,
    "decimal": pa.float64,
    "text": pa.string,
    "choice": pa.string,
    "date": pa.date32,
}
#: How files are written. Counted up when the same rows would give other bytes, or a merging of answers changes.
FORMAT = 2
SEALED = "__sealed"


@dataclass(frozen=True)
class Column:
    """One published column. `sql` is an expression over the table's source; `type` a type of the dictionary.

    Without `sql` it comes out of the table's sealed documents, for the rules that `read_by` names.
    """

    name: str
    sql: str
    type: str
    meaning: str
    sensitivity: str = "personal"
    read_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sealed:
    """Documents that the database cannot read: `sql` gives them as a text, `opens` makes columns of it, by name.

    `opens` is given a block of rows and its texts, in any thread. `meaning` changes when it would make other columns.
    """

    sql: str
    opens: Callable[[pa.Table, pa.ChunkedArray], Mapping[str, pa.Array]]
    meaning: str


@dataclass(frozen=True)
class Source:
    """A table of the database that published rows are made from, and whose changes are watched (`watching.watch`).

    `areas` leads from changed rows to first-level areas: a SELECT of their codes from `changed`, whose rows are spans
    `low` ≤ key < `high` of the watched key. Empty: a change concerns every area.
    """

    name: str
    areas: str = ""


@dataclass(frozen=True)
class Table:
    """One published table.

    `source` is what follows FROM, with its WHERE; it may use the parameters %(on)s, the day the snapshot stands for,
    and %(areas)s, the ids of the lowest areas wanted, NULL for all. `partition` names the column of the first-level
    area, which must be the first of `order_by`; the order leaves no two rows equal.

    `sources` are all the tables of the database it is made from: an area in which none has changed is not written
    anew. Without them everything is, every time. `turning` is a SELECT of the codes of first-level areas in which
    something begins or ends after the day %(after)s and up to %(upto)s; without it, another day is written anew.
    """

    name: str
    columns: Sequence[Column]
    source: str
    order_by: Sequence[str]
    partition: str = "area_1"
    sources: Sequence[Source] = ()
    turning: str = ""
    sealed: Sealed | None = None

    @property
    def sql(self) -> str:
        """The SELECT that gives its rows in order."""
        read = [(column.sql, column.name) for column in self.columns if column.sql]
        if self.sealed is not None:
            read.append((self.sealed.sql, SEALED))
        chosen = ", ".join(f"{sql} AS {quoted(name)}" for sql, name in read)
        order = ", ".join(quoted(name) for name in self.order_by)
        return f"SELECT {chosen} FROM {self.source} ORDER BY {order}"  # noqa: S608 code's own words only

    @property
    def is_divisible(self) -> bool:
        """Whether some areas can be asked for alone."""
        return "%(areas)s" in self.source

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([(column.name, ARROW_TYPES[column.type]()) for column in self.columns])

    @property
    def copied(self) -> pa.Schema:
        """What the SELECT gives: the schema, with sealed documents in place of the columns made of them."""
        if self.sealed is None:
            return self.schema
        fields = [(column.name, ARROW_TYPES[column.type]()) for column in self.columns if column.sql]
        return pa.schema([*fields, (SEALED, pa.string())])

    def opened(self, rows: pa.Table) -> pa.Table:
        """Copied rows as they are published."""
        if self.sealed is None:
            return rows
        made = self.sealed.opens(rows, rows[SEALED])
        columns = [rows[column.name] if column.sql else made[column.name] for column in self.columns]
        return pa.table(columns, schema=self.schema)

    @property
    def definition(self) -> str:
        """A digest of everything but the data that a file's bytes depend on."""
        text = f"{FORMAT} {pa.__version__} {self.sql} {self.turning} {self.schema}"
        text += self.sealed.meaning if self.sealed else ""
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
