"""What is done with what comes in."""

from ayni.intake.actions.loading import load
from ayni.intake.actions.questionnaires import (
    approve_questionnaire,
    make_questionnaire,
    prepare_questionnaire,
    publish_questionnaire,
    retire_questionnaire,
    withdraw_questionnaire,
)
from ayni.intake.actions.submissions import (
    apply_submission,
    keep_pictures,
    mend_submission,
    process_submission,
    receive_submission,
    refuse_submission,
)
from ayni.intake.actions.submissions_files import File
from ayni.intake.actions.submissions_keys import OPENS, MadeKey, make_device_key, withdraw_device_key

__all__ = [
    "OPENS",
    "File",
    "MadeKey",
    "apply_submission",
    "approve_questionnaire",
    "keep_pictures",
    "load",
    "make_device_key",
    "make_questionnaire",
    "mend_submission",
    "prepare_questionnaire",
    "process_submission",
    "publish_questionnaire",
    "receive_submission",
    "refuse_submission",
    "retire_questionnaire",
    "withdraw_device_key",
    "withdraw_questionnaire",
]
