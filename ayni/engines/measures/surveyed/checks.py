"""What a design is refused for, and the words for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ayni.engines.measures.surveyed.coding import Column, DesignError, Floats

NORMAL = 1 << 40  # so many degrees of freedom are a normal distribution


def size_of(*columns: Column | None) -> int:
    """How many units the columns describe. Refuses: DesignError, when they do not agree."""
    sizes = {len(column) for column in columns if column is not None}
    if len(sizes) != 1:
        said = "none was given" if not sizes else f"their lengths are {', '.join(map(str, sorted(sizes)))}"
        raise DesignError(f"Stratum, PSU and weight must have one value for each unit, but {said}.")
    return sizes.pop()


def weights(weight: npt.ArrayLike | None, size: int) -> Floats:
    """n weights, 1 each for None. Refuses: DesignError for one that is missing, negative or endless."""
    if weight is None:
        return np.ones(size)
    found = np.asarray(weight, dtype=np.float64)
    if found.shape != (size,):
        raise DesignError(f"{found.size} weights were given for {size} units. Give one for each.")
    bad = ~(np.isfinite(found) & (found >= 0))
    if bad.any():
        row = int(np.argmax(bad))
        raise DesignError(
            f"The weight of row {row + 1} is {found[row]}. A weight must be a number and not negative: "
            "correct it in the file, or leave the row out before estimating."
        )
    return found


def lonely_text(lonely: Sequence[str]) -> str:
    """What to do about strata of one primary sampling unit."""
    named = ", ".join(f"'{name}'" for name in lonely[:5]) + (" ..." if len(lonely) > 5 else "")
    return (
        f"One primary sampling unit only in stratum {named}: the sampling error there cannot be seen. Merge it "
        "with a neighbouring stratum, or choose 'adjust' (cautious), 'average' or 'remove' (certainty): "
        "`--lonely adjust` in the command, singleton='adjust' in Python."
    )
