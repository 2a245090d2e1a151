"""Every change to payments and to the ledger."""

from ayni.benefits import permissions  # noqa: F401 declares them
from ayni.benefits.actions.approving import approve, countersign
from ayni.benefits.actions.computing import cancel, compute
from ayni.benefits.actions.funding import adopt_accounts, fund
from ayni.benefits.actions.overpayments import decide_overpayment
from ayni.benefits.actions.reconciling import Received, Told, receive, resolve, settle
from ayni.benefits.actions.reissuing import reissue
from ayni.benefits.actions.releasing import record_sent, release

__all__ = [
    "Received",
    "Told",
    "adopt_accounts",
    "approve",
    "cancel",
    "compute",
    "countersign",
    "decide_overpayment",
    "fund",
    "receive",
    "record_sent",
    "reissue",
    "release",
    "resolve",
    "settle",
]
