"""Purposes, schedules and agreements; what people have said, asked and been given; and who became anonymous."""

from ayni.privacy.models.forgetting import Anonymisation, Anonymised, LegalHold
from ayni.privacy.models.papers import Basis, Paper, Purpose, RetentionSchedule, SharingAgreement, Transfer
from ayni.privacy.models.people import Answer, Consent, CorrectionRequest, DataCopy, How, What

__all__ = [
    "Anonymisation",
    "Anonymised",
    "Answer",
    "Basis",
    "Consent",
    "CorrectionRequest",
    "DataCopy",
    "How",
    "LegalHold",
    "Paper",
    "Purpose",
    "RetentionSchedule",
    "SharingAgreement",
    "Transfer",
    "What",
]
