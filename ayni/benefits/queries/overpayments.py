"""Cases of overpayment, within the reader's areas."""

from __future__ import annotations

from typing import Any

from ayni.benefits import errors, lifecycle, models
from ayni.commons.access import scoping
from ayni.commons.access.models import User

SEE = "benefits.see_payments"


def overpayments(*, reader: User, status: str = "") -> Any:
    """Cases, the newest first; of one state, when that is asked for. Refuses: NotPermitted."""
    scoping.paths(reader, SEE)
    found = models.Overpayment.objects.select_related(
        "programme", "household", "merge__kept", "merge__absorbed", "merge__merged_by", "decided_by"
    )
    return found.filter(status=status) if status in lifecycle.OVERPAYMENT_STATES else found


def overpayment(pk: int, *, reader: User) -> models.Overpayment:
    """One case. Refuses: NotPermitted, NoSuchOverpayment."""
    found: models.Overpayment | None = overpayments(reader=reader).filter(pk=pk).first()
    if found is None:
        raise errors.NoSuchOverpayment(models.Overpayment(pk=pk).code)
    return found


def overpaid(case: models.Overpayment) -> list[models.OverpaidLine]:
    """The payments a case is about."""
    return list(case.lines.select_related("line__cycle", "line__payee", "beside__cycle", "beside__household"))


def doubled(kept_id: int, absorbed_id: int) -> int:
    """How many payments of one programme for the same time went to both, as far as whoever acts may know."""
    lines = models.PaymentLine.objects.filter(status__in=(lifecycle.SENT, lifecycle.PAID))
    periods = {
        who: set(lines.filter(payee=who).values_list("cycle__programme", "cycle__period_from"))
        for who in (kept_id, absorbed_id)
    }
    return len(periods[kept_id] & periods[absorbed_id])


def of_merge(merge_id: int, *, reader: User) -> list[models.Overpayment]:
    """The cases that a merge found. Refuses: NotPermitted."""
    return list(overpayments(reader=reader).filter(merge=merge_id))
