"""All that a household's page shows, from each domain that knows the household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from ayni.assessment import queries as assessment
from ayni.benefits import queries as benefits
from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import queries as audit
from ayni.enrolment import queries as enrolment
from ayni.registry import queries as registry
from ayni.web import figures
from ayni.web.enrolment import explained
from ayni.web.people import timeline

PAYMENTS_SHOWN = 6
#: States of a decision that somebody still has to act on.
OPEN = ("proposed", "asked")
#: States of an enrolment under which something is received, or will be again.
PRESENT = ("enrolled", "suspended")


@dataclass(frozen=True)
class Received:
    """A programme that the household or a member receives, and what that is in words."""

    enrolment: Any
    benefit: str


@dataclass(frozen=True)
class Pending:
    """A decision that waits, and its own page."""

    read: explained.DecisionRead
    status: str
    decision_id: int


@dataclass(frozen=True)
class Refusal:
    """A programme that the household, or members of it, may not receive, with each reason."""

    title: str
    reads: tuple[explained.DecisionRead, ...]


def of_household(
    household_id: int, reader: User, *, on: date | None = None, known_on: date | None = None
) -> dict[str, Any]:
    """The page's content; of an earlier day the registry's part alone. Opening it is recorded by the registry."""
    record = registry.household(household_id, reader=reader, on=on, known_on=known_on)
    if record.is_past:
        return {"record": record, "events": timeline.of_household(record, [], [])}
    path = "/" + "".join(f"{place.code}/" for place in record.areas)
    sees_decisions = scoping.reaches(reader.where("enrolment.see_runs"), path)
    sees_payments = scoping.reaches(reader.where("benefits.see_payments"), path)
    answers = enrolment.for_household(household_id, reader) if sees_decisions else []
    received = enrolment.enrolments(household_id, reader) if sees_decisions else []
    payments = benefits.for_household(household_id, reader=reader) if sees_payments else []
    return {
        "record": record,
        "scores": assessment.for_household(household_id, reader=reader),
        "sees_assessed": scoping.reaches(reader.where("assessment.see_household"), path),
        "sees_decisions": sees_decisions,
        "received": present(received, answers),
        "pending": pending(answers),
        "refusals": refusals(answers),
        "sees_payments": sees_payments,
        "payments": payments[:PAYMENTS_SHOWN],
        "older_payments": payments[PAYMENTS_SHOWN:],
        "events": timeline.of_household(record, received, payments),
        "looks": _looks(household_id, reader),
    }


def present(enrolments: Sequence[Any], answers: Sequence[enrolment.Explained]) -> list[Received]:
    """What is received now, one programme after another, as the last run explains it; else its amount."""
    said = {one.enrolment_id: one.benefit for one in answers}
    ordered = sorted(enrolments, key=lambda one: (one.programme.title, one.person.name if one.person else ""))
    return [
        Received(one, said.get(one.pk) or (figures.money(one.amount) if one.amount is not None else ""))
        for one in ordered
        if one.status in PRESENT
    ]


def pending(answers: Sequence[enrolment.Explained]) -> list[Pending]:
    """What waits for an officer's review or for answers; nothing that is received already."""
    return [
        Pending(explained.read(one), one.status, one.decision_id)
        for one in answers
        if one.status in OPEN and not one.enrolment and one.decision_id is not None
    ]


def refusals(answers: Sequence[enrolment.Explained]) -> list[Refusal]:
    """What was said no to, by the rules or by an officer, one programme after another."""
    said_no = [one for one in answers if one.result == "ineligible" or one.status == "declined"]
    by_programme = groupby(sorted(said_no, key=lambda one: (one.title, one.programme)), key=lambda one: one.programme)
    found = [list(ones) for _programme, ones in by_programme]
    return [Refusal(ones[0].title, tuple(explained.read(one) for one in ones)) for ones in found]


def _looks(household_id: int, reader: User) -> list[Any]:
    """Who opened this record, for those who audit."""
    return audit.looks(f"registry.household:{household_id}", limit=10) if reader.may("audit.see") else []
