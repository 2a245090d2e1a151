"""Areas by what people call them, and searches that name one beside a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from ayni.commons.directory.models import Area
from ayni.engines import names
from ayni.registry.queries import finding_words

MOST = 6
PARTED = 3  # words at an end of what was asked that may name a place


@dataclass(frozen=True)
class Place:
    """An area that was named: its code, its name and what it lies in."""

    code: str
    name: str
    within: str


def named(spellings: finding_words.Spellings, *, most: int = MOST) -> list[Area]:
    """Areas called by all of the words, the best answer first."""
    if not spellings or not all(spellings):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_places_named(%s, %s)", [finding_words.groups(spellings), most])
        found = [pk for (pk,) in cursor.fetchall()]
    areas = Area.objects.select_related("parent").defer("shape", "parent__shape").in_bulk(found)
    return [areas[pk] for pk in found if pk in areas]


def areas_called(text: str) -> tuple[Place, ...]:
    """Areas with this code, or called so in any language and script; the best answer first."""
    area = (
        Area.objects.select_related("parent").defer("shape", "parent__shape").filter(code__iexact=text.strip()).first()
    )
    if area is not None:
        return told([area])
    words = names.words(text)
    return told(named(finding_words.spelled(words))) if words else ()


def told(areas: Sequence[Area]) -> tuple[Place, ...]:
    return tuple(Place(area.code, area.name, area.parent.name if area.parent else "") for area in areas)


def partings(words: int) -> Iterator[tuple[slice, slice]]:
    """Which words may be a person's and which a place's: the last ones, or the first."""
    for count in range(1, min(PARTED, words - 1) + 1):
        yield slice(0, words - count), slice(words - count, words)
        yield slice(count, words), slice(0, count)
