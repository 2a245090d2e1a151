"""Whether two readers of the same things say the same: the share, and Cohen's kappa, which leaves chance out.

kappa = (a - e) / (1 - e), where a is the share of things of which both say the same, and e what it would be if each
answered at random as often as they do (Cohen 1960, Educational and Psychological Measurement 20:37). Its standard error
for many things is that of Fleiss, Cohen and Everitt (1969, Psychological Bulletin 72:323).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

Z = 1.959963984540054


@dataclass(frozen=True)
class Agreement:
    """`share` between 0 and 1; kappa between -1 and 1 with its 95 % interval.

    None where nothing was read twice, and for kappa where both always gave one and the same answer: then there is
    nothing that chance could not have done.
    """

    things: int
    agreed: int
    share: float | None
    kappa: float | None
    low: float | None
    high: float | None


def of(answers: Iterable[tuple[str, str]]) -> Agreement:
    """`answers`: of each thing what the first reader said, and what the second said."""
    counts = Counter(answers)
    things = sum(counts.values())
    agreed = sum(count for (one, other), count in counts.items() if one == other)
    if things == 0:
        return Agreement(0, 0, None, None, None, None)
    names = sorted({name for pair in counts for name in pair})
    shares = {pair: count / things for pair, count in counts.items()}
    first = {name: sum(shares.get((name, other), 0.0) for other in names) for name in names}
    second = {name: sum(shares.get((other, name), 0.0) for other in names) for name in names}
    found, random = agreed / things, sum(first[name] * second[name] for name in names)
    if random >= 1:
        return Agreement(things, agreed, found, None, None, None)
    kappa = (found - random) / (1 - random)
    same = sum(shares.get((name, name), 0.0) * (1 - (first[name] + second[name]) * (1 - kappa)) ** 2 for name in names)
    apart = (1 - kappa) ** 2 * sum(
        share * (second[one] + first[other]) ** 2 for (one, other), share in shares.items() if one != other
    )
    rest = (kappa - random * (1 - kappa)) ** 2
    error = math.sqrt(max(0.0, same + apart - rest) / things) / (1 - random)
    return Agreement(things, agreed, found, kappa, max(-1.0, kappa - Z * error), min(1.0, kappa + Z * error))
