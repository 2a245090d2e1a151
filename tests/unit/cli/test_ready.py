import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from ayni.cli import ready

pytestmark = pytest.mark.django_db


def test_a_migration_that_was_not_made_is_seen():
    assert ready.is_up_to_date()
    MigrationRecorder(connection).record_unapplied("jobs", "0001_initial")
    assert not ready.is_up_to_date()


def test_every_migration_is_known_by_its_file():
    assert set(ready._migrations()) == MigrationExecutor(connection).loader.disk_migrations.keys()


def test_a_later_version_of_the_program_may_have_been_here():
    MigrationRecorder(connection).record_applied("jobs", "9999_of_a_later_version")
    assert ready.is_up_to_date()
