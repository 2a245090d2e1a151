"""Making an installation ready: the tables, once, whoever comes first."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

MIGRATION_LOCK = 0x41594E4D


def database() -> None:
    """Start or reach the database and bring its tables up to date."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        try:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", (MIGRATION_LOCK,))


def address() -> str:
    """The database's address for another process of ours."""
    from urllib.parse import quote, urlencode

    connection.ensure_connection()
    settings = connection.settings_dict
    login = quote(settings["USER"] or "", safe="")
    if settings["PASSWORD"]:
        login += ":" + quote(settings["PASSWORD"], safe="")
    options = {name: value for name, value in settings["OPTIONS"].items() if isinstance(value, str)}
    query = urlencode({"host": settings["HOST"], **({"port": settings["PORT"]} if settings["PORT"] else {}), **options})
    return f"postgresql://{login}@/{quote(settings['NAME'], safe='')}?{query}"
