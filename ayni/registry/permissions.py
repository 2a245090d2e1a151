"""Who may see and change persons and households."""

from ayni.commons.access import permissions

SEE = "registry.see_households"
SEE_SENSITIVE = "registry.see_sensitive"
REGISTER = "registry.register"
CORRECT = "registry.correct"
ADMIT = "registry.admit"

permissions.declare(
    **{
        SEE: "See households and persons",
        SEE_SENSITIVE: "See sensitive answers",
        REGISTER: "Register a household",
        CORRECT: "Correct a person's record",
        ADMIT: "Admit many households from a survey or file",
    }
)
