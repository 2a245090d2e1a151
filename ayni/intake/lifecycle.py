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
