"""Background work of enrolment: deciding a whole snapshot.

The files come first: written in a temporary folder that is renamed when all are there. The rows and the run's new
state come last, in one transaction. Killed anywhere, it starts again and ends in the same state.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from ayni.assessment import queries as assessment
from ayni.commons.jobs import running
from ayni.commons.jobs.progress import Progress
from ayni.engines.rules import columns, earlier, prepared
from ayni.engines.rules import definition as definitions
from ayni.enrolment import lifecycle, models
from ayni.enrolment.queries import trying
from ayni.kernel import lifecycles
from ayni.programmes import queries as programmes
from ayni.programmes.models import Version
from ayni.snapshots import keeping, opening, results

TO_ACT_ON = tuple(models.Result.values)


@running.job("enrolment.decide")
def decide(progress: Progress, *, run: int) -> dict[str, Any]:
    """Decide every unit of a run's snapshot; a run that is decided already stays as it is."""
    found = models.Run.objects.select_related("snapshot").get(pk=run)
    versions = list(found.versions.select_related("programme").order_by("programme__code"))
    steps = len(versions) + 1
    if found.status != lifecycle.DECIDED:
        progress.tell(0, steps)
        found.scores = {code: str(path) for code, path in assessment.score_files(found.snapshot).items()}
        folder = _matrix(found, versions)
        progress.tell(1, steps)
        _keep(found, versions, folder, progress)
        _prepare_next(found, versions)
    progress.tell(steps, steps)
    found.refresh_from_db()
    return {"run": run, "programmes": found.counts}


@running.job("enrolment.try")
def try_rules(progress: Progress, *, trial: str, against: str = "") -> dict[str, Any]:
    """Compute a trial of rules; what is computed already stays as it is."""
    trying.compute(trial, against, tell=progress.tell)
    return {"trial": trial}


def _matrix(run: models.Run, versions: Sequence[Version]) -> Path:
    """The whole result, unit by unit and criterion by criterion, as files."""
    home = Path(settings.AYNI_HOME) / "runs"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    place, unfinished = home / str(run.pk), home / f".{run.pk}-{os.getpid()}"
    # Until the run has decided nothing refers to its files: what stands there was left by a worker that died.
    for left in (place, *home.glob(f".{run.pk}-*")):
        shutil.rmtree(left, ignore_errors=True)
    opening.verify(run.snapshot)  # a decision rests on exactly the data it names
    said = [programmes.definition(version) for version in versions]
    words = opening.dictionary(run.snapshot)
    cited = {
        "snapshot": run.snapshot.version,
        "on": run.on.isoformat(),
        "dictionary": words.version,
        "programmes": {one.code: programmes.digest(version.text) for one, version in zip(said, versions, strict=True)},
    }
    with _opened(run, said) as opened:
        kept = keeping.find(opened, said, run.on)
        found = columns.decide(said, words, opened.households, opened.persons, on=run.on, kept=kept)
        for unit, decided in found.items():
            results.write_outcome(decided, unfinished, unit, engine=opened.engine, provenance=cited)
    return _settle(unfinished, place)


def _prepare_next(run: models.Run, versions: Sequence[Version]) -> None:
    """Keep what was gathered from members: deciding again on this snapshot starts from there."""
    said = [programmes.definition(version) for version in versions]
    with _opened(run, said) as opened:
        if keeping.find(opened, said, run.on) is None:
            keeping.keep(opened, said, run.on)


def _opened(run: models.Run, said: Sequence[definitions.Definition]) -> opening.Opened:
    """The run's snapshot, with what these rules ask of earlier results."""
    words = opening.dictionary(run.snapshot)
    asked = earlier.wanted(rule for one in said for rule in prepared.prepare(one, words).checked)
    return opening.open(run.snapshot, run.score_paths, earlier=asked)


def _settle(unfinished: Path, place: Path) -> Path:
    """Both names in one step: the files are all there, or none is."""
    return unfinished.rename(place)


def _keep(run: models.Run, versions: list[Version], folder: Path, progress: Progress) -> None:
    """Turn what somebody must act on into decisions, and the rest into counts; all or nothing."""
    with transaction.atomic():
        locked = models.Run.objects.select_for_update().get(pk=run.pk)
        if locked.status == lifecycle.DECIDED:
            return
        counts = {}
        for place, version in enumerate(versions, start=1):
            said = programmes.definition(version)
            _decisions(locked, version, said, folder)
            counts[said.code] = {"version": version.number, **_counts(said, folder)}
            progress.tell(place, len(versions) + 1)
        locked.status = lifecycles.step(lifecycle.RUN, locked.status, "decide", what=str(locked))
        locked.folder, locked.scores, locked.counts, locked.decided_at = str(folder), run.scores, counts, Now()
        locked.save(update_fields=["status", "folder", "scores", "counts", "decided_at"])


def _decisions(run: models.Run, version: Version, said: definitions.Definition, folder: Path) -> None:
    chosen = ("id", "household_id", *(f"{said.code}__{name}" for name in ("result", "amount", "missing")))
    where = {f"{said.code}__result": TO_ACT_ON}
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy("COPY decided FROM STDIN (FORMAT csv)") as copy:
            for chunk in results.copy_rows(folder, said.unit, chosen, where=where):
                copy.write(chunk)
        cursor.execute(
            INSERT,
            {
                "run": run.pk,
                "version": version.pk,
                "is_person": said.unit == "person",
                "eligible": models.Result.ELIGIBLE.value,
                "proposed": lifecycle.PROPOSED,
                "asked": lifecycle.ASKED,
            },
        )


STAGE = """
DROP TABLE IF EXISTS decided;
CREATE TEMPORARY TABLE decided (
    unit bigint, household bigint, result text, amount numeric(18, 2), missing text
) ON COMMIT DROP
"""
INSERT = """
INSERT INTO enrolment_decision
       (run_id, version_id, household_id, person_id, result, amount, missing, status, reason)
SELECT %(run)s, %(version)s, household, CASE WHEN %(is_person)s THEN unit END, result, amount,
       string_to_array(coalesce(missing, ''), ','),
       CASE WHEN result = %(eligible)s THEN %(proposed)s ELSE %(asked)s END, ''
  FROM decided
"""


def _counts(said: definitions.Definition, folder: Path) -> Mapping[str, Any]:
    """How many units have each result, and meet each criterion."""
    criteria = {criterion.name: f"{said.code}__{criterion.name}" for criterion in said.criteria}
    result = f"{said.code}__result"
    found = results.summary(folder, said.unit, [result, *criteria.values()])
    return {
        "unit": said.unit,
        **{name: found[result].get(name, 0) for name in ("eligible", "ineligible", "needs_information")},
        "criteria": {
            name: {
                "met": found[column].get(True, 0),
                "not_met": found[column].get(False, 0),
                "unknown": found[column].get(None, 0),
            }
            for name, column in criteria.items()
        },
    }
