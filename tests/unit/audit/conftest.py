"""Somebody who acts, and rows of the audit that are there for good: what a test commits is taken away by its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from ayni.commons.access.models import Grant, User
from ayni.commons.audit import recording

TABLES = "audit_entry, audit_look, audit_link, audit_chain, audit_waiting, audit_seal"


@pytest.fixture
def officer(db: None) -> User:
    return with_role("officer", "district_officer")


@pytest.fixture
def auditor(db: None) -> User:
    return with_role("auditor", "auditor")


def with_role(name: str, role: str) -> User:
    user = User.objects.create(username=name, first_name=name.title())
    Grant.objects.create(user=user, role_id=role, starts_on=date(2026, 1, 1))
    return user


@pytest.fixture
def write(officer: User) -> Callable[..., None]:
    """Write some entries: write(3)."""

    def written(count: int = 1, *, by: Any = officer, subject: str = "registry.household:1", **values: Any) -> None:
        for number in range(count):
            told = {"facts": {"says": "did something", "number": number}, "changes": {}, **values}
            recording.entry(actor=by, permission="registry.correct", subject=subject, **told)
        linked()

    return written


def linked() -> None:
    """Let the database do now what it does at a transaction's end."""
    connection.check_constraints()


@pytest.fixture
def tampered(db: None) -> Iterator[Callable[..., None]]:
    """Somebody with every right, who has put the database's own guards to sleep: tampered("DELETE …")."""

    def tamper(sql: str, *parameters: Any) -> None:
        linked()
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(sql, parameters)
            cursor.execute("SET session_replication_role = DEFAULT")

    yield tamper
