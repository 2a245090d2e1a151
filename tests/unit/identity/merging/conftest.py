import pytest

from tests.unit.identity.merging.twice import Twice
from tests.unit.registry import valley


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.AYNI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def land(db):
    return valley.Valley()


@pytest.fixture
def twice(land):
    return Twice(land)
