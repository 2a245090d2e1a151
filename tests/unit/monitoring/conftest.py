"""A registry of two regions whose indicators can be counted by hand."""

import pytest

from ayni.commons.access.models import User
from tests.unit.enrolment import world


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.AYNI_HOME = tmp_path


@pytest.fixture
def places(db):
    world.dictionary()
    return world.areas()


@pytest.fixture
def manager(places) -> User:
    return world.officer("manager", "programme_manager")


@pytest.fixture
def homes(places):
    """Fourteen households with a child of two and one of forty: eight in the north, six in the south."""
    young, old = world.date(2024, 1, 1), world.date(1986, 1, 1)
    return [
        world.household(
            places["N1" if number < 8 else "S1"],
            f"home{number}",
            [{"born": old, "disability": number < 2}, {"born": young, "disability": False}],
        )
        for number in range(14)
    ]
