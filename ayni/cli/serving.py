"""Opening the application: web server and worker with one command, or each alone."""

import asyncio
import signal
import threading
import time
from datetime import UTC, datetime
from typing import Annotated

import typer
from django.conf import settings
from django.db import OperationalError, close_old_connections
from procrastinate.contrib.django import app as queue

from ayni.cli import processes, ready
from ayni.commons.audit import sealing
from ayni.commons.jobs import daily, running

RECOVER_EVERY_SECONDS = 10
WORKERS_AT_ONCE = 2
WEB_THREADS = 6
APPLICATION = "ayni.config.wsgi:application"

Port = Annotated[int, typer.Option(help="Port of the application on this machine.")]
Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network.")]


def add_to(app: typer.Typer) -> None:
    app.command()(serve)
    app.command()(worker)


def serve(port: Port = 8000, host: Host = "127.0.0.1") -> None:
    """Open the application: the web server and the worker together."""
    processes.free_port(port, host)
    ready.database()
    with processes.Processes(settings.AYNI_HOME / "logs", {"DATABASE_URL": ready.address()}) as ours:
        start_worker(ours)
        start_web(ours, port, host)
        processes.wait_for_port(port, ours.children["web"], host)
        typer.echo(f"Ayni is open at http://{host}:{port}/   (Ctrl-C stops it)")
        keep(ours)


def worker() -> None:
    """Do background work: one of these is started by `serve`; start more on other machines."""
    ready.database()
    threading.Thread(target=_look_after, daemon=True).start()
    asyncio.run(_work())


def start_worker(ours: processes.Processes, **environment: str) -> None:
    ours.start("worker", ["-m", "ayni.cli", "worker"], **environment)


def start_web(ours: processes.Processes, port: int, host: str = "127.0.0.1", application: str = APPLICATION) -> None:
    """A process for each core, up to four; in each as many requests at once as wait for the database."""
    arguments = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    arguments += ["--workers", str(settings.AYNI_WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS), "--no-ws"]
    ours.start("web", [*arguments, application])


def keep(ours: processes.Processes) -> None:
    """Stay until asked to stop, starting again what dies."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        while True:
            time.sleep(1)
            ours.watch()
    except KeyboardInterrupt:
        typer.echo("Stopping.")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


async def _work() -> None:
    with queue.replace_connector(queue.connector.get_worker_connector()) as working:
        async with working.open_async():
            await working.run_worker_async(
                concurrency=WORKERS_AT_ONCE, fetch_job_polling_interval=1.0, delete_jobs="successful"
            )


def _look_after() -> None:
    """What a dead worker left is taken up again, what is due every day begins, and new words of names are read."""
    from ayni.intake import tasks as intake  # not before the models
    from ayni.registry.queries import finding_words

    while True:
        try:
            close_old_connections()
            running.recover()
            sealing.seal_when_due(datetime.now(UTC))
            daily.begin_due(datetime.now(UTC))
            finding_words.read_new()
            intake.look_after(datetime.now(UTC))
        except OperationalError:
            pass  # the database is away; the worker itself says so, and this asks again
        time.sleep(RECOVER_EVERY_SECONDS)
