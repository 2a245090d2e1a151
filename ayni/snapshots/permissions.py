"""Who may have the registry written out as columns."""

from ayni.commons.access import permissions

TAKE = "snapshots.take"

permissions.declare(**{TAKE: "Take a snapshot of the registry"})
permissions.opens("people", TAKE)
permissions.opens("sensitive", TAKE)  # what a rule in force is made of
