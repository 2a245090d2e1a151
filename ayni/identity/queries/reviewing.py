"""The pairs that may be one person: the queue, one of them, what was said of them, how many wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ayni.commons import languages
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.commons.directory.models import Area
from ayni.identity import lifecycle, permissions
from ayni.identity.models import Candidate, Reading
from ayni.registry.models import Person
from ayni.registry.queries import finding_rows

#: Counting ends here: a reader needs to know that there are many, not how many.
MOST = 1_000
#: A pair that an officer told stands before what a run found likely, and after what is paid twice.
REPORTED = 9_000
#: How likely, in words.
BANDS: dict[str, tuple[Any, float, float]] = {
    "nearly_sure": (_("Nearly sure (99 % and more)"), 0.99, 1.01),
    "likely": (_("Likely (80 to 99 %)"), 0.8, 0.99),
    "even": (_("As likely as not (20 to 80 %)"), 0.2, 0.8),
    "unlikely": (_("Unlikely (below 20 %)"), 0.0, 0.2),
}
LIVING = """
    SELECT p.id, coalesce(h.area_id, p.registered_in_id) FROM registry_person p
    LEFT JOIN LATERAL (SELECT household_id FROM registry_membership m WHERE m.person_id = p.id AND m.kind = 'usual'
        ORDER BY upper(m.period) DESC NULLS FIRST LIMIT 1) m ON true
    LEFT JOIN registry_household h ON h.id = m.household_id WHERE p.id IN (%s, %s)
"""


@dataclass(frozen=True)
class Asked:
    """What of the queue is wanted: an area by its code, a band by its name, where from, only what waits for me.

    `state` is "open", or one of the states of a pair.
    """

    area: str = ""
    band: str = ""
    source: str = ""
    state: str = "open"

    @property
    def is_open(self) -> bool:
        return self.state not in lifecycle.STATES


@dataclass(frozen=True)
class Row:
    """A pair in a list. Each side is None when whoever asks does not reach the person any more."""

    candidate: Candidate
    one: finding_rows.Row | None
    other: finding_rows.Row | None
    holder: str


@dataclass(frozen=True)
class Counts:
    """Pairs that wait for a reader, those with whom somebody else is needed who reaches further, and what one has read
    today. Each up to MOST."""

    waiting: int
    elsewhere: int
    read_today: int

    @property
    def is_many(self) -> bool:
        return self.waiting >= MOST


def open_pairs(reader: User, asked: Asked) -> QuerySet[Candidate]:
    """What waits to be read by this officer, the most that hangs on it first: not what they have read already."""
    paths = scoping.paths(reader, permissions.REVIEW)
    own = Reading.objects.filter(
        candidate=OuterRef("pk"), reader=reader, round=OuterRef("round"), turn__gt=0, taken_back_at=None
    )
    waiting = _near(Candidate.objects.filter(state__in=lifecycle.OPEN), paths)
    return _narrowed(waiting, asked).exclude(Exists(own))


def listed(reader: User, asked: Asked, *, limit: int, offset: int) -> tuple[list[Candidate], int]:
    """Pairs without who is who, and how many there are (up to MOST beyond the offset)."""
    paths = scoping.paths(reader, permissions.SEE)
    states = lifecycle.OPEN if asked.is_open else (asked.state,)
    found = _narrowed(_near(Candidate.objects.filter(state__in=states), paths), asked)
    page = list(found.select_related("held_by")[offset : offset + limit])
    return page, len(found.order_by().values_list("pk")[: MOST + offset])


def queue(reader: User, asked: Asked, *, at: datetime, limit: int = 20, offset: int = 0) -> tuple[list[Row], int]:
    """A part of the queue, and how many pairs are in it (up to MOST). That it was looked at is recorded."""
    page, total = listed(reader, asked, limit=limit, offset=offset)
    told = {"area": asked.area, "band": asked.band, "source": asked.source, "state": asked.state}
    if page:
        recording.listing(recording.LIST, reader=reader, under=permissions.SEE, asked=told, rows=len(page))
    return rows(page, at), total


def rows(page: Sequence[Candidate], at: datetime) -> list[Row]:
    """Pairs with who is who, in a fixed number of questions."""
    wanted = [number for one in page for number in (one.one_id, one.other_id)]
    people = {row.id: row for row in finding_rows.people(list(dict.fromkeys(wanted)), at.date())}
    return [Row(one, people.get(one.one_id), people.get(one.other_id), _holder(one, at)) for one in page]


def candidate(number: int, *, reader: User) -> Candidate | None:
    """A pair, when the reader reaches both."""
    scoping.paths(reader, permissions.SEE)
    return Candidate.objects.select_related("held_by", "run").filter(pk=number).first()


def person(number: int, *, reader: User) -> Person | None:
    """A record, when the reader reaches it."""
    scoping.paths(reader, permissions.SEE)
    return Person.objects.filter(pk=number).first()


def pair_of(one_id: int, other_id: int) -> Candidate | None:
    """The pair of two records, if they were ever thought to be one person; in the scope of whoever acts."""
    first, second = sorted((one_id, other_id))
    return Candidate.objects.filter(one=first, other=second).first()


def of_person(person_id: int, *, reader: User) -> list[Candidate]:
    """The pairs that one record is in, and that are not settled as different."""
    scoping.paths(reader, permissions.SEE)
    found = Candidate.objects.filter(Q(one=person_id) | Q(other=person_id))
    return list(found.filter(state__in=(*lifecycle.OPEN, lifecycle.SAME, lifecycle.UNSURE))[:20])


def said_same(one_id: int, other_id: int) -> set[int]:
    """The officers who have said that two records are one person, or told so, and not taken it back."""
    first, second = sorted((one_id, other_id))
    said = Reading.objects.filter(
        candidate__one=first, candidate__other=second, answer=lifecycle.SAME, taken_back_at=None
    )
    return set(said.filter(round=F("candidate__round")).values_list("reader_id", flat=True))


def same_counts(reader: User, *, at: datetime | None = None) -> Counts:
    """How many pairs wait for this officer, and how many for somebody who reaches further; with `at`, how many they
    have read on that day."""
    waiting = len(open_pairs(reader, Asked()).order_by().values_list("pk")[:MOST])
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_waiting_elsewhere(%s)", [MOST])
        elsewhere = cursor.fetchone()[0]
    if at is None:
        return Counts(waiting, elsewhere, 0)
    read = Reading.objects.filter(reader=reader, read_at__date=at.date(), turn__gt=0, taken_back_at=None).count()
    return Counts(waiting, elsewhere, read)


def readings(candidate: Candidate, *, reader: User) -> list[Reading]:
    """What was said of a pair in this round. While it is open, nobody sees what the others have said."""
    found = candidate.readings.filter(round=candidate.round, taken_back_at=None).select_related("reader")
    if candidate.is_open:
        found = found.filter(reader=reader)
    return list(found.order_by("turn"))


def last_read(reader: User) -> Reading | None:
    """The officer's last answer that stands."""
    mine = Reading.objects.filter(reader=reader, taken_back_at=None, turn__gt=0)
    return mine.select_related("candidate").order_by("-id").first()


def areas_of(one_id: int, other_id: int) -> dict[str, int | None]:
    """Where two people live, or lived last, for the columns of a pair."""
    with connection.cursor() as cursor:
        cursor.execute(LIVING, [one_id, other_id])
        found = dict(cursor.fetchall())
    return {"one_area_id": found.get(one_id), "other_area_id": found.get(other_id)}


def area_name(code: str) -> str:
    """What an area is called; its code when there is none."""
    found = Area.objects.filter(code=code).values_list("names", flat=True).first()
    return languages.text(found) or code


def _near(found: QuerySet[Candidate], paths: tuple[str, ...]) -> QuerySet[Candidate]:
    """The database's own policy decides who reaches what; said once more of one side, so that an index can be used."""
    if "/" in paths:
        return found
    return found.filter(one_area__in=list(Area.objects.within(paths).values_list("pk", flat=True)))


def _narrowed(found: QuerySet[Candidate], asked: Asked) -> QuerySet[Candidate]:
    if asked.area:
        path = Area.objects.filter(code=asked.area).values_list("path", flat=True).first() or "-"
        within = list(Area.objects.filter(path__startswith=path).values_list("pk", flat=True))
        found = found.filter(Q(one_area__in=within) | Q(other_area__in=within))
    if asked.band in BANDS:
        _label, low, high = BANDS[asked.band]
        found = found.filter(chance__gte=low, chance__lt=high)
    if asked.source:
        found = found.filter(source=asked.source)
    return found


def _holder(one: Candidate, at: datetime) -> str:
    holds = one.held_by is not None and one.held_until is not None and one.held_until >= at
    return str(one.held_by) if holds else ""
