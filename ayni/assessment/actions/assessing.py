"""Applying an instrument to a snapshot: figures for the population, a score for each household."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.db import connection

from ayni.assessment import models, permissions, queries
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.snapshots import arrays, results
from ayni.snapshots.models import Snapshot

if TYPE_CHECKING:
    from ayni.assessment.actions import applying


class Telling(Protocol):
    def tell(self, done: int, total: int) -> None: ...


@action(permissions.ASSESS, says="assessed the households of a snapshot", everywhere=True)
def assess(
    instrument: models.Instrument, snapshot: Snapshot, *, by: User, progress: Telling | None = None
) -> models.Assessment:
    """Estimate an instrument's figures on a snapshot and score every household that can be scored.

    Assessed before, it is the assessment that is there.
    Refuses: InstrumentRefused, when a rule does not check; CannotAssess, when the data do not allow it.
    """
    # One assessment of a snapshot by an instrument at a time; whoever comes second finds the first one's.
    models.Instrument.objects.select_for_update().get(pk=instrument.pk)
    known = models.Assessment.objects.filter(instrument=instrument, snapshot=snapshot).first()
    if known is not None:
        return known
    tell = progress.tell if progress else lambda done, total: None
    tell(0, 3)
    made = _made(instrument, snapshot)
    tell(1, 3)
    folder = _written(instrument, snapshot, made)
    tell(2, 3)
    assessment = models.Assessment.objects.create(
        instrument=instrument, snapshot=snapshot, figures=made.figures, folder=str(folder)
    )
    _scores(assessment, folder)
    tell(3, 3)
    return assessment


def _made(instrument: models.Instrument, snapshot: Snapshot) -> applying.Made:
    from ayni.assessment.actions import applying  # the engines, which who adopts an instrument does without

    return applying.apply(instrument, snapshot)


def _written(instrument: models.Instrument, snapshot: Snapshot, made: applying.Made) -> Path:
    """The scores as a file, in place before any row refers to it."""
    home = Path(settings.AYNI_HOME) / "assessments"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{instrument.code}-{instrument.version}-{snapshot.version}"
    place, unfinished = home / name, home / f".{name}-{os.getpid()}"
    for left in (place, *home.glob(f".{name}-*")):
        shutil.rmtree(left, ignore_errors=True)
    arrays.write({"household_id": made.household, "value": made.score}, unfinished, queries.SCORES)
    unfinished.rename(place)
    return place


def _scores(assessment: models.Assessment, folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS scored")
        cursor.execute("CREATE TEMPORARY TABLE scored (household bigint, value double precision) ON COMMIT DROP")
        with cursor.copy("COPY scored FROM STDIN (FORMAT csv)") as copy:
            for chunk in results.copy_rows(folder, queries.SCORES, ("household_id", "value")):
                copy.write(chunk)
        cursor.execute(
            "INSERT INTO assessment_score (assessment_id, household_id, value) SELECT %s, household, value FROM scored",
            [assessment.pk],
        )
