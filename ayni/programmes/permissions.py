"""Who may see, prepare and approve programmes."""

from ayni.commons.access import permissions

SEE = "programmes.see"
PREPARE = "programmes.prepare"
APPROVE = "programmes.approve"

permissions.declare(
    **{
        SEE: "See programmes and their rules",
        PREPARE: "Prepare a programme's rules",
        APPROVE: "Approve and retire a programme's rules",
    }
)
permissions.apart(PREPARE, APPROVE)
