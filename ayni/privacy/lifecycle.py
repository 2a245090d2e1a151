"""The states of what two officers must see, of requests, and of anonymising."""

DRAFT, APPROVED, REJECTED, WITHDRAWN = "draft", "approved", "rejected", "withdrawn"
SUSPENDED, RETIRED = "suspended", "retired"
PAPER_STATES = (DRAFT, APPROVED, REJECTED, WITHDRAWN, SUSPENDED, RETIRED)
#: (from, verb, to) of a purpose, a retention schedule, a sharing agreement
PAPER = (
    (DRAFT, "approve", APPROVED),
    (DRAFT, "reject", REJECTED),
    (DRAFT, "withdraw", WITHDRAWN),
    (APPROVED, "suspend", SUSPENDED),
    (SUSPENDED, "resume", APPROVED),
    (APPROVED, "retire", RETIRED),
    (SUSPENDED, "retire", RETIRED),
)

DONE = "done"
ANONYMISATION_STATES = (DRAFT, APPROVED, REJECTED, WITHDRAWN, DONE)
ANONYMISATION = (
    (DRAFT, "approve", APPROVED),
    (DRAFT, "reject", REJECTED),
    (DRAFT, "withdraw", WITHDRAWN),
    (APPROVED, "finish", DONE),
)

LODGED, ACCEPTED, REFUSED = "lodged", "accepted", "refused"
CORRECTION_STATES = (LODGED, ACCEPTED, REFUSED, WITHDRAWN)
CORRECTION = (
    (LODGED, "accept", ACCEPTED),
    (LODGED, "refuse", REFUSED),
    (LODGED, "withdraw", WITHDRAWN),
)

REQUESTED, HANDED_OVER, CANCELLED = "requested", "handed_over", "cancelled"
COPY_STATES = (REQUESTED, HANDED_OVER, CANCELLED)
COPY = (
    (REQUESTED, "hand over", HANDED_OVER),
    (REQUESTED, "cancel", CANCELLED),
)
