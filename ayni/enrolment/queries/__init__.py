"""Questions about runs, decisions and enrolments, each within the reader's areas."""

from ayni.enrolment.queries.explaining import Explained, for_household
from ayni.enrolment.queries.reviews import (
    DecisionPage,
    DecisionShown,
    decision,
    decisions,
    enrolment,
    enrolments,
)
from ayni.enrolment.queries.runs import ProgrammeCounts, RunRecord, Waiting, latest, run, runs, summary, waiting
from ayni.enrolment.queries.wording import CriterionShown, UsedShown

__all__ = [
    "CriterionShown",
    "DecisionPage",
    "DecisionShown",
    "Explained",
    "ProgrammeCounts",
    "RunRecord",
    "UsedShown",
    "Waiting",
    "decision",
    "decisions",
    "enrolment",
    "enrolments",
    "for_household",
    "latest",
    "run",
    "runs",
    "summary",
    "waiting",
]
