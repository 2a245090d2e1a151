"""How changes of one person's record are applied."""

from __future__ import annotations

from datetime import date
from typing import Any

from ayni.commons.access.models import User
from ayni.intake.actions.changes.applying import applies
from ayni.intake.models import ChangeRequest, ChangeSource
from ayni.intake.queries.changes.kinds import born
from ayni.registry import actions as registry

#: Who tells an answer that a change request brought.
SOURCE, OF_THE_PERSON = "change", "correction"


@applies("correction")
def correct(change: ChangeRequest, *, by: User, on: date) -> dict[str, Any]:
    proposed = dict(change.proposed)
    if "born" in proposed:
        proposed["born"] = born(proposed["born"])
    registry.correct_person(change.somebody, correction=registry.Correction(**proposed), on=on, by=by)
    return {}


@applies("person_facts")
def tell_of_person(change: ChangeRequest, *, by: User, on: date) -> dict[str, Any]:
    told = registry.Answers(change.proposed["values"])
    registry.record_person_answers(change.somebody, told, source=_told_by(change), on=change.happened_on, by=by)
    return {}


@applies("household_facts")
def tell_of_household(change: ChangeRequest, *, by: User, on: date) -> dict[str, Any]:
    told = registry.Answers(change.proposed["values"])
    registry.record_household_answers(change.home, told, source=_told_by(change), on=change.happened_on, by=by)
    return {}


def _told_by(change: ChangeRequest) -> str:
    return OF_THE_PERSON if change.source == ChangeSource.PERSON else SOURCE
