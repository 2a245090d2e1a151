"""What comes in, as it came, and what became of it."""

from ayni.intake.models.changes import (
    LARGEST_EVIDENCE,
    AcceptanceRule,
    ChangeEvidence,
    ChangeKind,
    ChangeRequest,
    ChangeSource,
    EvidenceKind,
    RejectionReason,
)
from ayni.intake.models.loads import Load
from ayni.intake.models.questionnaires import Questionnaire, QuestionnaireMedia, QuestionnaireVersion
from ayni.intake.models.submissions import Attachment, DeviceKey, Submission, SubmissionContent

__all__ = [
    "LARGEST_EVIDENCE",
    "AcceptanceRule",
    "Attachment",
    "ChangeEvidence",
    "ChangeKind",
    "ChangeRequest",
    "ChangeSource",
    "DeviceKey",
    "EvidenceKind",
    "Load",
    "Questionnaire",
    "QuestionnaireMedia",
    "QuestionnaireVersion",
    "RejectionReason",
    "Submission",
    "SubmissionContent",
]
