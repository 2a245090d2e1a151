"""Every change to persons and households."""

from ayni.registry.actions.admitting import HOUSEHOLD, KINSHIP, PERSON, Incoming, admit
from ayni.registry.actions.people import Correction, NewMember, correct_person, register_household
from ayni.registry.actions.publishing import take_snapshot

__all__ = [
    "HOUSEHOLD",
    "KINSHIP",
    "PERSON",
    "Correction",
    "Incoming",
    "NewMember",
    "admit",
    "correct_person",
    "register_household",
    "take_snapshot",
]
