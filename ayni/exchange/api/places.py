"""Areas with their past, changes of boundaries, and the institutions and places that serve people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from ayni.commons.access import scoping
from ayni.commons.directory import permissions
from ayni.commons.directory.actions import changing
from ayni.commons.directory.actions import places as actions
from ayni.commons.directory.importing import NewPlace
from ayni.commons.directory.plans import Part, Plan
from ayni.commons.directory.queries import area as area_of
from ayni.commons.directory.queries import changing as changes_of
from ayni.commons.directory.queries import finding, standing
from ayni.commons.directory.queries import places as places_of
from ayni.exchange.api import inputs, keys, paging, problems

router = Router(tags=["Places"])

AreaCode = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[^/\x00]+$")]
Kind = Literal["office", "registration_desk", "pay_point", "health_facility", "school", "outreach", "home", "other"]
Change = Literal["merge", "divide", "transfer", "rename"]
Names = dict[Annotated[str, Field(max_length=12)], inputs.Words]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class AreaListed(Schema):
    """An area."""

    code: str = Field(description="Its code, which never changes.")
    names: dict[str, str] = Field(description="What it is called, by language.")
    level: int = Field(description="1 at the top.")
    parent: str = Field(description="The code of the area it lies in; empty at the top.")
    path: str = Field(description="The codes from the top down to itself, or to what it became.")
    since: date | None = Field(description="There since; null from of old.")
    until: date | None = Field(description="There until; null still.")

    @staticmethod
    def resolve_parent(area: Any) -> str:
        return area.parent.code if getattr(area, "parent", None) else ""


class OthersCode(Schema):
    """A code that others have for an area."""

    system: str = Field(description="Whose code: `pcode`.")
    code: str = Field(description="The code.")
    since: date | None = Field(description="Used since.")
    until: date | None = Field(description="Used until; null still.")


class BecameTold(Schema):
    """What an area became in the end."""

    code: str = Field(description="The area there is now.")
    on: date = Field(description="The day of the last change on the way.")
    share: Decimal | None = Field(description="The part of its households; null when nobody knows.")


class AreaTold(AreaListed):
    """One area with its codes, its past and its shape."""

    aliases: list[str] = Field(description="Other names in use.")
    codes: list[OthersCode] = Field(description="Codes that others have for it.")
    became: list[BecameTold] = Field(description="What it became, for one that ended.")
    was: list[str] = Field(description="The codes of the areas it came from.")
    latitude: float | None = Field(description="A point within it.")
    longitude: float | None = Field(description="A point within it.")
    shape: dict[str, Any] | None = Field(description="Its boundary as a GeoJSON geometry, drawn for the screen.")


class StoodTold(Schema):
    """An area as it stood on a day."""

    code: str = Field(description="Its code.")
    names: dict[str, str] = Field(description="What it was called, by language.")
    level: int = Field(description="1 at the top.")
    parent: str = Field(description="The code of the area it lay in; empty at the top.")
    path: str = Field(description="The codes from the top down to itself.")


class CorrespondenceTold(Schema):
    """An area of one day and one that has its people on a later day."""

    then: str = Field(description="The area of the first day.")
    then_path: str = Field(description="Its path on that day.")
    now: str = Field(description="The area of the later day.")
    now_path: str = Field(description="Its path today.")
    share: Decimal | None = Field(description="The part of its households; null when nobody knows.")


class PartWish(Schema):
    """An area that others become."""

    code: AreaCode = Field(description="Its code: a new one with names, or that of one which goes on.")
    names: Names = Field({}, description="What a new one is called, by language.")


class ChangeWish(Schema):
    """A change of boundaries to propose."""

    kind: Change = Field(description="What happens.")
    areas: list[AreaCode] = Field(description="The areas it happens to.", min_length=1, max_length=200)
    into: list[PartWish] = Field([], description="What they become: one of a merger, two or more of a division.")
    children: dict[AreaCode, AreaCode] = Field({}, description="Of a division: where each area within will lie.")
    rest: str = Field("", max_length=32, description="Of a division: where households without a point go.")
    parent: str = Field("", max_length=32, description="Of a transfer, or of a new area: in which it will lie.")
    names: Names = Field({}, description="Of a new name: the names by language.")
    on: date = Field(description="Takes effect on this day.")
    law: inputs.Words = Field("", description="The law or decree.")
    reason: inputs.Reason = Field(description="Why.")


class ChangeTold(Schema):
    """A change of boundaries."""

    id: int = Field(description="Its number.")
    kind: Change = Field(description="What happens.")
    on: date = Field(description="Takes effect on this day.")
    areas: list[str] = Field(description="The areas it happens to.")
    into: list[str] = Field(description="What they become.")
    status: Literal["draft", "approved", "rejected", "withdrawn"] = Field(description="Where it stands.")
    law: str = Field(description="The law or decree.")
    effect: dict[str, Any] = Field(description="How many it concerned, once it was carried out.")

    @staticmethod
    def resolve_areas(change: Any) -> list[str]:
        return list(change.plan["areas"])

    @staticmethod
    def resolve_into(change: Any) -> list[str]:
        return [part["code"] for part in change.plan["into"]]


class PlaceListed(Schema):
    """An office or delivery point."""

    code: str = Field(description="Its code.")
    kind: Kind = Field(description="What it is.")
    names: dict[str, str] = Field(description="What it is called, by language.")
    institution: str = Field(description="The code of the institution that runs it.")
    area: str = Field(description="The code of the area it lies in.")
    address: str = Field(description="Its address, or how to find it.")
    latitude: float | None = Field(description="Its point on the map.")
    longitude: float | None = Field(description="Its point on the map.")
    hours: str = Field(description="When it is open.")
    phone: str = Field(description="Its telephone.")
    email: str = Field(description="Its e-mail.")
    is_accessible: bool | None = Field(description="Whether people with a wheelchair can come in; null: not known.")
    since: date | None = Field(description="Open since.")
    until: date | None = Field(description="Open until; null still.")

    @staticmethod
    def resolve_institution(place: Any) -> str:
        return str(place.institution.code)

    @staticmethod
    def resolve_area(place: Any) -> str:
        return str(place.area.code)


class OfferTold(Schema):
    """What a place offers, and to whom."""

    service: str = Field(description="The code of the service.")
    age_from: int | None = Field(description="From this age in years.")
    age_to: int | None = Field(description="To this age in years.")
    sex: Literal["", "female", "male"] = Field(description="For whom; empty for everybody.")
    conditions: dict[str, str] = Field(description="Conditions in words, by language.")
    since: date | None = Field(description="Offered since.")
    until: date | None = Field(description="Offered until; null still.")

    @staticmethod
    def resolve_service(offer: Any) -> str:
        return str(offer.service.code)


class PlaceTold(PlaceListed):
    """One place with what it offers and whom it serves."""

    offers: list[OfferTold] = Field(description="What it offers.")
    serves: list[str] = Field(description="The areas it serves; none: the one it lies in.")

    @staticmethod
    def resolve_offers(place: Any) -> list[Any]:
        return list(place.offers.all())

    @staticmethod
    def resolve_serves(place: Any) -> list[str]:
        return [area.code for area in place.serves.all()]


class PlaceWish(Schema):
    """A place as it is now."""

    kind: Kind = Field(description="What it is.")
    names: Names = Field(description="What it is called, by language.")
    institution: inputs.Code = Field(description="The code of the institution that runs it.")
    area: AreaCode = Field(description="The code of the area it lies in.")
    address: inputs.Words = Field("", description="Its address, or how to find it.")
    latitude: Latitude | None = Field(None, description="Its point on the map.")
    longitude: Longitude | None = Field(None, description="Its point on the map.")
    hours: inputs.Words = Field("", description="When it is open.")
    phone: str = Field("", max_length=40, pattern=r"^[^\x00]*$", description="Its telephone.")
    email: str = Field("", max_length=120, pattern=r"^[^\x00]*$", description="Its e-mail.")
    is_accessible: bool | None = Field(None, description="Whether people with a wheelchair can come in.")
    since: date | None = Field(None, description="Open since.")
    until: date | None = Field(None, description="Open until.")
    serves: list[AreaCode] = Field([], max_length=2_000, description="The areas it serves.")
    offers: list[inputs.Code] = Field([], max_length=200, description="Services it offers, in addition to those known.")


class Close(Schema):
    """The last day."""

    until: date = Field(description="The first day on which it is closed.")


class NearTold(Schema):
    """A place and how far it is."""

    place: PlaceListed = Field(description="The place.")
    km: float = Field(description="As the bird flies.")


class InstitutionTold(Schema):
    """An institution."""

    code: str = Field(description="Its code.")
    kind: str = Field(description="What it is.")
    names: dict[str, str] = Field(description="What it is called, by language.")
    parent: str = Field(description="The code of the institution it belongs to; may be empty.")
    capacity: int | None = Field(description="How many a residential institution houses.")
    licensed_until: date | None = Field(description="Until when its licence holds.")

    @staticmethod
    def resolve_parent(one: Any) -> str:
        return one.parent.code if one.parent else ""


@router.get("/areas", response=problems.answers(paging.Page[AreaListed]), summary="List areas")
def areas(
    request: HttpRequest,
    text: Annotated[
        inputs.Words | None, Query(description="A code, a code of others, or a name, also a former one.")
    ] = None,
    level: Annotated[int | None, Query(ge=1, le=50, description="Only of this level.")] = None,
    within: Annotated[str, Query(max_length=32, description="Only in the area of this code.")] = "",
    ended: Annotated[bool, Query(description="Only those there are no more.")] = False,
    limit: paging.Limit = 50,
    offset: paging.Offset = 0,
) -> Any:
    """Areas in order of the tree. A search by text also finds those there are no more."""
    _permit(request)
    found = finding.search(text=text or "", level=level, within=within, ended=ended).select_related("parent")
    return _page(found, limit, offset)


@router.get("/areas/as-stood", response=problems.answers(paging.Page[StoodTold]), summary="Areas on a day")
def stood(
    request: HttpRequest,
    on: Annotated[date, Query(description="The day.")],
    limit: paging.Limit = 50,
    offset: paging.Offset = 0,
) -> Any:
    """Every area there was on a day, called and placed as it was then."""
    _permit(request)
    return _page(standing.areas_as_stood(on), limit, offset)


@router.get("/areas/correspondence", response=problems.answers(paging.Page[CorrespondenceTold]), summary="Two days")
def correspondence(
    request: HttpRequest,
    then: Annotated[date, Query(description="The first day.")],
    now: Annotated[date, Query(description="The later day.")],
    level: Annotated[int | None, Query(ge=1, le=50, description="Only areas of this level, on the first day.")] = None,
    limit: paging.Limit = 50,
    offset: paging.Offset = 0,
) -> Any:
    """The areas of one day, each with those of a later day that have its people, and which share."""
    _permit(request)
    return _page(standing.correspondence(then=then, now=now, level=level), limit, offset)


@router.get("/areas/one/{code}", response=problems.answers(AreaTold), summary="Read one area")
def area(request: HttpRequest, code: Path[AreaCode]) -> Any:
    """One area by its code; one that ended says what it became."""
    _permit(request)
    shown = finding.shown(code)
    if shown is None:
        raise Http404
    one = shown.area
    plain = {name: getattr(one, name) for name in ("code", "names", "level", "path", "since", "until", "aliases")}
    return {
        **plain,
        "parent": one.parent.code if one.parent else "",
        "codes": list(shown.codes),
        "became": list(shown.became),
        "was": [was.code for was in shown.was],
        **{name: getattr(one, name) for name in ("latitude", "longitude", "shape")},
    }


@router.get("/changes", response=problems.answers(paging.Page[ChangeTold]), summary="List changes of boundaries")
def changes(request: HttpRequest, limit: paging.Limit = 50, offset: paging.Offset = 0) -> Any:
    """Changes that were proposed, newest first."""
    _permit(request)
    return _page(changes_of.changes(), limit, offset)


@router.post("/changes", response=problems.answers(ChangeTold), summary="Propose a change of boundaries")
def propose(request: HttpRequest, wish: ChangeWish) -> Any:
    """Propose it; nothing changes until another officer approves."""
    plan = Plan(
        wish.kind,
        tuple(wish.areas),
        tuple(Part(part.code, part.names) for part in wish.into),
        wish.children,
        wish.rest,
        wish.parent,
        wish.names,
    )
    reader = keys.reader(request)
    return changing.prepare_boundaries(plan, on=wish.on, law=wish.law, reason=wish.reason, by=reader)


@router.post("/changes/{id}/approve", response=problems.answers(ChangeTold), summary="Approve a change of boundaries")
def approve(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """Carry it out: areas, people, roles and places follow. Never by who proposed it."""
    return changing.approve_boundaries(_change(id), by=keys.reader(request), at=timezone.now())


@router.post("/changes/{id}/reject", response=problems.answers(ChangeTold), summary="Reject a change of boundaries")
def reject(request: HttpRequest, id: Path[inputs.Id], why: inputs.Why) -> Any:
    """Say no, with the reason. Never by who proposed it."""
    return changing.reject_boundaries(_change(id), reason=why.reason, by=keys.reader(request), at=timezone.now())


@router.get("/institutions", response=problems.answers(paging.Page[InstitutionTold]), summary="List institutions")
def institutions(
    request: HttpRequest,
    text: Annotated[inputs.Words | None, Query(description="A part of its code or name.")] = None,
    limit: paging.Limit = 50,
    offset: paging.Offset = 0,
) -> Any:
    """Ministries, agencies, organisations and homes."""
    _permit(request)
    return _page(places_of.institutions(text=text or ""), limit, offset)


@router.get("/places", response=problems.answers(paging.Page[PlaceListed]), summary="List places")
def places(
    request: HttpRequest,
    text: Annotated[inputs.Words | None, Query(description="A part of its code, name or address.")] = None,
    kind: Annotated[Kind | None, Query(description="Only of this kind.")] = None,
    service: Annotated[inputs.Words | None, Query(description="Only where this service is offered.")] = None,
    area: Annotated[str, Query(max_length=32, description="In this area, or serving it.")] = "",
    limit: paging.Limit = 50,
    offset: paging.Offset = 0,
) -> Any:
    """Places that are open today."""
    _permit(request)
    return _page(
        places_of.places(on=timezone.localdate(), text=text or "", kind=kind or "", service=service or "", area=area),
        limit,
        offset,
    )


@router.get("/places/nearest", response=problems.answers(list[NearTold]), summary="The nearest places")
def nearest(
    request: HttpRequest,
    latitude: Annotated[Latitude | None, Query(description="From this point.")] = None,
    longitude: Annotated[Longitude | None, Query(description="From this point.")] = None,
    area: Annotated[str, Query(max_length=32, description="Or from the middle of this area.")] = "",
    kind: Annotated[Kind | None, Query(description="Only of this kind.")] = None,
    service: Annotated[inputs.Words | None, Query(description="Only where this service is offered.")] = None,
    most: Annotated[int, Query(ge=1, le=50, description="How many at most.")] = 10,
) -> Any:
    """Open places with a point on the map, the nearest first."""
    _permit(request)
    found = area_of(area) if area else None
    x, y = (found.longitude, found.latitude) if found else (longitude, latitude)
    if x is None or y is None:
        raise Http404
    today = timezone.localdate()
    return places_of.nearest(longitude=x, latitude=y, on=today, kind=kind or "", service=service or "", most=most)


@router.get("/places/one/{code}", response=problems.answers(PlaceTold), summary="Read one place")
def place(request: HttpRequest, code: Path[inputs.Code]) -> Any:
    """One place with what it offers and whom it serves."""
    _permit(request)
    return _place(code)


@router.put("/places/one/{code}", response=problems.answers(PlaceTold), summary="Keep a place")
def keep(request: HttpRequest, code: Path[inputs.Code], wish: PlaceWish) -> Any:
    """Add a place, or say of one that is known what it is now; in one's own areas."""
    told = wish.dict() | {"serves": tuple(wish.serves), "offers": tuple(wish.offers)}
    actions.keep_place(NewPlace(code=code, **told), by=keys.reader(request))
    return _place(code)


@router.post("/places/one/{code}/close", response=problems.answers(PlaceTold), summary="Close a place")
def close(request: HttpRequest, code: Path[inputs.Code], last: Close) -> Any:
    """It serves nobody from a day on, and stays on record."""
    actions.close_place(_place(code), until=last.until, by=keys.reader(request))
    return _place(code)


def _permit(request: HttpRequest) -> None:
    scoping.paths(keys.reader(request), permissions.SEE)


def _page(found: Any, limit: int, offset: int) -> dict[str, Any]:
    total = len(found) if isinstance(found, list) else found.count()
    return {"rows": list(found[offset : offset + limit]), "total": total, "limit": limit, "offset": offset}


def _change(change_id: int) -> Any:
    found = changes_of.change(change_id)
    if found is None:
        raise Http404
    return found


def _place(code: str) -> Any:
    found = places_of.place(code)
    if found is None:
        raise Http404
    return found
