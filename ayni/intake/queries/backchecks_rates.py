"""Shares with the interval in which they lie: Wilson's score interval (Journal of the ASA 22, 1927, 209-212)."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Rate:
    """How many of how many, with the interval that holds the true share nineteen times of twenty."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def low(self) -> float | None:
        return wilson(self.count, self.of)[0] if self.of else None

    @property
    def high(self) -> float | None:
        return wilson(self.count, self.of)[1] if self.of else None


def wilson(count: int, of: int, z: float = Z95) -> tuple[float, float]:
    """The interval of a share. Raises ValueError when there is nothing, or more than all."""
    if of <= 0 or not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share.")
    share = count / of
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return (
        0.0 if count == 0 else max(0.0, (middle - half) / whole),
        1.0 if count == of else min(1.0, (middle + half) / whole),
    )
