"""The Gini coefficient, exact with ties and weights."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ayni.engines.measures.design import Floats, summed
from ayni.engines.measures.monetary import influences
from ayni.engines.measures.monetary.influences import Influence, People
from ayni.engines.measures.surveyed import ranks

Kind = Literal["convey", "pip"]


def gini(people: People, kind: Kind = "pip") -> Influence:
    """2 A/(W Y) - 1, A the weighted total of welfare times rank.

    pip: A = sum w y (r - w/2), r the running weight: the area under the Lorenz polygon, the same however a weight is
    split (the World Bank's PIP, laeken). convey: A = sum w y (r - 1/2), where a weight is a number of persons. None
    where the welfare of a group is 0 in total. It lies in 0 to 1 only where nobody's welfare is below zero.
    """
    amount, u, _ = area(people, kind)
    whole, income = influences.safe(people.sums()), influences.safe(people.sums(people.y))
    value = 2 * amount / (whole * income) - 1
    own = 2 * u / people.of(whole * income)
    own = own - (people.of(value) + 1) * (people.y / people.of(income) + 1 / people.of(whole))
    return Influence(value, own)


def area(people: People, kind: Kind) -> tuple[Floats, Floats, Floats]:
    """A of each group (G), each unit's influence on it (n), and each unit's rank as A counts it (n).

    The influences are exact derivatives by the weight: tied units share them under pip; under convey they are those of
    convey's CalcGini_IF.
    """
    order = ranks.ranked(people.y, people.design.weight, people.codes, people.groups, stable=kind == "convey")
    y, w = order.y, order.weight
    running, income = order.running(w), order.running(w * y)
    if kind == "pip":
        ties = order.ties()
        runs = int(ties[-1]) + 1 if len(ties) else 0
        of_run, income_run = summed(ties, w, runs), summed(ties, w * y, runs)
        last = np.append(np.flatnonzero(np.diff(ties)), len(ties) - 1) if runs else np.zeros(0, dtype=np.int64)
        rank = (running[last] - of_run / 2)[ties]
        below = (income[last] - income_run / 2)[ties]
        above = summed(order.code, w * y, order.groups)[order.code] - below
    else:
        rank = running - 0.5
        above = summed(order.code, w * y, order.groups)[order.code] - income + w * y
    found = summed(order.code, w * y * rank, order.groups)
    size = people.design.size
    return found, order.back(above + y * rank, size), order.back(rank, size)
