"""The words for states, and the tone each is shown in. A state without an entry is shown as it is."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: state: (word, tone); tones are good, warn, harm, info, plain
STATUSES = {
    # decisions
    "eligible": (_("Eligible"), "good"),
    "ineligible": (_("Not eligible"), "plain"),
    "needs_information": (_("Needs information"), "warn"),
    "proposed": (_("Waits for review"), "warn"),
    "asked": (_("Waits for answers"), "warn"),
    "accepted": (_("Accepted"), "good"),
    "declined": (_("Declined"), "harm"),
    # enrolments
    "enrolled": (_("Receives it"), "good"),
    "suspended": (_("Suspended"), "warn"),
    "exited": (_("Ended"), "plain"),
    # payment cycles
    # Translators: a payment cycle whose amounts were worked out and that waits for a second officer
    "computed": (_("Waits for approval"), "warn"),
    # Translators: a payment cycle that may now be sent
    "approved": (_("Approved"), "info"),
    # Translators: a payment cycle that was handed to the payment provider
    "released": (_("Sent to the provider"), "info"),
    "settled": (_("Settled"), "good"),
    "cancelled": (_("Cancelled"), "plain"),
    # payments
    "due": (_("Due"), "info"),
    "sent": (_("Sent"), "info"),
    "paid": (_("Paid"), "good"),
    "returned": (_("Returned"), "harm"),
    "dropped": (_("Dropped"), "plain"),
    # two records of one person, and overpayments
    "merged": (pgettext_lazy("two records", "Merged"), "good"),
    "parted": (pgettext_lazy("two records", "Parted again"), "plain"),
    "found": (_("Waits for a decision"), "warn"),
    "confirmed": (_("A debt"), "harm"),
    "no_debt": (_("No debt"), "plain"),
    # background work
    "waiting": (pgettext_lazy("background work", "Waiting"), "plain"),
    "running": (pgettext_lazy("background work", "Running"), "info"),
    "done": (pgettext_lazy("background work", "Done"), "good"),
    "failed": (pgettext_lazy("background work", "Failed"), "harm"),
    "decided": (pgettext_lazy("eligibility run", "Decided"), "good"),
    # versions of programmes
    "draft": (pgettext_lazy("version of a programme", "Draft"), "warn"),
    "retired": (pgettext_lazy("version of a programme", "Retired"), "plain"),
    # versions of instruments
    "reviewed": (pgettext_lazy("version of an instrument", "Reviewed"), "info"),
    "adopted": (pgettext_lazy("version of an instrument", "In force"), "good"),
    # changes of the dictionary
    "rejected": (pgettext_lazy("proposed change", "Rejected"), "harm"),
    "withdrawn": (pgettext_lazy("proposed change", "Taken back"), "plain"),
    # changes of records
    "submitted": (_("Waits to be checked"), "warn"),
    "checked": (_("Waits for the second check"), "warn"),
    "applied": (pgettext_lazy("a change", "On record"), "good"),
    # questionnaires and filled-in forms
    "published": (pgettext_lazy("version of a questionnaire", "Published"), "good"),
    "form_received": (pgettext_lazy("a filled-in form", "Being checked"), "info"),
    "form_checked": (pgettext_lazy("a filled-in form", "Waits to be applied"), "warn"),
    "form_waiting": (pgettext_lazy("a filled-in form", "Has problems"), "warn"),
    "form_refused": (pgettext_lazy("a filled-in form", "Refused"), "harm"),
    "form_replaced": (pgettext_lazy("a filled-in form", "Replaced by an edit"), "plain"),
    # corrections and copies
    "lodged": (_("Waits for a decision"), "warn"),
    "refused": (pgettext_lazy("correction", "Refused"), "harm"),
    "requested": (_("Waits to be handed over"), "warn"),
    "handed_over": (_("Handed over"), "good"),
}


def shown(state: str) -> tuple[str, str]:
    """The word and the tone of a state."""
    return STATUSES.get(state, (state.replace("_", " ").capitalize(), "plain"))
