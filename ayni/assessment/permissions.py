"""Who may have households assessed."""

from ayni.commons.access import permissions

ASSESS = "assessment.assess"

permissions.declare(**{ASSESS: "Assess the households of a snapshot"})
permissions.opens("people", ASSESS)
