"""How far the labels of lists (orphan, disabled, female head) cover those concerned, and how many stand outside them.

Concerned is who has at least so many of the things measured. A label covers a share of the concerned, and a share of
those who bear it is concerned: a list of groups that is long can still leave most of the concerned outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ayni.engines.measures.design import Floats
from ayni.engines.measures.figures import Figure
from ayni.engines.measures.grouped import Grouped


def concerned(count: Floats, at_least: float) -> Floats:
    """1 for who has at least so many things, 0 for others, NaN where it is not known."""
    return np.where(np.isnan(count), np.nan, count >= at_least)


def outside(labels: Mapping[str, Floats]) -> Floats:
    """1 for who bears none of the labels, 0 for who bears one, NaN where none is borne and one is unknown."""
    table = np.array(list(labels.values()))
    borne, unknown = (table == 1).any(axis=0), np.isnan(table).any(axis=0)
    return np.where(borne, 0.0, np.where(unknown, np.nan, 1.0))


def figures(labels: Mapping[str, Floats], who: Floats, grouped: Grouped) -> Iterator[Figure]:
    """For each label: how many bear it, what share of the concerned, what share of its bearers is concerned; then those
    concerned who bear none."""
    for name, borne in labels.items():
        of = {"label": name}
        yield from grouped.share("label_borne", borne, of)
        yield from grouped.share("concerned_with_label", np.where(who == 1, borne, np.nan), of)
        yield from grouped.share("label_concerned", np.where(borne == 1, who, np.nan), of)
    if labels:
        none = outside(labels)
        among = np.where(who == 1, none, np.nan)
        yield from grouped.share("concerned_outside_every_label", among)
        yield grouped.total("people_concerned_outside_every_label", among)
        yield from grouped.share("label_without_concern", np.where(none == 0, 1 - who, np.nan))
