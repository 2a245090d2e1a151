"""An administrator, somebody else, and a day."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from ayni.commons.access.models import Grant, User

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "long-enough-words"


@cache
def hashed() -> str:
    """Hashed once: hashing is slow on purpose."""
    return make_password(PASSWORD)


def somebody(username: str, role: str, **values: Any) -> User:
    user = User.objects.create(username=username, password=hashed(), **values)
    Grant.objects.create(user=user, role_id=role, starts_on=date(2026, 1, 1))
    return user


@pytest.fixture
def administrator(db: None) -> User:
    return somebody("ada", "administrator")


@pytest.fixture
def officer(db: None) -> User:
    return somebody("omar", "analyst", email="omar@example.org")
