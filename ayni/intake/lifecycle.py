"""The states of what comes in: change requests and their rules, questionnaires, submissions, tasks to mend."""

DRAFT, SUBMITTED, CHECKED, NEEDS_INFORMATION = "draft", "submitted", "checked", "needs_information"
APPROVED, APPLIED, REJECTED, WITHDRAWN = "approved", "applied", "rejected", "withdrawn"
CHANGE_STATES = (DRAFT, SUBMITTED, CHECKED, NEEDS_INFORMATION, APPROVED, APPLIED, REJECTED, WITHDRAWN)
WAITING = (SUBMITTED, CHECKED)  # for an officer who checks
OPEN = (DRAFT, SUBMITTED, CHECKED, NEEDS_INFORMATION, APPROVED)
#: (from, verb, to). An approved change that could not be applied stays approved, with its reason.
CHANGE = (
    (DRAFT, "submit", SUBMITTED),
    (NEEDS_INFORMATION, "submit", SUBMITTED),
    (SUBMITTED, "check", CHECKED),
    (SUBMITTED, "approve", APPROVED),
    (CHECKED, "approve", APPROVED),
    (APPROVED, "apply", APPLIED),
    (SUBMITTED, "ask", NEEDS_INFORMATION),
    (CHECKED, "ask", NEEDS_INFORMATION),
    (APPROVED, "ask", NEEDS_INFORMATION),
    (SUBMITTED, "reject", REJECTED),
    (CHECKED, "reject", REJECTED),
    (APPROVED, "reject", REJECTED),
    (REJECTED, "appeal", SUBMITTED),
    (DRAFT, "withdraw", WITHDRAWN),
    (SUBMITTED, "withdraw", WITHDRAWN),
    (CHECKED, "withdraw", WITHDRAWN),
    (NEEDS_INFORMATION, "withdraw", WITHDRAWN),
)

RETIRED = "retired"
RULE_STATES = (DRAFT, APPROVED, REJECTED, RETIRED)
RULE = (
    (DRAFT, "approve", APPROVED),
    (DRAFT, "reject", REJECTED),
    (APPROVED, "retire", RETIRED),
)

PUBLISHED = "published"
VERSION_STATES = (DRAFT, APPROVED, PUBLISHED, RETIRED, WITHDRAWN)
#: Of a questionnaire's version.
VERSION = (
    (DRAFT, "approve", APPROVED),
    (DRAFT, "withdraw", WITHDRAWN),
    (APPROVED, "publish", PUBLISHED),
    (APPROVED, "retire", RETIRED),
    (PUBLISHED, "retire", RETIRED),
)

RECEIVED, HELD, REFUSED, REPLACED = "received", "waiting", "refused", "replaced"
SUBMISSION_STATES = (RECEIVED, CHECKED, HELD, APPLIED, REFUSED, REPLACED)
#: Of a submission: held, it waits for an officer to mend it; replaced by a later edit of the same form.
SUBMISSION = (
    (RECEIVED, "check", CHECKED),
    (RECEIVED, "hold", HELD),
    (RECEIVED, "refuse", REFUSED),
    (RECEIVED, "replace", REPLACED),
    (CHECKED, "apply", APPLIED),
    (CHECKED, "hold", HELD),
    (CHECKED, "refuse", REFUSED),
    (CHECKED, "replace", REPLACED),
    (HELD, "check", CHECKED),
    (HELD, "refuse", REFUSED),
    (HELD, "replace", REPLACED),
)

UPLOADED, MAPPED, LOADING, LOADED, UNDONE = "uploaded", "mapped", "loading", "loaded", "undone"
FILE_STATES = (UPLOADED, MAPPED, CHECKED, LOADING, LOADED, UNDONE, WITHDRAWN)
#: Of a file of people. Loading that was killed goes on from where it was.
FILE = (
    (UPLOADED, "map", MAPPED),
    (MAPPED, "map", MAPPED),
    (CHECKED, "map", MAPPED),
    (MAPPED, "check", CHECKED),
    (CHECKED, "check", CHECKED),
    (CHECKED, "load", LOADING),
    (LOADING, "load", LOADING),
    (LOADING, "finish", LOADED),
    (LOADING, "undo", UNDONE),
    (LOADED, "undo", UNDONE),
    (UPLOADED, "withdraw", WITHDRAWN),
    (MAPPED, "withdraw", WITHDRAWN),
    (CHECKED, "withdraw", WITHDRAWN),
)

PLANNED, PAUSED, CLOSED = "planned", "paused", "closed"
OPENED = "open"
CAMPAIGN_STATES = (PLANNED, OPENED, PAUSED, CLOSED)
CAMPAIGN = (
    (PLANNED, "open", OPENED),
    (OPENED, "pause", PAUSED),
    (PAUSED, "resume", OPENED),
    (OPENED, "close", CLOSED),
    (PAUSED, "close", CLOSED),
    (PLANNED, "close", CLOSED),
)

#: Of a visit. Done, it waits for its form; complete, the form has arrived.
TO_VISIT, AGAIN, DONE, COMPLETE = "to_visit", "again", "done", "complete"
NOT_WILLING, GONE, EMPTY, NOT_FOUND, DOUBLE = "not_willing", "gone", "empty", "not_found", "double"
CANCELLED, TURNED_DOWN = "cancelled", "turned_down"
TO_DO = (TO_VISIT, AGAIN)
SETTLED = (DONE, NOT_WILLING, GONE, EMPTY, NOT_FOUND, DOUBLE)  # by the one who went there
OUTCOMES = (AGAIN, *SETTLED)
VISIT_STATES = (*TO_DO, *SETTLED, COMPLETE, CANCELLED, TURNED_DOWN)
#: The verb is the outcome; a form that arrives completes whatever was said before; a correction begins anew.
VISIT = (
    *((before, outcome, outcome) for before in TO_DO for outcome in OUTCOMES),
    *((before, "complete", COMPLETE) for before in (*TO_DO, *SETTLED)),
    *((before, "correct", TO_VISIT) for before in (AGAIN, *SETTLED)),
    *((before, "cancel", CANCELLED) for before in TO_DO),
    (CANCELLED, "correct", TO_VISIT),
    (COMPLETE, "go again", AGAIN),
    (COMPLETE, "turn down", TURNED_DOWN),
    (TURNED_DOWN, "correct", TO_VISIT),
)

DRAWN, COMPARED, NOT_REACHED, VISIT_AGAIN = "drawn", "compared", "not_reached", "visit_again"
ACCEPTED = "accepted"
BACK_CHECK_STATES = (DRAWN, COMPARED, NOT_REACHED, ACCEPTED, VISIT_AGAIN, TURNED_DOWN)
BACK_CHECK = (
    (DRAWN, "compare", COMPARED),
    (DRAWN, "agree", ACCEPTED),  # every answer is as before: nobody needs to decide
    (DRAWN, "miss", NOT_REACHED),
    (NOT_REACHED, "agree", ACCEPTED),
    (NOT_REACHED, "compare", COMPARED),
    (COMPARED, "accept", ACCEPTED),
    (COMPARED, "visit again", VISIT_AGAIN),
    (COMPARED, "turn down", TURNED_DOWN),
    (NOT_REACHED, "accept", ACCEPTED),
    (NOT_REACHED, "visit again", VISIT_AGAIN),
)
