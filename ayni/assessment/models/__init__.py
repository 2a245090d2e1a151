from ayni.assessment.models.answering import AnswerKind, NeedAnswer
from ayni.assessment.models.instruments import METHOD_OF, Instrument, Kind
from ayni.assessment.models.scored import Assessment, Finding, NeedTally, Score

__all__ = [
    "METHOD_OF",
    "AnswerKind",
    "Assessment",
    "Finding",
    "Instrument",
    "Kind",
    "NeedAnswer",
    "NeedTally",
    "Score",
]
