"""What is kept of who may be one person, and of what was decided."""

from ayni.identity.models.cards import Card, CardEnd, CardKey, CardSheet, EndedCard
from ayni.identity.models.learnt import Frequency, LinkageModel, ModelState
from ayni.identity.models.linking_files import FileLinking, LinkState
from ayni.identity.models.merging import Merge, MergeState, MovedRow
from ayni.identity.models.records import FrequentKey, PreparedRecord, StaleRecord
from ayni.identity.models.verifying import AskedState, RegisterAnswer, RegisterQuestion, RegisterSaid

__all__ = [
    "AskedState",
    "Card",
    "CardEnd",
    "CardKey",
    "CardSheet",
    "EndedCard",
    "FileLinking",
    "Frequency",
    "FrequentKey",
    "LinkState",
    "LinkageModel",
    "Merge",
    "MergeState",
    "ModelState",
    "MovedRow",
    "PreparedRecord",
    "RegisterAnswer",
    "RegisterQuestion",
    "RegisterSaid",
    "StaleRecord",
]
