"""Sealed answers: that there are some, and the answers themselves for those who must have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum
from django.views.decorators.debug import sensitive_variables

from ayni.commons.sealing import boxes
from ayni.engines import dictionary as dictionaries
from ayni.registry import models

SENSITIVE = "sensitive"
#: Where the sensitive answers about each entity are kept. Areas are nobody: theirs are as open as the rest of them.
KEPT_IN: dict[str, type[models.Sealed]] = {"household": models.HouseholdSealed, "person": models.PersonSealed}


@dataclass(frozen=True, repr=False)
class Document:
    """What a source told on a day, opened. It never shows in a text of itself."""

    pk: int
    record: int
    source: str
    observed_on: date
    values: dict[str, Any]
    states: dict[str, str]
    confidence: int = models.Confidence.TOLD


def names(dictionary: dictionaries.Dictionary, entity: str) -> frozenset[str]:
    """The variables whose answers are sealed."""
    if entity not in KEPT_IN:
        return frozenset()
    return frozenset(one.name for one in dictionary if one.entity == entity and one.sensitivity == SENSITIVE)


def bound(entity: str, record: int, source: str, on: date) -> boxes.Bound:
    """What a document of sensitive answers is bound to."""
    return boxes.Bound(f"registry_{entity}sealed", record, source, on)


def counts(entity: str, records: Iterable[int]) -> dict[int, int]:
    """How many sensitive answers are kept of each, of every source and day."""
    found = _rows(entity, records).values_list(f"{entity}_id").annotate(Sum("answers"))
    return dict(found)


@sensitive_variables()
def documents(entity: str, records: Iterable[int]) -> Iterator[Document]:
    """The documents of these records, opened. Refuses: KeyMissing, KeyWrong, SealBroken."""
    opener = boxes.Opener()
    for row in _rows(entity, records):
        yield opened(entity, row, opener)


@sensitive_variables()
def opened(entity: str, row: models.Sealed, opener: boxes.Opener) -> Document:
    record = getattr(row, f"{entity}_id")
    whole = opener.document(bytes(row.ciphertext), row.key_id, bound(entity, record, row.source, row.observed_on))
    told = whole["values"], whole["states"], row.confidence
    return Document(row.pk, record, row.source, row.observed_on, *told)


def _rows(entity: str, records: Iterable[int]) -> Any:
    model: Any = KEPT_IN[entity]
    wanted: Sequence[int] = list(records)
    return model.objects.filter(**{f"{entity}_id__in": wanted}) if wanted else model.objects.none()
