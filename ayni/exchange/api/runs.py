"""Snapshots of the registry, and the eligibility runs that decide them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import uuid4

from django.http import Http404, HttpRequest
from ninja import Field, Path, Router, Schema

from ayni.commons.access import scoping
from ayni.commons.jobs import running
from ayni.enrolment import actions, queries
from ayni.exchange.api import inputs, keys, paging, problems, work
from ayni.snapshots import permissions as snapshot_permissions
from ayni.snapshots import queries as snapshots

router = Router(tags=["Runs"])


class Snapshot(Schema):
    """The registry as it stood at one moment."""

    version: str = Field(description="Its name: the day and a digest of its contents.")
    on: date = Field(description="The day it stands for.")
    taken_at: datetime = Field(description="When it was taken.")


class SnapshotWish(Schema):
    """A snapshot to take."""

    on: date = Field(description="The day it shall stand for.")


class Run(Schema):
    """All units of a snapshot, decided by the rules in force on a day."""

    id: int = Field(description="Its number.")
    snapshot: str = Field(description="The snapshot it decides.")
    on: date = Field(description="The day whose rules are in force.")
    status: Literal["waiting", "decided"] = Field(description="`waiting` until every unit is decided.")
    asked_by: str = Field(description="Who started it.")
    asked_at: datetime = Field(description="When it was started.")

    @staticmethod
    def resolve_snapshot(run: Any) -> str:
        return str(run.snapshot.version)

    @staticmethod
    def resolve_asked_by(run: Any) -> str:
        return str(run.asked_by)


class RunWish(Schema):
    """A run to start."""

    snapshot: inputs.Code = Field(description="The version of the snapshot to decide.")
    on: date = Field(description="The day whose rules are in force.")


class CriterionCounts(Schema):
    """How many units meet one criterion."""

    name: str = Field(description="The criterion's name in the rules.")
    says: str = Field(description="What it asks, in the reader's language.")
    met: int = Field(description="Units that meet it.")
    not_met: int = Field(description="Units that do not.")
    unknown: int = Field(description="Units whose answers are missing: never counted as a no.")


class Counts(Schema):
    """What a run found for one programme."""

    code: str = Field(description="The programme.")
    title: str = Field(description="Its title in the reader's language.")
    unit: Literal["household", "person"] = Field(description="Whom it decides.")
    version: int = Field(description="The number of the rules that decided.")
    eligible: int = Field(description="Units found eligible, everywhere.")
    ineligible: int = Field(description="Units found ineligible, everywhere.")
    needs_information: int = Field(description="Units that cannot be decided yet, everywhere.")
    criteria: list[CriterionCounts] = Field(description="Each criterion's counts, everywhere.")
    review: dict[str, int] = Field(description="Decisions by their state of review, within the reader's areas.")

    @staticmethod
    def resolve_version(counts: Any) -> int:
        return int(counts.version.number)


class RunRecord(Schema):
    """A run with what it found."""

    run: Run = Field(description="The run.")
    is_latest: bool = Field(description="Whether its answers are the ones that count.")
    programmes: list[Counts] = Field(description="Each programme's counts.")


@router.get("", response=problems.answers(list[Run]), summary="List the runs")
def runs(request: HttpRequest, limit: paging.Limit = 20) -> Any:
    """The last runs, newest first."""
    return queries.runs(keys.reader(request), limit=limit)


@router.post("", response=problems.answers(Run), summary="Start a run")
def start(request: HttpRequest, body: RunWish) -> Any:
    """Decide a whole snapshot; it runs behind. The same wish again is the run that is there."""
    snapshot = snapshots.snapshot(body.snapshot)
    if snapshot is None:
        raise Http404
    return actions.start_run(snapshot, by=keys.reader(request), on=body.on)


@router.get("/snapshots", response=problems.answers(list[Snapshot]), summary="List the snapshots")
def list_snapshots(request: HttpRequest, limit: paging.Limit = 20) -> Any:
    """The last snapshots, newest first. They are facts about data, not the data."""
    return snapshots.snapshots(limit=limit)


@router.post("/snapshots", response=problems.answers(work.Work), summary="Take a snapshot")
def take_snapshot(request: HttpRequest, body: SnapshotWish) -> Any:
    """Write the registry out as it stands; it runs behind, and its result names the version."""
    by = keys.reader(request)
    scoping.paths(by, snapshot_permissions.TAKE)
    return running.start("snapshots.take", key=f"snapshots.take/{uuid4()}", by=by, on=body.on.isoformat())


@router.get("/{id}", response=problems.answers(RunRecord), summary="Read a run")
def run(request: HttpRequest, id: Path[inputs.Id]) -> Any:
    """A run with its counts for each programme and criterion."""
    return queries.run(id, keys.reader(request))
