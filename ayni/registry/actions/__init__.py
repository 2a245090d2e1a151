"""Every change to persons and households, to what is known of them and of areas, and to the dictionary."""

from ayni.registry.actions.admitting import HOUSEHOLD, KINSHIP, PERSON, Incoming, admit
from ayni.registry.actions.answering import (
    Answers,
    record_area_answers,
    record_household_answers,
    record_person_answers,
)
from ayni.registry.actions.changing import approve_change, propose_change, reject_change, withdraw_change
from ayni.registry.actions.people import Correction, NewMember, correct_person, register_household
from ayni.registry.actions.publishing import prune_snapshots, take_snapshot

__all__ = [
    "HOUSEHOLD",
    "KINSHIP",
    "PERSON",
    "Answers",
    "Correction",
    "Incoming",
    "NewMember",
    "admit",
    "approve_change",
    "correct_person",
    "propose_change",
    "prune_snapshots",
    "record_area_answers",
    "record_household_answers",
    "record_person_answers",
    "register_household",
    "reject_change",
    "take_snapshot",
    "withdraw_change",
]
