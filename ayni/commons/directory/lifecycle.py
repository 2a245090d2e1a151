"""The states of a change of boundaries."""

DRAFT, APPROVED, REJECTED, WITHDRAWN = "draft", "approved", "rejected", "withdrawn"
STATES = (DRAFT, APPROVED, REJECTED, WITHDRAWN)

#: (from, verb, to)
CHANGE = (
    (DRAFT, "approve", APPROVED),
    (DRAFT, "reject", REJECTED),
    (DRAFT, "withdraw", WITHDRAWN),
)
