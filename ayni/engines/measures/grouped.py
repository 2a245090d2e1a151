"""Shares and means of the whole and of each group, as figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ayni.engines.measures import estimate
from ayni.engines.measures.design import Design, Floats
from ayni.engines.measures.figures import Figure

Labels = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Grouped:
    """A design and groupings: n labels each, None in no group. ci: of shares, "logit" or "normal" (symmetric)."""

    design: Design
    by: Mapping[str, Labels]
    ci: Literal["logit", "normal"] = "logit"
    level: float = 0.95

    def share(self, name: str, y: Floats, of: Mapping[str, str | float] | None = None) -> Iterator[Figure]:
        """The share of y (1, 0; NaN not counted) in the whole, then in each group. An empty group has value None."""
        return self._figures(name, y, of or {}, share=self.ci == "logit")

    def mean(self, name: str, y: Floats, of: Mapping[str, str | float] | None = None) -> Iterator[Figure]:
        """The mean of y (NaN not counted) in the whole, then in each group."""
        return self._figures(name, y, of or {}, share=False)

    def total(self, name: str, y: Floats, of: Mapping[str, str | float] | None = None) -> Figure:
        """How many in the population: the weighted sum of y (NaN not counted)."""
        return Figure(name, estimate.total(y, self.design, level=self.level), dict(of or {}))

    def _figures(self, name: str, y: Floats, of: Mapping[str, str | float], *, share: bool) -> Iterator[Figure]:
        whole = estimate.share if share else estimate.mean
        yield Figure(name, whole(y, self.design, level=self.level), dict(of))
        for grouping, labels in self.by.items():
            if all(label is None for label in labels):
                continue
            found = estimate.by_group(y, self.design, labels, as_share=share, level=self.level)
            for label, one in found.items():
                yield Figure(name, one, {**of, grouping: str(label)})


def banded(values: Floats, bands: Mapping[str, tuple[float, float]]) -> Labels:
    """The name of the band each value lies in, from its first number up to, not including, its second; None outside."""
    found: Labels = np.full(len(values), None, dtype=object)
    for name, (low, high) in bands.items():
        found[(values >= low) & (values < high)] = name
    return found
