"""Household context: two records whose relatives are the same people too are likelier to be one person themselves.

Looked at once, after all pairs are weighed by themselves: of two records that live in two households, whether somebody
else of the one is likely the same as somebody else of the other. What that says is learnt from the weighed pairs, each
counting by its chance; two records in one household, or with one who lives alone, learn nothing from it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ayni.engines.linkage.model import Model, chance

ADDED = 0.5  # to each count, so that nothing is ever impossible
MOST = 8.0  # bits that relatives say at most


def look(connection: Any, model: Model) -> tuple[float, float]:
    """Add what relatives say to the weights in `weighed`, as `weight_relatives`; NULL where nothing is known of them.

    Returns the bits of relatives who are the same, and of relatives of whom none is; the model's own where it has them.
    """
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE sided AS
        SELECT number_l, number_r, weight + {model.prior} AS weight,
            CASE WHEN one.household < other.household THEN number_l ELSE number_r END AS here,
            CASE WHEN one.household < other.household THEN number_r ELSE number_l END AS there,
            least(one.household, other.household) AS first, greatest(one.household, other.household) AS second
        FROM weighed JOIN records AS one ON one.number = number_l JOIN records AS other ON other.number = number_r
        WHERE one.household <> other.household""")
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE shared_relatives AS
        WITH living AS (SELECT household FROM records WHERE household IS NOT NULL
            GROUP BY household HAVING count(*) > 1),
        known AS (SELECT * FROM sided WHERE first IN (FROM living) AND second IN (FROM living)),
        likely AS (SELECT first, second, here, there FROM known WHERE weight >= 0),
        found AS (SELECT DISTINCT known.number_l, known.number_r FROM known JOIN likely USING (first, second)
            WHERE known.here <> likely.here AND known.there <> likely.there)
        SELECT number_l, number_r, weight, found.number_l IS NOT NULL AS is_found
        FROM known LEFT JOIN found USING (number_l, number_r)""")
    told = model.relatives if any(model.relatives) else _learnt(connection)
    connection.execute(f"""
        CREATE OR REPLACE TABLE weighed AS SELECT weighed.* REPLACE (weighed.weight + coalesce(said, 0) AS weight),
            said AS weight_relatives
        FROM weighed LEFT JOIN (SELECT number_l, number_r, CASE WHEN is_found THEN {told[0]} ELSE {told[1]} END AS said
            FROM shared_relatives) USING (number_l, number_r)""")
    return told


def _learnt(connection: Any) -> tuple[float, float]:
    told = connection.execute("SELECT weight, is_found FROM shared_relatives").fetchnumpy()
    likely = np.array([chance(float(weight)) for weight in told["weight"]])
    is_found = np.asarray(told["is_found"], dtype=bool)
    m, u = ((share[is_found].sum() + ADDED, share[~is_found].sum() + ADDED) for share in (likely, 1 - likely))
    said = (float(np.log2(one / sum(m)) - np.log2(other / sum(u))) for one, other in zip(m, u, strict=True))
    found, none = (max(-MOST, min(MOST, one)) for one in said)
    return (found, none) if found > 0 else (0.0, 0.0)
