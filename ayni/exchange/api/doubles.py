"""Records that may be one person: how many wait, which, and telling of one."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from ayni.exchange.api import inputs, keys, paging, problems
from ayni.identity import actions
from ayni.identity.errors import NoSuchPair
from ayni.identity.queries import reviewing
from ayni.registry import queries as registry

router = Router(tags=["People registered twice"])
SEE = "identity.see"

State = Literal["waiting", "second", "third", "same", "different", "unsure", "merged", "overtaken"]


class PairCounts(Schema):
    """Pairs that wait. Counting ends at 1,000."""

    waiting: int = Field(description="For the reader themselves.")
    elsewhere: int = Field(description="With one record in the reader's areas and one outside: for others.")
    read_today: int = Field(description="Read by the reader today.")


class Reason(Schema):
    """What one comparison found."""

    of: str = Field(description="What was compared.")
    found: str = Field(description="What was found.")
    weight: float = Field(description="In bits; above nothing it speaks for one person.")


class Pair(Schema):
    """Two records that may be one person. What officers said of them is not told."""

    id: int = Field(description="Its number.")
    one_id: int = Field(description="The record with the lower number.")
    other_id: int = Field(description="The other record.")
    state: State = Field(description="How it stands.")
    source: Literal["run", "desk", "file", "officer"] = Field(description="What brought it up.")
    chance: float | None = Field(description="That it is one person, between 0 and 1; none where nothing was weighed.")
    reasons: list[Reason] = Field(description="Why, as it was weighed.")
    both_paid: bool = Field(description="Whether both are paid.")
    programmes: int = Field(description="How many programmes both receive.")


class PairsAsked(Schema):
    """Which pairs."""

    state: State | Literal["open"] = Field("open", description="How they stand; open are all that wait to be read.")
    area: inputs.Words = Field("", description="The code of an area that one of the two lives in.")
    source: Literal["", "run", "desk", "file", "officer"] = Field("", description="What brought them up.")


class Reported(Schema):
    """Two records that somebody knows to be one person."""

    one: inputs.Id = Field(description="The number of a record.")
    other: inputs.Id = Field(description="The number of the other record.")
    because: inputs.Reason = Field(description="How it is known.")


@router.get("/counts", response=problems.answers(PairCounts), summary="How many pairs wait")
def counts(request: HttpRequest) -> Any:
    """For who reads pairs: theirs, and those for which somebody else is needed."""
    return reviewing.same_counts(keys.reader(request), at=timezone.now())


@router.get("", response=problems.answers(paging.Page[Pair]), summary="Pairs that may be one person")
def pairs(
    request: HttpRequest, asked: Query[PairsAsked], limit: paging.Limit = 50, offset: paging.Offset = 0
) -> dict[str, Any]:
    """What hangs on most comes first. Counting ends 1,000 beyond the offset."""
    wanted = reviewing.Asked(area=asked.area, source=asked.source, state=asked.state)
    rows, total = reviewing.listed(keys.reader(request), wanted, limit=limit, offset=offset)
    return {"rows": rows, "total": total, "limit": limit, "offset": offset}


@router.get("/{id}", response=problems.answers(Pair), summary="Read a pair")
def pair(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """How a pair stands, for who reaches both people."""
    found = reviewing.candidate(id, reader=keys.reader(request))
    if found is None:
        raise NoSuchPair(id)
    return found


@router.post("", response=problems.answers(Pair), summary="Tell that two records are one person")
def report(request: HttpRequest, body: Reported) -> Any:
    """Officers read both records and decide; nothing is merged by it."""
    by = keys.reader(request)
    one, other = (registry.known_person(number, reader=by, under=SEE) for number in (body.one, body.other))
    return actions.report_same(one, other, because=body.because, at=timezone.now(), by=by)
