"""Looking through the registry: what is found, that nothing is asked twice, and who reaches what was found."""

import pytest

from ayni.commons import acting
from ayni.commons.access.errors import NotPermitted, OutsideArea
from ayni.commons.jobs import running
from ayni.identity import actions, errors, models
from ayni.identity.queries import reviewing, runs
from ayni.registry.models import Person
from tests.unit.identity import town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.AYNI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def steward(db):
    return town.officer("steward")


@pytest.fixture
def built(db):
    return town.built()


def look(by, area=None, learns=True):
    run = actions.look_for_doubles(area, learns=learns, at=town.NOON, by=by)
    running.run(runs.work(run).pk)
    work = runs.work(run)
    assert work.status == "done", work.message
    return models.LinkageRun.objects.get(pk=run.pk)


def test_people_on_record_twice_are_found_and_wait(built, steward, home):
    run = look(steward)
    assert run.records == len(built.people)
    found = {(one.one_id, one.other_id): one for one in models.Candidate.objects.filter(chance__gte=0.5)}
    doubles = {(built.people[place].pk, built.people[900 + place].pk) for place in range(90)}
    assert len(doubles & found.keys()) >= 80, sorted(models.Candidate.objects.values_list("chance", flat=True))[-5:]
    first = found[sorted(doubles & found.keys())[0]]
    assert first.state == "waiting" and first.run_id == run.pk and first.one_print and first.one_area_id
    assert {"of", "found", "weight"} <= first.reasons[0].keys()
    assert run.told["by_chance"] and run.told["by_weight"] and run.told["weights"]
    assert run.model.state == "proposed"
    assert not (home / "linkage" / f"run-{run.pk}").exists()


def test_a_second_run_asks_only_what_is_new(built, steward):
    look(steward)
    pair = models.Candidate.objects.filter(chance__gte=0.9).order_by("pk").first()
    other = models.Candidate.objects.filter(chance__gte=0.9).order_by("pk").last()
    for one in (pair, other):
        actions.read_pair(one, answer="same", at=town.NOON, by=steward)
    models.Candidate.objects.update(state="different", settled_how="read")
    Person.objects.filter(pk=other.other_id).update(phone="+99970999999")
    before = models.Candidate.objects.count()
    run = look(steward)
    pair.refresh_from_db(), other.refresh_from_db()
    assert (pair.state, pair.round) == ("different", 1)
    assert (other.state, other.round) == ("waiting", 2)
    assert run.told["new"] <= 3 and models.Candidate.objects.count() - before == run.told["new"]


def test_an_area_alone_is_looked_through_by_its_own_officer(built, steward):
    nora = town.officer("nora", area=built.north)
    with pytest.raises(OutsideArea):
        actions.look_for_doubles(built.south, learns=True, at=town.NOON, by=nora)
    with pytest.raises(OutsideArea):
        actions.look_for_doubles(None, learns=True, at=town.NOON, by=nora)
    run = look(nora, built.north)
    assert run.model is None
    assert set(models.Candidate.objects.values_list("one_area", "other_area")) <= {(built.north.pk, built.north.pk)}


def test_it_needs_a_model_and_one_at_a_time(built, steward):
    with pytest.raises(errors.NothingLearnt):
        actions.look_for_doubles(None, learns=False, at=town.NOON, by=steward)
    actions.look_for_doubles(None, learns=True, at=town.NOON, by=steward)
    with pytest.raises(errors.LooksAlready):
        actions.look_for_doubles(None, learns=True, at=town.NOON, by=steward)
    with pytest.raises(NotPermitted):
        actions.look_for_doubles(None, learns=True, at=town.NOON, by=town.officer("desk", "desk_officer"))


def test_only_who_reaches_both_reads_a_pair(built, steward):
    across = town.pair(built.people[0], built.people[1])
    within = town.pair(built.people[0], built.people[2])
    nora = town.officer("nora", area=built.north)
    with acting.as_user(nora):
        assert [one.pk for one in reviewing.open_pairs(nora, reviewing.Asked())] == [within.pk]
        assert reviewing.candidate(across.pk, reader=nora) is None
        counts = reviewing.same_counts(nora, at=town.NOON)
    assert (counts.waiting, counts.elsewhere) == (1, 1)
    with acting.as_user(steward):
        assert reviewing.same_counts(steward, at=town.NOON).waiting == 2


def test_merging_two_ends_their_pairs_and_parting_puts_them_back(built, steward):
    one, other, third = built.people[0], built.people[1], built.people[2]
    between, beside = town.pair(one, other), town.pair(other, third, state="unsure")
    Person.objects.filter(pk=other.pk).update(merged_into=one)
    between.refresh_from_db(), beside.refresh_from_db()
    assert (between.state, beside.state) == ("merged", "overtaken")
    Person.objects.filter(pk=other.pk).update(merged_into=None)
    between.refresh_from_db(), beside.refresh_from_db()
    assert (between.state, beside.state) == ("different", "unsure")


def test_pairs_follow_people_who_move(built, steward):
    pair = town.pair(built.people[0], built.people[2])
    home = Person.objects.get(pk=built.people[0].pk).memberships.get().household
    type(home).objects.filter(pk=home.pk).update(area=built.south)
    assert actions.follow_people(by=steward) == 1
    pair.refresh_from_db()
    assert {pair.one_area_id, pair.other_area_id} == {built.north.pk, built.south.pk}
