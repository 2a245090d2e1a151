"""The states of a programme's version."""

DRAFT, APPROVED, RETIRED = "draft", "approved", "retired"
STATES = (DRAFT, APPROVED, RETIRED)

#: (from, verb, to)
VERSION = (
    (DRAFT, "approve", APPROVED),
    (APPROVED, "retire", RETIRED),
)
