"""Who may start eligibility runs, see them, and review their decisions."""

from ayni.commons.access import permissions

SEE = "enrolment.see_runs"
START = "enrolment.start_run"
REVIEW = "enrolment.review"
TRY = "enrolment.try_rules"

permissions.declare(
    **{
        SEE: "See eligibility runs and enrolments",
        START: "Start an eligibility run",
        REVIEW: "Review decisions, and suspend, resume and end enrolments",
        TRY: "Try rules that are being written on everybody, and see the counts",
    }
)
permissions.opens("people", SEE, START, REVIEW, TRY)
