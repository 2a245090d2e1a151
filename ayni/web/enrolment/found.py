"""What the pages of runs show: what was found for whom, and what a new run would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ayni.commons.access.models import User
from ayni.commons.jobs import queries as jobs
from ayni.enrolment import queries
from ayni.programmes import queries as programmes
from ayni.web import shares


@dataclass(frozen=True)
class Row:
    """One programme of a run: its results as one bar, and each criterion as one."""

    counts: queries.ProgrammeCounts
    results: shares.Share
    criteria: tuple[tuple[str, shares.Share], ...]


@dataclass(frozen=True)
class Effect:
    """What a run would decide: programmes with their versions, and the people of the snapshot."""

    versions: list[Any]
    households: int | None
    persons: int | None


def by_run(run_id: int, reader: User) -> dict[str, Any]:
    """A run's page."""
    record = queries.run(run_id, reader)
    is_waiting = record.run.status == "waiting"
    return {
        "record": record,
        "run": record.run,
        "rows": [_row(counts) for counts in record.programmes],
        "is_waiting": is_waiting,
        "work": jobs.work(f"enrolment.decide/{record.run.pk}") if is_waiting else None,
    }


def effect(*, snapshot: Any, on: date) -> Effect:
    tables = snapshot.manifest.get("tables", {})
    rows = {name: tables.get(name, {}).get("rows") for name in ("households", "persons")}
    return Effect(programmes.in_force(on), **rows)


def _row(counts: queries.ProgrammeCounts) -> Row:
    criteria = tuple((criterion.says, shares.of_criterion(criterion)) for criterion in counts.criteria)
    return Row(counts, shares.of_results(counts), criteria)
