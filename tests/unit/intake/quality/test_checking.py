"""Quality over a snapshot: what is wrong, of how many; what is not known is not wrong; tasks close by themselves."""

from datetime import timedelta

import pytest

from ayni.commons import acting
from ayni.commons.access.errors import NotPermitted
from ayni.intake.actions import quality
from ayni.intake.models import QualityFigure, QualityFinding, QualityRun, QualityTask
from ayni.intake.queries import quality as asked
from ayni.registry import models as registry
from tests.unit.intake.changes.times import DAY


def figure(run, rule, by="all", key=""):
    one = QualityFigure.objects.get(run=run, rule=rule, by=by, key=key)
    return one.n, one.wrong, one.unknown


def test_rules_are_counted_for_everybody_by_area_and_source(snapshot, steward):
    run = quality.check_quality(snapshot(), by=steward)
    # Of eight people one has no age; five answered the question about school of none... each is counted by hand.
    assert figure(run, "sex-told") == (8, 0, 0)
    assert figure(run, "birth-told") == (8, 1, 0)
    assert figure(run, "birth-told", "area", "/S/S1/") == (2, 1, 0)
    assert figure(run, "told:household.electricity") == (4, 1, 0)
    assert figure(run, "head-missing") == (4, 0, 0)
    assert figure(run, "too-old") == (7, 0, 1)  # whose age is not known is not too old
    assert figure(run, "birth-told", "source", "village-2026") == (8, 1, 0)
    assert not QualityFigure.objects.filter(rule="told:person.hiv").exists()


def test_what_the_registry_alone_knows_is_counted_too(snapshot, steward, people):
    registry.Person.objects.filter(pk=people["h1-2"].pk).update(born_from="2000-01-01", born_to="2000-12-31")
    run = quality.check_quality(snapshot(), by=steward)
    assert figure(run, "mother-too-young") == (8, 1, 0)
    assert QualityFinding.objects.get(run=run, rule="mother-too-young").person == people["h1-2"]
    assert figure(run, "told-long-ago") == (4, 0, 0)


def test_a_snapshot_is_checked_once(snapshot, steward):
    taken = snapshot()
    assert quality.check_quality(taken, by=steward) == quality.check_quality(taken, by=steward)
    assert QualityRun.objects.count() == 1


def test_a_task_closes_by_itself_when_it_is_mended(snapshot, steward, people):
    quality.check_quality(snapshot(), by=steward)
    task = QualityTask.objects.get(rule="birth-told")
    assert (task.area.code, task.found, task.closed_at) == ("S1", 1, None)
    person = people["h4-2"]
    person.born_from = person.born_to = "2015-05-05"
    person.save()
    quality.check_quality(snapshot(DAY + timedelta(days=1)), by=steward)
    task.refresh_from_db()
    assert task.closed_at is not None
    (line,) = (one for one in asked.lines(steward) if one.rule.code == "birth-told")
    assert (line.now.wrong, line.before.wrong, line.tasks) == (0, 1, 0)
    assert [one.wrong for _run, one in asked.trend(steward, "birth-told")] == [1, 0]
    assert not QualityFinding.objects.filter(rule="birth-told").exists()


def test_each_sees_their_own_areas_and_few_are_hidden(snapshot, steward, southern, checker, desk):
    quality.check_quality(snapshot(), by=steward)
    with acting.as_user(southern):
        (line,) = (one for one in asked.lines(southern) if one.rule.code == "birth-told")
        assert (line.now.n, line.now.is_hidden, line.now.share) == (2, True, None)
        assert [one.key for one in asked.by(southern, "birth-told", "area")] == ["/S/S1/"]
        assert asked.by(southern, "birth-told", "source") == []
        assert asked.findings(southern, "birth-told").count() == 1
    with acting.as_user(checker):
        assert asked.findings(checker, "birth-told").count() == 0
    with pytest.raises(NotPermitted):
        asked.lines(desk)
