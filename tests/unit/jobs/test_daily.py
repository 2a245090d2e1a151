"""Work that comes again every day: once for a day, in the name of whom the installation names."""

from datetime import UTC, datetime, timedelta

import pytest

from ayni.commons.access.models import User
from ayni.commons.jobs import daily, running
from ayni.commons.jobs.models import Status, Work

MORNING = datetime(2026, 7, 1, 6, tzinfo=UTC)


@pytest.fixture
def worked(db, settings, monkeypatch):
    """Two kinds of daily work, done in somebody's name; the days they were told."""
    told = []
    monkeypatch.setattr(running, "KINDS", {})
    settings.AYNI_JOBS = {"field.water": "nowhere", "field.weed": "nowhere"}
    settings.AYNI_DAILY, settings.AYNI_DAILY_AS = ("field.water", "field.weed"), "rain"
    for kind in settings.AYNI_JOBS:
        running.job(kind)(lambda progress, *, on, kind=kind: told.append((kind, on, str(progress.by))))
    User.objects.create(username="rain")
    return told


def test_it_begins_once_a_day_and_the_next_day_again(worked):
    begun = daily.begin_due(MORNING)
    assert [one.key for one in begun] == ["field.water/2026-07-01", "field.weed/2026-07-01"]
    assert daily.begin_due(MORNING + timedelta(hours=3)) == []
    for one in begun:
        running.run(one.pk)
    assert worked == [("field.water", "2026-07-01", "rain"), ("field.weed", "2026-07-01", "rain")]
    assert len(daily.begin_due(MORNING + timedelta(days=1))) == 2


def test_what_failed_waits_for_the_next_day(worked):
    first, _second = daily.begin_due(MORNING)
    Work.objects.filter(pk=first.pk).update(status=Status.FAILED)
    assert daily.begin_due(MORNING) == []


def test_nothing_begins_by_itself_where_nobody_is_named(worked, settings, caplog):
    settings.AYNI_DAILY_AS = ""
    assert daily.begin_due(MORNING) == []
    settings.AYNI_DAILY_AS = "nobody"
    assert daily.begin_due(MORNING) == []
    assert "nobody" in caplog.text
    User.objects.filter(username="rain").update(is_active=False)
    settings.AYNI_DAILY_AS = "rain"
    assert daily.begin_due(MORNING) == []
