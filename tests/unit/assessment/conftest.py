from pathlib import Path

import pytest

from tests.unit.enrolment import world

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Ibis still calls a function of DuckDB by its former name."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"))


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
