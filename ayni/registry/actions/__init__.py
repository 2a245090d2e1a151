"""Every change to persons and households."""

from ayni.registry.actions.admitting import HOUSEHOLD, KINSHIP, PERSON, Incoming, admit
from ayni.registry.actions.publishing import take_snapshot

__all__ = ["HOUSEHOLD", "KINSHIP", "PERSON", "Incoming", "admit", "take_snapshot"]
