"""What the tests of the desk share: two districts, and people who are prepared."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ayni.commons import acting
from ayni.identity import actions
from ayni.kernel.partial_dates import PartialDate
from tests.unit.registry import valley

day = valley.day


def applicant(**told: Any) -> actions.Applicant:
    """Amina Sow as she is told, unless said otherwise."""
    given: dict[str, Any] = {"given_name": "Amina", "family_name": "Sow", "born": day(1985, 3, 2), "sex": "female"}
    return actions.Applicant(**{**given, **told})


def prepare(by: Any) -> int:
    """As the daily work does."""
    with acting.as_user(by):
        return actions.refresh(lambda done, total: None, by=by)


def check(by: Any, **told: Any) -> actions.Answer:
    return actions.check_applicant(applicant(**told), by=by, at=timezone.now())


def born(year: int) -> PartialDate:
    return PartialDate(day(year).earliest, day(year, 12, 31).earliest)
