"""What the pages of programmes show, from each domain that knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ayni.commons.access.models import User
from ayni.engines.rules.definition import Definition
from ayni.enrolment import queries as enrolment
from ayni.programmes import queries
from ayni.web import shares
from ayni.web.programmes import comparing

UNCOUNTED = dict.fromkeys(("enrolled", "eligible", "needs_information"))


@dataclass(frozen=True)
class Row:
    """A programme in the list; `counts` are of the last run, each None when none has decided it."""

    programme: queries.Listed
    counts: dict[str, Any]


@dataclass(frozen=True)
class CriterionRead:
    """A criterion in the reader's language, with its rule and, from the last run, how many meet it."""

    name: str
    says: str
    rule: str
    share: shares.Share | None
    not_met: int


def rows(reader: User) -> list[Row]:
    """Every programme with what the last run found."""
    listed, last = queries.programmes(reader), _last(reader)
    found = {counts["code"]: counts for counts in enrolment.summary(last)} if last else {}
    return [Row(programme, found.get(programme.code, UNCOUNTED)) for programme in listed]


def of_programme(code: str, reader: User) -> dict[str, Any]:
    """A programme's page."""
    record, last = queries.programme(code, reader), _last(reader)
    counts = _counts(code, enrolment.run(last.pk, reader).programmes) if last else None
    criteria = _criteria(record.definition, counts)
    return {
        "record": record,
        "benefit": record.definition.benefit.reads(queries.language()),
        "run": last if counts else None,
        "counts": counts,
        "criteria": criteria,
        "excludes_most": max((c for c in criteria if c.not_met), key=lambda one: one.not_met, default=None),
    }


def of_version(version_id: int, reader: User) -> dict[str, Any]:
    """One version, and how it differs from the one in force."""
    version = queries.version(version_id, reader)
    record = queries.programme(version.programme.code, reader)
    before = record.in_force if record.in_force != version else None
    return {
        "version": version,
        "in_force": record.in_force,
        "change": comparing.change(before, version.text),
        "definition": queries.definition(version),
        "is_own": version.prepared_by_id == reader.pk,
    }


def before(code: str, reader: User) -> Any:
    """The version a new one is written from: the one in force, else the newest; None for a new programme."""
    return queries.programme(code, reader).shown if code else None


def _criteria(definition: Definition, counts: enrolment.ProgrammeCounts | None) -> list[CriterionRead]:
    found = {one.name: one for one in counts.criteria} if counts else {}
    said = queries.says(definition)
    return [
        CriterionRead(
            name=criterion.name,
            says=said[criterion.name],
            rule=criterion.rule.text,
            share=shares.of_criterion(found[criterion.name]) if criterion.name in found else None,
            not_met=found[criterion.name].not_met if criterion.name in found else 0,
        )
        for criterion in definition.criteria
    ]


def _counts(code: str, found: tuple[enrolment.ProgrammeCounts, ...]) -> enrolment.ProgrammeCounts | None:
    return next((one for one in found if one.code == code), None)


def _last(reader: User) -> Any:
    return enrolment.latest() if reader.may("enrolment.see_runs") else None
