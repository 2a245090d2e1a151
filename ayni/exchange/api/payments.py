"""Payment cycles, their lines, and the books."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from ayni.benefits import actions, queries
from ayni.commons.access import scoping
from ayni.exchange.api import inputs, keys, paging, problems
from ayni.programmes import queries as programmes

router = Router(tags=["Payments"])

SEE = "benefits.see_payments"


class Cycle(Schema):
    """One programme paid for one period."""

    id: int = Field(description="Its number.")
    programme: str = Field(description="The programme's code.")
    period_from: date = Field(description="The first day of the period.")
    period_to: date = Field(description="The first day after the period.")
    status: Literal["computed", "approved", "released", "settled", "cancelled"] = Field(description="How it stands.")
    lines_count: int = Field(description="How many payments it has, everywhere.")
    amount: inputs.Money = Field(description="What they add up to.")
    prepared_by: str = Field(description="Who computed it.")
    prepared_at: datetime = Field(description="When it was computed.")
    approved_by: str | None = Field(description="Who approved it: never who computed it.")
    approved_at: datetime | None = Field(description="When it was approved.")
    countersigned_by: str | None = Field(description="Who approved it as a second officer, where two must.")
    countersigned_at: datetime | None = Field(description="When it was countersigned.")
    released_by: str | None = Field(description="Who released it: never who approved it.")
    released_at: datetime | None = Field(description="When it was released.")

    @staticmethod
    def resolve_programme(cycle: Any) -> str:
        return str(cycle.programme.code)

    @staticmethod
    def resolve_prepared_by(cycle: Any) -> str:
        return str(cycle.prepared_by)

    @staticmethod
    def resolve_countersigned_by(cycle: Any) -> str | None:
        return str(cycle.countersigned_by) if cycle.countersigned_by else None

    @staticmethod
    def resolve_approved_by(cycle: Any) -> str | None:
        return str(cycle.approved_by) if cycle.approved_by else None

    @staticmethod
    def resolve_released_by(cycle: Any) -> str | None:
        return str(cycle.released_by) if cycle.released_by else None


class Tally(Schema):
    """So many payments, worth so much."""

    lines: int = Field(description="How many payments.")
    amount: inputs.Money = Field(description="What they add up to.")


class Standing(Schema):
    """A cycle and how its payments stand."""

    cycle: Cycle = Field(description="The cycle.")
    tallies: dict[str, Tally] = Field(description="Its payments by status, within the reader's areas.")


class Line(Schema):
    """One payment to one payee."""

    id: int = Field(description="Its number.")
    household_id: int = Field(description="The household.")
    payee: str = Field(description="Who receives it.")
    payee_id: int = Field(description="The person who receives it.")
    period_from: date = Field(description="The first day of the period it pays.")
    amount: inputs.Money = Field(description="How much.")
    reference: UUID = Field(description="What the provider was asked to pay once.")
    status: str = Field(description="How it stands: due, sent, paid, returned, or replaced by another payment.")
    reason: str = Field(description="Why it came back, as the provider said.")
    settled_on: date | None = Field(description="The day on which it was paid or came back.")

    @staticmethod
    def resolve_payee(line: Any) -> str:
        return str(line.payee)


class CycleWish(Schema):
    """A cycle to compute."""

    programme: inputs.Code = Field(description="The programme's code.")
    period_from: date = Field(description="The first day of the period.")
    period_to: date = Field(description="The first day after it.")


class Balance(Schema):
    """One account of the ledger. Credits are negative."""

    code: str = Field(description="The account.")
    name: str = Field(description="What it is called, in the reader's language.")
    kind: str = Field(description="Asset, liability, fund or expense.")
    debits: inputs.Money = Field(description="All that was debited.")
    credits: inputs.Money = Field(description="All that was credited: negative.")
    balance: inputs.Money = Field(description="Their sum.")


class Statement(Schema):
    """One thing that must be true of the books."""

    statement: str = Field(description="What must be true.")
    expected: inputs.Money = Field(description="What the payments say.")
    found: inputs.Money = Field(description="What the ledger says.")
    holds: bool = Field(description="Whether both are the same.")


@router.get("/cycles", response=problems.answers(paging.Page[Standing]), summary="List the payment cycles")
def cycles(request: HttpRequest, limit: paging.Limit = 50, offset: paging.Offset = 0) -> Any:
    """Every cycle, newest first, with its payments by status."""
    found = queries.cycles(keys.reader(request))
    return {"rows": found[offset : offset + limit], "total": len(found), "limit": limit, "offset": offset}


@router.post("/cycles", response=problems.answers(Cycle), summary="Compute a cycle")
def compute(request: HttpRequest, body: CycleWish) -> Any:
    """Work out who is owed what for a period. Nothing is paid before two more officers have agreed."""
    by = keys.reader(request)
    programme = programmes.programme(body.programme, by).shown.programme
    return actions.compute(programme, period_from=body.period_from, period_to=body.period_to, by=by)


@router.get("/cycles/{id}", response=problems.answers(Standing), summary="Read a cycle")
def cycle(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """A cycle with its payments by status."""
    reader = keys.reader(request)
    found = queries.cycle(id, reader=reader)
    return {"cycle": found, "tallies": queries.tallies(found, reader=reader)}


@router.get("/cycles/{id}/lines", response=problems.answers(paging.Page[Line]), summary="List a cycle's payments")
def lines(
    request: HttpRequest,
    id: Path[inputs.Id],
    status: Annotated[inputs.Code | None, Query(description="One status; all unless given.")] = None,
    limit: paging.Limit = 50,
    offset: paging.Offset = 0,
) -> Any:
    """Its payments in the order they were computed, within the reader's areas."""
    reader = keys.reader(request)
    found = queries.cycle(id, reader=reader)
    page = queries.lines(found, reader=reader, status=status or "", limit=limit, offset=offset)
    return {"rows": page.rows, "total": page.total, "limit": limit, "offset": offset}


@router.post("/cycles/{id}/approve", response=problems.answers(Cycle), summary="Approve a cycle")
def approve(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """Never by the officer who computed it."""
    by, now = keys.reader(request), timezone.localtime()
    return actions.approve(queries.cycle(id, reader=by), by=by, on=now.date(), at=now)


@router.post("/cycles/{id}/countersign", response=problems.answers(Cycle), summary="Countersign a cycle")
def countersign(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """Approve, as a second officer, an amount that two must. Never by who computed or approved it."""
    by = keys.reader(request)
    return actions.countersign(queries.cycle(id, reader=by), by=by, at=timezone.localtime())


@router.post("/cycles/{id}/release", response=problems.answers(Cycle), summary="Release a cycle")
def release(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """Commit its money and have it sent to the provider. Never by the officer who approved it."""
    by, now = keys.reader(request), timezone.localtime()
    return actions.release(queries.cycle(id, reader=by), by=by, on=now.date(), at=now)


@router.post("/cycles/{id}/cancel", response=problems.answers(Cycle), summary="Cancel a cycle")
def cancel(request: HttpRequest, id: Path[inputs.Id], body: inputs.Why) -> Any:
    """Take back a cycle that nobody has approved."""
    by = keys.reader(request)
    return actions.cancel(queries.cycle(id, reader=by), by=by, reason=body.reason)


@router.get("/ledger", response=problems.answers(list[Balance]), summary="Read the trial balance")
def trial_balance(request: HttpRequest) -> Any:
    """Every account of the ledger; the balances add up to nothing."""
    scoping.paths(keys.reader(request), SEE)
    return queries.trial_balance()


@router.get("/ledger/proof", response=problems.answers(list[Statement]), summary="Prove the ledger")
def proof(request: HttpRequest) -> Any:
    """Every total of the ledger held against the payments themselves."""
    scoping.paths(keys.reader(request), SEE)
    return queries.proof()
