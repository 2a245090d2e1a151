"""Making an installation ready: Django, and the tables, once, whoever comes first."""

import importlib.util
import pkgutil
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import django as framework
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

MIGRATION_LOCK = 0x41594E4D


def django() -> None:
    """Load the settings and the models, which whatever needs the registry imports."""
    framework.setup()


def database() -> None:
    """Start or reach the database and bring its tables up to date, with the policies of their rows."""
    django()
    from ayni.commons.access import shipping  # not before the models

    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        try:
            if not is_up_to_date():
                _migrate()
            elif not shipping.stands():
                shipping.ship()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", (MIGRATION_LOCK,))


def again() -> None:
    """Bring the tables up to date, and with them what is made from this installation's own settings and keys."""
    django()
    from ayni.commons.access import shipping  # not before the models

    with connection.as_owner():
        _migrate()
        shipping.ship()


def is_up_to_date() -> bool:
    """Whether every migration there is has been made here; by their names, without loading one."""
    return set(_migrations()) <= MigrationRecorder(connection).applied_migrations().keys()


def address() -> str:
    """The database's address for another process of ours."""
    connection.ensure_connection()
    settings = connection.settings_dict
    login = quote(connection.get_connection_params().get("user", ""), safe="")
    if settings["PASSWORD"]:
        login += ":" + quote(settings["PASSWORD"], safe="")
    options = {name: value for name, value in settings["OPTIONS"].items() if isinstance(value, str)}
    query = urlencode({"host": settings["HOST"], **({"port": settings["PORT"]} if settings["PORT"] else {}), **options})
    return f"postgresql://{login}@/{quote(settings['NAME'], safe='')}?{query}"


def _migrations() -> Iterator[tuple[str, str]]:
    """Application and name of every migration, from the files' names."""
    for app in apps.get_app_configs():
        there = importlib.util.find_spec(f"{app.name}.migrations")
        for found in pkgutil.iter_modules(there.submodule_search_locations or [] if there else []):
            if not found.name.startswith(("_", "~")):
                yield app.label, found.name


def _migrate() -> None:
    from django.core.management import call_command  # seldom needed, and dear

    call_command("migrate", verbosity=0, interactive=False)
