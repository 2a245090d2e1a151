"""Every question about payments and the ledger."""

from ayni.benefits import permissions  # noqa: F401 declares them
from ayni.benefits.queries.books import Balance, Proof, proof, trial_balance
from ayni.benefits.queries.cycles import Effect, Standing, Tally, cycle, cycles, effect, tallies
from ayni.benefits.queries.history import EntryShown, entries, told
from ayni.benefits.queries.lines import Page, for_household, line, lines
from ayni.benefits.queries.notices import Puzzle, puzzles
from ayni.benefits.queries.overpayments import doubled, of_merge, overpaid, overpayment, overpayments
from ayni.benefits.queries.periods import frequency, next_period, period_end, years_before
from ayni.benefits.queries.sending import Order, Unanswered, cursor, released, unanswered, unsent

__all__ = [
    "Balance",
    "Effect",
    "EntryShown",
    "Order",
    "Page",
    "Proof",
    "Puzzle",
    "Standing",
    "Tally",
    "Unanswered",
    "cursor",
    "cycle",
    "cycles",
    "doubled",
    "effect",
    "entries",
    "for_household",
    "frequency",
    "line",
    "lines",
    "next_period",
    "of_merge",
    "overpaid",
    "overpayment",
    "overpayments",
    "period_end",
    "proof",
    "puzzles",
    "released",
    "tallies",
    "told",
    "trial_balance",
    "unanswered",
    "unsent",
    "years_before",
]
