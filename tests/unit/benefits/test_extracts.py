from datetime import timedelta

import pytest

from ayni.registry import actions as registry
from ayni.snapshots import opening
from tests.unit.benefits import world
from tests.unit.benefits.world import TODAY


@pytest.fixture
def steward(db):
    return world.user("steward", "data_steward")


def payments(steward, on):
    with opening.open(registry.take_snapshot(on=on, by=steward)) as opened:
        found = opened.table("payments").select("area_1", "programme", "status", "amount", "period_from")
        return found.to_pyarrow().to_pylist()


def test_payments_are_published_as_they_stand(who, grant, here, steward):
    family = world.household(here)
    world.member(family, phone="+1")
    world.enrol(grant, family)
    cycle = world.released(grant, who)
    row = {"area_1": "N", "programme": "grant", "status": "due", "amount": 100.0, "period_from": cycle.period_from}
    assert payments(steward, TODAY) == [row]
    assert payments(steward, cycle.period_from - timedelta(days=1)) == []
