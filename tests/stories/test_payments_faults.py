"""A worker is killed while it sends and collects; afterwards everything is as if nothing had happened.

AYNI_FAULTS says how many times (15); each draws its moments from its own seed.
"""

import os
import random
import time
from collections import Counter

import pytest

from ayni.benefits import models, queries
from ayni.commons.jobs.models import Work
from ayni.exchange.mobile_money.simulator import fate
from tests.contract.mobile_money import providers, road, workers
from tests.unit.benefits import world

LINES = 400
REQUESTS = 16  # about as many as one undisturbed run makes
SECONDS = 0.8  # about as long as one takes
RUNS = int(os.environ.get("AYNI_FAULTS", "15"))


@pytest.fixture(scope="module")
def nursery(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        one = workers.Nursery()
    yield one
    one.close()


@pytest.fixture
def cycle(transactional_db):
    who, grant, here = world.officers(), world.programme(), world.area("N")
    world.enrol_many(grant, here, households=LINES)
    return world.released(grant, who)


@pytest.fixture
def provider(tmp_path):
    """One that pays as often as it is asked: nothing but our own care keeps a payment from being made twice."""
    options = ("--forgetful", "--delay", "0.3", "--faults", "0.2", "--seed", "5")
    with providers.provider(tmp_path / "state", *options) as one:
        yield one


def fated(cycle):
    """What becomes of each payment in an undisturbed run: it hangs on what is paid, and on nothing else."""
    character = fate.Character(seed=5)
    orders = queries.unsent(cycle, limit=LINES)
    outcomes = (fate.of_payment(character, one.account, str(one.amount), one.purpose).outcome for one in orders)
    counts = Counter(outcomes)
    return {"paid": counts["paid"], "returned": counts["failed"]}


def states(cycle):
    return dict(Counter(models.PaymentLine.objects.filter(cycle=cycle).values_list("status", flat=True)))


def broken():
    return [proof.statement for proof in queries.proof() if not proof.holds]


def check_the_end(cycle, expected, provider):
    assert list(Work.objects.exclude(status="done").values_list("key", "message")) == []
    assert states(cycle) == expected
    assert broken() == []
    assert models.PaymentCycle.objects.get(pk=cycle.pk).status == "settled"
    told = provider.summary()
    assert (told["references"], told["payments"], told["most_times_paid"]) == (LINES, LINES, 1)
    assert models.Notice.objects.values("reference").distinct().count() == LINES


def test_undisturbed(cycle, provider, nursery):
    expected = fated(cycle)
    assert 0 < expected["returned"] < 40
    with road.to(provider.address) as way:
        nursery.begin(way.address)
        assert nursery.ended() == 0
    check_the_end(cycle, expected, provider)


@pytest.mark.parametrize("seed", range(RUNS))
def test_killed(cycle, provider, nursery, seed):
    expected, chance = fated(cycle), random.Random(seed)
    with road.to(provider.address) as way:
        for _ in range(chance.randint(1, 4)):
            worker = nursery.begin(way.address)
            strike(worker, way, chance)
            assert nursery.ended() in (0, 9)
            road.quiet(way)
            assert broken() == []
            assert sum(states(cycle).values()) == LINES
        way.ambush = None
        nursery.begin(way.address)
        assert nursery.ended() == 0
    check_the_end(cycle, expected, provider)


def strike(worker, way, chance):
    """At a request before the provider has it, after it has done it, or at any moment."""
    moment = chance.choice(["before", "after", "any"])
    if moment == "any":
        time.sleep(chance.uniform(0, SECONDS))
        road.kill(worker)
    else:
        way.wait_for(worker, request=chance.randint(1, REQUESTS), is_after=moment == "after")
