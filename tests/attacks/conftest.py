"""The land of the API's tests, and browsers for those who are in it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from ayni.enrolment import actions as enrolment
from tests.attacks import routes
from tests.contract.api.conftest import Land, everything, home, land, nobody, places  # noqa: F401 fixtures
from tests.unit.enrolment import world


@pytest.fixture
def browser() -> Callable[..., Client]:
    """Somebody signed in."""

    def sign_in(user, **options) -> Client:
        client = Client(**options)
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def southerner(places):  # noqa: F811 the fixture
    """An officer of the south, who must not learn what there is in the north."""
    return world.officer("southerner", "district_officer", places["S"])


@pytest.fixture
def samples(land) -> routes.Samples:  # noqa: F811 the fixture
    """A number or word for each parameter that an address may have: all of the north."""
    north = land.homes["north"]
    officer = world.officer("second-officer", "district_officer")
    decision = land.run.decisions.filter(household=north, version__programme__code="housing").get()
    accepted = enrolment.accept(decision, by=officer, at=timezone.now(), starts_on=world.START)
    return routes.Samples(
        household_id=north.pk,
        person_id=north.memberships.get(number=1).person_id,
        run_id=land.run.pk,
        version_id=decision.version_id,
        decision_id=decision.pk,
        enrolment_id=accepted.pk,
        cycle_id=land.cycle,
        line_id=routes.line_of(north, land),
        work_id=land.work,
        code="housing",
        entity="household",
        name="floor",
        form="yaml",
        verb="suspend",
        version=land.run.snapshot.version,
    )
