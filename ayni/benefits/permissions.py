"""What may be permitted about payments."""

from django.utils.translation import gettext_noop as _

from ayni.commons.access import permissions

permissions.declare(
    **{
        "benefits.see_payments": "See payments",
        "benefits.fund": "Record money received for payments",
        "benefits.compute": _("Compute and cancel payment cycles"),
        "benefits.approve": _("Approve payment cycles"),
        "benefits.release": _("Release payment cycles to the provider"),
        "benefits.reconcile": "Reconcile and re-issue payments",
    }
)
permissions.opens(
    "people",
    "benefits.see_payments",
    "benefits.compute",
    "benefits.approve",
    "benefits.release",
    "benefits.reconcile",
)
permissions.apart("benefits.compute", "benefits.approve")
permissions.apart("benefits.approve", "benefits.release")
