import pytest

from tests.unit.enrolment import world


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.AYNI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def places(db):
    world.dictionary()
    return world.areas()


@pytest.fixture
def manager(places):
    return world.officer("manager", "programme_manager")
