"""Background work: how far it is, and what came of it."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Path, Router, Schema

from ayni.commons.jobs import queries
from ayni.exchange.api import inputs, keys, paging, problems

router = Router(tags=["Background work"])


class Work(Schema):
    """One piece of background work."""

    id: int = Field(description="Its number.")
    key: str = Field(description="What it is: the same key is never done twice.")
    kind: str = Field(description="The kind of work: `enrolment.decide`.")
    status: Literal["waiting", "running", "done", "failed"] = Field(description="How it stands.")
    done: int = Field(description="How many steps are done.")
    total: int = Field(description="How many steps there are; 0 while that is not known.")
    percent: int | None = Field(description="The same in hundredths.")
    message: str = Field(description="Why it failed, when it has.")
    result: dict[str, Any] | None = Field(description="What came of it.")
    created_at: datetime = Field(description="When it was asked for.")
    finished_at: datetime | None = Field(description="When it ended.")


@router.get("", response=problems.answers(paging.Page[Work]), summary="List background work")
def recent(request: HttpRequest, limit: paging.Limit = 50, offset: paging.Offset = 0) -> Any:
    """Newest first: what the reader asked for, or everybody's for an administrator."""
    rows, total = queries.seen_by(keys.reader(request), limit=limit, offset=offset)
    return {"rows": rows, "total": total, "limit": limit, "offset": offset}


@router.get("/{id}", response=problems.answers(Work), summary="Follow one piece of work")
def work(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """How far it is. Ask again every few seconds until it is `done` or `failed`."""
    found = queries.one_seen_by(keys.reader(request), id)
    if found is None:
        raise Http404
    return found
