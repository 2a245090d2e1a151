"""What each likeness says on average, in files of people: where learning begins, and where nothing can be learnt
ends."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from ayni.engines.linkage.comparing import Comparison

Array = npt.NDArray[np.float64]
Numbers = tuple[float, float]

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


def m_and_u(comparison: Comparison) -> tuple[Array, Array]:
    """Of each degree how often it is seen between records of one person, and of two."""
    narrow = len(comparison.degrees) - 1
    if comparison.name == "place":
        known = {
            degree.code: (PLACE_SAME[0] / 2**step, PLACE_SAME[1] / 10 ** (narrow - 1 - step))
            for step, degree in enumerate(comparison.degrees[:-1])
        } | {"different": (0.2, 0.95)}
    else:
        known = NAMED.get(comparison.name, OTHER)
    m, u = of_codes(comparison, known)
    return m / m.sum(), u / u.sum()


def of_codes(comparison: Comparison, known: Mapping[str, Numbers]) -> tuple[Array, Array]:
    """Numbers known by degree, the surest first, for a comparison that may lack some of the degrees: what is known of
    one that it lacks falls to the next weaker that it has."""
    codes = [degree.code for degree in comparison.degrees]
    told = {code: np.zeros(2) for code in codes}
    fallen = np.zeros(2)
    for code, numbers in known.items():
        fallen = fallen + numbers
        if code in told:
            told[code], fallen = fallen, np.zeros(2)
    m, u = np.array([told[code] for code in codes]).T
    return m, u
