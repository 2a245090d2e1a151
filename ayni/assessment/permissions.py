"""Who may write, adopt and apply instruments, and see what they found."""

from django.utils.translation import gettext_noop as _

from ayni.commons.access import permissions

ASSESS = "assessment.assess"
WRITE = "assessment.write"
ADOPT = "assessment.adopt"
SEE = "assessment.see"
SEE_WEIGHTS = "assessment.see_weights"
SEE_HOUSEHOLD = "assessment.see_household"
PROPOSE_ANSWERS = "assessment.propose_answers"
APPROVE_ANSWERS = "assessment.approve_answers"

permissions.declare(
    **{
        ASSESS: "Assess the households of a snapshot",
        WRITE: _("Write and copy instruments of assessment"),
        ADOPT: _("Review, adopt and retire instruments of assessment"),
        SEE: _("See what assessments found of the population"),
        SEE_WEIGHTS: _("See the weights of a score's formula"),
        SEE_HOUSEHOLD: _("See what assessments found of a household"),
        PROPOSE_ANSWERS: _("Propose which programmes and services answer a need"),
        APPROVE_ANSWERS: _("Approve which programmes and services answer a need"),
    }
)
permissions.opens("people", ASSESS)
permissions.apart(WRITE, ADOPT)
permissions.apart(PROPOSE_ANSWERS, APPROVE_ANSWERS)
