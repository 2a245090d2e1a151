"""A payment that came back is still owed: it is paid again in the programme's next cycle."""

from ayni.benefits import errors, lifecycle, models
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.kernel.lifecycles import step
from ayni.registry import queries as registry


@action("benefits.reconcile", says="asked for a returned payment to be paid again")
def reissue(line: models.PaymentLine, *, account: str, reason: str, by: User) -> models.PaymentLine:
    """Have a returned payment paid again, to an account that an officer has checked with the payee.

    It moves no money: the programme's next cycle carries it as a line of its own, under the same two officers' eyes as
    every other. Refuses: WrongState; AccountMissing; ReasonMissing; OutsideArea.
    """
    scoping.check(by, "benefits.reconcile", registry.path_of(line.household_id))
    if not account.strip():
        raise errors.AccountMissing
    if not reason.strip():
        raise errors.ReasonMissing
    locked = models.PaymentLine.objects.select_for_update().get(pk=line.pk)
    locked.status = step(lifecycle.LINE, locked.status, "reissue", what=f"Payment {locked.pk}")
    locked.new_account = account.strip()
    locked.save(update_fields=["status", "new_account"])
    return locked
