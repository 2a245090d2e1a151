"""The thresholds by which pairs are judged: those in force, those proposed, and what each is expected to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.engines.measures.agreement import Agreement
from ayni.identity import lifecycle, models, permissions

#: The limits of the bands of chance in which pairs are counted, drawn and estimated.
BANDS = (0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999)
#: Until an officer has approved others: everything is read, what is even by two, and one in ten of the rest.
FIRST = {
    "same_from": 1.0,
    "different_below": 0.0,
    "second_from": 0.2,
    "second_below": 0.8,
    "second_share": 0.1,
    "seed": 1,
}
COUNTS = """
    SELECT width_bucket(c.chance, %s::float8[]), count(*), avg(c.chance) FROM identity_candidate c
    WHERE c.chance IS NOT NULL AND c.state <> 'overtaken' GROUP BY 1
"""
#: Of each band of a sample: how many of the drawn were read to the end, and how many of those are one person.
READ = """
    SELECT d.band, count(*),
        count(*) FILTER (WHERE c.settled_how = 'read' AND c.state IN ('same', 'different', 'merged')),
        count(*) FILTER (WHERE c.settled_how = 'read' AND c.state IN ('same', 'merged')),
        count(*) FILTER (WHERE c.state = 'unsure')
    FROM identity_drawn d JOIN identity_candidate c ON c.id = d.candidate_id WHERE d.sample_id = %s GROUP BY 1
"""
TWICE = """
    SELECT one.answer, other.answer FROM identity_reading one
    JOIN identity_reading other ON other.candidate_id = one.candidate_id AND other.round = one.round AND other.turn = 2
        AND other.taken_back_at IS NULL
    WHERE one.turn = 1 AND one.taken_back_at IS NULL
"""


@dataclass(frozen=True)
class Stratum:
    """One band of a sample: of `pairs`, `drawn` by lot, `read` to the end, `same` of those, `unsure` left out."""

    low: float
    high: float
    pairs: int
    drawn: int
    read: int
    same: int
    unsure: int
    expected: float


def in_force() -> models.Thresholds:
    """Those approved last; before any is, those by which every pair is read."""
    found = models.Thresholds.objects.filter(state=lifecycle.APPROVED).first()
    return found or models.Thresholds(**FIRST)


def every(reader: User) -> list[models.Thresholds]:
    """All that were proposed, the newest first. Refuses NotPermitted."""
    scoping.paths(reader, permissions.SEE)
    return list(models.Thresholds.objects.select_related("proposed_by", "decided_by")[:50])


def one(number: int, *, reader: User) -> models.Thresholds | None:
    scoping.paths(reader, permissions.SEE)
    return models.Thresholds.objects.select_related("proposed_by", "decided_by").filter(pk=number).first()


def proposed(reader: User) -> list[models.Thresholds]:
    """Those that wait for another officer's approval."""
    if not reader.may(permissions.APPROVE):
        return []
    waiting = models.Thresholds.objects.filter(state=lifecycle.PROPOSED)
    return list(waiting.exclude(proposed_by=reader).select_related("proposed_by"))


def sample() -> models.Sample | None:
    """The one drawn last."""
    return models.Sample.objects.select_related("drawn_by").first()


def counts() -> list[tuple[float, int, float]]:
    """Of each band: its lower limit, how many pairs, their mean chance; in the scope of whoever acts."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [list(BANDS)])
        found = {place: (count, mean) for place, count, mean in cursor.fetchall()}
    below = found.get(0, (0, 0.0))
    first = found.get(1, (0, 0.0))
    total = below[0] + first[0]
    mean = (below[0] * below[1] + first[0] * first[1]) / total if total else BANDS[0]
    told = [(BANDS[0], total, mean)]
    return told + [(low, *found.get(place, (0, low))) for place, low in enumerate(BANDS[1:], 2)]


def strata(drawn: models.Sample) -> list[Stratum]:
    """How far a sample has been read, band by band."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [drawn.pk])
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    told = []
    for place, band in enumerate(drawn.bands):
        count, read, same, unsure = found.get(place, (0, 0, 0, 0))
        told.append(Stratum(band["low"], band["high"], band["pairs"], count, read, same, unsure, band["expected"]))
    return told


def estimates(drawn: models.Sample) -> Sequence[Any]:
    """What linking does at the lower limit of each band (`ayni.engines.measures.reviewed`)."""
    from ayni.engines.measures import reviewed  # statistics are for who estimates

    return reviewed.at([reviewed.Band(one.low, one.pairs, one.read, one.same, one.expected) for one in strata(drawn)])


def expected(same_from: float, different_below: float) -> dict[str, Any] | None:
    """What thresholds would do: pairs linked, read and set aside, wrong links and missed pairs between their limits.

    A threshold within a band is taken for the nearest limit of one that does no less: linking from the band's lower
    limit on, setting aside below its upper one. None as long as no sample was read.
    """
    from ayni.engines.measures import reviewed

    drawn = sample()
    bands = strata(drawn) if drawn else []
    if not any(band.read for band in bands):
        return None
    given = [reviewed.Band(one.low, one.pairs, one.read, one.same, one.expected) for one in bands]
    linked = [one for one, band in zip(given, bands, strict=True) if band.high > same_from] if same_from < 1 else []
    aside = [one for one in given if one.low < different_below]
    same, missed = reviewed.total(linked), reviewed.total(aside)
    count, left = sum(one.pairs for one in linked), sum(one.pairs for one in aside)
    return {
        "linked": count,
        "set_aside": left,
        "read": sum(one.pairs for one in given if one not in linked and one not in aside),
        "wrong": [count - same.value, count - same.high, count - same.low],
        "missed": [missed.value, missed.low, missed.high],
        "sample": drawn.pk if drawn else None,
        "n": sum(one.read for one in bands),
    }


def agreement() -> Agreement:
    """How often two readers of one pair say the same, the second not knowing what the first said."""
    from ayni.engines.measures import agreement as measured

    with connection.cursor() as cursor:
        cursor.execute(TWICE)
        return measured.of(cursor.fetchall())
