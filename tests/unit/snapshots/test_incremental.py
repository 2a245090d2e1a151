"""A snapshot that takes files from earlier ones is the snapshot that is written anew, whatever changed in between."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from ayni.commons.directory.models import Area
from ayni.registry import actions, models
from ayni.snapshots import changes, manifests, reusing
from ayni.snapshots import models as snapshots
from tests.unit.registry.village import DAY

NEXT = DAY + timedelta(days=1)
REGISTRY = ("households", "persons")


def written(snapshot):
    """The files of the registry's tables that were written for this snapshot."""
    return {
        (table, file["partition"])
        for table in REGISTRY
        for file in manifests.files(snapshot.manifest, table)
        if "from" not in file
    }


def anew(monkeypatch, day, by):
    """The snapshot as it is when nothing earlier is looked at."""
    with monkeypatch.context() as patched:
        patched.setattr(reusing, "earlier", lambda on: [])
        return actions.take_snapshot(on=day, by=by)


@pytest.fixture
def first(loaded, steward):
    return actions.take_snapshot(on=DAY, by=steward)


def answer(home, day=DAY, **values):
    models.HouseholdFacts.objects.update_or_create(
        household=home, source="visit", observed_on=day, defaults={"values": values}
    )


def test_one_area_changed_and_one_file_is_written(first, steward, homes, monkeypatch):
    assert written(first) == {(table, area) for table in REGISTRY for area in "NS"}
    answer(homes["h4"], rooms=9)
    second = actions.take_snapshot(on=DAY, by=steward)
    assert written(second) == {("households", "S")}
    same = [(Path(one.folder) / "persons/area_1=N/part-0.parquet").stat().st_ino for one in (first, second)]
    assert same[0] == same[1]
    assert second == anew(monkeypatch, DAY, steward)


def test_what_is_told_of_a_person_leaves_the_households_alone(first, steward, people):
    models.PersonFacts.objects.create(person=people["h4-1"], source="visit", observed_on=DAY, values={"attends": True})
    assert written(actions.take_snapshot(on=DAY, by=steward)) == {("persons", "S")}


def test_a_household_that_moves_concerns_both_its_areas(first, steward, homes, monkeypatch):
    models.Household.objects.filter(pk=homes["h3"].pk).update(area=Area.objects.get(code="S1"))
    second = actions.take_snapshot(on=DAY, by=steward)
    assert written(second) == {(table, area) for table in REGISTRY for area in "NS"}
    assert second == anew(monkeypatch, DAY, steward)


def test_the_last_household_of_an_area_leaves_it(first, steward, homes, monkeypatch):
    models.Household.objects.filter(pk=homes["h4"].pk).update(closed_on=DAY)
    second = actions.take_snapshot(on=DAY, by=steward)
    assert [file["partition"] for file in manifests.files(second.manifest, "households")] == ["N"]
    answer(homes["h1"], rooms=8)
    third = actions.take_snapshot(on=DAY, by=steward)  # that S is empty is known of the second
    assert written(third) == {("households", "N")}
    assert third == anew(monkeypatch, DAY, steward)


def test_an_area_that_is_put_elsewhere_concerns_everything(first, steward, monkeypatch):
    Area.objects.filter(code="N2").update(names={"en": "River"})
    assert actions.take_snapshot(on=DAY, by=steward) == first
    Area.objects.filter(code="N2").update(path="/S/N2/", parent=Area.objects.get(code="S"))
    second = actions.take_snapshot(on=DAY, by=steward)
    assert len(written(second)) == 4
    assert second == anew(monkeypatch, DAY, steward)


def test_another_day_is_the_same_where_nothing_begins_or_ends(first, steward, people, homes, monkeypatch):
    next_day = actions.take_snapshot(on=NEXT, by=steward)
    assert (written(next_day), next_day != first) == (set(), True)
    assert next_day == anew(monkeypatch, NEXT, steward)
    models.Person.objects.filter(pk=people["h4-2"].pk).update(died_on=NEXT + timedelta(days=3))
    answer(homes["h1"], NEXT + timedelta(days=2), rooms=3)
    assert actions.take_snapshot(on=NEXT, by=steward) == next_day
    for days, areas in ((1, set()), (2, {("households", "N")}), (3, {("households", "S"), ("persons", "S")})):
        later = actions.take_snapshot(on=NEXT + timedelta(days=days), by=steward)
        assert written(later) == areas, days
        assert later == anew(monkeypatch, later.on, steward)


def test_another_dictionary_writes_what_has_other_columns(first, steward):
    rooms = models.Variable.objects.get(name="rooms")
    models.Variable.objects.create(
        entity="household", name="water", definition={**rooms.definition}, since=DAY, position=99
    )
    assert written(actions.take_snapshot(on=DAY, by=steward)) == {("households", "N"), ("households", "S")}


def test_a_damaged_file_is_not_taken_over(first, steward, homes):
    file = Path(first.folder) / "persons/area_1=N/part-0.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    answer(homes["h4"], rooms=9)
    second = actions.take_snapshot(on=DAY, by=steward)
    assert written(second) == {("households", "S"), ("persons", "N")}
    manifests.verify(second)


def test_without_its_triggers_a_table_is_written_anew(first, steward, homes):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be waiting
        cursor.execute("ALTER TABLE registry_householdfacts DISABLE TRIGGER USER")
        answer(homes["h1"], rooms=9)
        second = actions.take_snapshot(on=DAY, by=steward)
        assert written(second) == {("households", "N"), ("households", "S")}
        cursor.execute("ALTER TABLE registry_householdfacts ENABLE TRIGGER USER")
    assert written(actions.take_snapshot(on=NEXT, by=steward)) == {("households", "N"), ("households", "S")}


def test_an_emptied_table_concerns_everything(first, steward):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be waiting
        cursor.execute("TRUNCATE registry_personfacts")
    assert written(actions.take_snapshot(on=DAY, by=steward)) == {("persons", "N"), ("persons", "S")}


def test_marks_of_what_no_table_reads_are_taken_up_too(first, steward):
    snapshots.Change.objects.create(source="registry_nowhere")
    actions.take_snapshot(on=DAY, by=steward)
    assert not snapshots.Change.objects.exists()
    assert snapshots.AreaState.objects.filter(source="registry_nowhere", area="").count() == 1


def test_many_rows_leave_few_marks(loaded, steward):
    actions.take_snapshot(on=DAY, by=steward)
    models.PersonFacts.objects.update(source="visit")
    found = list(snapshots.Change.objects.values_list("source", "low", "high"))
    people = models.Person.objects.order_by("pk").values_list("pk", flat=True)
    assert found == [("registry_personfacts", people.first(), people.last() + 1)]
    models.PersonFacts.objects.filter(pk=-1).update(source="nobody")
    models.PersonFacts.objects.filter(pk=-1).delete()
    assert snapshots.Change.objects.count() == 1
    actions.take_snapshot(on=DAY, by=steward)
    assert not snapshots.Change.objects.exists()


def test_a_taking_that_fails_has_taken_nothing_up(first, steward, homes, monkeypatch):
    answer(homes["h4"], rooms=9)
    with monkeypatch.context() as patched, pytest.raises(ZeroDivisionError):
        patched.setattr(manifests, "version", lambda *_: 1 / 0)
        actions.take_snapshot(on=DAY, by=steward)
    assert written(actions.take_snapshot(on=DAY, by=steward)) == {("households", "S")}


def test_every_table_that_is_read_is_watched(loaded):
    """A new join in a published table needs its source, and a migration that watches it."""
    import re

    from ayni.registry import extracts, queries

    with connection.cursor() as cursor:
        cursor.execute(changes.WATCHED)
        watched = {name for (name,) in cursor.fetchall()}
    for table in extracts.tables(queries.dictionary()):
        read = set(re.findall(r"\b(?:registry|directory)_(?!merged)\w+", table.sql))
        assert read == {source.name for source in table.sources} <= watched


@pytest.mark.parametrize("seed", range(6))
def test_whatever_changes_it_is_the_snapshot_written_anew(loaded, steward, seed, monkeypatch):
    chance = random.Random(seed)
    day = DAY
    for step in range(12):
        for _ in range(chance.randrange(3)):
            _change_something(chance, day)
        day = chance.choice((day, day, DAY, day + timedelta(days=chance.randrange(1, 20))))
        taken = actions.take_snapshot(on=day, by=steward)
        assert anew(monkeypatch, day, steward).version == taken.version, step
        manifests.verify(taken)


def _change_something(chance, day):
    when = day + timedelta(days=chance.randrange(-10, 10))
    homes, people = list(models.Household.objects.all()), list(models.Person.objects.all())
    home, person = chance.choice(homes), chance.choice(people)
    changes = (
        lambda: answer(home, when, rooms=chance.randrange(9), floor=chance.choice(("earth", None))),
        lambda: models.PersonFacts.objects.update_or_create(
            person=person, source="visit", observed_on=when, defaults={"values": {"attends": chance.random() < 0.5}}
        ),
        lambda: models.PersonFacts.objects.filter(person=person).delete(),
        lambda: models.HouseholdFacts.objects.filter(household=home).update(observed_on=when),
        lambda: models.Person.objects.filter(pk=person.pk).update(died_on=chance.choice((when, None))),
        lambda: models.Person.objects.filter(pk=person.pk).update(sex=chance.choice(("female", "male", None))),
        lambda: models.Household.objects.filter(pk=home.pk).update(area=_area(chance)),
        lambda: models.Household.objects.filter(pk=home.pk).update(closed_on=chance.choice((when, None))),
        lambda: models.Membership.objects.filter(person=person).update(household=home),
        lambda: models.Membership.objects.filter(person=person).update(period=(date(2020, 1, 1), when)),
        lambda: models.Membership.objects.filter(person=person).delete(),
        lambda: models.Membership.objects.create(person=person, household=home, number=9, period=(when, None)),
        lambda: Area.objects.filter(code="N2").update(path=chance.choice(("/N/N2/", "/S/N2/"))),
        lambda: _found(chance, when),
    )
    try:
        with transaction.atomic():
            chance.choice(changes)()
            connection.check_constraints()  # also what is looked at in the end only
    except IntegrityError:
        pass  # somebody would live in two places, or a household be led by somebody who died


def _area(chance):
    return Area.objects.get(code=chance.choice(("N1", "N2", "S1")))


def _found(chance, when):
    key = str(chance.random())
    home = models.Household.objects.create(area=_area(chance), source="t", source_key=key, registered_on=when)
    person = models.Person.objects.create(source="t", source_key=key, registered_on=when)
    models.Membership.objects.create(person=person, household=home, number=1, period=(when, None))
