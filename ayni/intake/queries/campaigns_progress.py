"""How far a campaign is: by area, by enumerator and by day, against what was expected. Counts of work, and no names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from ayni.commons.access.models import User
from ayni.intake import lifecycle
from ayni.intake.models import Campaign, CampaignArea

#: The pace is that of the last days on which anybody worked.
PACE_DAYS = 7
#: Beyond this an end is no forecast.
LONGEST_FORECAST = 3 * 366


@dataclass(frozen=True)
class Counts:
    """How visits stand. `visited` counts those of which something is known; `waiting` those done without their form."""

    listed: int = 0
    to_visit: int = 0
    again: int = 0
    waiting: int = 0
    complete: int = 0
    refused: int = 0
    gone: int = 0
    empty: int = 0
    not_found: int = 0
    double: int = 0
    turned_down: int = 0

    @property
    def visited(self) -> int:
        return self.listed - self.to_visit

    @property
    def left(self) -> int:
        return self.to_visit + self.again

    @property
    def reached(self) -> int:
        """Of how many an answer is known whether they take part: the n of the response rate."""
        return self.complete + self.waiting + self.turned_down + self.refused

    @property
    def response(self) -> float | None:
        """The share of those reached who took part; none when nobody was reached."""
        return 1 - self.refused / self.reached if self.reached else None

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class OfArea:
    """An area of a campaign, its target and how its visits stand."""

    place: CampaignArea
    counts: Counts

    @property
    def target(self) -> int | None:
        return self.place.target

    @property
    def share(self) -> float | None:
        """Complete ones of those expected; of those listed when nothing was expected."""
        whole = self.target or self.counts.listed - self.counts.empty - self.counts.double
        return self.counts.complete / whole if whole > 0 else None


@dataclass(frozen=True)
class OfOfficer:
    """An enumerator, none for visits that nobody has, and how their visits stand."""

    officer: User | None
    counts: Counts


@dataclass(frozen=True)
class OfDay:
    """What was done on one day."""

    day: date
    complete: int
    settled: int


@dataclass(frozen=True)
class Progress:
    """The whole of a campaign in the reader's areas, on a day."""

    campaign: Campaign
    on: date
    whole: Counts
    target: int | None
    areas: Sequence[OfArea] = field(default_factory=tuple)
    officers: Sequence[OfOfficer] = field(default_factory=tuple)
    days: Sequence[OfDay] = field(default_factory=tuple)

    @property
    def left(self) -> int:
        """What has still to be done: visits, or households up to the target where no list is."""
        expected = (self.target or 0) - self.whole.complete
        return max(self.whole.left, expected if not self.whole.left else 0, 0)

    @property
    def pace(self) -> float | None:
        """Complete forms a day, over the last days on which there were any; none before the first."""
        worked = [one for one in self.days if one.complete][-PACE_DAYS:]
        return sum(one.complete for one in worked) / len(worked) if worked else None

    @property
    def needed(self) -> float | None:
        """Visits a day that it takes to end in time; none after the last day."""
        days = (self.campaign.ends_on - max(self.on, self.campaign.starts_on)).days
        return self.left / days if days > 0 else None

    @property
    def expected_end(self) -> date | None:
        """The day on which it ends at the present pace; none when there is no pace, or no end in sight."""
        if not self.pace:
            return None
        days = -(-self.left // max(self.pace, 0.001))
        return self.on + timedelta(days=int(days)) if days <= LONGEST_FORECAST else None

    @property
    def is_late(self) -> bool:
        return self.expected_end is not None and self.expected_end >= self.campaign.ends_on


#: One pass over the index: what each area and each enumerator has, by status.
BY_AREA_AND_OFFICER = """
    SELECT place_id, enumerator_id, status, count(*) FROM intake_visit
    WHERE campaign_id = %(campaign)s AND status <> 'cancelled' GROUP BY 1, 2, 3
"""
BY_DAY = """
    SELECT (settled_at AT TIME ZONE %(zone)s)::date AS day, count(*) FILTER (WHERE status = 'complete'), count(*)
    FROM intake_visit WHERE campaign_id = %(campaign)s AND settled_at IS NOT NULL
        AND settled_at >= %(since)s AND status NOT IN ('to_visit', 'cancelled')
    GROUP BY 1 ORDER BY 1
"""
DAYS_SHOWN = 60
COLUMNS = {
    lifecycle.TO_VISIT: "to_visit",
    lifecycle.AGAIN: "again",
    lifecycle.DONE: "waiting",
    lifecycle.COMPLETE: "complete",
    lifecycle.NOT_WILLING: "refused",
    lifecycle.GONE: "gone",
    lifecycle.EMPTY: "empty",
    lifecycle.NOT_FOUND: "not_found",
    lifecycle.DOUBLE: "double",
    lifecycle.TURNED_DOWN: "turned_down",
}


def progress(found: Campaign, *, on: date) -> Progress:
    """How far a campaign is, in the areas of whoever asks."""
    asked: dict[str, Any] = {
        "campaign": found.pk,
        "zone": settings.TIME_ZONE,
        "since": max(found.starts_on, on - timedelta(days=DAYS_SHOWN)) - timedelta(days=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(BY_AREA_AND_OFFICER, asked)
        rows = cursor.fetchall()
        cursor.execute(BY_DAY, asked)
        days = [OfDay(*row) for row in cursor.fetchall()]
    by_area, by_officer = (_counted((row[place], row[2], row[3]) for row in rows) for place in (0, 1))
    places = list(found.places.select_related("area").defer("area__shape"))
    seen = [place for place in places if place.pk in by_area] or places
    areas = [OfArea(place, by_area.get(place.pk, Counts())) for place in places]
    targets = [place.target for place in (seen if by_area else places) if place.target is not None]
    return Progress(
        campaign=found,
        on=on,
        whole=sum(by_area.values(), Counts()),
        target=sum(targets) if targets else None,
        areas=areas,
        officers=list(_officers(by_officer)),
        days=days,
    )


def _counted(rows: Iterable[tuple[Any, str, int]]) -> dict[Any, Counts]:
    found: dict[Any, Counts] = {}
    for key, status, count in rows:
        found[key] = found.get(key, Counts()) + Counts(**{"listed": count, COLUMNS[status]: count})
    return found


def _officers(counts: dict[Any, Counts]) -> Iterator[OfOfficer]:
    known = {one.pk: one for one in User.objects.filter(pk__in=[key for key in counts if key is not None])}
    for officer in sorted(known.values(), key=str):
        yield OfOfficer(officer, counts[officer.pk])
    if None in counts:
        yield OfOfficer(None, counts[None])
