"""What other offices' registers were asked about people's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ayni.identity import models
from ayni.registry.models import Identifier, Verification


@dataclass(frozen=True)
class Question:
    """What leaves for a register, and no more: the number, and by what it is told whose it is."""

    reference: str
    register: str
    type: str
    number: str
    name: str
    birth: str


def questions_of(person_id: int) -> list[models.RegisterQuestion]:
    """What was asked about somebody's numbers, the newest first, with every answer."""
    found = models.RegisterQuestion.objects.filter(identifier__person=person_id)
    return list(found.select_related("identifier", "asked_by").prefetch_related("answers")[:50])


def waiting(*, limit: int, after: int = 0) -> list[models.RegisterQuestion]:
    """Questions that have no answer yet, within the areas of whoever acts."""
    found = models.RegisterQuestion.objects.filter(state=models.AskedState.WAITING, pk__gt=after)
    return list(found.select_related("identifier__person").order_by("pk")[:limit])


def question(reference: str) -> models.RegisterQuestion | None:
    return models.RegisterQuestion.objects.filter(reference=reference).select_related("identifier").first()


def written(asked: models.RegisterQuestion) -> Question:
    """A question as it leaves. A day of birth that is not certain is told as far as it is."""
    number, person = asked.identifier, asked.identifier.person
    return Question(
        reference=str(asked.reference),
        register=asked.register,
        type=number.type,
        number=number.number,
        name=person.name,
        birth=_birth(person.born_from, person.born_to),
    )


def others_with(number: Identifier) -> Sequence[Identifier]:
    """The same number held by others whom the reader reaches: a finding, and perhaps one person twice."""
    same = Identifier.objects.filter(type=number.type, number=number.number, issuer=number.issuer, ended_on=None)
    return list(
        same.exclude(person=number.person_id)
        .exclude(verification=Verification.REFUTED)
        .filter(person__merged_into=None)
        .select_related("person")[:20]
    )


def _birth(earliest: date | None, latest: date | None) -> str:
    if earliest is None or latest is None:
        return ""
    if earliest == latest:
        return earliest.isoformat()
    return str(earliest.year) if earliest.year == latest.year else ""
