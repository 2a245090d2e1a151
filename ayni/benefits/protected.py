"""By what payments are reached: the household's area, and the institution of the programme."""

from ayni.commons.access import protection
from ayni.commons.access.protection import Programme, Through

CYCLE = "EXISTS (SELECT FROM benefits_paymentcycle c WHERE c.id = {}.cycle_id AND c.programme_id = p.id)"

protection.protect("benefits_paymentline", Programme(by=CYCLE.format("benefits_paymentline")))
protection.protect(
    "benefits_notice",
    Through("benefits_paymentline", "reference", key="reference"),
    new="(SELECT ayni_user()) IS NOT NULL",  # it may tell of a payment that is not ours
)
protection.protect("benefits_overpayment", Programme())
protection.protect("benefits_overpaidline", Through("benefits_overpayment", "overpayment_id"))
protection.keep("benefits_entry", "benefits_posting")
