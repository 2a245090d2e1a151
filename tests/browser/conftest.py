"""A real browser on a real server: Debian's Chromium, driven through Playwright, with axe-core."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser import looking
from tests.pages import district

CHROMIUM = Path(os.environ.get("AYNI_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright keeps an event loop in this thread; the database is used from it on purpose.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db)  # so that a test database is made at all


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"There is no {CHROMIUM}. Install it with `apt-get install chromium`, or set AYNI_CHROMIUM.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as they are served: collected, hashed and compressed."""
    settings.STATIC_ROOT = str(tmp_path_factory.mktemp("static"))
    call_command("collectstatic", interactive=False, verbosity=0)
    return Path(settings.STATIC_ROOT)


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any, static_files: Path) -> Iterator[str]:
    """The address of the application, served over what a module commits; the database is emptied at its end."""
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        assert name.startswith("test_"), f"“{name}” is no test database: it would be emptied."
        thread = LiveServerThread("127.0.0.1", static_handler=_StaticFilesHandler)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        yield f"http://127.0.0.1:{thread.port}"
        thread.terminate()
        thread.join()
        _alone()
        call_command("flush", interactive=False, verbosity=0)
        connection.close()  # the database is taken away from outside the browser's loop, on another connection


def _alone() -> None:
    """Wait for the requests' threads, which end a moment after the browser, and then end what is left of them."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        for _ in range(50):
            cursor.execute(f"SELECT count(*) {others}")
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.1)
        cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home for the module, from the first sealed answer on."""
    before, settings.AYNI_HOME = settings.AYNI_HOME, tmp_path_factory.mktemp("home")
    yield
    settings.AYNI_HOME = before


@pytest.fixture(scope="module")
def place(home: None, server: str) -> district.District:
    """A small district, kept for a module: what one of its tests changes, the next one finds."""
    return district.made(on=date(2026, 3, 1))


@pytest.fixture
def reading(browser: Browser, server: str) -> Iterator[Callable[..., looking.Reader]]:
    """Put somebody at a screen: reading(user, language="ar", width=360)."""
    contexts: list[BrowserContext] = []

    def sit(user: Any = None, **options: Any) -> looking.Reader:
        seen = looking.reader(browser, server, user, **options)
        contexts.append(seen.page.context)
        return seen

    yield sit
    for context in contexts:
        context.close()
