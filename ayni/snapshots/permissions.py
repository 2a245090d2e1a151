"""Who may have the registry written out as columns."""

from ayni.commons.access import permissions

TAKE = "snapshots.take"

permissions.declare(**{TAKE: "Take a snapshot of the registry"})
