import pytest

from tests.unit.benefits import world


@pytest.fixture
def who(db: None) -> world.Officers:
    return world.officers()


@pytest.fixture
def grant(db: None) -> world.Programme:
    return world.programme()


@pytest.fixture
def here(db: None) -> world.Area:
    return world.area("N")
