"""The installation a benchmark runs in: its own home and embedded database, with officers and a generated country.

The process that measures never opens a database connection itself: it starts the server and forks, and each forked
process opens its own.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import measuring

DAY = date(2026, 6, 30)
SEED = 20
#: What the work imports when it first needs it: a worker has done that long ago, so no run is charged for it.
IMPORTED_LATE = ("ibis.backends.duckdb", "pandas", "pyarrow.csv", "pyarrow.dataset", "pyarrow.parquet")
#: Autovacuum would take a core from whichever side happens to be running.
TUNING = "autovacuum = off\n"


def make() -> None:
    """Django, the server, its tables and the officers, in the home that AYNI_HOME names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    os.environ["AYNI_DATABASE_TUNING"] = TUNING
    import django

    from ayni.config.postgresql import roles

    roles.be_owner(True)  # whoever acts is bound by the policies all the same
    django.setup()
    for name in IMPORTED_LATE:
        importlib.import_module(name)
    from django.conf import settings

    from ayni.config.postgresql import embedded

    embedded.start(settings.DATABASES["default"]["EMBEDDED"])
    measuring.apart(_ready)


def _ready() -> None:
    from ayni.cli import officers, ready

    ready.database()
    officers.appoint(home(), DAY)


def home() -> Path:
    return Path(os.environ["AYNI_HOME"])


def country(households: int) -> Path:
    """The folder of the generated country, written once."""
    folder = home() / "country"
    if not folder.exists():
        measuring.apart(lambda: _write(folder, households))
    return folder


def _write(folder: Path, households: int) -> None:
    from ayni.engines.samples import country

    country.write(folder, households, SEED, DAY)


def load(households: int) -> int:
    """The country in the registry; how many persons that is."""
    folder = country(households)
    return measuring.apart(lambda: _load(folder)).did


def _load(folder: Path) -> int:
    from ayni.cli import officers
    from ayni.intake import actions as intake

    made = intake.load(folder, by=officers.officer("steward"))
    run("VACUUM ANALYZE")
    return made.counts["persons"]["kept"]


def run(*statements: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    """Run statements on this process's connection; the rows of the last one, if it gives any."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def rest() -> None:
    """Write out what earlier runs left dirty, so that no later one pays for it."""
    run("CHECKPOINT")


def bare(names: Sequence[str], prefix: str = "bare_") -> None:
    """Empty tables with the columns of these and nothing else: no key, index, constraint or default."""
    for name in names:
        run(f"DROP TABLE IF EXISTS {prefix}{name}", f"CREATE TABLE {prefix}{name} AS TABLE {name} WITH NO DATA")


def equal(ours: str, theirs: str) -> None:
    """Refuse when two SELECTs do not give the same rows, each as often."""
    [(differing,)] = run(
        f"SELECT count(*) FROM (({ours} EXCEPT ALL {theirs}) UNION ALL ({theirs} EXCEPT ALL {ours})) AS differing"
    )
    if differing:
        raise measuring.BenchmarkFailed(f"{differing} rows differ between “{ours}” and “{theirs}”.")
