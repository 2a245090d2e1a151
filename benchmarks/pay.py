"""A payment cycle and its reconciliation, beside the bare SQL that moves as many rows and beside Django's own way."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks import installation, measuring, payments_bare

PROGRAMME = "poverty-transfer"
AS_INSERT = 2.0
AS_BULK_CREATE = 0.25
#: 5 s for 2 million lines, of which a comparing join takes 1.6 s.
AS_COMPARING = 5 / 1.6
AS_UPDATE = 2.0
SAMPLE = 10_000


def cases(households: int) -> list[measuring.Case]:
    installation.load(households)
    lines = measuring.apart(_prepare).did
    shared: dict[str, Any] = {"size": f"{lines:,} lines", "units": ("lines", lines)}
    cycle: dict[str, Any] = {"work": "pay: compute and approve", "ours": _cycle, "before": _afresh, **shared}
    sample = min(lines, SAMPLE)
    return [
        measuring.Case(
            beside_name="INSERT … SELECT into a table with its primary key",
            beside=functools.partial(payments_bare.insert, "bare_keyed"),
            goal=AS_INSERT,
            same=functools.partial(payments_bare.same_lines, "bare_keyed"),
            **cycle,
        ),
        measuring.Case(
            beside_name="INSERT … SELECT into a table with all its keys and indexes",
            beside=functools.partial(payments_bare.insert, "bare_guarded"),
            goal=AS_INSERT,
            same=functools.partial(payments_bare.same_lines, "bare_guarded"),
            **cycle,
        ),
        measuring.Case(
            beside_name=f"Django bulk_create of {sample:,}" + (", extrapolated" if sample < lines else ""),
            beside=functools.partial(payments_bare.bulk_create, sample, lines),
            beside_times=lines / sample,
            goal=AS_BULK_CREATE,
            **cycle,
        ),
        measuring.Case(
            work="reconcile: 1 % is news",
            ours=_receive,
            beside_name="comparing join",
            beside=payments_bare.compare,
            goal=AS_COMPARING,
            before=functools.partial(_told, most_are_known=True),
            **shared,
        ),
        measuring.Case(
            work="reconcile: first answers",
            ours=_receive,
            beside_name="INSERT of the notices and UPDATE … FROM them",
            beside=payments_bare.update,
            goal=AS_UPDATE,
            before=functools.partial(_told, most_are_known=False),
            same=payments_bare.same_answers,
            **shared,
        ),
    ]


def _prepare() -> int:
    """Every household enrolled, with a decision of a run; how many lines that makes."""
    from ayni.benefits import actions as benefits
    from ayni.cli import officers
    from ayni.enrolment import models as enrolment
    from ayni.programmes import actions as programmes
    from ayni.snapshots.models import Snapshot

    manager, on = officers.officer("manager"), installation.DAY
    version = programmes.adopt_template(PROGRAMME, by=manager, in_force_from=on.replace(day=1))
    programmes.approve(version, by=officers.officer("approver"), at=datetime.now(UTC))
    snapshot = Snapshot.objects.create(version="none", on=on, folder="", manifest={})
    run = enrolment.Run.objects.create(snapshot=snapshot, on=on, asked_by=manager, status="decided")
    names = {"run": run.pk, "version": version.pk, "programme": version.programme_id, "on": on.replace(day=1)}
    installation.run(DECISIONS, parameters=names)
    installation.run(ENROLMENTS, parameters=names)
    benefits.adopt_accounts(by=officers.officer("treasury"))
    installation.run("VACUUM ANALYZE")
    _pay()
    return payments_bare.prepare()


DECISIONS = """
INSERT INTO enrolment_decision (run_id, version_id, household_id, result, amount, missing, status, reason)
SELECT %(run)s, %(version)s, id, 'eligible', 1200 + 150 * (id %% 5), '{}', 'accepted', ''
FROM registry_household ORDER BY id
"""
ENROLMENTS = """
INSERT INTO enrolment_enrolment (programme_id, version_id, household_id, decision_id, amount, starts_on, status, reason)
SELECT %(programme)s, version_id, household_id, id, amount, %(on)s, 'enrolled', '' FROM enrolment_decision ORDER BY id
"""


def _cycle() -> Iterator[None]:
    """Lines with their payees, totals, the second officer, the ledger."""
    payments_bare.no_cycles()
    ready = _ready()
    yield
    cycle = _pay(*ready)
    yield
    return [cycle.lines_count, str(cycle.amount)]


def _ready() -> tuple[Any, Any, Any]:
    from ayni.cli import officers
    from ayni.programmes.models import Programme

    return Programme.objects.get(code=PROGRAMME), officers.officer("payments"), officers.officer("treasury")


def _pay(*ready: Any) -> Any:
    from ayni.benefits import actions as benefits
    from ayni.benefits import queries

    programme, payer, treasurer = ready or _ready()
    start, end = queries.next_period(programme, on=installation.DAY)
    cycle = benefits.compute(programme, period_from=start, period_to=end, by=payer)
    return benefits.approve(cycle, by=treasurer, on=installation.DAY, at=datetime.now(UTC))


def _afresh() -> None:
    payments_bare.no_cycles()
    payments_bare.no_bare_lines()
    installation.rest()


def _told(*, most_are_known: bool) -> None:
    """Every line sent, and what the provider tells of them: that all are paid but one in a hundred."""
    payments_bare.no_cycles()
    _pay()
    payments_bare.sent(most_are_known=most_are_known)
    installation.rest()


def _receive() -> Iterator[None]:
    """The provider's whole statement, in the pages in which the exchange reads it."""
    from ayni.benefits import actions as benefits
    from ayni.cli import officers
    from ayni.exchange.mobile_money.tasks import PAGE

    by = officers.officer("payments")
    told = [benefits.Told(*row) for row in installation.run("SELECT * FROM statement ORDER BY key")]
    yield
    found = [
        benefits.receive(told[start : start + PAGE], by=by, on=installation.DAY) for start in range(0, len(told), PAGE)
    ]
    yield
    return [sum(page.paid for page in found), sum(page.returned for page in found)]
