"""Finding institutions and places; and those nearest to a point or an area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet

from ayni.commons.directory import models

EARTH = 6371.0088  # mean radius in km
#: Great-circle distance in km (haversine), between a place `p` and longitude, latitude.
KM = """
    2 * {earth} * asin(least(1, sqrt(
        power(sin(radians(p.latitude - {latitude}) / 2), 2)
        + cos(radians({latitude})) * cos(radians(p.latitude)) * power(sin(radians(p.longitude - {longitude}) / 2), 2)
    )))
"""
OPEN = """
    p.latitude IS NOT NULL AND (p.since IS NULL OR p.since <= %(on)s) AND (p.until IS NULL OR p.until > %(on)s)
    AND (%(kind)s = '' OR p.kind = %(kind)s)
    AND (%(service)s = '' OR EXISTS (
        SELECT FROM directory_offer o JOIN directory_servicekind s ON s.id = o.service_id
        WHERE o.place_id = p.id AND s.code = %(service)s
            AND (o.since IS NULL OR o.since <= %(on)s) AND (o.until IS NULL OR o.until > %(on)s)
    ))
"""
NEAREST = f"""
    SELECT p.id, {KM.format(earth=EARTH, latitude="%(latitude)s", longitude="%(longitude)s")} AS km
    FROM directory_place p WHERE {OPEN} ORDER BY km, p.code LIMIT %(most)s
"""  # noqa: S608 code's own words only
#: For each area of a level its nearest place, all in one statement.
BY_AREA = f"""
    SELECT a.code, near.id, near.km FROM directory_area a CROSS JOIN LATERAL (
        SELECT p.id, {KM.format(earth=EARTH, latitude="a.latitude", longitude="a.longitude")} AS km
        FROM directory_place p WHERE {OPEN} ORDER BY km, p.code LIMIT 1
    ) near WHERE a.until IS NULL AND a.latitude IS NOT NULL AND a.level = %(level)s ORDER BY near.km DESC, a.code
"""  # noqa: S608 code's own words only


@dataclass(frozen=True)
class Near:
    """A place and how far it is in km, as the bird flies."""

    place: models.Place
    km: float


def institutions(*, text: str = "", kind: str = "") -> QuerySet[Any]:
    found = models.Institution.objects.select_related("parent", "area").annotate(
        open_places=Count("places", filter=Q(places__until=None))
    )
    if text:
        found = found.filter(Q(code__icontains=text) | Q(names__icontains=text))
    return found.filter(kind=kind) if kind else found


def institution(code: str) -> models.Institution | None:
    return models.Institution.objects.select_related("parent", "area").filter(code=code).first()


def places(
    *,
    on: date,
    text: str = "",
    kind: str = "",
    service: str = "",
    area: str = "",
    institution: str = "",
    is_open: bool = True,
) -> QuerySet[models.Place]:
    """Places by what is asked. In an area are those that lie in it and those that serve it, or an area around it."""
    found = models.Place.objects.select_related("area", "institution").order_by("area__path", "code")
    if is_open:
        found = found.filter(_in_force(on, ""))
    if text:
        found = found.filter(Q(code__icontains=text) | Q(names__icontains=text) | Q(address__icontains=text))
    if kind:
        found = found.filter(kind=kind)
    if institution:
        found = found.filter(institution__code=institution)
    if service:
        found = found.filter(
            pk__in=models.Offer.objects.filter(_in_force(on, ""), service__code=service).values("place")
        )
    if area and (where := models.Area.objects.filter(code=area).first()):
        around = where.path.strip("/").split("/")
        found = found.filter(Q(area__path__startswith=where.path) | Q(serves__code__in=around)).distinct()
    return found


def place(code: str) -> models.Place | None:
    """One place with what it offers, whom it serves and its calendar."""
    offers = models.Offer.objects.select_related("service")
    return (
        models.Place.objects.select_related("area", "institution")
        .prefetch_related(Prefetch("offers", offers), Prefetch("serves", models.Area.objects.defer("shape")))
        .filter(code=code)
        .first()
    )


def stops(place: models.Place, *, since: date) -> list[models.OutreachStop]:
    """The days of a mobile team from a day on."""
    return list(place.stops.filter(on__gte=since).select_related("area").defer("area__shape")[:100])


def stop(stop_id: int) -> models.OutreachStop | None:
    return models.OutreachStop.objects.select_related("place__area").filter(pk=stop_id).first()


def offer(offer_id: int) -> models.Offer | None:
    return models.Offer.objects.select_related("place__area", "service").filter(pk=offer_id).first()


def services(*, active: bool = True) -> list[models.ServiceKind]:
    found = models.ServiceKind.objects.all()
    return list(found.filter(is_active=True) if active else found)


def nearest(
    *, longitude: float, latitude: float, on: date, kind: str = "", service: str = "", most: int = 10
) -> list[Near]:
    """The open places nearest to a point, the nearest first."""
    asked = {"longitude": longitude, "latitude": latitude, "on": on, "kind": kind, "service": service, "most": most}
    rows = _rows(NEAREST, asked)
    known = models.Place.objects.select_related("area", "institution").in_bulk([row[0] for row in rows])
    return [Near(known[pk], km) for pk, km in rows]


def nearest_by_area(*, level: int, on: date, kind: str = "", service: str = "") -> list[tuple[str, Near]]:
    """The nearest open place to the middle of each area of a level, the furthest first: where a place is lacking."""
    rows = _rows(BY_AREA, {"level": level, "on": on, "kind": kind, "service": service})
    known = models.Place.objects.select_related("area", "institution").in_bulk({row[1] for row in rows})
    return [(code, Near(known[pk], km)) for code, pk, km in rows]


def _in_force(on: date, of: str) -> Q:
    began = Q(**{f"{of}since": None}) | Q(**{f"{of}since__lte": on})
    return began & (Q(**{f"{of}until": None}) | Q(**{f"{of}until__gt": on}))


def _rows(statement: str, given: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(given))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
