"""What comes in, as it came, and what became of it."""

from ayni.intake.models.loads import Load
from ayni.intake.models.questionnaires import Questionnaire, QuestionnaireMedia, QuestionnaireVersion
from ayni.intake.models.submissions import Attachment, DeviceKey, Submission, SubmissionContent

__all__ = [
    "Attachment",
    "DeviceKey",
    "Load",
    "Questionnaire",
    "QuestionnaireMedia",
    "QuestionnaireVersion",
    "Submission",
    "SubmissionContent",
]
