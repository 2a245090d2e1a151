"""Keeping what an assessment found: files in place first, then rows copied in one go."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from ayni.assessment import models, queries
from ayni.snapshots import arrays, results
from ayni.snapshots.models import Snapshot

if TYPE_CHECKING:
    from ayni.assessment.actions import applying

#: How a row of the file goes into the table: what it lacks is empty.
COLUMNS = ("household_id", "person_id", "value", "band", "details")


def files(instrument: models.Instrument, snapshot: Snapshot, made: applying.Made) -> Path:
    """Every unit's result, and the scores of households that rules may ask for, in a folder of their own.

    Whole before any row refers to them; what a worker that died left behind goes.
    """
    from ayni.assessment.actions import units

    home = Path(settings.AYNI_HOME) / "assessments"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{instrument.code}-{instrument.version}-{snapshot.version}"
    place, unfinished = home / name, home / f".{name}-{os.getpid()}"
    for left in (place, *home.glob(f".{name}-*")):
        shutil.rmtree(left, ignore_errors=True)
    units.write(made.columns, unfinished)
    if "value" in made.columns and instrument.unit == "household" and not made.is_sensitive:
        scores = {"household_id": made.columns["household_id"], "value": made.columns["value"]}
        arrays.write(scores, unfinished, queries.SCORES)
    unfinished.rename(place)
    return place


def rows(assessment: models.Assessment, folder: Path, made: applying.Made) -> None:
    """The scores and the findings, copied; of what is sensitive nothing."""
    if made.is_sensitive:
        return
    here = [name for name in COLUMNS if name in made.columns]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS scored")
        cursor.execute(STAGE)
        columns = ", ".join(here)
        with cursor.copy(f"COPY scored ({columns}) FROM STDIN (FORMAT csv)") as copy:
            for chunk in results.copy_rows(folder, "units", here):
                copy.write(chunk)
        cursor.execute(FINDINGS, [assessment.pk])
        if "value" in here and assessment.instrument.unit == "household":
            cursor.execute(SCORES, [assessment.pk])


def tallies(assessment: models.Assessment, made: applying.Made) -> None:
    """How many people of each area have each need."""
    listed = [
        models.NeedTally(
            assessment=assessment,
            area=area,
            need=need,
            households=numbers[0],
            people=numbers[1],
            unknown=numbers[2],
            helped=numbers[3],
            counted=numbers[4],
        )
        for (area, need), numbers in made.tallies.items()
    ]
    assessment.tallies.all().delete()
    models.NeedTally.objects.bulk_create(listed, batch_size=5_000)


STAGE = """
CREATE TEMPORARY TABLE scored (
    household_id bigint, person_id bigint, value double precision, band text, details jsonb
) ON COMMIT DROP
"""
FINDINGS = """
INSERT INTO assessment_finding (assessment_id, household_id, person_id, value, band, details)
SELECT %s, household_id, person_id, value, coalesce(band, ''), details FROM scored
WHERE person_id IS NULL OR value IS NOT NULL OR details <> '{"found": [], "unknown": []}'::jsonb
"""
SCORES = """
INSERT INTO assessment_score (assessment_id, household_id, value)
SELECT %s, household_id, value FROM scored WHERE value IS NOT NULL
"""
