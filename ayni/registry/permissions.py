"""Who may see and change persons and households, and the dictionary of what is asked of them."""

from django.utils.translation import gettext_noop as _

from ayni.commons.access import permissions

SEE = "registry.see_households"
SEE_SENSITIVE = "registry.see_sensitive"
REGISTER = "registry.register"
CORRECT = "registry.correct"
ADMIT = "registry.admit"
RECORD_AREAS = "registry.record_areas"
SEE_DICTIONARY = "registry.see_dictionary"
PROPOSE_DICTIONARY = "registry.propose_dictionary"
APPROVE_DICTIONARY = "registry.approve_dictionary"

permissions.declare(
    **{
        SEE: "See households and persons",
        SEE_SENSITIVE: "See sensitive answers",
        REGISTER: "Register a household",
        CORRECT: "Correct a person's record",
        ADMIT: "Admit many households from a survey or file",
        RECORD_AREAS: "Record what is known of an area",
        SEE_DICTIONARY: "See the dictionary and proposed changes to it",
        PROPOSE_DICTIONARY: _("Propose changes to the dictionary"),
        APPROVE_DICTIONARY: _("Approve or reject changes to the dictionary"),
    }
)
permissions.opens("people", SEE, REGISTER, CORRECT, ADMIT)
permissions.opens("sensitive", SEE_SENSITIVE)
permissions.opens("moves", APPROVE_DICTIONARY, ADMIT)
permissions.apart(PROPOSE_DICTIONARY, APPROVE_DICTIONARY)
