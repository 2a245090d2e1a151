"""Every change to purposes, schedules and agreements, and to what people said, asked and were given."""

from ayni.privacy.actions.agreements import NewAgreement, prepare_agreement, record_transfer
from ayni.privacy.actions.consents import Said, record_consent
from ayni.privacy.actions.copies import cancel_copy, hand_over_copy, request_copy
from ayni.privacy.actions.corrections import (
    NewCorrection,
    accept_correction,
    lodge_correction,
    refuse_correction,
    withdraw_correction,
)
from ayni.privacy.actions.forgetting import anonymise, approve_anonymisation, prepare_anonymisation
from ayni.privacy.actions.holding import lift_hold, place_hold
from ayni.privacy.actions.papers import (
    NewPurpose,
    approve_paper,
    prepare_purpose,
    prepare_schedule,
    reject_paper,
    resume_paper,
    retire_paper,
    suspend_paper,
    withdraw_paper,
)
from ayni.privacy.actions.words import Words

__all__ = [
    "NewAgreement",
    "NewCorrection",
    "NewPurpose",
    "Said",
    "Words",
    "accept_correction",
    "anonymise",
    "approve_anonymisation",
    "approve_paper",
    "cancel_copy",
    "hand_over_copy",
    "lift_hold",
    "lodge_correction",
    "place_hold",
    "prepare_agreement",
    "prepare_anonymisation",
    "prepare_purpose",
    "prepare_schedule",
    "record_consent",
    "record_transfer",
    "refuse_correction",
    "reject_paper",
    "request_copy",
    "resume_paper",
    "retire_paper",
    "suspend_paper",
    "withdraw_correction",
    "withdraw_paper",
]
