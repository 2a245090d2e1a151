"""What is kept of who may be one person, and of what was decided."""

from ayni.identity.models.cards import Card, CardEnd, CardKey, CardSheet, EndedCard
from ayni.identity.models.learnt import Frequency, LinkageModel, ModelState
from ayni.identity.models.linking_files import FileLinking, LinkState
from ayni.identity.models.merging import Merge, MergeState, MovedRow
from ayni.identity.models.records import FrequentKey, PreparedRecord, StaleRecord
from ayni.identity.models.reviewing import (
    Candidate,
    Drawn,
    GroupMember,
    LinkageRun,
    Reading,
    Sample,
    Source,
    Thresholds,
)
from ayni.identity.models.verifying import AskedState, RegisterAnswer, RegisterQuestion, RegisterSaid

__all__ = [
    "AskedState",
    "Candidate",
    "Card",
    "CardEnd",
    "CardKey",
    "CardSheet",
    "Drawn",
    "EndedCard",
    "FileLinking",
    "Frequency",
    "FrequentKey",
    "GroupMember",
    "LinkState",
    "LinkageModel",
    "LinkageRun",
    "Merge",
    "MergeState",
    "ModelState",
    "MovedRow",
    "PreparedRecord",
    "Reading",
    "RegisterAnswer",
    "RegisterQuestion",
    "RegisterSaid",
    "Sample",
    "Source",
    "StaleRecord",
    "Thresholds",
]
