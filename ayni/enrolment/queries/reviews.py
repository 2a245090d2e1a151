"""Decisions and enrolments, as officers list and open them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from django.db.models import Model

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.enrolment import errors, models, permissions
from ayni.enrolment.queries import runs, scope, wording
from ayni.programmes.models import Version
from ayni.registry import queries as registry

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class DecisionShown:
    """One decision in a list. `missing` names, as people say them, the answers to ask for."""

    id: int
    household_id: int
    household: str
    area: str
    person_id: int | None
    person: str
    result: str
    amount: Decimal | None
    missing: tuple[str, ...]
    status: str
    reason: str
    reviewed_by: str
    reviewed_at: datetime | None
    is_enrolled: bool


@dataclass(frozen=True)
class DecisionPage:
    rows: tuple[DecisionShown, ...]
    total: int


def decisions(
    run: models.Run,
    version: Version,
    status: str | None,
    reader: User,
    *,
    area: str = "",
    limit: int = 50,
    offset: int = 0,
) -> DecisionPage:
    """A programme's decisions of a run in the reader's areas: of every status unless given; `area` is a path."""
    found = scope.people(models.Decision.objects.filter(run=run, version=version), reader)
    if status is not None:
        found = found.filter(status=status)
    if area:
        found = found.filter(household__area__path__startswith=area)
    page = list(
        found.select_related("household__area", "person", "reviewed_by").order_by("pk")[offset : offset + limit]
    )
    keys = [row.pk for row in page]
    fresh = set(runs.unenrolled(models.Decision.objects.filter(pk__in=keys)).values_list("pk", flat=True))
    labels = wording.Words(registry.dictionary())
    rows = tuple(_shown(row, labels, is_enrolled=row.pk not in fresh) for row in page)
    return DecisionPage(rows, found.count())


def decision(id: int, reader: User) -> models.Decision:
    """One decision. Refuses: NotFound, also outside the reader's areas."""
    found = scope.people(models.Decision.objects.filter(pk=id), reader)
    related = ("household__area", "person", "version__programme", "run__snapshot", "reviewed_by")
    return _one(found.select_related(*related).first())


def enrolment(id: int, reader: User) -> models.Enrolment:
    """One enrolment. Refuses: NotFound, also outside the reader's areas."""
    found = scope.people(models.Enrolment.objects.filter(pk=id), reader)
    related = ("household__area", "person", "programme", "version__programme", "decision")
    return _one(found.select_related(*related).first())


def enrolments(household_id: int, reader: User) -> list[models.Enrolment]:
    """What a household and its members receive or received, the present first."""
    found = scope.people(models.Enrolment.objects.filter(household=household_id), reader)
    listed = found.select_related("person", "programme", "version__programme").order_by("status", "-starts_on", "pk")
    return list(listed)


def may_review(reader: User, household_area_path: str) -> bool:
    """Whether this reader reviews decisions in an area."""
    return scoping.reaches(reader.where(permissions.REVIEW), household_area_path)


def _one(record: M | None) -> M:
    if record is None:
        raise errors.NotFound
    return record


def _shown(row: models.Decision, labels: wording.Words, *, is_enrolled: bool) -> DecisionShown:
    return DecisionShown(
        id=row.pk,
        household_id=row.household_id,
        household=row.household.code,
        area=row.household.area.name,
        person_id=row.person_id,
        person=row.person.name if row.person else "",
        result=row.result,
        amount=row.amount,
        missing=tuple(labels.label(name) for name in row.missing),
        status=row.status,
        reason=row.reason,
        reviewed_by=str(row.reviewed_by) if row.reviewed_by else "",
        reviewed_at=row.reviewed_at,
        is_enrolled=is_enrolled,
    )
