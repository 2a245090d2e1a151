"""Every change to persons and households, to what is known of them and of areas, and to the dictionary."""

from ayni.registry.actions.admitting import HOUSEHOLD, KINSHIP, PERSON, Incoming, admit
from ayni.registry.actions.answering import (
    Answers,
    lay_household_answers,
    lay_person_answers,
    record_area_answers,
    record_household_answers,
    record_person_answers,
)
from ayni.registry.actions.changing import approve_change, propose_change, reject_change, withdraw_change
from ayni.registry.actions.checking import PARENT_YEARS
from ayni.registry.actions.checking import parent as check_parent
from ayni.registry.actions.drafting import discard_draft, register_draft, save_draft
from ayni.registry.actions.known_by import (
    LARGEST_PHOTO,
    add_identifier,
    add_name,
    add_phone,
    end_identifier,
    end_phone,
    keep_photo,
    remove_name,
    remove_photo,
    verify_identifier,
)
from ayni.registry.actions.lists import drop_list, save_list
from ayni.registry.actions.living import (
    Place,
    add_member,
    describe_dwelling,
    end_membership,
    end_residence,
    join_households,
    move_household,
    move_person,
    split_household,
    start_residence,
)
from ayni.registry.actions.naming import check as check_name
from ayni.registry.actions.people import (
    Correction,
    NewMember,
    Whereabouts,
    correct_person,
    register_household,
    register_person,
)
from ayni.registry.actions.publishing import prune_snapshots, take_snapshot
from ayni.registry.actions.resolving import resolve_answer
from ayni.registry.actions.vital import end_kinship, record_birth, record_death, record_kinship

__all__ = [
    "HOUSEHOLD",
    "KINSHIP",
    "LARGEST_PHOTO",
    "PARENT_YEARS",
    "PERSON",
    "Answers",
    "Correction",
    "Incoming",
    "NewMember",
    "Place",
    "Whereabouts",
    "add_identifier",
    "add_member",
    "add_name",
    "add_phone",
    "admit",
    "approve_change",
    "check_name",
    "check_parent",
    "correct_person",
    "describe_dwelling",
    "discard_draft",
    "drop_list",
    "end_identifier",
    "end_kinship",
    "end_membership",
    "end_phone",
    "end_residence",
    "join_households",
    "keep_photo",
    "lay_household_answers",
    "lay_person_answers",
    "move_household",
    "move_person",
    "propose_change",
    "prune_snapshots",
    "record_area_answers",
    "record_birth",
    "record_death",
    "record_household_answers",
    "record_kinship",
    "record_person_answers",
    "register_draft",
    "register_household",
    "register_person",
    "reject_change",
    "remove_name",
    "remove_photo",
    "resolve_answer",
    "save_draft",
    "save_list",
    "split_household",
    "start_residence",
    "take_snapshot",
    "verify_identifier",
    "withdraw_change",
]
