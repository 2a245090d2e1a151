"""Which pairs are looked at: those who share a key. A key is put together from a few columns, so that an error in one
value leaves the others to bring two records together.

Every part of a key is written twice, as SQL for a whole country and as Python for one applicant; a test holds the one
against the other. A block is the records that share a key's value. Where a block is too large (one surname for half a
district, everybody born on the first of January) the key is given up for its records: other keys bring them together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """`sql` over the columns of a record, and `value` of one: NULL and None where nothing is known. `reads`:
    columns."""

    sql: str
    value: Callable[[Record], str | None]
    reads: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """Its value is its parts, one after the other; none when a part has none."""

    name: str
    parts: tuple[Part, ...]

    @property
    def reads(self) -> frozenset[str]:
        return frozenset(column for part in self.parts for column in part.reads)

    @property
    def text(self) -> str:
        """SQL of the value, as a text."""
        return " || '|' || ".join(part.sql for part in self.parts)

    @property
    def sql(self) -> str:
        """SQL of the value as a number, quick to compare; it holds within one run of one engine."""
        return f"hash({self.text})"

    @property
    def kept(self) -> str:
        """SQL of the value as a number that is the same everywhere and at any time: 63 bits."""
        return f"CAST(md5_number_lower('{self.name}|' || {self.text}) >> 1 AS BIGINT)"

    def value(self, record: Record) -> int | None:
        """The number of `kept`, of one record."""
        told = [part.value(record) for part in self.parts]
        if None in told:
            return None
        digest = hashlib.md5("|".join([self.name, *map(str, told)]).encode(), usedforsecurity=False).digest()
        return int.from_bytes(digest[8:], "little") >> 1


def possible(columns: Sequence[str]) -> list[Key]:
    """Every key that these columns allow."""
    return [key for key in _every(columns) if key.reads <= set(columns)]


def named(names: Sequence[str], columns: Sequence[str]) -> list[Key]:
    """The keys of these names that the columns allow; all of them when there is none."""
    every = possible(columns)
    return [key for key in every if key.name in names] or every


#: Brings every pair there is, where there are few.
EVERY_PAIR = Key("every pair", (Part("'all'", lambda _: "all", ()),))


def _own(column: str) -> Part:
    return Part(f"CAST({column} AS VARCHAR)", lambda record: _text(record[column]), (column,))


def _begins(column: str, letters: int) -> Part:
    def value(record: Record) -> str | None:
        told = _text(record[column])
        return None if told is None else told[:letters]

    return Part(f"left({column}, {letters})", value, (column,))


def _either(one: Part, other: Part) -> Part:
    """Both, whichever stands first."""

    def value(record: Record) -> str | None:
        told = one.value(record), other.value(record)
        return None if None in told else " ".join(sorted(map(str, told)))

    ordered = f"CASE WHEN {one.sql} <= {other.sql} THEN {one.sql} || ' ' || {other.sql}"
    return Part(f"({ordered} ELSE {other.sql} || ' ' || {one.sql} END)", value, (*one.reads, *other.reads))


def _decade(record: Record) -> str | None:
    return None if record["year"] is None else str((record["year"] + 5) // 10)


PARTS: dict[str, Part] = {
    "names": _either(_own("given_sound"), _own("family_sound")),
    "names spelt": _either(_own("given"), _own("family")),
    "given": _own("given_sound"),
    "middle": _own("middle_sound"),
    "family": _own("family_sound"),
    "initials": _either(_begins("given", 1), _begins("family", 1)),
    "beginnings": _either(_begins("given", 3), _begins("family", 3)),
    "letters": _own("given_letters"),
    "birth": _own("born"),
    "year": _own("year"),
    "decade": Part("CAST((year + 5) // 10 AS VARCHAR)", _decade, ("year",)),
    "month and day": _either(_own("month"), _own("day")),
    "sex": _own("sex"),
    "phone": _own("phone"),
    "household": _own("household"),
}
TOGETHER = (
    ("phone",), ("names", "year"), ("names", "month and day"), ("names", "place"), ("names spelt",),
    ("birth", "given"), ("birth", "family"), ("birth", "initials"), ("birth", "place", "sex"),
    ("given", "year", "place"), ("family", "year", "place"), ("month and day", "year", "given"),
    ("month and day", "year", "family"), ("letters", "family"), ("given", "month and day", "place"), ("names",),
    ("given", "middle", "year"), ("middle", "family", "year"), ("beginnings", "decade", "place"),
    ("household", "given"), ("household", "year", "sex"),
)  # fmt: skip
IN_PLACES = (("narrow place", "year", "sex"), ("narrow place", "given"), ("narrow place", "family"))


def _every(columns: Sequence[str]) -> Iterator[Key]:
    places = sorted(name for name in columns if name.startswith("place_"))
    parts = PARTS | {"place": _own("place_1"), "narrow place": _own(places[-1] if places else "place_1")}
    together: list[tuple[str, ...]] = [*TOGETHER, *(IN_PLACES if len(places) > 1 else ())]
    for name in sorted(columns):
        if name.startswith(("id_", "other_")) and not name.endswith("_begins"):
            parts[name] = _own(name)
            together.append((name,))
        if name.startswith("other_") and not name.endswith("_begins"):
            together += [(name, "given"), (name, "year"), (name, "family")]
    for names in together:
        yield Key(" + ".join(names), tuple(parts[one] for one in names))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def block(
    connection: Any, keys: Sequence[Key], most: int, source: str = "records", made: str = "keyed"
) -> dict[str, int]:
    """Make `made`: the records of `source` with `key_1` and on, NULL where a record is alone with a value or among more
    than `most`. Returns the pairs of each key."""
    values = ", ".join(f"{key.sql} AS told_{number}" for number, key in enumerate(keys, 1))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE told AS SELECT number, {values} FROM {source}")
    sizes = {}
    for number, key in enumerate(keys, 1):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE block_{number} AS SELECT told_{number} AS value, count(*) AS size FROM told"
            f" WHERE told_{number} IS NOT NULL GROUP BY 1 HAVING count(*) BETWEEN 2 AND {most}"
        )
        counted = f"SELECT coalesce(sum(size * (size - 1) // 2), 0) FROM block_{number}"
        sizes[key.name] = int(connection.execute(counted).fetchall()[0][0])
    joined = " ".join(f"LEFT JOIN block_{n} ON block_{n}.value = told.told_{n}" for n, _ in enumerate(keys, 1))
    kept = ", ".join(f"block_{n}.value AS key_{n}" for n, _ in enumerate(keys, 1))
    connection.execute(
        f"CREATE OR REPLACE TABLE {made} AS SELECT {source}.*, {kept} FROM {source} JOIN told USING (number) {joined}"
    )
    for number, _ in enumerate(keys, 1):
        connection.execute(f"DROP TABLE block_{number}")
    return sizes
