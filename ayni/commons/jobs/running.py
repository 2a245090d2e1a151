"""Starting, running and recovering work."""

import importlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from ayni.commons import acting
from ayni.commons.access.models import User
from ayni.commons.audit import origin
from ayni.commons.jobs.errors import UnknownWork
from ayni.commons.jobs.models import Status, Work
from ayni.commons.jobs.progress import Progress
from ayni.kernel.refusals import Refused

log = logging.getLogger(__name__)

Function = Callable[..., dict[str, Any] | None]
KINDS: dict[str, Function] = {}
LOCK_SPACE = 0x41594E49  # the first half of the advisory lock; the second is the work's id


def job(kind: str) -> Callable[[Function], Function]:
    """Declare the function of a kind of work: called with a Progress and the work's plain keyword arguments."""

    def declare(function: Function) -> Function:
        KINDS[kind] = function
        return function

    return declare


def start(kind: str, /, *, key: str, by: User | None, **arguments: Any) -> Work:
    """Begin a piece of work, in the caller's transaction. The same key again returns the work that is there;
    a failed one is tried again. `by` is None for what nobody asked for, such as the delivery of news."""
    _check_known(kind)
    with transaction.atomic():
        work, is_new = Work.objects.get_or_create(key=key, defaults={"kind": kind, "arguments": arguments, "by": by})
        if is_new or work.status == Status.FAILED:
            Work.objects.filter(pk=work.pk).update(status=Status.WAITING, message="", arguments=arguments)
            _hand_over(work.pk)
    work.refresh_from_db()
    return work


def function(kind: str) -> Function:
    """What does this kind of work; its module is imported when it is first asked for. Refuses: UnknownWork."""
    _check_known(kind)
    if kind not in KINDS:
        importlib.import_module(settings.AYNI_JOBS[kind])
    return KINDS[kind]


def run(work_id: int) -> None:
    """Do a piece of work now, unless another session is doing it or it is over."""
    with _alone(work_id) as alone:
        work = Work.objects.get(pk=work_id)
        if not alone or work.is_over:
            return
        Work.objects.filter(pk=work_id).update(
            status=Status.RUNNING, started_at=Now(), attempts=F("attempts") + 1, message=""
        )
        _do(work)


def recover() -> int:
    """Hand over again what a worker left behind when it died; how many pieces of work that was.

    Left behind is what is running though no session holds its lock, and what waits though it is in no queue.
    """
    with connection.cursor() as cursor:
        cursor.execute(LEFT_BEHIND)
        candidates = [work_id for (work_id,) in cursor.fetchall()]
    return sum(_hand_over_again(work_id) for work_id in candidates)


LEFT_BEHIND = """
    SELECT id FROM jobs_work
    WHERE status = 'running'
       OR status = 'waiting' AND NOT EXISTS (
          SELECT FROM procrastinate_jobs j WHERE j.status = 'todo' AND (j.args ->> 'work_id')::bigint = jobs_work.id)
    ORDER BY id
"""


def _hand_over_again(work_id: int) -> bool:
    with _alone(work_id) as alone, transaction.atomic():
        if not alone or Work.objects.get(pk=work_id).is_over:
            return False
        Work.objects.filter(pk=work_id).update(status=Status.WAITING)
        _hand_over(work_id)
        return True


def _hand_over(work_id: int) -> None:
    """Put the work in the queue, in this transaction: through Django's connection also inside a worker, whose own
    queue has another."""
    here = app.with_connector(DjangoConnector())
    here.configure_task(perform.name, queue=perform.queue).defer(work_id=work_id)


def _do(work: Work) -> None:
    progress = Progress(work.pk, work.by_id)
    try:
        with acting.as_user(work.by), origin.coming_from(road=origin.JOB):
            result = function(work.kind)(progress, **work.arguments)
        _finish(work.pk, status=Status.DONE, result=result)
    except Refused as refused:
        _finish(work.pk, status=Status.FAILED, message=str(refused))
    except OperationalError:
        raise  # the database is away: the work stays as it is and is recovered when it answers again
    except Exception as error:
        # The officer sees what kind it was, for its words may tell of people; whoever runs the server finds the rest.
        log.exception("work %s failed", work.key)
        message = f"An unexpected error ({type(error).__name__}) stopped this. The server's log tells of it: {work.key}"
        _finish(work.pk, status=Status.FAILED, message=message)
    finally:
        progress.close()


def _finish(work_id: int, **values: Any) -> None:
    Work.objects.filter(pk=work_id).update(finished_at=Now(), **values)


def _check_known(kind: str) -> None:
    known = KINDS.keys() | settings.AYNI_JOBS.keys()
    if kind not in known:
        raise UnknownWork(kind, list(known))


@contextmanager
def _alone(work_id: int) -> Iterator[bool]:
    """Hold this work's lock in this database session; False when another session has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK_SPACE, work_id))
        has_it = bool(cursor.fetchone()[0])
    try:
        yield has_it
    finally:
        if has_it and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", (LOCK_SPACE, work_id))


@app.task(name="ayni.commons.jobs.perform", queue="work")
def perform(work_id: int) -> None:
    run(work_id)
