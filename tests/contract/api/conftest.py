"""A small land with something of everything, and those who ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone

from ayni.benefits import actions as benefits
from ayni.benefits.models import PaymentCycle
from ayni.commons.access import queries as access
from ayni.commons.access.models import ApiToken, Grant, User
from ayni.commons.jobs import running
from ayni.enrolment import actions as enrolment
from ayni.enrolment import models as enrolments
from ayni.enrolment import tasks as enrolment_tasks
from ayni.monitoring import actions as monitoring
from tests.contract.api import walk
from tests.unit.enrolment import world

LARGE = 500_000  # an amount that two officers must approve


class Quiet:
    """Progress that nobody watches."""

    def tell(self, done: int, total: int) -> None:
        assert done <= total


@dataclass(frozen=True)
class Land:
    """What there is: the numbers a request may name."""

    manager: User
    approver: User
    run: enrolments.Run
    homes: dict
    person: int
    cycle: int
    other_cycle: int
    large_cycle: int
    draft: int
    decisions: dict[str, int]
    work: int


def token(user: User) -> str:
    text = f"token-of-{user.username}"
    ApiToken.objects.create(
        user=user, name="test", digest=access.digest_of(text), expires_at=timezone.now() + timedelta(days=1)
    )
    return text


def caller(user: User) -> Client:
    """Somebody who asks with a token."""
    return Client(headers={"authorization": f"Bearer {token(user)}", "accept-language": "en"})


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.AYNI_HOME, settings.AYNI_DUAL_CONTROL = tmp_path, LARGE
    # The page of the API names its files as they are: nothing was gathered for a test.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def places(db):
    world.dictionary()
    return world.areas()


@pytest.fixture
def land(places) -> Land:
    return made(places)


def made(places) -> Land:
    """Two regions, five households, a decided run, two payment cycles, a draft, indicators, a piece of work."""
    manager, approver = world.officer("manager", "programme_manager"), world.officer("approver", "programme_approver")
    homes = _homes(places)
    for text in (world.CHILD_GRANT, world.HOUSING, world.DISABILITY):
        world.programme(text, manager, approver)
    snapshot = world.snapshot(manager)
    run = enrolment.start_run(snapshot, by=manager, on=world.DAY)
    enrolment_tasks.decide(Quiet(), run=run.pk)
    run.refresh_from_db()
    officer = world.officer("first-officer", "district_officer")
    _accept(run, "child-grant", officer)
    monitoring.compute(snapshot, by=manager)
    proposed = enrolments.Decision.objects.filter(run=run, version__programme__code="housing", status="proposed")
    first, second, third = proposed.order_by("household_id")[:3]
    declined = enrolment.decline(third, by=officer, at=timezone.now(), reason="Moved away")
    cycle, other, large = _cycles()
    draft = world.programmes.prepare(world.HOUSING + "\n# a comment\n", by=manager, in_force_from=world.DAY)
    return Land(
        manager=manager,
        approver=approver,
        run=run,
        homes=homes,
        person=homes["north"].memberships.get(number=2).person_id,
        cycle=cycle,
        other_cycle=other,
        large_cycle=large,
        draft=draft.pk,
        decisions={"accept": first.pk, "decline": second.pk, "reconsider": declined.pk},
        work=running.start("monitoring.compute", key="of-everybody", by=manager, snapshot=snapshot.pk).pk,
    )


def _homes(places) -> dict:
    young, old = world.date(2024, 3, 1), world.date(1950, 1, 1)
    shapes = {
        "north": ("N1", [{"born": world.date(1990, 1, 1), "disability": False}, {"born": young, "disability": True}]),
        "gaps": ("N1", [{}, {"born": world.date(2010, 1, 1)}]),
        "old": ("N1", [{"born": old}]),
        "south": ("S1", [{"born": old}, {"born": young}]),
        "last": ("S1", [{"born": old}]),
    }
    return {
        key: world.household(places[area], key, members, floor="earth", rooms=2)
        for key, (area, members) in shapes.items()
    }


def _accept(run: enrolments.Run, code: str, by: User) -> None:
    version = run.versions.get(programme__code=code)
    enrolment.accept_all(run, version, by=by, at=timezone.now(), starts_on=world.START)


def _cycles() -> tuple[int, int, int]:
    """One cycle that is computed, one that is approved, and one whose amount two officers must approve."""
    payer, treasurer = world.officer("first-payer", "payment_officer"), world.officer("treasurer", "payment_approver")
    benefits.adopt_accounts(by=treasurer)
    benefits.fund(10_000, by=treasurer, on=world.DAY)
    grant = world.programmes.queries.programme("child-grant", payer).shown.programme
    months = [world.date(2026, month, 1) for month in (6, 7, 8)]
    first, second = (
        benefits.compute(grant, period_from=start, period_to=end, by=payer) for start, end in pairwise(months)
    )
    benefits.approve(second, by=treasurer, on=world.DAY, at=timezone.now())
    third = benefits.compute(grant, period_from=world.date(2026, 9, 1), period_to=world.date(2026, 10, 1), by=payer)
    PaymentCycle.objects.filter(pk=third.pk).update(amount=LARGE)
    benefits.approve(third, by=treasurer, on=world.DAY, at=timezone.now())
    return first.pk, second.pk, third.pk


@pytest.fixture
def everything(land) -> User:
    """Somebody with every role, everywhere: never the one who did the step before."""
    user = User.objects.create(username="everything")
    for role in walk.ROLES:
        Grant.objects.create(user=user, role_id=role, starts_on=world.START)
    return user


@pytest.fixture
def nobody(db) -> User:
    return User.objects.create(username="nobody")
