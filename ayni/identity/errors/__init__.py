"""Why something about who is one person is refused."""

from ayni.identity.errors.cards import (
    CardEnded,
    CardKeyBad,
    CardKeyGiven,
    CardKeyUnknown,
    CardKeyWithdrawn,
    HasCard,
    NoCardTo,
    OfficeMissing,
    RecordMerged,
)
from ayni.identity.errors.kept import KeptNoLonger
from ayni.identity.errors.reviewing import (
    AlreadyRead,
    HeldByAnother,
    LooksAlready,
    MergedAway,
    NoSuchPair,
    NothingLearnt,
    NothingRead,
    NothingToDraw,
    NothingToTakeBack,
    NotInOrder,
    OneRecord,
    WhyMissing,
)

__all__ = [
    "AlreadyRead",
    "CardEnded",
    "CardKeyBad",
    "CardKeyGiven",
    "CardKeyUnknown",
    "CardKeyWithdrawn",
    "HasCard",
    "HeldByAnother",
    "KeptNoLonger",
    "LooksAlready",
    "MergedAway",
    "NoCardTo",
    "NoSuchPair",
    "NotInOrder",
    "NothingLearnt",
    "NothingRead",
    "NothingToDraw",
    "NothingToTakeBack",
    "OfficeMissing",
    "OneRecord",
    "RecordMerged",
    "WhyMissing",
]
