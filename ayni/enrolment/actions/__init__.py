"""Every change in enrolment: starting runs, trying rules, reviewing decisions, and what becomes of an enrolment."""

from ayni.enrolment.actions.enrolments import exit, resume, suspend
from ayni.enrolment.actions.review import Accepted, accept, accept_all, decline, reconsider
from ayni.enrolment.actions.runs import start_run
from ayni.enrolment.actions.trials import try_rules

__all__ = [
    "Accepted",
    "accept",
    "accept_all",
    "decline",
    "exit",
    "reconsider",
    "resume",
    "start_run",
    "suspend",
    "try_rules",
]
