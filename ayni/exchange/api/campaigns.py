"""Registration campaigns: how far they are, one's own visits, and what came of them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from ayni.exchange.api import inputs, keys, problems
from ayni.intake.actions import visits as actions
from ayni.intake.queries import campaigns as queries
from ayni.intake.queries import campaigns_progress
from ayni.intake.queries import visits as lists

router = Router(tags=["Campaigns"])

State = Literal["planned", "open", "paused", "closed"]
Outcome = Literal["done", "again", "not_willing", "gone", "empty", "not_found", "double"]


class Campaign(Schema):
    """A time in which many households are visited."""

    code: str = Field(description="Its code.")
    name: str = Field(description="Its name in the reader's language.")
    status: State = Field(description="How it stands.")
    starts_on: date = Field(description="Its first day.")
    ends_on: date = Field(description="The day after its last.")


class VisitCounts(Schema):
    """How visits stand."""

    listed: int = Field(description="All that are on the lists.")
    visited: int = Field(description="Of which something is known.")
    complete: int = Field(description="Of which the form has come.")
    waiting: int = Field(description="Done; the form has not come.")
    again: int = Field(description="To be visited again.")
    refused: int = Field(description="Did not want to take part.")
    gone: int = Field(description="Moved away.")
    empty: int = Field(description="Nobody lives there.")
    not_found: int = Field(description="The place was not found.")
    double: int = Field(description="On the list twice.")
    turned_down: int = Field(description="The form was not accepted.")
    reached: int = Field(description="Could be asked: the n of the response rate.")
    response: float | None = Field(description="The share of those reached who took part.")


class OfArea(Schema):
    """An area of a campaign."""

    area: str = Field(description="The area's code.")
    target: int | None = Field(description="How many households are expected.")
    counts: VisitCounts = Field(description="How its visits stand.")


class OfDay(Schema):
    """What was done on one day."""

    day: date = Field(description="The day.")
    complete: int = Field(description="Complete visits.")
    settled: int = Field(description="All of which something became known.")


class Progress(Schema):
    """How far a campaign is, in the reader's areas."""

    campaign: Campaign = Field(description="Which campaign.")
    on: date = Field(description="The day it holds for.")
    target: int | None = Field(description="How many households are expected.")
    whole: VisitCounts = Field(description="How all visits stand.")
    pace: float | None = Field(description="Complete forms a day, over the last seven days with any.")
    expected_end: date | None = Field(description="When it ends at this pace.")
    areas: list[OfArea] = Field(description="By area.")
    days: list[OfDay] = Field(description="By day, the last sixty.")


class Visit(Schema):
    """A household or dwelling on one's own list."""

    id: int = Field(description="Its number.")
    campaign: str = Field(description="The campaign's code.")
    area: str = Field(description="The area's code.")
    key: str = Field(description="What the listing calls it.")
    household: str = Field(description="The household's code, when it is known.")
    who: str = Field(description="Whom to ask for.")
    address: str = Field(description="Its address.")
    directions: str = Field(description="How to find it.")
    latitude: float | None = Field(description="Its point, when it is known.")
    longitude: float | None = Field(description="Its point, when it is known.")
    status: str = Field(description="How it stands: to_visit or again.")
    planned_on: date | None = Field(description="For which day it is planned.")
    next_on: date | None = Field(description="When to come again.")
    attempts: int = Field(description="How often somebody was there.")


class Mine(Schema):
    """One's own visits to make now."""

    rows: list[Visit] = Field(description="The first sixty.")
    due: int = Field(description="How many are to be made now.")
    later: int = Field(description="How many are planned for later.")
    waiting: int = Field(description="Done, and the form has not come.")


class VisitTold(Schema):
    """What came of a visit."""

    outcome: Outcome = Field(description="What came of it.")
    at: datetime = Field(description="When, by the phone's clock; with its offset.")
    client_id: Annotated[str, Field(min_length=1, max_length=80)] = Field(
        description="The phone's own number for this: sent again it changes nothing."
    )
    next_on: date | None = Field(None, description="When to come again; needed for `again`.")
    instance_id: inputs.Words = Field("", description="The number of the form that was filled in, for `done`.")
    note: inputs.Words = Field("", description="For the next visit.")


class Kept(Schema):
    """How the visit stands then."""

    id: int = Field(description="Its number.")
    status: str = Field(description="How it stands.")
    attempts: int = Field(description="How often somebody was there.")


@router.get("", response=problems.answers(list[Campaign]), summary="List campaigns")
def campaigns(
    request: HttpRequest, status: Annotated[State | None, Query(description="One state; all unless given.")] = None
) -> Any:
    """The campaigns that touch the reader's areas."""
    return queries.campaigns(keys.reader(request), status=status or "")


@router.get("/visits/mine", response=problems.answers(Mine), summary="One's own visits")
def mine(request: HttpRequest) -> Any:
    """What the reader is to visit now. That it was looked at is recorded."""
    found = lists.today(keys.reader(request), on=timezone.localdate())
    rows = [_visit(one) for one in found.rows]
    return {"rows": rows, "due": found.due, "later": found.later, "waiting": found.waiting}


@router.post("/visits/{id}/outcome", response=problems.answers(Kept), summary="Tell what came of a visit")
def record_outcome(request: HttpRequest, id: Path[inputs.Id], body: VisitTold) -> Any:
    """Of a visit on one's own list; once for each client id, whatever comes first."""
    by, now = keys.reader(request), timezone.now()
    found = lists.own_visit(id, reader=by, on=timezone.localdate())
    told = body.dict()
    if timezone.is_naive(told["at"]):
        told["at"] = timezone.make_aware(told["at"])
    return actions.record_visit(found.visit, actions.Outcome(**told), at=now, by=by)


@router.get("/{code}/progress", response=problems.answers(Progress), summary="How far a campaign is")
def progress(request: HttpRequest, code: Path[inputs.Code]) -> Any:
    """By area and by day, in the reader's areas: counts of work, and nobody's name."""
    found = campaigns_progress.progress(queries.campaign(code, reader=keys.reader(request)), on=timezone.localdate())
    areas = [{"area": one.place.area.code, "target": one.target, "counts": one.counts} for one in found.areas]
    told = ("campaign", "on", "target", "whole", "pace", "expected_end", "days")
    return {"areas": areas, **{name: getattr(found, name) for name in told}}


def _visit(one: lists.Listed) -> dict[str, Any]:
    visit = one.visit
    listed = ("who", "address", "directions", "latitude", "longitude", "household")
    own = ("id", "key", "status", "planned_on", "next_on", "attempts")
    return {
        "campaign": visit.campaign.code,
        "area": visit.area.code,
        **{name: getattr(one, name) for name in listed},
        **{name: getattr(visit, name) for name in own},
    }
