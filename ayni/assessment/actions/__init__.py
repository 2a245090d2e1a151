"""Every change in assessment: writing and adopting instruments, applying them, and saying what answers a need."""

from ayni.assessment.actions.adopting import adopt_instruments, adopt_needs
from ayni.assessment.actions.answering import approve_answer, end_answer, propose_answer, reject_answer
from ayni.assessment.actions.assessing import assess, start_assessing
from ayni.assessment.actions.reviewing import (
    adopt_instrument,
    retire_instrument,
    return_instrument,
    review_instrument,
)
from ayni.assessment.actions.writing import copy_instrument, discard_instrument, write_instrument

__all__ = [
    "adopt_instrument",
    "adopt_instruments",
    "adopt_needs",
    "approve_answer",
    "assess",
    "copy_instrument",
    "discard_instrument",
    "end_answer",
    "propose_answer",
    "reject_answer",
    "retire_instrument",
    "return_instrument",
    "review_instrument",
    "start_assessing",
    "write_instrument",
]
