"""The states of runs, decisions and enrolments."""

WAITING, DECIDED = "waiting", "decided"
RUN_STATES = (WAITING, DECIDED)
RUN = ((WAITING, "decide", DECIDED),)

PROPOSED, ASKED, ACCEPTED, DECLINED = "proposed", "asked", "accepted", "declined"
DECISION_STATES = (PROPOSED, ASKED, ACCEPTED, DECLINED)
DECISION = (
    (PROPOSED, "accept", ACCEPTED),
    (PROPOSED, "decline", DECLINED),
    (DECLINED, "reconsider", PROPOSED),
)

ENROLLED, SUSPENDED, EXITED = "enrolled", "suspended", "exited"
ENROLMENT_STATES = (ENROLLED, SUSPENDED, EXITED)
ENROLMENT = (
    (ENROLLED, "suspend", SUSPENDED),
    (SUSPENDED, "resume", ENROLLED),
    (ENROLLED, "exit", EXITED),
    (SUSPENDED, "exit", EXITED),
)
