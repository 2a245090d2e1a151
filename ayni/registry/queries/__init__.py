"""Questions about persons and households, within the reader's areas."""

from ayni.registry.queries.variables import dictionary, in_force

__all__ = ["dictionary", "in_force"]
