"""Institutions, and the places of theirs that serve people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from ayni.commons.actions import action
from ayni.commons.directory import errors, importing, models, permissions, planning, reach
from ayni.commons.directory.importing import NewPlace


@dataclass(frozen=True)
class NewInstitution:
    """An institution as somebody tells it."""

    code: str
    names: Mapping[str, str]
    kind: str = "other"
    parent: str = ""
    area: str = ""
    phone: str = ""
    email: str = ""
    capacity: int | None = None
    houses: Mapping[str, str] | None = None
    licensed_until: date | None = None
    since: date | None = None
    until: date | None = None


@action(permissions.DEFINE, says="defined an institution", everywhere=True)
def define_institution(new: NewInstitution, *, by: Any) -> models.Institution:
    """Add an institution, or say of one that is known what it is now.

    Refuses: CodeUnfit, NamesMissing, UnknownArea, AreaEnded, UnknownPlace (the parent), CircleOfAreas (a parent that
    belongs to it), PeriodBackward.
    """
    told = _named(new.code, new.names)
    if new.since and new.until and new.until <= new.since:
        raise errors.PeriodBackward
    parent = _institution(new.parent) if new.parent else None
    above = parent
    while above is not None:
        if above.code == new.code:
            raise errors.CircleOfAreas(new.code, new.parent)
        above = above.parent
    given = {name: getattr(new, name) for name in ("kind", "phone", "email", "capacity", "licensed_until")}
    made, _new = models.Institution.objects.update_or_create(
        code=new.code,
        defaults={
            **given,
            "names": told,
            "parent": parent,
            "area": planning.standing(new.area) if new.area else None,
            "houses": dict(new.houses or {}),
            "since": new.since,
            "until": new.until,
        },
    )
    return made


@action(permissions.DEFINE, says="defined a kind of service", everywhere=True)
def define_service(code: str, *, names: Mapping[str, str], by: Any, is_active: bool = True) -> models.ServiceKind:
    """Add something that is offered to people, or name it anew. Refuses: CodeUnfit, NamesMissing."""
    told = _named(code, names)
    made, _new = models.ServiceKind.objects.update_or_create(
        code=code, defaults={"names": told, "is_active": is_active}
    )
    return made


@action(permissions.KEEP, says="kept a place")
def keep_place(new: NewPlace, *, by: Any) -> models.Place:
    """Add an office or delivery point, or say of one that is known what it is now.

    Refuses: OutsideArea, in the area it is in, is to be in or is to serve; CodeUnfit, NamesMissing, UnknownArea,
    AreaEnded, UnknownPlace (the institution or a service), PeriodBackward.
    """
    return _keep(new, by)


@action(permissions.KEEP, says="closed a place")
def close_place(place: models.Place, *, until: date, by: Any) -> models.Place:
    """A place serves nobody from a day on; it stays on record. Refuses: OutsideArea, PeriodBackward."""
    reach.check(by, permissions.KEEP, place.area.path)
    if place.since and until <= place.since:
        raise errors.PeriodBackward
    place.until = until
    place.save(update_fields=["until"])
    return place


@action(permissions.KEEP, says="imported places from a table")
def import_places(found: importing.Places, *, by: Any) -> int:
    """Keep all places of a table that can be taken; how many.

    Refuses: what `keep_place` refuses, and then takes none.
    """
    for place in found.given:
        _keep(place, by)
    return len(found.given)


@dataclass(frozen=True)
class NewOffer:
    """What a place is to offer, and to whom."""

    service: str
    age_from: int | None = None
    age_to: int | None = None
    sex: str = ""
    conditions: Mapping[str, str] | None = None
    since: date | None = None


@action(permissions.KEEP, says="wrote down what a place offers")
def offer_service(place: models.Place, new: NewOffer, *, by: Any) -> models.Offer:
    """A place offers a service, to everybody or to some. Refuses: OutsideArea, UnknownPlace, PeriodBackward."""
    reach.check(by, permissions.KEEP, place.area.path)
    if new.age_from is not None and new.age_to is not None and new.age_to < new.age_from:
        raise errors.PeriodBackward
    return models.Offer.objects.create(
        place=place,
        service=_service(new.service),
        age_from=new.age_from,
        age_to=new.age_to,
        sex=new.sex,
        conditions=dict(new.conditions or {}),
        since=new.since,
    )


@action(permissions.KEEP, says="ended what a place offers")
def end_offer(offer: models.Offer, *, until: date, by: Any) -> models.Offer:
    """A service is no longer offered at a place from a day on. Refuses: OutsideArea, PeriodBackward."""
    reach.check(by, permissions.KEEP, offer.place.area.path)
    if offer.since and until <= offer.since:
        raise errors.PeriodBackward
    offer.until = until
    offer.save(update_fields=["until"])
    return offer


@dataclass(frozen=True)
class NewStop:
    """A day of a mobile team."""

    area: str
    on: date
    opens: time | None = None
    closes: time | None = None
    spot: str = ""


@action(permissions.KEEP, says="planned a day of a mobile team")
def plan_stop(place: models.Place, new: NewStop, *, by: Any) -> models.OutreachStop:
    """A mobile team is in an area on a day; told a second time, the hours are put right.

    Refuses: OutsideArea, UnknownArea, AreaEnded, PeriodBackward.
    """
    area = planning.standing(new.area)
    reach.check(by, permissions.KEEP, place.area.path)
    if new.opens and new.closes and new.closes <= new.opens:
        raise errors.PeriodBackward
    made, _new = models.OutreachStop.objects.update_or_create(
        place=place, on=new.on, area=area, defaults={"opens": new.opens, "closes": new.closes, "spot": new.spot}
    )
    return made


@action(permissions.KEEP, says="cancelled a day of a mobile team")
def cancel_stop(stop: models.OutreachStop, *, by: Any) -> None:
    """A mobile team does not come on that day. Refuses: OutsideArea."""
    reach.check(by, permissions.KEEP, stop.place.area.path)
    stop.delete()


def _keep(new: NewPlace, by: Any) -> models.Place:
    told = _named(new.code, new.names)
    if new.since and new.until and new.until <= new.since:
        raise errors.PeriodBackward
    area = planning.standing(new.area)
    before = models.Place.objects.select_related("area").filter(code=new.code).first()
    for path in {area.path, *([before.area.path] if before else [])}:
        reach.check(by, permissions.KEEP, path)
    plain = ("kind", "address", "latitude", "longitude", "hours", "phone", "email", "is_accessible", "access_notes")
    given = {name: getattr(new, name) for name in (*plain, "since", "until")}
    made, _new = models.Place.objects.update_or_create(
        code=new.code, defaults={**given, "names": told, "institution": _institution(new.institution), "area": area}
    )
    made.serves.set([planning.standing(code) for code in new.serves])
    _offer(made, new)
    return made


def _offer(place: models.Place, new: NewPlace) -> None:
    """Services that a table names and the place does not offer yet; others stay as they are."""
    known = set(place.offers.filter(until=None).values_list("service__code", flat=True))
    models.Offer.objects.bulk_create(
        models.Offer(place=place, service=_service(code), since=new.since) for code in new.offers if code not in known
    )


def _named(code: str, names: Mapping[str, str]) -> dict[str, str]:
    if not code.strip() or len(code) > 40 or "/" in code:
        raise errors.CodeUnfit(code)
    told = {language: text.strip() for language, text in names.items() if text.strip()}
    if not told:
        raise errors.NamesMissing(code)
    return told


def _institution(code: str) -> models.Institution:
    found = models.Institution.objects.filter(code=code).first()
    if found is None:
        raise errors.UnknownPlace(code)
    return found


def _service(code: str) -> models.ServiceKind:
    found = models.ServiceKind.objects.filter(code=code).first()
    if found is None:
        raise errors.UnknownPlace(code)
    return found
