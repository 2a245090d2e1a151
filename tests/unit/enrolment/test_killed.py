"""The real thing: the worker's process is killed with signal 9 in the middle, and started again."""

import os
import signal
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from ayni.enrolment import actions, tasks
from tests.unit.enrolment import conftest, world
from tests.unit.enrolment.test_deciding import told
from tests.unit.enrolment.world import DAY

WORKER = """
import os, signal, django
django.setup()
from ayni.commons import acting
from ayni.enrolment import models, tasks

class Watched:
    calls = 0
    def tell(self, done, total):
        Watched.calls += 1
        if Watched.calls == {moment}:
            os.kill(os.getpid(), signal.SIGKILL)

with acting.as_user(models.Run.objects.get(pk={run}).asked_by):
    tasks.decide(Watched(), run={run})
"""


def worker(run, moment, home):
    there = connection.get_connection_params()
    login = ":".join(quote(there[name]) for name in ("user", "password") if there.get(name))
    port = f"&port={there['port']}" if there.get("port") else ""
    address = f"postgresql://{login}@/{there['dbname']}?host={quote(there['host'])}{port}"
    script = WORKER.format(run=run.pk, moment=moment)
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "AYNI_HOME": str(home),
        "AYNI_SECRET_KEY": settings.SECRET_KEY,  # the database goes by no scope that another installation signed
        "DJANGO_SETTINGS_MODULE": "ayni.config.settings",
    }
    return subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)


@pytest.mark.django_db(transaction=True)
def test_killed_with_signal_9_and_started_again(manager, programmes, families, home):
    run = actions.start_run(world.snapshot(manager), by=manager, on=DAY)
    for moment in (1, 2, 3, 4):
        died = worker(run, moment, home)
        assert died.returncode == -signal.SIGKILL, died.stderr
        run.refresh_from_db()
        assert (run.status, run.decisions.count()) == ("waiting", 0)
    tasks.decide(conftest.Quiet(), run=run.pk)
    run.refresh_from_db()
    assert run.status == "decided"
    assert len(told(run)) == 12
    assert [path.name for path in (home / "runs").iterdir()] == [str(run.pk)]
