"""Decisions that somebody must act on, and their review."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from ayni.commons.access.models import User
from ayni.enrolment import actions, queries
from ayni.exchange.api import inputs, keys, paging, problems

router = Router(tags=["Decisions"])

Status = Literal["proposed", "asked", "accepted", "declined"]


class Decision(Schema):
    """A unit found eligible, or one whose answers are missing."""

    id: int = Field(description="Its number.")
    household_id: int = Field(description="The household.")
    household: str = Field(description="The household's code.")
    area: str = Field(description="Where the household lives.")
    person_id: int | None = Field(description="The person it is about; none for the household itself.")
    person: str = Field(description="The person's name; empty for the household itself.")
    result: Literal["eligible", "needs_information"] = Field(description="What the rules found.")
    amount: inputs.Money | None = Field(description="What would be paid each time; none for a waiver.")
    missing: list[str] = Field(description="The answers to ask for, as people say them.")
    status: Status = Field(description="How its review stands.")
    reason: str = Field(description="Why it was reviewed so.")
    reviewed_by: str = Field(description="Who reviewed it; empty while nobody has.")
    reviewed_at: datetime | None = Field(description="When it was reviewed.")
    is_enrolled: bool = Field(description="Whether the unit is enrolled in the programme already.")


class Reviewed(Schema):
    """A decision after its review."""

    id: int = Field(description="The decision.")
    status: Status = Field(description="How its review stands now.")


class Enrolled(Schema):
    """What an accepted decision gave."""

    id: int = Field(description="The enrolment.")
    programme: str = Field(description="The programme's code.")
    household_id: int = Field(description="The household.")
    person_id: int | None = Field(description="The person; none for the household itself.")
    amount: inputs.Money | None = Field(description="What is paid each time; none for a waiver.")
    starts_on: date = Field(description="The first day of the enrolment.")
    status: Literal["enrolled", "suspended", "exited"] = Field(description="How it stands.")

    @staticmethod
    def resolve_programme(enrolment: Any) -> str:
        return str(enrolment.programme.code)


class Acceptance(Schema):
    """How to accept one decision."""

    starts_on: date | None = Field(None, description="The first day of the enrolment; today unless given.")


class Wholesale(Schema):
    """All proposals of a programme to accept."""

    run: inputs.Id = Field(description="The run.")
    programme: inputs.Code = Field(description="The programme's code.")
    starts_on: date = Field(description="The first day of the enrolments.")


class Accepted(Schema):
    """What became of the proposals."""

    enrolled: int = Field(description="Units newly enrolled.")
    already_enrolled: int = Field(description="Units left alone because they are enrolled already.")


@router.get("", response=problems.answers(paging.Page[Decision]), summary="List a run's decisions")
def decisions(
    request: HttpRequest,
    run: Annotated[inputs.Id, Query(description="The run.")],
    programme: Annotated[inputs.Code, Query(description="The programme's code.")],
    status: Annotated[Status | None, Query(description="One state of review; all unless given.")] = None,
    limit: paging.Limit = 50,
    offset: paging.Offset = 0,
) -> Any:
    """One programme's decisions of a run, within the reader's areas."""
    reader = keys.reader(request)
    found, version = _of(run, programme, reader)
    page = queries.decisions(found, version, status, reader, limit=limit, offset=offset)
    return {"rows": page.rows, "total": page.total, "limit": limit, "offset": offset}


@router.post("/accept-all", response=problems.answers(Accepted), summary="Accept all proposals of a programme")
def accept_all(request: HttpRequest, body: Wholesale) -> Any:
    """Enrol everybody a run proposes for a programme, within the officer's areas."""
    by = keys.reader(request)
    run, version = _of(body.run, body.programme, by)
    return actions.accept_all(run, version, by=by, at=timezone.now(), starts_on=body.starts_on)


@router.post("/{id}/accept", response=problems.answers(Enrolled), summary="Accept a decision")
def accept(request: HttpRequest, id: Path[inputs.Id], body: Acceptance) -> Any:
    """Enrol the unit."""
    by = keys.reader(request)
    return actions.accept(queries.decision(id, by), by=by, at=timezone.now(), starts_on=body.starts_on)


@router.post("/{id}/decline", response=problems.answers(Reviewed), summary="Decline a decision")
def decline(request: HttpRequest, id: Path[inputs.Id], body: inputs.Why) -> Any:
    """Say no to an eligible unit, with the reason it will be told."""
    by = keys.reader(request)
    return actions.decline(queries.decision(id, by), by=by, at=timezone.now(), reason=body.reason)


@router.post("/{id}/reconsider", response=problems.answers(Reviewed), summary="Take a decision up again")
def reconsider(request: HttpRequest, id: Path[inputs.Id], body: inputs.Why) -> Any:
    """Put a declined decision back among those that wait."""
    by = keys.reader(request)
    return actions.reconsider(queries.decision(id, by), by=by, at=timezone.now(), reason=body.reason)


def _of(run: int, programme: str, reader: User) -> tuple[Any, Any]:
    """The run and the version of the programme that it decided by."""
    record = queries.run(run, reader)
    version = next((one.version for one in record.programmes if one.code == programme), None)
    if version is None:
        raise Http404
    return record.run, version
