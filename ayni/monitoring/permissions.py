"""Who may see figures, and have them computed."""

from ayni.commons.access import permissions

SEE = "monitoring.see"
COMPUTE = "monitoring.compute"

permissions.declare(**{SEE: "See indicators", COMPUTE: "Compute indicators"})
