"""What comes in, as it came, and what became of it."""

from ayni.intake.models.backchecks import (
    BackCheck,
    BackCheckAnswer,
    BackCheckContent,
    BackCheckDraw,
    BackCheckState,
)
from ayni.intake.models.campaigns import Campaign, CampaignArea, CampaignAssignment, CampaignRoad
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
from ayni.intake.models.drafts import FormDraft, FormDraftContent, FormDraftFile
from ayni.intake.models.files import FileLoad, FilePortion
from ayni.intake.models.loads import Load
from ayni.intake.models.quality import QualityFigure, QualityFinding, QualityRun, QualityTask
from ayni.intake.models.questionnaires import Questionnaire, QuestionnaireMedia, QuestionnaireVersion
from ayni.intake.models.recertification import Recertification, RecertificationSchedule
from ayni.intake.models.submissions import Attachment, DeviceKey, Submission, SubmissionContent
from ayni.intake.models.visits import DwellingListing, Visit, VisitAttempt, VisitState

__all__ = [
    "LARGEST_EVIDENCE",
    "AcceptanceRule",
    "Attachment",
    "BackCheck",
    "BackCheckAnswer",
    "BackCheckContent",
    "BackCheckDraw",
    "BackCheckState",
    "Campaign",
    "CampaignArea",
    "CampaignAssignment",
    "CampaignRoad",
    "ChangeEvidence",
    "ChangeKind",
    "ChangeRequest",
    "ChangeSource",
    "DeviceKey",
    "DwellingListing",
    "EvidenceKind",
    "FileLoad",
    "FilePortion",
    "FormDraft",
    "FormDraftContent",
    "FormDraftFile",
    "Load",
    "QualityFigure",
    "QualityFinding",
    "QualityRun",
    "QualityTask",
    "Questionnaire",
    "QuestionnaireMedia",
    "QuestionnaireVersion",
    "Recertification",
    "RecertificationSchedule",
    "RejectionReason",
    "Submission",
    "SubmissionContent",
    "Visit",
    "VisitAttempt",
    "VisitState",
]
