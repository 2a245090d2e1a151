"""How the database chains what is written: at once by many, by a role that may only add, and by month."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from ayni.commons.audit import models, months, proving, recording, sealing
from tests.unit.audit.conftest import linked, with_role

WRITERS, EACH = 8, 40


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.AYNI_HOME = tmp_path


def write(user: Any, subject: str = "") -> None:
    recording.entry(actor=user, permission="registry.correct", subject=subject, facts={}, changes={})


@pytest.mark.django_db(transaction=True)
def test_many_who_write_at_once_leave_whole_chains(transactional_db):
    user, together = with_role("officer", "district_officer"), Barrier(WRITERS)

    def work(writer: int) -> None:
        together.wait()
        try:
            for number in range(EACH):
                with transaction.atomic():
                    write(user, f"registry.household:{writer}")
                    recording.look(user, reader=user, under="registry.correct")
                    if number % 10 == 3:
                        transaction.set_rollback(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    links = list(models.Link.objects.order_by("chain", "number").values_list("chain", "number"))
    assert len(links) == 2 * WRITERS * (EACH - EACH // 10)
    for chain, number in models.Chain.objects.values_list("chain", "number"):
        assert [place for one, place in links if one == chain] == list(range(1, number + 1))
    assert proving.verdict().findings == ()


@pytest.mark.django_db(transaction=True)
def test_what_one_writes_keeps_nobody_waiting_before_the_end(transactional_db):
    """A transaction that has written and goes on holds no chain: even one of the same chain ends meanwhile."""
    user = with_role("officer", "district_officer")
    with transaction.atomic():
        write(user)

        def others() -> None:
            try:
                for _time in range(3):
                    write(user)
            finally:
                connection.close()

        with ThreadPoolExecutor(20) as pool:  # more than there are chains
            for done in [pool.submit(others) for _one in range(20)]:
                done.result(timeout=20)
    assert models.Link.objects.count() == 61
    assert proving.verdict().holds


@pytest.mark.django_db(transaction=True)
def test_what_reads_as_of_its_beginning_is_linked_by_the_next(transactional_db):
    user = with_role("officer", "district_officer")

    def elsewhere() -> None:
        try:
            write(user)
        finally:
            connection.close()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT count(*) FROM audit_chain")
        with ThreadPoolExecutor(16) as pool:
            for done in [pool.submit(elsewhere) for _one in range(16)]:
                done.result(timeout=20)
        write(user, "as of its beginning")
    assert models.Waiting.objects.count() == 1
    assert proving.verdict().holds
    write(user)
    assert models.Waiting.objects.count() == 0
    assert models.Link.objects.count() == models.Entry.objects.count() == 18
    assert proving.verdict().holds


@pytest.mark.django_db(transaction=True)
def test_a_seal_takes_up_what_waits_and_what_waits_is_proved(transactional_db, tampered):
    user = with_role("officer", "district_officer")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        write(user)
    sealing.seal(at=datetime(2026, 5, 1, tzinfo=UTC))
    assert (models.Waiting.objects.count(), models.Link.objects.count()) == (0, 1)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        write(user)
    tampered("UPDATE audit_entry SET subject = 'x' WHERE id = (SELECT max(id) FROM audit_entry)")
    assert [one.kind for one in proving.verdict().findings] == ["unlinked"]


@pytest.fixture
def as_writer(db: None) -> Iterator[None]:
    """A role of the database that may add to the audit and read it, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE only_writes NOLOGIN")
        cursor.execute("GRANT USAGE ON SCHEMA public TO only_writes")
        cursor.execute("GRANT SELECT, INSERT ON audit_entry, audit_look, access_user, access_grant TO only_writes")
        cursor.execute("GRANT SELECT ON access_role, directory_area, directory_institution, audit_seal TO only_writes")
        cursor.execute("GRANT USAGE ON SEQUENCE audit_entry_id_seq, audit_look_id_seq TO only_writes")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("DROP OWNED BY only_writes")
        cursor.execute("DROP ROLE only_writes")


def test_a_role_that_may_only_add_writes_chained_rows(officer, as_writer):
    linked()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE only_writes")
        write(officer)
        recording.look(officer, reader=officer, under="registry.correct")
        linked()
        assert months.ahead(25) == 3
        for forbidden in (
            "UPDATE audit_entry SET subject = 'x'",
            "DELETE FROM audit_entry",
            "TRUNCATE audit_entry",
            "SELECT * FROM audit_link",
            "INSERT INTO audit_link VALUES (1, 1, now(), 'entry', 1, '')",
            "UPDATE audit_chain SET number = number + 1",
            "SELECT audit_extend('entry', 1, now(), '')",
            "SELECT audit_link_row('entry', 1, now(), '')",
            "SELECT audit_make_month('audit_entry', '2020-01-01')",
            "INSERT INTO audit_months.audit_entry_otherwise DEFAULT VALUES",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(forbidden)
        assert proving.verdict().holds
        assert proving.verdict().links == 2
        cursor.execute("RESET ROLE")


def test_what_stands_in_the_way_of_a_name_is_not_taken_for_the_chain(officer):
    """The database's functions look nowhere but where the tables are, whatever a session makes for itself."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE audit_chain (chain smallint PRIMARY KEY, number bigint, digest bytea)")
        cursor.execute("CREATE TEMP TABLE audit_waiting (id bigint)")
        cursor.execute("SET LOCAL search_path = pg_temp, public")
        write(officer)
        linked()
        cursor.execute("SELECT count(*) FROM pg_temp.audit_chain")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM public.audit_chain")
        assert cursor.fetchone() == (1,)
        cursor.execute("DROP TABLE pg_temp.audit_chain, pg_temp.audit_waiting")


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableoid::regclass::text FROM audit_entry")
        return {name for (name,) in cursor.fetchall()}


def test_rows_are_kept_by_their_month(officer):
    models.Entry.objects.create(actor=officer, action="a", at=datetime.now(UTC))
    assert tables() == {f"audit_months.audit_entry_{datetime.now(UTC):%Y_%m}"}


def test_a_month_without_a_table_is_kept_and_proved_all_the_same(officer):
    for at in (datetime(1999, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)):
        models.Entry.objects.create(actor=officer, action="a", at=at)
    linked()
    assert tables() == {"audit_months.audit_entry_otherwise"}
    assert proving.verdict().findings == ()


def test_months_are_made_ahead_once(db):
    assert months.ahead(30) == 3 * 6  # the tables began with two years
    assert months.ahead(30) == 0
    assert months.ahead(-5) == 0


def test_a_month_that_is_kept_among_the_others_stays_there(officer):
    with connection.cursor() as cursor:
        cursor.execute("SELECT (date_trunc('month', now()) + interval '26 months')")
        (late,) = cursor.fetchone()
    models.Entry.objects.create(actor=officer, action="a", at=late)
    linked()
    assert months.ahead(26) == 3 * 2 - 2  # neither the entry's nor its link's
    assert proving.verdict().holds
