"""Cases of overpayment: payments to two records of one person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from ayni.benefits import queries
from ayni.exchange.api import inputs, keys, paging, problems

router = Router(tags=["Payments"])

State = Literal["found", "confirmed", "no_debt", "withdrawn"]


class Overpayment(Schema):
    """A case of overpayment."""

    id: int = Field(description="Its number.")
    code: str = Field(description="Its code.")
    merge_id: int = Field(description="The merge that found it.")
    person_id: int = Field(description="Who was paid twice.", alias="merge.kept_id")
    programme: str = Field(description="By which programme.", alias="programme.code")
    household_id: int = Field(description="The household that was paid besides.")
    amount: inputs.Money = Field(description="What was paid besides.")
    status: State = Field(description="How it stands.")
    found_at: datetime = Field(description="When it was found.")
    decided_at: datetime | None = Field(description="When an officer decided.")
    reason: str = Field(description="Why it is a debt, or none.")


@router.get("", response=problems.answers(paging.Page[Overpayment]), summary="Cases of overpayment")
def overpayments(
    request: HttpRequest,
    status: Annotated[State | None, Query(description="One state; all unless given.")] = None,
    limit: paging.Limit = 50,
    offset: paging.Offset = 0,
) -> Any:
    """Cases within the reader's areas, the newest first."""
    found = queries.overpayments(reader=keys.reader(request), status=status or "")
    return {"rows": list(found[offset : offset + limit]), "total": found.count(), "limit": limit, "offset": offset}


@router.get("/{id}", response=problems.answers(Overpayment), summary="Read a case of overpayment")
def overpayment(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """A case, and what was decided."""
    return queries.overpayment(id, reader=keys.reader(request))
