"""Who may see, prepare and approve programmes."""

from django.utils.translation import gettext_noop as _

from ayni.commons.access import permissions

SEE = "programmes.see"
PREPARE = "programmes.prepare"
APPROVE = "programmes.approve"

permissions.declare(
    **{
        SEE: "See programmes and their rules",
        PREPARE: _("Prepare a programme's rules"),
        APPROVE: _("Approve and retire a programme's rules"),
    }
)
permissions.apart(PREPARE, APPROVE)
