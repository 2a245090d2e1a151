"""The states of payment cycles and lines, and of overpayments."""

COMPUTED, APPROVED, RELEASED, SETTLED, CANCELLED = "computed", "approved", "released", "settled", "cancelled"
CYCLE_STATES = (COMPUTED, APPROVED, RELEASED, SETTLED, CANCELLED)
CYCLE = (
    (COMPUTED, "approve", APPROVED),
    (COMPUTED, "cancel", CANCELLED),
    (APPROVED, "release", RELEASED),
    (RELEASED, "settle", SETTLED),
)

DUE, SENT, PAID, RETURNED, DROPPED = "due", "sent", "paid", "returned", "dropped"
REISSUED, CARRIED = "reissued", "carried"
LINE_STATES = (DUE, SENT, PAID, RETURNED, DROPPED, REISSUED, CARRIED)
LINE = (
    (DUE, "send", SENT),
    (DUE, "drop", DROPPED),  # its cycle was cancelled before approval
    (SENT, "pay", PAID),
    (SENT, "return", RETURNED),
    (RETURNED, "reissue", REISSUED),  # an officer has said where to pay it; it waits for the next cycle
    (REISSUED, "carry", CARRIED),  # a line of a later cycle pays it
    (CARRIED, "take back", REISSUED),  # that later cycle was cancelled
)
UNANSWERED = (DUE, SENT)
SUPERSEDED = (DROPPED, CARRIED)  # nothing is owed on the line itself: it was never owed, or another line pays it

FOUND, CONFIRMED, NO_DEBT, WITHDRAWN = "found", "confirmed", "no_debt", "withdrawn"
OVERPAYMENT_STATES = (FOUND, CONFIRMED, NO_DEBT, WITHDRAWN)
OVERPAYMENT = (
    (FOUND, "confirm", CONFIRMED),
    (FOUND, "dismiss", NO_DEBT),
    *((before, "withdraw", WITHDRAWN) for before in (FOUND, CONFIRMED, NO_DEBT)),  # the records were parted again
)
