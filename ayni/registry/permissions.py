"""Who may see and change persons and households, and the dictionary of what is asked of them."""

from django.utils.translation import gettext_noop as _

from ayni.commons.access import permissions

SEE = "registry.see_households"
SEE_SENSITIVE = "registry.see_sensitive"
EXPORT = "registry.export_people"
REGISTER = "registry.register"
CORRECT = "registry.correct"
MOVE = "registry.move"
VERIFY = "registry.verify"
ADMIT = "registry.admit"
RECORD_AREAS = "registry.record_areas"
SEE_DICTIONARY = "registry.see_dictionary"
PROPOSE_DICTIONARY = "registry.propose_dictionary"
APPROVE_DICTIONARY = "registry.approve_dictionary"

permissions.declare(
    **{
        SEE: "See households and persons",
        SEE_SENSITIVE: "See sensitive answers",
        EXPORT: _("Take a list of people out as a file"),
        REGISTER: "Register a household",
        CORRECT: "Correct a person's record",
        MOVE: _("Move people and households, also to other areas"),
        VERIFY: _("Confirm or refute somebody's number with its issuer"),
        ADMIT: "Admit many households from a survey or file",
        RECORD_AREAS: "Record what is known of an area",
        SEE_DICTIONARY: "See the dictionary and proposed changes to it",
        PROPOSE_DICTIONARY: _("Propose changes to the dictionary"),
        APPROVE_DICTIONARY: _("Approve or reject changes to the dictionary"),
    }
)
permissions.opens("people", SEE, REGISTER, CORRECT, MOVE, VERIFY, ADMIT)
permissions.opens("sensitive", SEE_SENSITIVE)
permissions.opens("moves", APPROVE_DICTIONARY, ADMIT)
permissions.apart(PROPOSE_DICTIONARY, APPROVE_DICTIONARY)
