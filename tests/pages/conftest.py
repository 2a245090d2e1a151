"""A small district to open pages on, and somebody of each role to open them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.pages import delivery, district


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    """Pages are opened here without a browser: the static files need not be collected."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def place(db: None, settings: Any, tmp_path: Path) -> district.District:
    settings.AYNI_HOME = tmp_path
    return district.made(on=date(2026, 3, 1))


@pytest.fixture
def delivered(place: district.District, settings: Any, tmp_path: Path) -> delivery.Delivery:
    settings.AYNI_HOME = tmp_path
    return delivery.made(place)


@pytest.fixture
def signed_in(place: district.District) -> Callable[[str], Client]:
    """A browser without its pictures, signed in as the district's somebody of a role: signed_in("auditor")."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(place.users[role])
        return client

    return sign_in


@pytest.fixture(params=sorted(settings.AYNI_ROLES))
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)
