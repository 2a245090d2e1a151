"""Recertification: who is asked again and when, in one statement over a snapshot; confirming in one step."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from ayni.commons import events
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import check
from ayni.engines.rules import errors as rules
from ayni.intake import errors, lifecycle, permissions
from ayni.intake.events import RecertificationLate
from ayni.intake.models import Recertification, RecertificationSchedule
from ayni.kernel import lifecycles
from ayni.registry import queries as registry
from ayni.snapshots.models import Snapshot

EVERYBODY = "true"
PICKED = "picked"
#: Counted from the last confirmation, else from the last day something was told, else from the day of registration.
OPEN = """
    INSERT INTO intake_recertification (schedule_id, household_id, since, due_on)
    SELECT %(schedule)s, h.id, s.since, (s.since + make_interval(months => %(months)s))::date
    FROM recertified r JOIN registry_household h ON h.id = r.household AND h.closed_on IS NULL
    CROSS JOIN LATERAL (SELECT greatest(
        h.registered_on,
        (SELECT max(c.confirmed_at::date) FROM intake_recertification c
         WHERE c.household_id = h.id AND c.status = 'confirmed'),
        (SELECT max(f.observed_on) FROM registry_householdfacts f WHERE f.household_id = h.id)
    ) AS since) s
    WHERE s.since + make_interval(months => %(months)s) <= %(on)s::date + %(remind)s
    ON CONFLICT DO NOTHING
"""
LATE = """
    UPDATE intake_recertification SET status = 'late', late_at = now()
    WHERE schedule_id = %s AND status = 'due' AND due_on + %s < %s::date
"""
GONE = """
    UPDATE intake_recertification r SET status = 'dropped' FROM registry_household h
    WHERE h.id = r.household_id AND h.closed_on IS NOT NULL AND r.schedule_id = %s AND r.status IN ('due', 'late')
"""


@dataclass(frozen=True)
class NewSchedule:
    """Who is asked again, by a rule about households (empty: all), every so many months."""

    code: str
    every_months: int
    names: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""
    remind_days: int = 30
    grace_days: int = 60


@action(permissions.PREPARE_ACCEPTANCE, says="prepared a schedule of recertification", everywhere=True)
def prepare_schedule(schedule: NewSchedule, *, reason: str, by: User) -> RecertificationSchedule:
    """Write down a schedule, or the next version of one; another officer approves it.

    Refuses: AcceptanceRefused, with what is wrong; ReasonNeeded.
    """
    if not reason.strip():
        raise errors.ReasonNeeded
    if not re.fullmatch(r"[a-z0-9-]{1,40}", schedule.code) or not 1 <= schedule.every_months <= 120:
        raise errors.AcceptanceRefused(
            _("Write the code in small letters, digits and hyphens, and between 1 and 120 months.")
        )
    checked(schedule.rule, registry.dictionary())
    last = RecertificationSchedule.objects.filter(code=schedule.code).aggregate(last=Max("version"))["last"] or 0
    return RecertificationSchedule.objects.create(
        code=schedule.code,
        version=last + 1,
        names=dict(schedule.names),
        rule=schedule.rule.strip(),
        every_months=schedule.every_months,
        remind_days=schedule.remind_days,
        grace_days=schedule.grace_days,
        reason=reason.strip(),
        prepared_by=by,
    )


@action(
    permissions.APPROVE_ACCEPTANCE,
    says="approved a schedule of recertification",
    not_same_as="prepared",
    everywhere=True,
)
def approve_schedule(schedule: RecertificationSchedule, *, at: datetime, by: User) -> RecertificationSchedule:
    """From now on it asks; it ends the version before, and what that one opened stays. Refuses: SameOfficer,
    WrongState."""
    kept = RecertificationSchedule.objects.select_for_update().get(pk=schedule.pk)
    kept.status = lifecycles.step(lifecycle.RULE, kept.status, "approve", what=str(kept))
    before = RecertificationSchedule.objects.filter(code=kept.code, status=lifecycle.APPROVED)
    before.update(status=lifecycle.RETIRED, ended_by=by, ended_at=at)
    kept.approved_by, kept.approved_at = by, at
    kept.save(update_fields=["status", "approved_by", "approved_at"])
    return kept


@action(permissions.APPROVE_ACCEPTANCE, says="ended a schedule of recertification", everywhere=True)
def retire_schedule(schedule: RecertificationSchedule, *, at: datetime, by: User) -> RecertificationSchedule:
    """Nobody more is asked by it; what is open stays open. Refuses: WrongState."""
    kept = RecertificationSchedule.objects.select_for_update().get(pk=schedule.pk)
    kept.status = lifecycles.step(lifecycle.RULE, kept.status, "retire", what=str(kept))
    kept.ended_by, kept.ended_at = by, at
    kept.save(update_fields=["status", "ended_by", "ended_at"])
    return kept


@action(permissions.PREPARE_ACCEPTANCE, says="opened the recertifications that are due", everywhere=True)
def open_recertifications(
    schedule: RecertificationSchedule, snapshot: Snapshot, *, on: date, by: User
) -> dict[str, int]:
    """Open what is due by a schedule in force, and mark what is late; how many of each. Done twice, it is done once.

    Nobody is stopped: who is late is told to the officers of the area, and to those who depend on it.
    Refuses: WrongState, AcceptanceRefused, SnapshotDamaged.
    """
    if schedule.status != lifecycle.APPROVED:
        raise lifecycles.WrongState(schedule.status, "open", lifecycles.verbs(lifecycle.RULE, schedule.status))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS recertified")
        cursor.execute("CREATE TEMPORARY TABLE recertified (household bigint, meets boolean) ON COMMIT DROP")
        _copy(cursor, schedule, snapshot, on=on)
        cursor.execute("DELETE FROM recertified WHERE meets IS NOT TRUE")
        asked: dict[str, Any] = {
            "schedule": schedule.pk,
            "months": schedule.every_months,
            "on": on,
            "remind": schedule.remind_days,
        }
        cursor.execute(OPEN, asked)
        opened = cursor.rowcount
        cursor.execute(GONE, [schedule.pk])
        cursor.execute(LATE, [schedule.pk, schedule.grace_days, on])
        late = cursor.rowcount
    if late:
        events.publish(RecertificationLate(schedule.code, on.isoformat(), late))
    return {"opened": opened, "late": late}


@action(permissions.REQUEST, says="confirmed what is known of a household")
def confirm_household(
    recertification: Recertification, *, has_changed: bool, at: datetime, by: User
) -> Recertification:
    """They were asked, and what is known holds, or what changed was asked for; the next time is counted from today.

    Refuses: OutsideArea, NoSuchChange, WrongState.
    """
    kept = Recertification.objects.select_for_update().filter(pk=recertification.pk).first()
    if kept is None:
        raise errors.NoSuchChange(recertification.pk)
    scoping.check(by, permissions.REQUEST, registry.path_of(kept.household_id))
    if not kept.is_open:
        raise lifecycles.WrongState(kept.status, "confirm", (), what=str(kept))
    kept.status, kept.confirmed_by, kept.confirmed_at = Recertification.Status.CONFIRMED, by, at
    kept.has_changed = has_changed
    kept.save(update_fields=["status", "confirmed_by", "confirmed_at", "has_changed"])
    return kept


def checked(rule: str, words: dictionaries.Dictionary) -> check.Checked:
    """A rule about households that can be run. Refuses: AcceptanceRefused."""
    try:
        return check.expression(rule.strip() or EVERYBODY, "household", words, "bool")
    except rules.RuleRefused as refused:
        raise errors.AcceptanceRefused(str(refused)) from refused


def _copy(cursor: object, schedule: RecertificationSchedule, snapshot: Snapshot, *, on: date) -> None:
    """Every household of a snapshot and whether the rule meets it, through the engine into the temporary table."""
    from ayni.engines.rules import columns  # the engines, which the other actions do without
    from ayni.snapshots import opening, results

    folder = Path(settings.AYNI_HOME) / "temporary" / f"recertify-{schedule.pk}"
    try:
        with opening.open(snapshot) as opened:
            asked = {PICKED: checked(schedule.rule, opened.dictionary)}
            found = columns.columns(asked, "household", opened.households, opened.persons, on=on)
            results.write(found, folder, PICKED)
        with cursor.copy("COPY recertified FROM STDIN (FORMAT csv)") as copy:  # type: ignore[attr-defined]
            for chunk in results.copy_rows(folder, PICKED, ("id", PICKED)):
                copy.write(chunk)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
