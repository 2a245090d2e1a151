"""A programme in force in the district, a snapshot, and a run that has decided; made by the actions themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from ayni.commons.access.models import Grant, User
from ayni.enrolment import actions as enrolment
from ayni.enrolment import models as decided
from ayni.enrolment import tasks
from ayni.programmes import actions as programmes
from ayni.programmes import models as written
from ayni.registry import actions as registry
from ayni.registry import models as people
from ayni.snapshots.models import Snapshot
from tests.pages import district

START, DAY = date(2026, 3, 1), date(2026, 3, 31)
NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)

HOUSING = """\
programme: housing
title: {en: Housing support, ar: دعم السكن}
unit: household
legal_basis: Housing Act 2024, s. 7
criteria:
  - name: earth-floor
    rule: household.floor == "earth"
    says: {en: The floor is of earth}
  - name: crowded
    rule: household.rooms < 3
    says: {en: There are fewer than three rooms}
benefit:
  amount: 100
  every: month
  currency: LCU
  says: {en: 100 LCU every month}
"""


class Quiet:
    """Progress that nobody watches."""

    def tell(self, done: int, total: int) -> None:
        assert done <= total


@dataclass(frozen=True)
class Delivery:
    """`near` is proposed, `large` must be asked for its rooms, `far` is proposed in the other region."""

    place: district.District
    version: written.Version
    snapshot: Snapshot
    run: decided.Run

    @property
    def users(self) -> dict[str, User]:
        return self.place.users

    def decision(self, household: people.Household) -> decided.Decision:
        return decided.Decision.objects.get(run=self.run, household=household)

    def accepted(self, household: people.Household) -> decided.Enrolment:
        """The household, enrolled from the first of the month."""
        by = self.users["district_officer"]
        return enrolment.accept(self.decision(household), by=by, at=NOON, starts_on=START)


def made(place: district.District) -> Delivery:
    for household, rooms in ((place.far, 1), (place.large, None)):
        values: dict[str, Any] = {"floor": "earth", **({"rooms": rooms} if rooms else {})}
        people.HouseholdFacts.objects.create(household=household, source="census", observed_on=START, values=values)
    version = approved(HOUSING, place)
    snapshot = registry.take_snapshot(on=DAY, by=place.users["programme_manager"])
    return Delivery(place, version, snapshot, run(snapshot, place))


def approved(text: str, place: district.District, *, since: date = START) -> written.Version:
    version = programmes.prepare(text, by=place.users["programme_manager"], in_force_from=since)
    return programmes.approve(version, by=place.users["programme_approver"], at=NOON)


def run(snapshot: Snapshot, place: district.District, *, on: date = DAY) -> decided.Run:
    """A run that has decided: its work is done at once."""
    started = enrolment.start_run(snapshot, by=place.users["programme_manager"], on=on)
    tasks.decide(Quiet(), run=started.pk)
    started.refresh_from_db()
    return started


def also(user: User, role: str) -> Client:
    """Somebody given a second role, signed in: for what one person may not do twice."""
    Grant.objects.create(user=user, role_id=role, starts_on=START)
    client = Client()
    client.force_login(user)
    return client
