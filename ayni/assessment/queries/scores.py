"""Which instruments are in force, their last assessments, and the scores of households."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from ayni.assessment import errors, lifecycle, models
from ayni.commons import languages
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.registry import permissions as registry
from ayni.snapshots.models import Snapshot

SCORES = "scores"


@dataclass(frozen=True)
class ScoreShown:
    """A household's score: of a proxy means test the consumption it predicts (money for a person and year), of a
    deprivation measure the weighted share of its indicators, which makes poor from the cut-off on."""

    code: str
    title: str
    kind: str
    value: float
    is_poor: bool | None
    version: int
    on: date
    snapshot: str


def instruments() -> list[models.Instrument]:
    """The version in force of every instrument, by code; catalogues of needs are none of them.

    They are public: no reader is needed.
    """
    return list(_in_force().order_by("code", "-version").distinct("code"))


def instrument(code: str) -> models.Instrument:
    """The version in force. Refuses: NotAdopted."""
    found = models.Instrument.objects.filter(code=code, status=lifecycle.ADOPTED).order_by("-version").first()
    if found is None:
        raise errors.NotAdopted(code, [one.code for one in instruments()])
    return found


def _in_force() -> QuerySet[models.Instrument]:
    return models.Instrument.objects.filter(status=lifecycle.ADOPTED).exclude(kind=models.Kind.NEEDS)


def titles() -> dict[str, str]:
    """What each instrument is called in the reader's language, by code."""
    return {one.code: languages.text(one.title) or one.code for one in instruments()}


def latest(code: str, snapshot: Snapshot | None = None) -> models.Assessment | None:
    """The last assessment by any version of an instrument, of a snapshot when it is given."""
    found = models.Assessment.objects.filter(instrument__code=code).select_related("instrument", "snapshot")
    if snapshot is not None:
        found = found.filter(snapshot=snapshot)
    return found.order_by("-snapshot", "-instrument__version").first()


def figures(code: str, snapshot: Snapshot | None = None) -> dict[str, Any] | None:
    """The figures of the last assessment; None when there is none. Aggregates: no reader is needed."""
    found = latest(code, snapshot)
    return found.figures if found else None


def score_files(snapshot: Snapshot) -> dict[str, Path]:
    """Where the scores of a snapshot are, by instrument: Parquet of household_id and value.

    What rests on sensitive answers, is about persons or gives no score has none: no rule asks for it.
    """
    found = models.Assessment.objects.filter(snapshot=snapshot, is_sensitive=False, instrument__unit="household")
    found = found.exclude(instrument__kind=models.Kind.NEEDS).select_related("instrument")
    # Of several versions of one instrument the highest comes last and stays.
    ordered = found.order_by("instrument__code", "instrument__version")
    return {one.instrument.code: Path(one.folder) / f"{SCORES}.parquet" for one in ordered if _has_scores(one)}


def _has_scores(made: models.Assessment) -> bool:
    return made.instrument.kind != models.Kind.MEASURE or bool(made.figures.get("scored"))


def for_household(household_id: int, *, reader: User | None = None) -> list[ScoreShown]:
    """A household's newest score by each instrument; with a reader, only within the areas they may see."""
    before = (models.Kind.DEPRIVATION, models.Kind.PROXY_MEANS)  # of any other what was found is told in words: `plain`
    scores = models.Score.objects.filter(household=household_id, assessment__instrument__kind__in=before)
    if reader is not None:
        scores = scoping.within(scores, "household__area__path", scoping.paths(reader, registry.SEE))
    newest = (
        scores.select_related("assessment__instrument", "assessment__snapshot")
        .order_by("assessment__instrument__code", "-assessment__snapshot", "-assessment__instrument__version")
        .distinct("assessment__instrument__code")
    )
    return [_shown(score) for score in newest]


def _shown(score: models.Score) -> ScoreShown:
    made = score.assessment
    value = float(score.value)
    is_deprivation = made.instrument.kind == models.Kind.DEPRIVATION
    return ScoreShown(
        code=made.instrument.code,
        title=languages.text(made.instrument.title) or made.instrument.code,
        kind=made.instrument.kind,
        value=value,
        is_poor=value >= made.figures["k"] - 1e-6 if is_deprivation else None,
        version=made.instrument.version,
        on=made.snapshot.on,
        snapshot=made.snapshot.version,
    )
