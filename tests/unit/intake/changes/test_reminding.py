"""What is overdue is told once a day, area by area; every kind of daily work runs in the name of one officer."""

from datetime import date, timedelta

import pytest
from django.conf import settings as configured

from ayni.commons.access.errors import NotEverywhere
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.intake import models
from ayni.intake.actions import changes, recertification
from ayni.registry import actions as registry
from tests.unit.intake.changes.times import DAY, NOON
from tests.unit.registry import village


def test_what_is_past_its_day_is_told_by_area(ask, steward, settings, desk):
    settings.AYNI_SUBSCRIBERS = {"ayni.intake.events.ChangesOverdue": ("tests.unit.intake.changes.heard.hear",)}
    ask("correction", "h1-1", phone="1")
    grave = ask("death", "h2-1")
    ask("correction", "h3-1", phone="1", is_draft=True)
    assert changes.tell_overdue(on=grave.due_on, by=steward) == {"areas": 0, "overdue": 0}
    assert changes.tell_overdue(on=grave.due_on + timedelta(days=1), by=steward) == {"areas": 1, "overdue": 1}
    assert changes.tell_overdue(on=DAY + timedelta(days=31), by=steward) == {"areas": 1, "overdue": 2}
    told = [one.arguments["facts"] for one in Work.objects.filter(kind="events.deliver").order_by("pk")]
    assert [(one["area"], one["count"], one["grave"]) for one in told] == [("N1", 1, 1), ("N1", 2, 1)]
    with pytest.raises(NotEverywhere):
        changes.tell_overdue(on=DAY, by=village.officer("lena", "data_steward", "N"))


@pytest.mark.parametrize("kind", configured.AYNI_DAILY)
def test_daily_work_is_done_in_the_name_of_one_officer(kind, loaded, steward):
    new = recertification.NewSchedule("all", 1)
    made = recertification.prepare_schedule(new, reason="The law", by=steward)
    recertification.approve_schedule(made, at=NOON, by=village.officer("dina", "data_protection_officer"))
    registry.take_snapshot(on=DAY, by=steward)
    work = running.start(kind, key=f"{kind}/today", by=steward, on=date(2027, 1, 1).isoformat())
    running.run(work.pk)
    work.refresh_from_db()
    assert (work.status, bool(work.result)) == ("done", True), work.message
    made = {"intake.recertify": models.Recertification, "intake.check_newest": models.QualityRun}.get(kind)
    assert made is None or made.objects.exists()
