import pytest

from ayni.registry import actions as registry
from tests.unit.intake.changes.conftest import checker, desk, home, homes, loaded, people, second, southern, steward
from tests.unit.intake.changes.times import DAY

__all__ = ["checker", "desk", "home", "homes", "loaded", "people", "second", "southern", "steward"]


@pytest.fixture
def snapshot(loaded, steward):
    """Take a snapshot: snapshot() or snapshot(on=...)."""

    def take(on=DAY):
        return registry.take_snapshot(on=on, by=steward)

    return take
