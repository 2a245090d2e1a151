"""Workers as processes of their own, quick to start and really killed.

A nursery process sets the application up once and forks a worker each time it is told to. Each worker takes up what was
left behind, does what waits, and ends when nothing waits.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlencode

BATCH = 40  # smaller than life, so that there are more moments to be killed at
SECONDS = 60


class Nursery:
    """The test's end of the nursery."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.mobile_money.workers"],
            cwd=Path(__file__).parents[3],
            env={**os.environ, "DATABASE_URL": database(), "DJANGO_SETTINGS_MODULE": "ayni.config.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, provider: str) -> int:
        """Start a worker that pays through a provider; its process id."""
        assert self._process.stdin
        self._process.stdin.write(f"{provider}\n")
        self._process.stdin.flush()
        return int(self._line())

    def ended(self) -> int:
        """Wait until the worker is gone: 0 when it did all its work, 9 when it was killed."""
        return int(self._line())

    def close(self) -> None:
        self._process.communicate()

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()


def database() -> str:
    """The address of the database these tests are in."""
    from django.db import connection

    connection.ensure_connection()
    at = connection.settings_dict
    place = urlencode({"host": at["HOST"]}) if at["HOST"].startswith("/") else ""
    host = "" if place else f"{at['HOST']}:{at['PORT']}"
    return f"postgresql://{quote(at['USER'])}:{quote(at['PASSWORD'])}@{host}/{at['NAME']}?{place}"


def serve() -> None:
    import django

    django.setup()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os._exit(work(line.strip()))
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) * -1, flush=True)


def work(provider: str) -> int:
    from django.conf import settings

    from ayni.commons.jobs import models, running
    from ayni.exchange.mobile_money import tasks

    settings.AYNI_PROVIDER_URL, tasks.BATCH = provider, BATCH
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        running.recover()
        over = (models.Status.DONE, models.Status.FAILED)
        left = list(models.Work.objects.exclude(status__in=over).order_by("id").values_list("pk", flat=True))
        if not left:
            return 0
        for work_id in left:
            running.run(work_id)
        time.sleep(0.02)  # a dead worker's session may hold its lock for another moment
    return 1


if __name__ == "__main__":
    serve()
