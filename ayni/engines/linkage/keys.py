"""Which pairs are looked at: those who share a key. A key is put together from a few columns, so that an error in one
value leaves the others to bring two records together.

A block is the records that share a key's value. Blocks that are too large (one surname for half a district, everybody born
on the first of January) are parted by one more column, and given up where even that leaves them too large.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

#: Both names, whichever stands first.
PAIR = "least(given_sound, family_sound) || ' ' || greatest(given_sound, family_sound)"
SPELT = "least(given, family) || ' ' || greatest(given, family)"
#: Month and day, whichever stands first.
TURNED = "least(month, day) || '-' || greatest(month, day)"


@dataclass(frozen=True)
class Key:
    """`parts` are expressions over a record, `reads` the columns they look at; no key when one is NULL."""

    name: str
    parts: tuple[str, ...]
    reads: frozenset[str]

    @property
    def sql(self) -> str:
        return "hash(" + " || '|' || ".join(f"CAST({part} AS VARCHAR)" for part in self.parts) + ")"


def possible(columns: Sequence[str]) -> list[Key]:
    """Every key that these columns allow."""
    found = [Key(" + ".join(names), tuple(parts), frozenset(reads)) for names, parts, reads in _every(columns)]
    return [key for key in found if key.reads <= set(columns)]


ATOMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "names": (PAIR, ("given_sound", "family_sound")),
    "names spelt": (SPELT, ("given", "family")),
    "given": ("given_sound", ("given_sound",)),
    "family": ("family_sound", ("family_sound",)),
    "given spelt": ("given", ("given",)),
    "family spelt": ("family", ("family",)),
    "initials": ("left(given, 1) || left(family, 1)", ("given", "family")),
    "initial": ("least(left(given, 1), left(family, 1))", ("given", "family")),
    "letters": ("given_letters", ("given_letters",)),
    "birth": ("born", ("born",)),
    "year": ("year", ("year",)),
    "decade": ("(year + 5) // 10", ("year",)),
    "month and day": (TURNED, ("month", "day")),
    "sex": ("sex", ("sex",)),
    "place": ("place_1", ("place_1",)),
    "phone": ("phone", ("phone",)),
    "household": ("household", ("household",)),
}
TOGETHER = (
    ("phone",), ("names", "year"), ("names", "month and day"), ("names", "place"), ("names spelt",), ("birth", "given"),
    ("birth", "family"), ("birth", "initials"), ("birth", "place", "sex"), ("birth", "sex", "initial"),
    ("given", "year", "place"), ("family", "year", "place"), ("month and day", "year", "given"),
    ("month and day", "year", "family"), ("letters", "family"), ("given", "month and day", "place"), ("names",),
)  # fmt: skip


def _every(columns: Sequence[str]) -> Iterator[tuple[list[str], list[str], set[str]]]:
    atoms = dict(ATOMS)
    places = sorted(name for name in columns if name.startswith("place_"))
    atoms["narrow place"] = (places[-1] if places else "place_2", (places[-1] if places else "place_2",))
    together = [*TOGETHER, ("narrow place", "year", "sex"), ("narrow place", "given"), ("narrow place", "family")]
    for name in sorted(columns):
        if name.startswith("id_"):
            atoms[name] = (name, (name,))
            together.insert(0, (name,))
        if name.startswith("other_"):
            atoms[name] = (name, (name,))
            together += [(name,), (name, "given"), (name, "year"), (name, "family")]
    for combined in together:
        yield list(combined), [atoms[one][0] for one in combined], {read for one in combined for read in atoms[one][1]}


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
