"""The states of payment cycles and lines."""

COMPUTED, APPROVED, RELEASED, SETTLED, CANCELLED = "computed", "approved", "released", "settled", "cancelled"
CYCLE_STATES = (COMPUTED, APPROVED, RELEASED, SETTLED, CANCELLED)
CYCLE = (
    (COMPUTED, "approve", APPROVED),
    (COMPUTED, "cancel", CANCELLED),
    (APPROVED, "release", RELEASED),
    (RELEASED, "settle", SETTLED),
)

DUE, SENT, PAID, RETURNED, DROPPED = "due", "sent", "paid", "returned", "dropped"
LINE_STATES = (DUE, SENT, PAID, RETURNED, DROPPED)
LINE = (
    (DUE, "send", SENT),
    (DUE, "drop", DROPPED),  # its cycle was cancelled before approval
    (SENT, "pay", PAID),
    (SENT, "return", RETURNED),
)
