"""Where payments go when two records turn out to be one person's."""

from django.utils.translation import gettext_lazy as _

from ayni.commons import belongings

#: Who was paid is the same person under another number. Amount, account, day and reference of a promise never change:
#: what guards them is passed for the payee alone, whom each moved row tells before and after.
belongings.moves(
    "benefits.PaymentLine.payee", label=_("Payments"), ignoring=("benefits.PaymentLine:line_promise_stays",)
)
