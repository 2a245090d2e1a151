"""Which keys are worth their pairs, measured on a sample: how many of the likely pairs each brings that the others
do not, and how many pairs it costs.

A sample of one record in ten holds one true pair in a hundred, and one in a hundred of the pairs of every block: both
coverage and cost are seen on it in their right proportion.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ayni.engines.linkage import keys
from ayni.engines.linkage.keys import Key
from ayni.engines.linkage.model import Model

VERY_FEW = 2_000  # records, of which every pair is looked at
FEW = 200_000  # up to so many records all keys are used, and so many are drawn of more
LARGEST = 200  # records of one block
LARGE = 80  # where there are many
ENOUGH = 0.0004  # a key that brings less of the likely pairs than this is left out


def largest(records: int) -> int:
    """The most records of one block: the more records, the more blocks there are of any size."""
    if records <= VERY_FEW:
        return VERY_FEW
    return LARGEST if records <= FEW else LARGE


def choose(connection: Any, model: Model, columns: Sequence[str], records: int) -> list[Key]:
    """The keys to use, the most fruitful first."""
    possible = keys.possible(columns)
    if records <= VERY_FEW:
        return [keys.EVERY_PAIR]
    if records <= FEW:
        return possible
    share = FEW / records
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE sampled AS SELECT * FROM records"
        f" USING SAMPLE reservoir({FEW} ROWS) REPEATABLE (2)"
    )
    keys.block(connection, possible, max(3, int(LARGE * share)), "sampled", "sampled_keyed")
    masks, likely = _pairs(connection, model, len(possible))
    order, covered = [], np.zeros(len(masks), dtype=bool)
    costs = [int(((masks >> place) & 1).sum()) for place in range(len(possible))]
    while True:
        gains = [
            float((likely * ((masks >> place) & 1).astype(bool) * ~covered).sum()) for place in range(len(possible))
        ]
        worth = [gain / (costs[place] + 1) if gain > ENOUGH * likely.sum() else 0.0 for place, gain in enumerate(gains)]
        best = int(np.argmax(worth))
        if worth[best] <= 0:
            break
        order.append(best)
        covered |= ((masks >> best) & 1).astype(bool)
    for table in ("sampled", "sampled_keyed"):
        connection.execute(f"DROP TABLE {table}")
    return [possible[place] for place in order] or possible


def _pairs(connection: Any, model: Model, count: int) -> tuple[Any, Any]:
    """Of each pair of the sample that shares a key: which keys, as bits, and the chance that it is one person."""
    each = " UNION ALL ".join(
        f"SELECT one.number AS l, other.number AS r, {1 << place} AS bit"
        " FROM sampled_keyed AS one JOIN sampled_keyed AS other"
        f" ON one.key_{place + 1} = other.key_{place + 1} AND one.number < other.number"
        for place in range(count)
    )
    reads = sorted({column for one in model.comparisons for column in one.reads})
    sides = ", ".join(f"one.{column} AS {column}_l, other.{column} AS {column}_r" for column in reads)
    weights = " + ".join(
        _weight(one.sql(), m / u) for one, m, u in zip(model.comparisons, model.learnt.m, model.learnt.u, strict=True)
    )
    found = connection.execute(f"""
        WITH pairs AS (SELECT l, r, bit_or(bit) AS bits FROM ({each}) GROUP BY l, r)
        SELECT bits, {weights} AS weight FROM (SELECT bits, {sides} FROM pairs
            JOIN sampled AS one ON one.number = l JOIN sampled AS other ON other.number = r)""").fetchnumpy()
    weight = np.asarray(found["weight"], dtype=float)
    return np.asarray(found["bits"]).astype(np.int64), 1 / (1 + np.exp2(-(weight + model.prior)))


def _weight(degree: str, ratios: Any) -> str:
    cases = " ".join(f"WHEN {number} THEN {float(np.log2(ratio))}" for number, ratio in enumerate(ratios))
    return f"CASE {degree} {cases} ELSE 0 END"
