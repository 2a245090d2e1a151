"""The states of a change to the dictionary."""

DRAFT, APPROVED, REJECTED, WITHDRAWN = "draft", "approved", "rejected", "withdrawn"
STATES = (DRAFT, APPROVED, REJECTED, WITHDRAWN)

#: (from, verb, to)
CHANGE = (
    (DRAFT, "approve", APPROVED),
    (DRAFT, "reject", REJECTED),
    (DRAFT, "withdraw", WITHDRAWN),
)
