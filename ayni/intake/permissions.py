"""Who may bring data in."""

from ayni.commons.access import permissions

LOAD = "intake.load"

permissions.declare(**{LOAD: "Load a survey"})
permissions.opens("people", LOAD)
