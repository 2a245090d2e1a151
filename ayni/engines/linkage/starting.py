"""A model for a registry that has learnt none yet: what each likeness says on average, in files of people elsewhere.

It keeps an office from being without any warning until the first run over its own records; it is no substitute for one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ayni.engines.linkage import comparing
from ayni.engines.linkage.comparing import Comparison
from ayni.engines.linkage.learning import Array, Learnt
from ayni.engines.linkage.model import Model

#: Of each degree how often it is seen between records of one person, and of two; the shares of a comparison are made to
#: sum up to one. By the name of the comparison, and for those not named by `OTHER`.
NAME = {
    "same": (0.80, 0.01), "exchanged": (0.02, 2e-4), "exchanged_sound": (0.005, 4e-4), "called": (0.01, 1e-3),
    "letter": (0.08, 5e-3), "sound": (0.03, 5e-3), "letters": (0.02, 1e-2), "part": (0.02, 2e-2),
    "moved": (0.01, 4e-3), "different": (0.03, 0.95),
}  # fmt: skip
BIRTH = {
    "same": (0.80, 5e-5), "turned": (0.02, 3e-5), "digit": (0.05, 8e-4), "other_year": (0.02, 1e-4),
    "first_of_year": (0.02, 1e-3), "year_and_part": (0.02, 1.5e-3), "year": (0.02, 1.2e-2), "near": (0.03, 4e-2),
    "decade": (0.01, 0.2), "different": (0.01, 0.75),
}  # fmt: skip
OTHER = {
    "same": (0.8, 1e-4),
    "near": (0.06, 1e-4),
    "letters": (0.02, 1e-4),
    "begins": (0.02, 5e-2),
    "different": (0.1, 0.95),
}
NAMED = {
    "given": NAME,
    "family": NAME,
    "middle": NAME,
    "birth": BIRTH,
    "sex": {"same": (0.98, 0.5), "different": (0.02, 0.5)},
}
PLACE_SAME = (0.6, 0.02)  # a step narrower is shared by half as many of one person, and a tenth of two


def model(columns: Sequence[str], records: int) -> Model:
    """For prepared columns and a registry of so many records, one in ten of whom is there twice."""
    told = [_told(one) for one in comparing.made(columns)]
    learnt = Learnt(tuple(m for m, _ in told), tuple(u for _, u in told), (), (), 0)
    return Model(tuple(columns), learnt, min(0.1 / max(records, 10), 0.01))


def _told(comparison: Comparison) -> tuple[Array, Array]:
    if comparison.name == "place":
        narrow = len(comparison.degrees) - 1
        told = [(PLACE_SAME[0] / 2**step, PLACE_SAME[1] / 10 ** (narrow - 1 - step)) for step in range(narrow)]
        told.append((0.2, 0.95))
    else:
        known = NAMED.get(comparison.name, OTHER)
        told = [known[degree.code] for degree in comparison.degrees]
    m, u = np.array([one for one, _ in told]), np.array([one for _, one in told])
    return m / m.sum(), u / u.sum()
