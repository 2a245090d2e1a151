"""Applying an instrument to a snapshot: figures for the population, a score for each household."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

from ayni.assessment import errors, models, permissions, queries
from ayni.assessment.actions import deprivation, proxy_means, written
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.engines.measures import instruments
from ayni.engines.measures.design import DesignError, Floats, Integers
from ayni.engines.measures.proxy_means import FormulaError
from ayni.engines.measures.targeting import TargetingError
from ayni.snapshots import arrays, opening, results
from ayni.snapshots.models import Snapshot


class Telling(Protocol):
    def tell(self, done: int, total: int) -> None: ...


@dataclass(frozen=True, eq=False)
class Made:
    """What an instrument finds: figures safe for JSON, and n scores (NaN unknown) of n households."""

    figures: dict[str, Any]
    household: Integers
    score: Floats


@action(permissions.ASSESS, says="assessed the households of a snapshot")
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


def _made(instrument: models.Instrument, snapshot: Snapshot) -> Made:
    read = written.read(instrument.code, instrument.definition)
    try:
        with opening.open(snapshot) as opened:
            if isinstance(read, instruments.ProxyInstrument):
                return Made(*proxy_means.apply(read, opened, on=snapshot.on))
            return Made(*deprivation.apply(read, opened, on=snapshot.on))
    except (DesignError, FormulaError, TargetingError) as error:
        raise errors.CannotAssess(instrument.code, snapshot.version, str(error)) from error


def _written(instrument: models.Instrument, snapshot: Snapshot, made: Made) -> Path:
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
