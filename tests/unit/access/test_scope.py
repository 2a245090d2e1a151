"""The database itself: signed in as the application's role, past one's scope nothing comes and nothing changes."""

import hmac
import json
from contextlib import contextmanager
from hashlib import sha256

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg import sql

from ayni.benefits import actions as benefits
from ayni.commons import acting
from ayni.commons.access import protection, shipping
from ayni.commons.access.models import Grant, User
from ayni.commons.access.seals import Seal
from ayni.commons.directory.models import Institution
from ayni.programmes.models import Programme
from ayni.registry.models import Household, Person
from tests.pages import delivery, district

shipping._declared()  # every domain's declarations
TABLES = sorted(protection.declared())


@pytest.fixture
def place(transactional_db, settings, tmp_path):
    settings.AYNI_HOME = tmp_path
    return district.made(on=delivery.START)


@pytest.fixture
def paid(place):
    """Both households that are proposed are enrolled and in a payment cycle."""
    made = delivery.made(place)
    for household, by in ((place.near, "district_officer"), (place.far, "programme_manager")):
        if by == "programme_manager":
            Grant.objects.create(user=made.users[by], role_id="district_officer", starts_on=delivery.START)
            del made.users[by].__dict__["held"], made.users[by].__dict__["places"], made.users[by].__dict__["scope"]
        made_by = made.users[by]
        delivery.enrolment.accept(made.decision(household), by=made_by, at=delivery.NOON, starts_on=delivery.START)
    benefits.adopt_accounts(by=made.users["payment_approver"])
    benefits.compute(
        Programme.objects.get(code="housing"),
        by=made.users["payment_officer"],
        period_from=delivery.START,
        period_to=delivery.START.replace(month=4),
    )
    return made


@contextmanager
def session(user=None, *, given=None):
    """The application's own sign-in, in the scope of a user, or with another text in its place."""
    there = {**connection.get_connection_params(), "user": protection.ROLE, "autocommit": True}
    for of_django in ("cursor_factory", "context", "password"):
        there.pop(of_django, None)
    with psycopg.connect(**there) as found:
        backend = found.info.backend_pid
        text = given(backend) if given else Seal.of_installation().sign(user.scope.told(), backend) if user else ""
        found.execute(sql.SQL("SET ayni.scope = {}").format(sql.Literal(text)))
        yield found


def count(found, table):
    return found.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()[0]


def owned(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_every_table_about_people_has_a_policy_or_a_reason():
    for model in apps.get_models(include_auto_created=True):
        told = getattr(model, "privacy", None)
        if told is None or set(told.values()) <= {"public"}:
            continue
        table = model._meta.db_table
        known = {*protection.declared(), *protection.left_open(), *protection.hidden()}
        assert table in known, table
    for table, because in protection.left_open().items():
        assert because and table not in protection.declared()


def test_without_a_scope_nothing_is_there(paid):
    filled = [table for table in TABLES if owned(table)]
    assert {"registry_person", "enrolment_decision", "benefits_paymentline", "registry_personsealed"} <= set(filled)
    with session() as nobody:
        for table in TABLES:
            assert count(nobody, table) == 0, table
            assert nobody.execute(f"DELETE FROM {table}").rowcount == 0
        assert nobody.execute("UPDATE registry_person SET given_name = 'x'").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            nobody.execute(
                "INSERT INTO registry_person (source, source_key, given_name, family_name, given_name_latin,"
                " family_name_latin, phone, registered_on) VALUES ('x', 'x', '', '', '', '', '', now())"
            )
    assert [table for table in TABLES if owned(table)] == filled


def test_an_officer_reaches_their_own_area_and_no_other(paid, place):
    officer = paid.users["district_officer"]
    with session(officer) as own:
        assert [row[0] for row in own.execute("SELECT id FROM registry_household ORDER BY id")] == [
            place.near.pk,
            place.large.pk,
        ]
        everybody = Person.objects.count()
        assert count(own, "registry_person") == everybody - 1  # the father lives in the south
        for table in ("enrolment_decision", "enrolment_enrolment", "benefits_paymentline", "registry_householdfacts"):
            households = {row[0] for row in own.execute(f"SELECT household_id FROM {table}")}
            assert households <= {place.near.pk, place.large.pk} and households, table
        far = place.far.pk
        assert own.execute("UPDATE registry_household SET source_key = 'x' WHERE id = %s", [far]).rowcount == 0
        assert own.execute("UPDATE benefits_paymentline SET reason = 'x' WHERE household_id = %s", [far]).rowcount == 0
        assert own.execute("DELETE FROM registry_membership WHERE household_id = %s", [far]).rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            own.execute("UPDATE registry_household SET area_id = %s WHERE id = %s", [place.far.area_id, place.near.pk])
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            own.execute(
                "INSERT INTO registry_membership (person_id, household_id, number, period)"
                " VALUES (%s, %s, 9, daterange('2030-01-01', NULL))",
                [place.mother.pk, far],
            )


def test_a_scope_that_is_not_ours_shows_nothing(paid):
    everywhere = paid.users["auditor"]
    told = everywhere.scope.told()

    def tampered(backend):
        return Seal.of_installation().sign(told, backend).replace('"user":', '"user": 1', 1)

    def of_another_key(backend):
        return Seal(b"x" * 32).sign(told, backend)

    def of_another_session(backend):
        return Seal.of_installation().sign(told, backend + 1)

    def unsigned(backend):
        text = json.dumps({**told, "backend": backend})
        return f"{hmac.new(b'', text.encode(), sha256).hexdigest()}.{text}"

    with session(everywhere) as honest:
        assert count(honest, "registry_household") == Household.objects.count()
    for forged in (tampered, of_another_key, of_another_session, unsigned, lambda backend: "x" * 70):
        with session(given=forged) as found:
            assert count(found, "registry_household") == 0, forged


FREEING = [
    "SELECT * FROM access_seal",
    "SELECT * FROM registry_guard",
    "ALTER TABLE registry_person DISABLE ROW LEVEL SECURITY",
    "DROP POLICY registry_person_scope ON registry_person",
    "CREATE POLICY mine ON registry_person USING (true)",
    "ALTER ROLE ayni_application BYPASSRLS",
    "TRUNCATE registry_person",
    "CREATE TABLE public.mine (x int)",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "SET session_replication_role = replica",
    "ALTER TABLE registry_person DISABLE TRIGGER ALL",
    "COPY registry_person TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
    "UPDATE django_migrations SET app = 'x'",
    "UPDATE audit_entry SET action = 'x'",
    "DELETE FROM audit_look",
    "UPDATE benefits_posting SET amount = 1",
]


def test_the_application_cannot_free_itself(paid):
    with session(paid.users["auditor"]) as found:
        owner = connection.get_connection_params()["user"]
        for statement in (*FREEING, f"SET ROLE {owner}", f"SET SESSION AUTHORIZATION {owner}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                found.execute(statement)
                pytest.fail(statement)


def test_row_security_cannot_be_left_out(paid):
    with session(paid.users["district_officer"]) as found:
        found.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            found.execute("SELECT * FROM registry_person")


def test_a_grant_for_one_institution_reaches_its_programmes_only(paid, place):
    health, labour = (Institution.objects.create(code=code, names={"en": code}) for code in ("health", "labour"))
    lender = User.objects.create(username="of-labour")
    Grant.objects.create(user=lender, role_id="payment_officer", institution=labour, starts_on=delivery.START)
    Programme.objects.filter(code="housing").update(institution=health)
    with session(lender) as found:
        assert (count(found, "benefits_paymentline"), count(found, "enrolment_enrolment")) == (0, 0)
        assert count(found, "registry_household") == Household.objects.count()  # the registry is everybody's
    Programme.objects.filter(code="housing").update(institution=labour)
    with session(lender) as found:
        assert (count(found, "benefits_paymentline"), count(found, "enrolment_enrolment")) == (2, 2)


def test_everything_of_ours_runs_in_somebodys_scope(paid, place):
    """Through Django: the scope goes with whoever acts, and comes back with them."""
    officer, auditor = paid.users["district_officer"], paid.users["auditor"]
    every = Household.objects.count()
    with acting.as_user(officer):
        assert Household.objects.count() == 2
        with acting.as_user(auditor):
            assert Household.objects.count() == every
        assert Household.objects.count() == 2
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (protection.ROLE,)
            with acting.as_user(auditor):
                cursor.execute("SELECT count(*) FROM registry_household")  # a cursor opened for another
                assert cursor.fetchone() == (every,)
    with acting.as_user(User(username="nobody", pk=0)):
        assert Household.objects.count() == 0


def test_a_rollback_does_not_leave_somebody_elses_scope(paid):
    from django.db import transaction

    officer, auditor = paid.users["district_officer"], paid.users["auditor"]
    with acting.as_user(officer), transaction.atomic():
        assert Household.objects.count() == 2
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            with acting.as_user(auditor):
                assert Household.objects.count() == 3
            1 / 0  # noqa: B018
        assert Household.objects.count() == 2
        with acting.as_user(auditor):
            assert Household.objects.count() == 3
