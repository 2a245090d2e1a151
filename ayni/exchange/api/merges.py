"""Two records of one person made one, and parted again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from ayni.exchange.api import inputs, keys, paging, problems
from ayni.identity import actions, queries

router = Router(tags=["People registered twice"])

From = Literal["kept", "absorbed"]
State = Literal["merged", "parted"]


class ToMerge(Schema):
    """Two records of one person."""

    kept: inputs.Id = Field(description="The number of the record that holds.")
    absorbed: inputs.Id = Field(description="The number of the record that leads to it.")
    because: inputs.Reason = Field(description="Why they are the same person.")
    lives_in: inputs.Id | None = Field(None, description="The household the person lives in, when the two live in two.")
    picks: dict[Literal["name", "sex", "born", "died", "phone", "languages"], From] = Field(
        {}, description="Of which record each value is; the kept one's unless it is said."
    )
    although: inputs.Words = Field("", description="Why all the same, when something certain speaks for two persons.")


class ToPart(Schema):
    """A merge that was wrong."""

    because: inputs.Reason = Field(description="Why they are two persons.")
    to_other: Annotated[list[inputs.Words], Field(max_length=1000)] = Field(
        [], description="What came to the kept record since and is the other's, as the merge lists it."
    )


class CameSince(Schema):
    """What came to the kept record since the merge."""

    code: str = Field(description="How to name it when it is the other's.")
    label: str = Field(description="What kind of row it is.")
    text: str = Field(description="What it says.")


class Merge(Schema):
    """A merge, as it stands."""

    id: int = Field(description="Its number.")
    code: str = Field(description="Its code.")
    kept_id: int = Field(description="The record that holds.")
    absorbed_id: int = Field(description="The record that was merged into it.")
    because: str = Field(description="Why.")
    although: str = Field(description="Why all the same, when something spoke against it.")
    household_id: int | None = Field(description="The household the person was said to live in.")
    on: date = Field(description="The day.")
    status: State = Field(description="Whether it stands, or was taken back.")
    merged_at: datetime = Field(description="When.")
    parted_at: datetime | None = Field(description="When it was taken back.")
    parted_because: str = Field(description="Why it was taken back.")


class MergeRead(Merge):
    """A merge, with what came to the kept record since."""

    came: list[CameSince] = Field(description="What came since, by no other merge.")


@router.get("", response=problems.answers(paging.Page[Merge]), summary="Merged records")
def merges(
    request: HttpRequest,
    status: Annotated[State | None, Query(description="One state; all unless given.")] = None,
    limit: paging.Limit = 50,
    offset: paging.Offset = 0,
) -> Any:
    """Merges within the reader's areas, the newest first."""
    found = queries.merges(reader=keys.reader(request), state=status or "")
    return {"rows": list(found[offset : offset + limit]), "total": found.count(), "limit": limit, "offset": offset}


@router.post("", response=problems.answers(Merge), summary="Merge two records of one person")
def merge_people(request: HttpRequest, body: ToMerge) -> Any:
    """All that hangs on the one hangs on the other from now on. It can be taken back."""
    by = keys.reader(request)
    plan = queries.merge_plan(body.kept, body.absorbed, reader=by, on=timezone.localdate())
    return actions.merge_people(
        plan.kept,
        absorbed=plan.absorbed,
        because=body.because,
        lives_in=body.lives_in,
        picks=body.picks,
        although=body.although,
        on=timezone.localdate(),
        at=timezone.now(),
        by=by,
    )


@router.get("/{id}", response=problems.answers(MergeRead), summary="Read a merge")
def merge(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """A merge, and what came to the kept record since."""
    reader = keys.reader(request)
    found = queries.merge(id, reader=reader)
    came = queries.parting(found, reader=reader).came
    found.came = [{"code": one.code, "label": str(one.label), "text": one.text} for one in came]
    return found


@router.post("/{id}/part", response=problems.answers(Merge), summary="Part two records again")
def part_people(request: HttpRequest, id: Path[inputs.Id], body: ToPart) -> Any:
    """Every row goes where it was before the merge."""
    by = keys.reader(request)
    found = queries.merge(id, reader=by)
    return actions.part_people(
        found, because=body.because, to_other=body.to_other, on=timezone.localdate(), at=timezone.now(), by=by
    )
