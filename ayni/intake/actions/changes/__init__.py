"""Every step of a change request: asking, showing evidence, checking, applying, taking back; rules that accept some."""

from ayni.intake.actions.changes import to_households, to_people
from ayni.intake.actions.changes.accepting import (
    NewRule,
    accept_change,
    approve_rule,
    prepare_rule,
    reject_rule,
    retire_rule,
)
from ayni.intake.actions.changes.arriving import Arrival, ask_for_household
from ayni.intake.actions.changes.bulk import Preview, apply_approved, approve_changes, preview
from ayni.intake.actions.changes.deciding import (
    Answer,
    appeal_change,
    apply_change,
    approve_change,
    ask_about_change,
    judge_sample,
    receive_move,
    reject_change,
)
from ayni.intake.actions.changes.making import (
    NewChange,
    add_evidence,
    asked_in,
    effect,
    make_change,
    submit_change,
    withdraw_change,
)
from ayni.intake.actions.changes.reminding import tell_overdue
from ayni.intake.actions.changes.settling import put_right
from ayni.intake.actions.changes.undoing import can_be_countered, counter_change

__all__ = [
    "Answer",
    "Arrival",
    "NewChange",
    "NewRule",
    "Preview",
    "accept_change",
    "add_evidence",
    "appeal_change",
    "apply_approved",
    "apply_change",
    "approve_change",
    "approve_changes",
    "approve_rule",
    "ask_about_change",
    "ask_for_household",
    "asked_in",
    "can_be_countered",
    "counter_change",
    "effect",
    "judge_sample",
    "make_change",
    "prepare_rule",
    "preview",
    "put_right",
    "receive_move",
    "reject_change",
    "reject_rule",
    "retire_rule",
    "submit_change",
    "tell_overdue",
    "to_households",
    "to_people",
    "withdraw_change",
]
