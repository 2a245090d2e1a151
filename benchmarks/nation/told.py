"""The rows of the results: which side is put beside which, and with what goal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from benchmarks import measuring

MEMORY = 2_048  # MB, the most that deciding may hold
DECIDE = "decide ten programmes"
PER_HOUSEHOLD = 1 / 150
#: What is measured, the side that is ours, the side beside it, what that is, and the highest ratio that meets the goal.
TABLE = (
    (DECIDE, "ours", "hand", "SQL by hand, same engine", 1.1),
    (DECIDE, "ours", "read", "reading the needed columns", 4.0),
    (DECIDE, "ours", "openfisca, arrays", "OpenFisca, from arrays to arrays", 0.25),
    (DECIDE, "ours", "openfisca, reading", "OpenFisca, reading too", 0.25),
    (DECIDE, "ours", "openfisca, writing", "OpenFisca, reading and writing", 0.25),
    (DECIDE, "ours", "prefetched", "ORM loop, prefetched, extrapolated", PER_HOUSEHOLD),
    (DECIDE, "ours", "naive", "ORM loop, naive, extrapolated", PER_HOUSEHOLD),
    (DECIDE, "ours", "spark", "SQL by hand on Spark local[2]", 1.0),
    ("decide, ours on Spark local[2]", "ours-on-spark", "spark", "SQL by hand on Spark local[2]", 1.5),
    ("decide again, features prepared", "again", "ours", "the first time", 0.3),
)
SAMPLED = ("prefetched", "naive")


def rows(found: Mapping[str, tuple[measuring.Ran, ...]], size: str, sampled: float) -> list[dict[str, Any]]:
    """One for each comparison whose two sides ran; `sampled` is how many times its sample the nation is."""
    persons = next(iter(found["ours"])).did["person"]
    made = []
    for work, side, beside, name, goal in TABLE:
        if side in found and beside in found:
            nothing = measuring.nothing
            case = measuring.Case(
                work=work,
                size=size,
                ours=nothing,
                beside_name=name,
                beside=nothing,
                goal=goal,
                beside_times=sampled if beside in SAMPLED else 1.0,
                units=("persons", persons),
            )
            row = measuring.row(case, found[side], found[beside], os.getloadavg()[0])
            beside_peak = round(max(ran.peak_mb for ran in found[beside]))
            within = row["peak_mb"] <= MEMORY
            made.append(row | {"goal": goal, "peak_beside_mb": beside_peak, "peak_met": within})
    return made
