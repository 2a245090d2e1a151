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
from ayni.enrolment.queries.singly import try_on
from ayni.enrolment.queries.tallied import Figures, Moves, figures, moves
from ayni.enrolment.queries.trials import Trial, trial
from ayni.enrolment.queries.wording import CriterionShown, UsedShown

__all__ = [
    "CriterionShown",
    "DecisionPage",
    "DecisionShown",
    "Explained",
    "Figures",
    "Moves",
    "ProgrammeCounts",
    "RunRecord",
    "Trial",
    "UsedShown",
    "Waiting",
    "decision",
    "decisions",
    "enrolment",
    "enrolments",
    "figures",
    "for_household",
    "latest",
    "moves",
    "run",
    "runs",
    "summary",
    "trial",
    "try_on",
    "waiting",
]
