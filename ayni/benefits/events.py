"""News of payments."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CycleReleased:
    """A cycle's money is committed; its lines are to be sent to the provider."""

    cycle_id: int
    by_id: int
