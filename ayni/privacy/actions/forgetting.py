"""Making people anonymous: found and counted by one officer, approved by another, done by the worker in batches."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pgtrigger
from django.db import connection

from ayni.commons import holdings
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.jobs import running
from ayni.kernel import lifecycles
from ayni.privacy import errors, lifecycle, models, permissions
from ayni.privacy.actions import papers
from ayni.privacy.queries import due, scope

BATCH = 2_000
JOB = "privacy.anonymise"


@action(permissions.SCHEDULE, says="found whose data are due to become anonymous")
def prepare_anonymisation(
    schedule: models.RetentionSchedule, *, on: date, reason: str, by: User
) -> models.Anonymisation:
    """List and count, on a day, whom a schedule concerns; nothing of them is changed.

    Refuses: NotEverywhere, ReasonMissing; NotInForce, for a schedule that is not approved; NobodyDue.
    """
    scope.everywhere(by, permissions.SCHEDULE)
    schedule = models.RetentionSchedule.objects.get(pk=schedule.pk)
    if schedule.status != lifecycle.APPROVED:
        raise errors.NotInForce(str(schedule))
    made = models.Anonymisation.objects.create(
        schedule=schedule, on=on, reason=papers.given_reason(reason), prepared_by=by
    )
    with connection.cursor() as cursor:
        cursor.execute(due.listing(schedule), due.parameters(made))
        if cursor.rowcount == 0:
            raise errors.NobodyDue
    made.counts = due.counts(made)
    made.save(update_fields=["counts"])
    return made


@action(permissions.APPROVE, says="approved that people become anonymous")
def approve_anonymisation(anonymisation: models.Anonymisation, *, by: User, at: datetime) -> models.Anonymisation:
    """Start it: the worker does it, for ever. Refuses: NotEverywhere, SameOfficer, WrongState."""
    approved = papers.decided(anonymisation, "approve", by=by, at=at)
    running.start(JOB, key=approved.work_key, by=by, anonymisation=approved.pk)
    return approved


@action(permissions.APPROVE, says="made people anonymous")
def anonymise(anonymisation: models.Anonymisation, *, by: User, at: datetime) -> models.Anonymisation:
    """Make the next people on the list anonymous who are not kept back by now; when nobody is left, it is done.

    Each step is whole: after a crash the next goes on where the last ended. Refuses: NotEverywhere; WrongState, when
    it was not approved. Done already, it changes nothing.
    """
    scope.everywhere(by, permissions.APPROVE)
    kept = models.Anonymisation.objects.select_for_update(of=("self",)).get(pk=anonymisation.pk)
    if kept.status == lifecycle.DONE:
        return kept
    finished = lifecycles.step(lifecycle.ANONYMISATION, kept.status, "finish", what=str(kept))
    with connection.cursor() as cursor:
        cursor.execute(due.skipping(), due.parameters(kept))
    batch = list(kept.units.filter(done_at=None, is_skipped=False).values_list("pk", flat=True)[:BATCH])
    if batch:
        kept.result = _sum(kept.result, _forget(kept.schedule, batch))
        models.Anonymised.objects.filter(pk__in=batch).update(done_at=at)
    else:
        kept.result = {**kept.result, **due.done(kept)}
        kept.status, kept.finished_at = finished, at
    kept.save(update_fields=["status", "result", "finished_at"])
    return kept


def _sum(before: dict[str, Any], more: dict[str, int]) -> dict[str, Any]:
    tables = dict(before.get("tables", {}))
    for table, rows in more.items():
        tables[table] = tables.get(table, 0) + rows
    return {**before, "tables": tables}


def _forget(schedule: models.RetentionSchedule, batch: list[int]) -> dict[str, int]:
    """Rewrite the rows of a batch of people in every table of the schedule, and in those of earlier states."""
    found: dict[str, int] = {}
    for forgetting in due.forgettings(schedule):
        with connection.cursor() as cursor:
            _quieten(cursor, forgetting)
            for statement in due.statements(forgetting):
                cursor.execute(statement, {"batch": batch})
                found.setdefault(forgetting.table, cursor.rowcount)  # earlier states, which come after, do not count
            cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
    return found


def _quieten(cursor: Any, forgetting: holdings.Forgetting) -> None:
    """Let the triggers pass that would refuse it or keep the earlier state, in this transaction only."""
    names = []
    for uri in (*forgetting.ignoring, *due.keeping_history(forgetting)):
        model, trigger = pgtrigger.registered(uri)[0]
        names.append(trigger.get_pgid(model))
    cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"])
