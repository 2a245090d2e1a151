"""Several connections, one moment: what happens meanwhile, and what is left when it ends badly."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
import pytest
from django.db import DataError, connection, transaction

from ayni.intake import actions as intake
from ayni.registry import actions, models
from ayni.snapshots import errors, manifests, opening, parts, reusing, taking, writing
from ayni.snapshots import models as snapshots
from tests.unit.registry import village
from tests.unit.registry.village import DAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def steward(transactional_db, home):
    by = village.officer("steward", "data_steward")
    intake.load(village.write(home / "survey"), by=by)
    return by


@pytest.fixture
def elsewhere(steward):
    """A connection of somebody else; what is done on it is done at once."""
    parameters = {**connection.get_connection_params(), "autocommit": True}
    for of_django in ("cursor_factory", "context"):
        parameters.pop(of_django, None)
    with psycopg.connect(**parameters) as other:
        yield other


@contextmanager
def having_written():
    """A transaction that others cannot see into."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        yield


def test_the_officers_go_on_working_and_none_of_it_is_in_the_snapshot(steward, elsewhere, monkeypatch):
    before = actions.take_snapshot(on=DAY, by=steward)
    write, said = writing.Writing.run, []

    def meanwhile(self, pieces, readers):
        """The moment is fixed, nothing is read yet: an officer moves, corrects, registers, and takes people out."""
        elsewhere.execute("UPDATE registry_household SET area_id = (SELECT id FROM directory_area WHERE code = 'S1')")
        elsewhere.execute("UPDATE registry_person SET sex = 'male'")
        elsewhere.execute("UPDATE registry_householdfacts SET values = '{}'")
        elsewhere.execute("DELETE FROM registry_membership WHERE number > 1")
        said.append(len(readers))
        return write(self, pieces, readers)

    monkeypatch.setattr(writing.Writing, "run", meanwhile)
    monkeypatch.setattr(reusing, "earlier", lambda on: [])
    assert actions.take_snapshot(on=DAY, by=steward).version == before.version
    assert said == [2]
    monkeypatch.undo()
    after = actions.take_snapshot(on=DAY, by=steward)
    assert [file["partition"] for file in manifests.files(after.manifest, "persons")] == ["S"]
    with opening.open(after) as opened:
        assert set(opened.persons.to_pyarrow()["sex"].to_pylist()) == {"male"}
        assert opened.persons.count().to_pyarrow().as_py() == 4


def test_an_answer_and_a_move_at_the_same_time_do_not_hide_each_other(steward, elsewhere, monkeypatch):
    """The answer was given where the household lived, and becomes known after a snapshot that shows the move."""
    home = models.Household.objects.get(source_key="h3")
    with elsewhere.transaction():
        elsewhere.execute(
            "INSERT INTO registry_householdfacts (household_id, source, observed_on, values)"
            " VALUES (%s, 'visit', %s, '{\"rooms\": 9}')",
            (home.pk, DAY),
        )
        models.Household.objects.filter(pk=home.pk).update(area=village.Area.objects.get(code="S1"))
        moved = actions.take_snapshot(on=DAY, by=steward)
    told = actions.take_snapshot(on=DAY, by=steward)
    assert told != moved
    with opening.open(told) as opened:
        rooms = {row["id"]: (row["area"], row["rooms"]) for row in opened.households.to_pyarrow().to_pylist()}
    assert rooms[home.pk] == ("S1", 9)
    monkeypatch.setattr(reusing, "earlier", lambda on: [])
    assert actions.take_snapshot(on=DAY, by=steward) == told


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_however_many_read_the_bytes_are_the_same(steward, settings, workers):
    settings.AYNI_SNAPSHOT_WORKERS = workers
    taken = actions.take_snapshot(on=DAY, by=steward)
    assert (taken.manifest["readers"], taken.manifest["isolation"]) == (workers, "repeatable read")
    contents = {file["path"]: file["sha256"] for table in taken.manifest["tables"].values() for file in table["files"]}
    snapshots.Snapshot.objects.all().delete()
    with having_written():  # alone, on the connection that has
        again = actions.take_snapshot(on=DAY, by=steward)
    assert (again.version, again.manifest["readers"]) == (taken.version, 1)
    assert contents == {
        file["path"]: file["sha256"] for table in again.manifest["tables"].values() for file in table["files"]
    }


def test_a_failure_of_one_reader_ends_all_and_leaves_nothing(steward, monkeypatch):
    finish, calls = parts.Parts.finish, []

    def fails(self):
        calls.append(1)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return finish(self)

    monkeypatch.setattr(parts.Parts, "finish", fails)
    with pytest.raises(errors.SnapshotNotWritten, match="No space left on device"):
        actions.take_snapshot(on=DAY, by=steward)
    assert list(taking.folder().iterdir()) == []
    monkeypatch.undo()
    manifests.verify(actions.take_snapshot(on=DAY, by=steward))


def test_a_column_that_cannot_be_read_is_the_databases_refusal(steward):
    models.HouseholdFacts.objects.filter(household__source_key="h1").update(values={"rooms": "many"})
    with pytest.raises(DataError, match="many"):
        actions.take_snapshot(on=DAY, by=steward)
    with pytest.raises(DataError, match="many"), having_written():
        actions.take_snapshot(on=DAY, by=steward)
    assert not snapshots.Snapshot.objects.exists()
    assert list(taking.folder().iterdir()) == []


APART = """
import os, resource, signal, sys, django
django.setup()
from datetime import date
from ayni.commons.access.models import User
from ayni.kernel.refusals import Refused
from ayni.registry import actions
from ayni.snapshots import parts
{fault}
try:
    actions.take_snapshot(on=date({year}, {month}, {day}), by=User.objects.get(username="steward"))
except Refused as refused:
    sys.exit(str(refused))
"""
KILLED = """
finish, calls = parts.Parts.finish, []
def killed(self):
    calls.append(1)
    if len(calls) == {moment}:
        os.kill(os.getpid(), signal.SIGKILL)
    return finish(self)
parts.Parts.finish = killed
"""
FULL = "resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes}, {bytes}))"


def apart(home, fault):
    """Take a snapshot in a process of its own, with a fault."""
    there = connection.get_connection_params()
    login = ":".join(quote(there[name]) for name in ("user", "password") if there.get(name))
    port = f"&port={there['port']}" if there.get("port") else ""
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{login}@/{there['dbname']}?host={quote(there['host'])}{port}",
        "AYNI_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "ayni.config.settings",
    }
    script = APART.format(fault=fault, year=DAY.year, month=DAY.month, day=DAY.day)
    return subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)


def test_killed_with_signal_9_while_several_write(steward, home):
    marks = snapshots.Change.objects.count()
    for moment in (1, 4):
        died = apart(home, KILLED.format(moment=moment))
        assert died.returncode == -signal.SIGKILL, died.stderr
        assert not snapshots.Snapshot.objects.exists()
        assert snapshots.Change.objects.count() == marks
    taken = actions.take_snapshot(on=DAY, by=steward)
    assert {place.name for place in taking.folder().iterdir()} == {taken.version}
    manifests.verify(taken)


@pytest.mark.parametrize("size", [100, 3_000, 8_000])
def test_a_full_disk_is_a_refusal_and_no_half_snapshot(steward, home, size):
    refused = apart(home, FULL.format(bytes=size))
    assert refused.returncode == 1, refused.stderr
    assert "The snapshot was not taken" in refused.stderr
    assert str(home / "snapshots") in refused.stderr
    assert "ayni snapshot prune" in refused.stderr
    assert not snapshots.Snapshot.objects.exists()
    assert list(taking.folder().iterdir()) == []
    manifests.verify(actions.take_snapshot(on=DAY, by=steward))
