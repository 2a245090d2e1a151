"""Every change in enrolment: starting runs, reviewing decisions, and what happens to an enrolment afterwards."""

from ayni.enrolment.actions.enrolments import exit, resume, suspend
from ayni.enrolment.actions.review import Accepted, accept, accept_all, decline, reconsider
from ayni.enrolment.actions.runs import start_run

__all__ = ["Accepted", "accept", "accept_all", "decline", "exit", "reconsider", "resume", "start_run", "suspend"]
