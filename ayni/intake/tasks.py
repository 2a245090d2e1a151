"""Background work of intake."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import timezone

from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.engines.surveys import mapping as mappings
from ayni.intake import actions, errors, queries
from ayni.intake.actions import (
    changes,
    drafts,
    files,
    files_loading,
    files_surveys,
    quality,
    recertification,
    submissions_waiting,
)
from ayni.intake.queries import changes as asked
from ayni.intake.queries import files as files_of_people
from ayni.intake.queries import recertification as due
from ayni.snapshots import queries as snapshots


@running.job("intake.load")
def load(progress: Progress, *, folder: str, mapping: str = "") -> dict[str, Any]:
    """Load a survey folder; `mapping` is the path of a mapping, else the folder's own or a shipped one is used."""
    by = progress.by
    written = mappings.load(mapping) if mapping else None
    made = actions.load(Path(folder), written, by=by, progress=progress)
    _prepare_for_the_desk(progress)
    return {"load": made.pk, "survey": made.survey, "counts": made.counts, "report": made.report}


@running.job("intake.accept_change")
def accept_change(progress: Progress, *, change: int, rule: int) -> dict[str, Any]:
    """Accept a change that a rule accepts, on behalf of the officer who prepared the rule."""
    by = progress.by
    found = asked.change(change, reader=by)
    made = changes.accept_change(found, rule=asked.rule(rule, reader=by), at=timezone.now(), by=by)
    return {"change": made.pk, "status": made.status}


@running.job("intake.apply_changes")
def apply_changes(progress: Progress, *, checked_at: str) -> dict[str, Any]:
    """Apply what an officer approved together."""
    moment = datetime.fromisoformat(checked_at)
    return dict(changes.apply_approved(checked_at=moment, at=timezone.now(), by=progress.by, progress=progress))


@running.job("intake.process_submission")
def process_submission(progress: Progress, *, number: int) -> dict[str, Any]:
    """Check a filled-in form and apply it, on behalf of the officer who sent it."""
    by = progress.by
    found = actions.process_submission(queries.submission(number, reader=by), at=timezone.now(), by=by)
    return {"submission": found.pk, "status": found.status}


@running.job("intake.process_submissions")
def process_submissions(progress: Progress) -> dict[str, Any]:
    """Check and apply every filled-in form that waits, each on behalf of the officer who sent it."""
    return dict(submissions_waiting.process_waiting(at=timezone.now(), progress=progress))


@running.job("intake.keep_pictures")
def keep_pictures(progress: Progress, *, number: int) -> dict[str, Any]:
    """Hand the pictures of people over that came after their form was applied."""
    by = progress.by
    found = actions.keep_pictures(queries.submission(number, reader=by), by=by)
    return {"submission": found.pk, "awaited": len(found.became.get("pictures", {}))}


def look_after(at: datetime) -> None:
    """What comes due by itself: forms that phones sent are taken up, drafts that became too old are emptied."""
    submissions_waiting.start_processing(at=at)
    drafts.expire_all(at=at)


@running.job("intake.load_sent")
def load_sent(progress: Progress, *, folder: str) -> dict[str, Any]:
    """Load a survey whose files were sent by screen; they are gone afterwards, however it ends."""
    try:
        made = actions.load(files_surveys.place(folder), by=progress.by, progress=progress)
    finally:
        files_surveys.forget(folder)
    _prepare_for_the_desk(progress)
    return {"load": made.pk, "survey": made.survey, "counts": made.counts, "report": made.report}


@running.job("intake.check_file")
def check_file(progress: Progress, *, file: int) -> dict[str, Any]:
    """Check a file of people: nothing goes in."""
    found = files_of_people.file(file, reader=progress.by)
    made = files.check(found, by=progress.by, at=timezone.now(), progress=progress)
    return {"file": made.pk, "report": made.report}


@running.job("intake.load_file")
def load_file(progress: Progress, *, file: int) -> dict[str, Any]:
    """Load a file of people, or go on where it was stopped."""
    found = files_of_people.file(file, reader=progress.by)
    made = files_loading.load(found, by=progress.by, at=timezone.now(), progress=progress)
    _prepare_for_the_desk(progress)
    return {"file": made.pk, "report": made.report}


@running.job("intake.undo_file")
def undo_file(progress: Progress, *, file: int, reason: str) -> dict[str, Any]:
    """Take back what came with a file of people."""
    found = files_of_people.file(file, reader=progress.by)
    made = files_loading.undo(found, reason=reason, by=progress.by, at=timezone.now())
    return {"file": made.pk, "report": made.report}


@running.job("intake.forget_files")
def forget_files(progress: Progress, *, on: str) -> dict[str, Any]:
    """Take away the content of files of people whose term is over."""
    day = datetime.combine(date.fromisoformat(on), time(), timezone.get_default_timezone())
    return {"files": len(files.forget_old(by=progress.by, at=day))}


@running.job("intake.check_quality")
def check_quality(progress: Progress, *, snapshot: str) -> dict[str, Any]:
    """Hold the rules of quality against a snapshot."""
    found = snapshots.snapshot(snapshot)
    if found is None:
        raise errors.NoSnapshotYet
    run = quality.check_quality(found, by=progress.by, progress=progress)
    return {"run": run.pk, "rules": len(run.rules)}


@running.job("intake.check_newest")
def check_newest(progress: Progress, *, on: str) -> dict[str, Any]:
    """Hold the rules of quality against the newest snapshot, if that was not done yet."""
    found = snapshots.latest()
    run = quality.check_quality(found, by=progress.by, progress=progress) if found else None
    return {"on": on, "run": run.pk if run else None}


@running.job("intake.tell_overdue")
def tell_overdue(progress: Progress, *, on: str) -> dict[str, Any]:
    """Tell of changes that nobody decided in time."""
    return dict(changes.tell_overdue(on=date.fromisoformat(on), by=progress.by))


@running.job("intake.recertify")
def recertify(progress: Progress, *, on: str) -> dict[str, Any]:
    """Open the recertifications that are due on a day, by each schedule in force, from the newest snapshot."""
    found = snapshots.latest()
    if found is None:
        raise errors.NoSnapshotYet
    day, counts = date.fromisoformat(on), {}
    schedules = due.in_force()
    for done, schedule in enumerate(schedules, start=1):
        counts[schedule.code] = recertification.open_recertifications(schedule, found, on=day, by=progress.by)
        progress.tell(done, len(schedules))
    return counts


def _prepare_for_the_desk(progress: Progress) -> None:
    """Whoever came with a load is prepared in the background, so that an applicant is held against them."""
    running.start("identity.refresh", key=f"identity.refresh/after-{progress.work_id}", by=progress.by)
