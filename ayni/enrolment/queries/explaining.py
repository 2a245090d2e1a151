"""Why a household and its members receive a programme, or not: every programme of the last run, with its reasons."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ayni.assessment import queries as assessment
from ayni.commons.access.models import User
from ayni.engines import dictionary as dictionaries
from ayni.engines.rules import definition as definitions
from ayni.engines.rules import earlier, prepared, reading
from ayni.enrolment import errors, models
from ayni.enrolment.queries import runs, scope, singly, wording
from ayni.programmes import queries as programmes
from ayni.programmes.models import Version
from ayni.registry.models import Household, Person
from ayni.snapshots import opening, results
from ayni.snapshots.models import Snapshot

ORDER = ("eligible", "needs_information", "ineligible")


@dataclass(frozen=True)
class Explained:
    """One programme's answer for a household or one of its members, with all its reasons.

    `result` is of the run (`on`, on the answers of `snapshot_on`); `status` of its review, empty when nobody has
    to act; `enrolment` the status of a present enrolment, empty for none. `benefit` is what is, or would be, received;
    `changes` what each missing answer would lead to.
    """

    programme: str
    title: str
    unit: str
    person_id: int | None
    person: str
    result: str
    sentence: str
    change: str
    criteria: tuple[wording.CriterionShown, ...]
    missing: tuple[str, ...]
    amount: Decimal | None
    benefit: str
    status: str
    reason: str
    decision_id: int | None
    enrolment_id: int | None
    enrolment: str
    version: int
    version_id: int
    legal_basis: str
    run_id: int
    on: date
    snapshot: str
    snapshot_on: date
    changes: tuple[singly.WouldChange, ...] = ()


def for_household(household_id: int, reader: User) -> list[Explained]:
    """Every programme of the last run, for the household and each member it is for; the yes first.

    Empty when no run has decided, or the household is not in its snapshot.
    Refuses: NotFound, when the household is not in the reader's areas.
    """
    within = scope.people(Household.objects.filter(pk=household_id), reader, field="area__path")
    household = within.select_related("area").first()
    if household is None:
        raise errors.NotFound
    last = runs.latest()
    if last is None:
        return []
    case = _case(household, last)
    found = [one for version in _versions(last) for one in _of_version(case, version)] if case else []
    return sorted(found, key=lambda one: (ORDER.index(one.result), one.programme))


@dataclass(frozen=True)
class _Case:
    """All that is needed to explain one household's results of a run. `matrix`: the run's rows by unit and id."""

    run: models.Run
    facts: Mapping[str, Any]
    words: wording.Words
    people: Mapping[int, Person]
    matrix: Mapping[tuple[str, int], Mapping[str, Any]]
    decisions: Mapping[tuple[int, int | None], models.Decision]
    enrolments: Mapping[tuple[int, int | None], models.Enrolment]


def _case(household: Household, run: models.Run) -> _Case | None:
    units = {found["unit"] for found in run.counts.values()}
    matrix = {(unit, row["id"]): row for unit in units for row in results.lookup(Path(run.folder), unit, household.pk)}
    if not matrix:
        return None
    facts = opening.facts(run.snapshot, household.pk, run.score_paths, earlier=_earlier(run))
    people = Person.objects.in_bulk([member["id"] for member in facts["members"]])
    words = wording.Words(
        _dictionary(run.snapshot),
        names={member["number"]: people[member["id"]].name for member in facts["members"]},
        scores=assessment.titles(),
    )
    decisions = models.Decision.objects.filter(run=run, household=household)
    enrolments = models.Enrolment.objects.active().of(household.pk, list(people))
    return _Case(
        run,
        facts,
        words,
        people,
        matrix,
        {(one.version_id, one.person_id): one for one in decisions},
        {(one.programme_id, one.person_id): one for one in enrolments},
    )


def _of_version(case: _Case, version: Version) -> Iterator[Explained]:
    definition = programmes.definition(version)
    if definition.unit == "household":
        yield _explained(case, version, definition, case.facts, None)
        return
    for member in case.facts["members"]:
        yield _explained(case, version, definition, {**case.facts, "person": member}, member["id"])


def _explained(
    case: _Case,
    version: Version,
    definition: definitions.Definition,
    facts: Mapping[str, Any],
    person_id: int | None,
) -> Explained:
    """The run's own result, with the answers it rests on read again from its snapshot."""
    unit = "household" if person_id is None else "person"
    row = case.matrix[unit, facts["household"]["id"] if person_id is None else person_id]
    ready = prepared.prepare(definition, case.words.dictionary)
    outcome = reading.evaluate(ready, facts, on=case.run.on)
    criteria = tuple(_criterion(case, definition, criterion, row, outcome) for criterion in definition.criteria)
    said: dict[str, Sequence[str]] = {
        "not_met": [one.says for one in criteria if one.met is False],
        "missing": [case.words.label(name) for name in outcome.missing],
    }
    result = row[f"{definition.code}__result"]
    amount = row[f"{definition.code}__amount"]
    decision = case.decisions.get((version.pk, person_id))
    enrolment = case.enrolments.get((version.programme_id, person_id))
    return Explained(
        programme=definition.code,
        title=definition.reads(programmes.language()),
        unit=unit,
        person_id=person_id,
        person=case.people[person_id].name if person_id else "",
        result=result,
        sentence=wording.sentence(result, met=[one.says for one in criteria if one.met], **said),
        change=wording.change(result, **said),
        criteria=criteria,
        missing=tuple(said["missing"]),
        amount=amount,
        benefit=wording.benefit(definition, amount),
        status=decision.status if decision else "",
        reason=decision.reason if decision else "",
        decision_id=decision.pk if decision else None,
        enrolment_id=enrolment.pk if enrolment else None,
        enrolment=enrolment.status if enrolment else "",
        version=version.number,
        version_id=version.pk,
        legal_basis=definition.legal_basis,
        run_id=case.run.pk,
        on=case.run.on,
        snapshot=case.run.snapshot.version,
        snapshot_on=case.run.snapshot.on,
        changes=singly.would_change(ready, facts, case.words, on=case.run.on),
    )


def _criterion(
    case: _Case,
    definition: definitions.Definition,
    criterion: definitions.Criterion,
    row: Mapping[str, Any],
    outcome: reading.Outcome,
) -> wording.CriterionShown:
    return wording.CriterionShown(
        name=criterion.name,
        says=case.words.criterion(criterion, definition),
        met=row[f"{definition.code}__{criterion.name}"],
        used=tuple(case.words.used(name, value) for name, value in outcome.used[criterion.name].items()),
    )


@functools.lru_cache(maxsize=4)
def _dictionary(snapshot: Snapshot) -> dictionaries.Dictionary:
    """Read once: a snapshot never changes."""
    return opening.dictionary(snapshot)


def _earlier(run: models.Run) -> earlier.Wanted:
    """What the run's rules ask of earlier decisions and payments."""
    said = [programmes.definition(version) for version in _versions(run)]
    words = _dictionary(run.snapshot)
    return earlier.wanted(rule for one in said for rule in prepared.prepare(one, words).checked)


def _versions(run: models.Run) -> list[Version]:
    return list(run.versions.select_related("programme").order_by("programme__code"))
