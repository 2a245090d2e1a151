"""Bringing a survey into the registry."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory import admitting
from ayni.engines.samples import shapes
from ayni.engines.surveys import errors as survey_errors
from ayni.engines.surveys import mapping as mappings
from ayni.engines.surveys import parts, reader
from ayni.engines.surveys.survey import Refusal, Survey
from ayni.intake import errors, models, permissions
from ayni.kernel import spreadsheets
from ayni.registry import actions as registry
from ayni.snapshots import copying

STEPS = 11  # reading, areas, and what registry.admit tells


class Telling(Protocol):
    """What is told how far the work is: steps done, and of how many."""

    def tell(self, done: int, total: int) -> None: ...


@action(permissions.LOAD, says="loaded a survey", everywhere=True)
def load(
    folder: Path, mapping: parts.Mapping | None = None, *, by: User, progress: Telling | None = None
) -> models.Load:
    """Read a survey folder into the registry: areas, dictionary, households, persons, kinship and answers.

    Without a mapping the folder's own or a shipped one is used. A survey that was loaded before is not loaded again:
    its Load is returned. All or nothing; rows that cannot be read are named in a report, and the good ones go in.
    Refuses: SurveyUnreadable; what registry.admit and directory.admitting refuse.
    """
    steps = Steps(progress)
    mapping = mapping or _mapping(folder)
    known = models.Load.objects.filter(survey=mapping.survey).first()
    if known is not None:
        return known
    survey = _read(folder, mapping)
    made, is_new = models.Load.objects.get_or_create(
        survey=mapping.survey,
        defaults={
            "title": dict(mapping.titles),
            "interviewed_on": mapping.interviewed_on,
            "loaded_by": by,
            "counts": _counts(survey, mapping),
        },
    )
    if not is_new:
        return made
    steps.tell("areas")
    admitting.admit(_areas(survey))
    registry.admit(
        _incoming(survey),
        survey.dictionary,
        source=mapping.survey,
        on=mapping.interviewed_on,
        by=by,
        tell=steps.tell,
    )
    made.report = str(_report(mapping.survey, survey.refusals))
    made.save(update_fields=["report"])
    return made


class Steps:
    """Counts the steps of a load as they begin."""

    def __init__(self, progress: Telling | None) -> None:
        self._progress, self._begun = progress, 0

    def tell(self, step: str) -> None:
        del step
        self._begun += 1
        if self._progress is not None:
            self._progress.tell(self._begun, STEPS)


def _mapping(folder: Path) -> parts.Mapping:
    try:
        return mappings.find(folder)
    except survey_errors.SurveyError as error:
        raise errors.SurveyUnreadable(error.problems) from error


def _read(folder: Path, mapping: parts.Mapping) -> Survey:
    try:
        return reader.read(folder, mapping)
    except survey_errors.SurveyError as error:
        raise errors.SurveyUnreadable(error.problems) from error


def _areas(survey: Survey) -> list[admitting.Given]:
    drawn = survey.shapes or shapes.for_areas(survey.areas)  # a scheme is better than no map
    return [
        admitting.Given(
            code=area["code"],
            parent=area["parent"] or "",
            level=area["level"],
            names={"und": area["name"]},
            shape=drawn.get(area["code"]),
        )
        for area in survey.areas.to_pylist()
    ]


def _incoming(survey: Survey) -> registry.Incoming:
    households = [variable.name for variable in survey.dictionary.of("household")]
    persons = [variable.name for variable in survey.dictionary.of("person")]
    return registry.Incoming(
        households=copying.lines(survey.households, registry.HOUSEHOLD, gathered=households),
        persons=copying.lines(survey.persons, registry.PERSON, gathered=persons),
        kinship=copying.lines(survey.kinship, registry.KINSHIP),
    )


def _counts(survey: Survey, mapping: parts.Mapping) -> dict[str, Any]:
    """Rows read, kept and refused by file, and how many answers became unknown."""
    counts: dict[str, Any] = {
        name: {"read": count.read, "kept": count.kept, "refused": count.refused}
        for name, file in (("households", mapping.households), ("persons", mapping.persons))
        for count in [survey.counts[file]]
    }
    return {**counts, "cells": sum(count.cells for count in survey.counts.values())}


def _report(survey: str, refusals: Iterable[Refusal]) -> Path:
    """Write what was refused, one line each, for whoever corrects the files."""
    folder = Path(settings.AYNI_HOME) / "reports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / f"{survey}.csv"
    unfinished = place.with_suffix(".unfinished")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(Refusal._fields)
        lines.writerows([spreadsheets.guarded(value) for value in refusal] for refusal in refusals)
    return unfinished.rename(place)
