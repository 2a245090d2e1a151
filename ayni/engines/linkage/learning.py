"""How much each degree of likeness says, learnt from the records alone: no pair needs to be labelled.

After Fellegi and Sunter (1969): a degree weighs log2(m / u), where m is how often it is seen among pairs of one
person and u among pairs of two. u is counted on pairs drawn at random. m comes by expectation and maximisation over
several sets of pairs at once, each the pairs that share one strict key; within a set, what the key holds the same
says nothing and is left out, and each set has its own share of true pairs (Dempster, Laird and Rubin 1977). One m
for all sets, and a limit on the pairs of each, keep it from wandering off on a set of strangers, and from taking
long where values heap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ayni.engines.linkage import typical
from ayni.engines.linkage.comparing import Comparison
from ayni.engines.linkage.keys import Key

Array = typical.Array
MOST_DRAWN = 2_000  # records for pairs at random: two million pairs
MOST_PAIRS = 200_000  # of one set
LARGEST_BLOCK = 60
ROUNDS = 200
SETTLED = 1e-5
AS_TYPICAL = 5.0  # pairs that are as people's records typically are, added to what is seen
#: Strict keys to learn from; what they read is left out of what they teach.
SETS = (
    "phone", "names + year", "names + place", "family + year + place", "given + year + place", "birth + given",
    "birth + family", "birth + initials", "birth + place + sex", "names + month and day", "names spelt", "names",
)  # fmt: skip


@dataclass(frozen=True)
class Patterns:
    """How often each combination of degrees occurs: `degrees` is n × comparisons, -1 unknown; `counts` n."""

    degrees: npt.NDArray[np.int64]
    counts: Array
    blind: frozenset[int]  # comparisons that say nothing here


@dataclass(frozen=True)
class Learnt:
    """`m` and `u` of each comparison's degrees; `shares` of true pairs in each set; how many rounds it took."""

    m: tuple[Array, ...]
    u: tuple[Array, ...]
    shares: tuple[float, ...]
    pairs: tuple[int, ...]
    rounds: int


def at_random(connection: Any, comparisons: Sequence[Comparison], sides: int) -> tuple[Array, ...]:
    """u: how often each degree is seen between two people drawn at random."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE drawn AS SELECT * FROM records"
        f" USING SAMPLE reservoir({MOST_DRAWN} ROWS) REPEATABLE (1)"
    )
    apart = "one.side < other.side" if sides == 2 else "one.number < other.number"
    found = _patterns(connection, f"FROM drawn AS one JOIN drawn AS other ON {apart}", comparisons)
    return tuple(_shares(found, number, one, added=0.5) for number, one in enumerate(comparisons))


def learn(
    connection: Any, comparisons: Sequence[Comparison], keys: Sequence[Key], u: tuple[Array, ...], sides: int
) -> Learnt:
    """m, by the sets of pairs that these keys give."""
    sets = [_set(connection, comparisons, key, sides) for key in keys if key.name in SETS or key.name.startswith("id_")]
    sets = [one for one in sets if one.counts.sum() >= 20]
    typically = tuple(typical.m_and_u(one)[0] for one in comparisons)
    m = typically
    shares = [0.5] * len(sets)
    rounds = 0
    for rounds in range(1, ROUNDS + 1):  # noqa: B007 told in the end
        counted = [np.zeros(len(one)) for one in m]
        for place, one in enumerate(sets):
            likely = _likely(one, m, u, shares[place])
            weighed = likely * one.counts
            shares[place] = float(np.clip(weighed.sum() / one.counts.sum(), 1e-6, 1 - 1e-6))
            for number in range(len(m)):
                if number not in one.blind:
                    known = one.degrees[:, number] >= 0
                    np.add.at(counted[number], one.degrees[known, number], weighed[known])
        added = [count + AS_TYPICAL * usual for count, usual in zip(counted, typically, strict=True)]
        fresh = tuple(count / count.sum() for count in added)
        moved = max(float(np.abs(now - before).max()) for now, before in zip(fresh, m, strict=True))
        m = fresh
        if moved < SETTLED:
            break
    return Learnt(m, u, tuple(shares), tuple(int(one.counts.sum()) for one in sets), rounds)


def _likely(patterns: Patterns, m: Sequence[Array], u: Sequence[Array], share: float) -> Array:
    """The chance of each combination of degrees to be one person."""
    odds = np.full(len(patterns.counts), np.log(share / (1 - share)))
    for number, (true, false) in enumerate(zip(m, u, strict=True)):
        if number not in patterns.blind:
            odds += np.append(np.log(true / false), 0.0)[patterns.degrees[:, number]]  # the last, 0, is the unknown's
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -500, 500))))


def _set(connection: Any, comparisons: Sequence[Comparison], key: Key, sides: int) -> Patterns:
    """The pairs that share one key: whole blocks, drawn until there are enough."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE shared AS SELECT number, value FROM (
            SELECT number, {key.sql} AS value, count(*) OVER (PARTITION BY {key.sql}) AS size FROM records)
        WHERE value IS NOT NULL AND size BETWEEN 2 AND {LARGEST_BLOCK}""")
    pairs = (
        connection.execute(
            "SELECT sum(size * (size - 1) // 2) FROM (SELECT count(*) AS size FROM shared GROUP BY value)"
        ).fetchall()[0][0]
        or 0
    )
    part = min(1.0, MOST_PAIRS / max(pairs, 1))
    apart = "one.side < other.side" if sides == 2 else "one.number < other.number"
    source = f"""
        FROM shared AS first JOIN shared AS second ON first.value = second.value AND first.number <> second.number
        JOIN records AS one ON one.number = first.number JOIN records AS other ON other.number = second.number
        WHERE {apart} AND first.value % 1000000 < {int(part * 1_000_000)}"""
    return _patterns(
        connection, source, comparisons, frozenset(n for n, one in enumerate(comparisons) if key.reads & set(one.reads))
    )


def _patterns(
    connection: Any, source: str, comparisons: Sequence[Comparison], blind: frozenset[int] = frozenset()
) -> Patterns:
    reads = sorted({column for one in comparisons for column in one.reads})
    sides = ", ".join(f"one.{column} AS {column}_l, other.{column} AS {column}_r" for column in reads)
    degrees = ", ".join(f"{one.sql()} AS degree_{number}" for number, one in enumerate(comparisons))
    counted = connection.execute(
        f"SELECT {degrees}, count(*) AS times FROM (SELECT {sides} {source}) GROUP BY ALL"
    ).fetchnumpy()
    columns = [np.asarray(counted[f"degree_{number}"], dtype=np.int64) for number, _ in enumerate(comparisons)]
    return Patterns(np.stack(columns, axis=1), np.asarray(counted["times"], dtype=np.float64), blind)


def _shares(patterns: Patterns, number: int, comparison: Comparison, added: float) -> Array:
    known = patterns.degrees[:, number] >= 0
    counts = np.bincount(patterns.degrees[known, number], patterns.counts[known], len(comparison.degrees)) + added
    return np.asarray(counts / counts.sum())
