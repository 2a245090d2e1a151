"""Answers move when their variable becomes sensitive or is no longer, and every key rewrites them; history too."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from ayni.commons.jobs import running
from ayni.commons.jobs.models import Work
from ayni.commons.sealing import actions as sealing
from ayni.commons.sealing import boxes, errors, files, rotating
from ayni.commons.sealing import queries as keys
from ayni.commons.sealing.models import SealingKey
from ayni.engines import dictionary as dictionaries
from ayni.registry import actions, models, queries
from ayni.registry import errors as refusals
from ayni.registry.actions import moving
from ayni.registry.queries import sealed
from tests.unit.registry import village
from tests.unit.registry.village import DAY

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


class Quiet:
    def tell(self, done, total):
        assert done <= total


@pytest.fixture
def keeper(loaded):
    return village.officer("ada", "administrator")


def rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def whole(table):
    return " ".join(str(row) for row in rows(f"SELECT t::text FROM {table} t"))


def reclassify(entity, name, sensitivity):
    """One officer proposes, another approves, and the worker does what follows."""
    known = queries.dictionary().get(entity, name)
    import dataclasses

    manager = village.officer(f"m-{name}-{sensitivity}", "programme_manager")
    approver = village.officer(f"a-{name}-{sensitivity}", "programme_approver")
    put = [dataclasses.replace(known, sensitivity=sensitivity)]
    change = actions.propose_change(put, reason="The law says so", since=DAY, by=manager)
    actions.approve_change(change, by=approver, at=NOON)
    return Work.objects.get(key=f"registry.move_answers/{change}")


def opened(entity, record):
    return {name: value for one in sealed.documents(entity, [record]) for name, value in one.values.items()}


def test_answers_move_with_an_approved_change_and_back(officer, homes, settings):
    home = homes["h1"]
    models.HouseholdFacts.objects.filter(household=home).update(observed_on=date(2026, 6, 29))  # leaves history
    work = reclassify("household", "note", "sensitive")
    told = queries.household(home.pk, reader=officer, on=DAY).facts
    assert (told.get("note"), told.hidden) == (None, 1), "hidden at once, before it is moved"
    manager = village.officer("taker", "programme_manager")
    with pytest.raises(refusals.MoveUnfinished):
        actions.take_snapshot(on=DAY, by=manager)
    running.run(work.pk)
    assert Work.objects.get(pk=work.pk).status == "done", Work.objects.get(pk=work.pk).message
    for table in ("registry_householdfacts", "registry_householdfactsevent"):
        assert "by the well" not in whole(table), table
    assert rows("SELECT count(*) FROM registry_householdsealedevent") == [(1,)]
    assert opened("household", home.pk) == {"note": "by the well, left"}
    assert queries.household(home.pk, reader=officer, on=DAY).facts.hidden == 1
    facts = models.HouseholdFacts.objects.get(household=home)
    assert (facts.values["floor"], facts.states) == ("earth", {})

    running.run(reclassify("household", "note", "personal").pk)
    assert queries.household(home.pk, reader=officer, on=DAY).facts.get("note").value == "by the well, left"
    assert rows("SELECT count(*) FROM registry_householdsealed") == [(0,)]
    assert rows("SELECT count(*) FROM registry_householdsealedevent") == [(0,)]
    assert "by the well" in whole("registry_householdfactsevent")
    assert actions.take_snapshot(on=DAY, by=manager)


def test_moving_wakes_no_history_and_can_be_begun_again(homes, monkeypatch):
    before = rows("SELECT count(*) FROM registry_householdfactsevent")
    monkeypatch.setattr(moving, "ROWS_PER_BATCH", 1)
    steps = moving.seal("household", ["floor"])
    assert next(steps) == 1
    steps.close()  # interrupted: one row is moved, the others are not
    assert rows("SELECT count(*) FROM registry_householdsealed") == [(1,)]
    assert sum(moving.seal("household", ["floor"])) == 2
    assert rows("SELECT count(*) FROM registry_householdsealed") == [(3,)]  # of h4 nothing is known
    assert rows("SELECT count(*) FROM registry_householdfactsevent") == before
    assert list(moving.seal("household", ["floor"])) == []


def test_what_was_told_since_counts(homes):
    home = homes["h1"]
    facts = models.HouseholdFacts.objects.get(household=home)
    list(moving.seal("household", ["note"]))
    facts.values = {**facts.values, "note": "older"}
    facts.save()
    list(moving.seal("household", ["note"]))
    assert opened("household", home.pk) == {"note": "by the well, left"}


def test_a_new_key_rewrites_everything_and_the_old_one_can_go(officer, keeper, people, monkeypatch):
    village.declare(dictionaries.Variable("illness", "person", "text", sensitivity="sensitive"))
    for said in ("first", "second"):
        actions.record_person_answers(
            people["h1-2"], actions.Answers({"illness": said}), source="visit", on=DAY, by=officer
        )
    with pytest.raises(errors.KeyInUse):
        sealing.forget_key(number=1, by=keeper)
    marks = rows("SELECT count(*) FROM registry_personsealedevent")
    running.run(sealing.rotate_keys(by=keeper).pk)
    assert [(key.number, key.documents, key.is_held, key.is_newest) for key in keys.keys(keeper)] == [
        (1, 0, True, False),
        (2, 5, True, True),
    ]
    assert rows("SELECT count(*) FROM registry_personsealedevent") == marks
    assert opened("person", people["h1-2"].pk) == {"illness": "second"}
    assert SealingKey.objects.get(number=1).retired_at is not None
    sealing.forget_key(number=1, by=keeper)
    assert sorted(files.read()) == [2]
    assert opened("person", people["h1-1"].pk) == {"hiv": True}
    [(record, on, source, key, ciphertext)] = rows(
        "SELECT person_id, observed_on, source, key_id, ciphertext FROM registry_personsealedevent"
    )
    bound = sealed.bound("person", record, source, on)
    assert json.loads(boxes.Opener().open(bytes(ciphertext), key, bound))["values"] == {"illness": "first"}


def test_a_rotation_that_was_interrupted_loses_nothing_and_goes_on(keeper, people, monkeypatch):
    monkeypatch.setattr(rotating, "ROWS_PER_BATCH", 1)
    work = sealing.rotate_keys(by=keeper)

    class Killed(Exception):
        pass

    class Fails:
        def tell(self, done, total):
            if done == 2:
                raise Killed

    with pytest.raises(Killed):
        rotating.rewrite(Fails())
    assert rotating.counts() == {1: 1, 2: 2}
    assert [opened("person", people[key].pk) for key in ("h1-1", "h2-1", "h2-2")] == [
        {"hiv": True},
        {"hiv": False},
        {"hiv": False},
    ]
    assert sealing.rotate_keys(by=keeper).pk == work.pk, "no third key is made"
    running.run(work.pk)
    assert rotating.counts() == {2: 3}


def test_a_rotation_without_the_old_key_says_so_and_changes_nothing(keeper, people):
    work = sealing.rotate_keys(by=keeper)
    with transaction.atomic():
        files.remove(1)
        running.run(work.pk)
    done = Work.objects.get(pk=work.pk)
    assert (done.status, "key 1" in done.message.lower()) == ("failed", True)
    assert rotating.counts() == {1: 3}
