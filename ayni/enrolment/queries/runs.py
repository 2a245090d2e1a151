"""Runs and their counts, and what waits for review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.enrolment import errors, lifecycle, models, permissions
from ayni.programmes import queries as programmes
from ayni.programmes.models import Version


@dataclass(frozen=True)
class CriterionCounts:
    """How many units meet a criterion, do not, and cannot be told."""

    name: str
    says: str
    met: int
    not_met: int
    unknown: int


@dataclass(frozen=True)
class ProgrammeCounts:
    """What a run found for a programme (everywhere), and how its review stands (in the reader's areas)."""

    code: str
    title: str
    unit: str
    version: Version
    eligible: int
    ineligible: int
    needs_information: int
    criteria: tuple[CriterionCounts, ...]
    review: dict[str, int]


@dataclass(frozen=True)
class RunRecord:
    """One run: what it found, and whether its answers count (no later run has decided)."""

    run: models.Run
    programmes: tuple[ProgrammeCounts, ...]
    is_latest: bool

    @property
    def versions(self) -> tuple[Version, ...]:
        return tuple(found.version for found in self.programmes)


@dataclass(frozen=True)
class Waiting:
    """Proposals of one programme that wait for this reader's review, and since when."""

    run: models.Run
    version: Version
    title: str
    proposed: int
    asked: int
    since: datetime | None


def runs(reader: User, *, limit: int = 20) -> list[models.Run]:
    """The last runs, newest first."""
    scoping.paths(reader, permissions.SEE)
    return list(models.Run.objects.select_related("snapshot", "asked_by")[:limit])


def run(id: int, reader: User) -> RunRecord:
    """One run with its counts. Refuses: NotFound."""
    paths = scoping.paths(reader, permissions.SEE)
    found = models.Run.objects.select_related("snapshot", "asked_by").filter(pk=id).first()
    if found is None:
        raise errors.NotFound
    review = _review(models.Decision.objects.filter(run=found), paths)
    versions = found.versions.select_related("programme").order_by("programme__code")
    counts = tuple(_counts(found, version, review.get(version.pk, {})) for version in versions)
    return RunRecord(found, counts, latest() == found)


def latest() -> models.Run | None:
    """The run whose answers count: the last one decided."""
    return models.Run.objects.decided().select_related("snapshot").first()


def summary(run: models.Run) -> list[dict[str, Any]]:
    """Each programme's counts and how many are enrolled in it, as plain values."""
    enrolled = dict(
        models.Enrolment.objects.filter(status=lifecycle.ENROLLED)
        .values_list("programme__code")
        .annotate(how_many=Count("pk"))
    )
    return [
        {
            "code": code,
            **{name: found[name] for name in ("unit", "eligible", "ineligible", "needs_information")},
            "enrolled": enrolled.get(code, 0),
        }
        for code, found in sorted(run.counts.items())
    ]


def waiting(reader: User) -> list[Waiting]:
    """What the last run proposes in the areas the reader reviews, most first; nobody enrolled already."""
    paths, last = reader.where(permissions.REVIEW), latest()
    if not paths or last is None:
        return []
    open_ones = unenrolled(models.Decision.objects.filter(run=last))
    review = _review(open_ones.filter(status__in=(lifecycle.PROPOSED, lifecycle.ASKED)), paths)
    versions = last.versions.select_related("programme")
    found = [
        Waiting(
            run=last,
            version=version,
            title=version.programme.title,
            proposed=review.get(version.pk, {}).get(lifecycle.PROPOSED, 0),
            asked=review.get(version.pk, {}).get(lifecycle.ASKED, 0),
            since=last.decided_at,
        )
        for version in versions
    ]
    return sorted((one for one in found if one.proposed or one.asked), key=lambda one: -one.proposed)


def unenrolled(decisions: QuerySet[models.Decision]) -> QuerySet[models.Decision]:
    """Decisions about units that are not enrolled in the programme already."""
    same = Q(person=OuterRef("person")) | Q(person=None, household=OuterRef("household"))
    enrolled = models.Enrolment.objects.active().filter(same, programme=OuterRef("version__programme"))
    return decisions.exclude(Exists(enrolled))


def _review(decisions: QuerySet[models.Decision], paths: tuple[str, ...]) -> dict[int, dict[str, int]]:
    """Decisions by version and status."""
    within = scoping.within(decisions, "household__area__path", paths)
    found: dict[int, dict[str, int]] = {}
    grouped = within.order_by().values_list("version_id", "status").annotate(how_many=Count("pk"))
    for version_id, status, how_many in grouped:
        found.setdefault(version_id, dict.fromkeys(lifecycle.DECISION_STATES, 0))[status] = how_many
    return found


def _counts(run: models.Run, version: Version, review: dict[str, int]) -> ProgrammeCounts:
    definition = programmes.definition(version)
    found = run.counts.get(version.programme.code, {})
    said = programmes.says(definition)
    return ProgrammeCounts(
        code=version.programme.code,
        title=version.programme.title,
        unit=definition.unit,
        version=version,
        eligible=found.get("eligible", 0),
        ineligible=found.get("ineligible", 0),
        needs_information=found.get("needs_information", 0),
        criteria=tuple(
            CriterionCounts(
                name=criterion.name,
                says=said[criterion.name],
                **found.get("criteria", {}).get(criterion.name, {"met": 0, "not_met": 0, "unknown": 0}),
            )
            for criterion in definition.criteria
        ),
        review=review or dict.fromkeys(lifecycle.DECISION_STATES, 0),
    )
