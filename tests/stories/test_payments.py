"""From a computed list to money in people's hands: three officers, a real worker, a provider with every fault."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ayni.benefits import actions, models, queries
from ayni.commons.audit import models as audit
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from tests.contract.mobile_money import providers, workers
from tests.unit.benefits import world
from tests.unit.benefits.world import END, NOW, START, TODAY

LINES = 1200


def work(provider):
    """A worker as an installation runs it, until nothing waits."""
    subprocess.run(
        [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "DATABASE_URL": workers.database(), "AYNI_PROVIDER_URL": provider},
        check=True,
        timeout=120,
        capture_output=True,
    )


def broken():
    return [proof.statement for proof in queries.proof() if not proof.holds]


@pytest.mark.django_db(transaction=True)
def test_a_cycle_is_paid(tmp_path):
    who, grant, here = world.officers(), world.programme(), world.area("N")
    world.enrol_many(grant, here, households=LINES)
    actions.adopt_accounts(by=who.approver)
    actions.fund(LINES * 100, by=who.approver, on=TODAY)
    cycle = actions.compute(grant, period_from=START, period_to=END, by=who.preparer)
    actions.approve(cycle, by=who.approver, on=TODAY, at=NOW)
    actions.release(cycle, by=who.releaser, on=TODAY, at=NOW)

    options = ("--delay", "0.5", "--faults", "0.3", "--repeating", "0.3", "--seed", "11")
    with providers.provider(tmp_path / "state", *options) as provider:
        work(provider.address)
        told = provider.summary()

    assert list(Work.objects.exclude(status="done").values_list("key", "message")) == []
    assert {"send", "collect"} <= {key.split("/")[0] for key in Work.objects.values_list("key", flat=True)}
    cycle.refresh_from_db()
    assert cycle.status == "settled"
    tallies = queries.tallies(cycle, reader=who.auditor)
    assert {status: tally.lines for status, tally in tallies.items()} == {
        "paid": told["outcomes"]["paid"],
        "returned": told["outcomes"]["failed"],
    }
    assert 10 < tallies["returned"].lines < 80
    assert (told["references"], told["most_times_paid"]) == (LINES, 1)
    assert broken() == []
    assert queries.puzzles(who.auditor) == []
    said = set(audit.Entry.objects.values_list("facts__says", flat=True))
    assert {"computed the payments", "approved the payments", "released the payments"} <= said


@pytest.mark.django_db(transaction=True)
def test_a_provider_that_is_down_is_a_sentence_and_sending_goes_on_later(tmp_path, settings, monkeypatch):
    who, grant, here = world.officers(), world.programme(), world.area("N")
    world.enrol_many(grant, here, households=30)
    cycle = world.released(grant, who)
    key = f"send/{cycle.pk}"
    monkeypatch.setattr("ayni.exchange.mobile_money.client.WAITS", (0,))
    begin = {"key": key, "by": who.releaser, "cycle": cycle.pk}

    with providers.provider(tmp_path / "state") as provider:
        address = provider.address
    settings.AYNI_PROVIDER_URL = address
    running.run(running.start("mobile_money.send", **begin).pk)
    failed = Work.objects.get(key=key)
    assert failed.status == "failed"
    assert "did not take the request" in failed.message
    assert set(models.PaymentLine.objects.values_list("status", flat=True)) == {"due"}

    port = address.rsplit(":", 1)[1]
    with providers.provider(tmp_path / "state", "--port", port, "--delay", "0", "--faults", "0"):
        running.run(running.start("mobile_money.send", **begin).pk)
        running.run(Work.objects.get(key=f"collect/{cycle.pk}").pk)
    assert Work.objects.get(key=key).status == "done"
    cycle.refresh_from_db()
    assert cycle.status == "settled"
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_answers_that_stay_away_are_a_sentence_and_collected_later(tmp_path, settings):
    who, grant, here = world.officers(), world.programme(), world.area("N")
    world.enrol_many(grant, here, households=10)
    cycle = world.released(grant, who)
    collect = {"key": f"collect/{cycle.pk}", "by": who.releaser, "cycle": cycle.pk}
    state = tmp_path / "state"

    with providers.provider(state, "--delay", "3600", "--faults", "0") as slow:
        settings.AYNI_PROVIDER_URL = slow.address
        running.run(running.start("mobile_money.send", key=f"send/{cycle.pk}", by=who.releaser, cycle=cycle.pk).pk)
        Work.objects.filter(key=collect["key"]).update(arguments={"cycle": cycle.pk, "seconds": 0.3})
        running.run(Work.objects.get(key=collect["key"]).pk)
        waiting = Work.objects.get(key=collect["key"])
    assert waiting.status == "failed"
    assert "10 have no answer yet" in waiting.message
    assert "Collect again later" in waiting.message
    assert models.PaymentCycle.objects.get().status == "released"

    answer_now(state)
    with providers.provider(state) as provider:
        settings.AYNI_PROVIDER_URL = provider.address
        running.run(running.start("mobile_money.collect", **collect).pk)
    assert models.PaymentCycle.objects.get().status == "settled"
    assert broken() == []


def answer_now(state):
    """Let the provider's hour pass."""
    import sqlite3

    books = sqlite3.connect(state)
    with books:
        books.execute("UPDATE answer SET due = 0")
    books.close()
