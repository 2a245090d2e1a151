"""The summary of a demonstration: what other programs read."""

from decimal import Decimal
from typing import Any

from ayni.assessment import queries as assessments
from ayni.benefits import queries as benefits
from ayni.cli import officers
from ayni.cli.demo_chain import Chain
from ayni.enrolment import queries as enrolments
from ayni.registry import queries as registry

HEADLINE = ("H", "A", "M0")


def summary(chain: Chain) -> dict[str, Any]:
    """What the registry, the assessments, the run, the payments and the ledger hold now, as plain JSON values."""
    counts = registry.counts(officers.officer("auditor"))
    run = enrolments.latest()
    return {
        "households": counts.households,
        "persons": counts.persons,
        "measures": _measures(chain.snapshot),
        "programmes": enrolments.summary(run) if run else [],
        "payments": _payments(),
        "ledger": _ledger(),
        "seconds": chain.seconds,
    }


def _measures(snapshot: Any) -> dict[str, Any]:
    mpi, pmt = assessments.figures("mpi", snapshot), assessments.figures("pmt", snapshot)
    assert mpi is not None and pmt is not None
    return {"mpi": _mpi(mpi), "pmt": {"r2": pmt["r2"], "n": pmt["n"]}}


def _mpi(figures: dict[str, Any]) -> dict[str, Any]:
    """The headline with its standard errors apart, for the whole and by area."""
    by_area = [{"area": row["area"], "n": row["H"]["n"], **_headline(row)} for row in figures["by_area"]]
    return {**_headline(figures), "n": figures["n"], "retained": figures["retained"], "by_area": by_area}


def _headline(figures: dict[str, Any]) -> dict[str, Any]:
    values = {name: figures[name]["value"] for name in HEADLINE}
    return {**values, "se": {name: figures[name]["se"] for name in HEADLINE}}


def _payments() -> dict[str, Any]:
    auditor = officers.officer("auditor")
    lines = amount = paid = returned = 0
    amount = Decimal(0)
    for standing in benefits.cycles(auditor):
        if standing.cycle.status == "cancelled":
            continue
        lines += standing.cycle.lines_count
        amount += standing.cycle.amount
        paid += standing.tallies["paid"].lines if "paid" in standing.tallies else 0
        returned += standing.tallies["returned"].lines if "returned" in standing.tallies else 0
    return {
        "lines": lines,
        "amount": str(amount),
        "paid": paid,
        "returned": returned,
        "pending": lines - paid - returned,
    }


def _ledger() -> dict[str, Any]:
    balances = benefits.trial_balance()
    proofs = benefits.proof()
    return {
        "balanced": sum(account.balance for account in balances) == 0 and all(proof.holds for proof in proofs),
        "accounts": {account.code: str(account.balance) for account in balances},
    }
