"""What a supervisor should look at: figures of an enumerator that are unlike those of the others.

None of these is a verdict. Each has reasons that are nobody's fault: a large household takes long, a flat block has one
point, a market day is worked in the evening. Nothing is decided or counted against anybody by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.intake import permissions
from ayni.intake.models import Campaign
from ayni.intake.queries.backchecks_rates import Rate

LEAST = 10  # interviews, before anything is said of an enumerator
NIGHT_FROM, NIGHT_TO = 21, 5  # hours
FAR = 2.0  # kilometres from where the list has the dwelling
FAR_FROM_AREA = 50.0  # kilometres from the middle of its area, where the list has no point
AT_ONE_POINT = 5  # forms
SHORT, LONG = 0.4, 2.5  # of the middle length of all interviews
SHARE = 0.2  # of an enumerator's forms, from which on a kind of them is worth a look


@dataclass(frozen=True)
class Flag:
    """One figure to look at: of whom, which, in plain words, with the interval where it is a share."""

    officer: User
    kind: str
    says: str
    rate: Rate


@dataclass(frozen=True)
class _Officer:
    """The figures of one enumerator. `reached` are those who took part or refused."""

    officer: int
    complete: int
    reached: int
    refused: int
    asked: int
    unknown: int
    night: int
    timed: int
    short: int
    long: int
    placed: int
    far: int
    crowded: int


#: Distances are on a sphere of the earth's mean radius (haversine); a point is one to four places, some eleven metres.
FIGURES = """
    WITH mine AS (
        SELECT v.enumerator_id, v.status, v.asked, v.unknown, v.at_latitude, v.at_longitude,
            extract(epoch FROM v.ended_at - v.started_at) AS seconds,
            extract(hour FROM v.ended_at AT TIME ZONE %(zone)s) AS hour,
            coalesce(v.latitude, a.latitude) AS latitude, coalesce(v.longitude, a.longitude) AS longitude,
            CASE WHEN v.latitude IS NULL THEN %(far_from_area)s ELSE %(far)s END AS far
        FROM intake_visit v JOIN directory_area a ON a.id = v.area_id
        WHERE v.campaign_id = %(campaign)s AND v.enumerator_id IS NOT NULL
            AND v.status IN ('complete', 'done', 'turned_down', 'not_willing')
    ), middle AS (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS seconds FROM mine WHERE seconds > 0
    ), points AS (
        SELECT enumerator_id, sum(forms) AS crowded FROM (
            SELECT enumerator_id, count(*) AS forms FROM mine WHERE at_latitude IS NOT NULL
            GROUP BY enumerator_id, round(at_latitude::numeric, 4), round(at_longitude::numeric, 4)
            HAVING count(*) >= %(at_one_point)s
        ) p GROUP BY 1
    )
    SELECT m.enumerator_id, count(*) FILTER (WHERE status = 'complete'), count(*),
        count(*) FILTER (WHERE status = 'not_willing'),
        coalesce(sum(asked), 0), coalesce(sum(unknown), 0),
        count(*) FILTER (WHERE hour >= %(night_from)s OR hour < %(night_to)s),
        count(*) FILTER (WHERE m.seconds > 0),
        count(*) FILTER (WHERE m.seconds < %(short)s * middle.seconds),
        count(*) FILTER (WHERE m.seconds > %(long)s * middle.seconds),
        count(*) FILTER (WHERE at_latitude IS NOT NULL),
        count(*) FILTER (WHERE 2 * 6371.0088 * asin(least(1, sqrt(
            power(sin(radians(at_latitude - latitude) / 2), 2) + cos(radians(at_latitude)) * cos(radians(latitude))
            * power(sin(radians(at_longitude - longitude) / 2), 2)))) > far),
        coalesce(max(points.crowded), 0)
    FROM mine m CROSS JOIN middle LEFT JOIN points ON points.enumerator_id = m.enumerator_id
    GROUP BY m.enumerator_id
"""


def flags(found: Campaign, *, reader: User) -> list[Flag]:
    """What is worth a look, by enumerator, in the reader's areas. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.SUPERVISE)
    asked: dict[str, Any] = {
        "campaign": found.pk,
        "zone": settings.TIME_ZONE,
        "far": FAR,
        "far_from_area": FAR_FROM_AREA,
        "at_one_point": AT_ONE_POINT,
        "night_from": NIGHT_FROM,
        "night_to": NIGHT_TO,
        "short": SHORT,
        "long": LONG,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, asked)
        figures = [_Officer(*map(int, row)) for row in cursor.fetchall()]
    officers = {one.pk: one for one in User.objects.filter(pk__in=[one.officer for one in figures])}
    told = [flag for one in figures for flag in _of(one, officers[one.officer], figures)]
    return sorted(told, key=lambda flag: (str(flag.officer), flag.kind))


def _of(one: _Officer, officer: User, everybody: list[_Officer]) -> Iterator[Flag]:
    others = [other for other in everybody if other.officer != one.officer]
    for kind, rate, says in _unlike(one, others):
        yield Flag(officer, kind, says, rate)
    for kind, count, of, says in (
        ("short", one.short, one.timed, _("Many interviews were much shorter than the others' usual length")),
        ("long", one.long, one.timed, _("Many interviews were much longer than the others' usual length")),
        ("far", one.far, one.placed, _("Many forms were filled in far from where the household lives")),
        ("night", one.night, one.complete, _("Many forms were finished at night")),
    ):
        if of >= LEAST and count / of >= SHARE:
            yield Flag(officer, kind, says, Rate(count, of))
    if one.crowded and one.crowded / max(one.placed, 1) >= SHARE and one.placed >= LEAST:
        says = ngettext(
            "%(count)s form was filled in where several others were, within some metres",
            "%(count)s forms were filled in where several others were, within some metres",
            one.crowded,
        )
        yield Flag(officer, "crowded", says % {"count": one.crowded}, Rate(one.crowded, one.placed))


def _unlike(one: _Officer, others: list[_Officer]) -> Iterator[tuple[str, Rate, str]]:
    """Shares of which the whole interval lies above what the others have."""
    for kind, count, of, says in (
        ("refused", "refused", "reached", _("More people than elsewhere did not want to take part")),
        ("unknown", "unknown", "asked", _("More answers than elsewhere are “don't know” or refused")),
    ):
        rate = Rate(getattr(one, count), getattr(one, of))
        usual: Any = Rate(sum(getattr(other, count) for other in others), sum(getattr(other, of) for other in others))
        if one.reached >= LEAST and rate.of >= LEAST and usual.of >= LEAST and (rate.low or 0) > (usual.high or 0):
            yield kind, rate, says
