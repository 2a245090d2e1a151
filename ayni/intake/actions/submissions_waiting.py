"""Working off what phones sent: all that waits in one piece of work, each form on behalf of the officer who sent it.

A form that cannot be processed is left to an officer with the reason, and stops no other.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime

from django.db import OperationalError, connection, transaction

from ayni.commons import acting
from ayni.commons.access import queries as access
from ayni.commons.access.models import User
from ayni.commons.jobs import running
from ayni.commons.jobs.models import Status, Work
from ayni.commons.jobs.progress import Progress
from ayni.engines.questionnaires.problems import Problem
from ayni.intake import models
from ayni.intake.actions import submissions
from ayni.intake.actions import submissions_applying as applying
from ayni.kernel.refusals import Refused

KIND = "intake.process_submissions"
log = logging.getLogger(__name__)
#: Numbers of forms and of their senders: the work belongs to nobody, and so sees no row itself.
WAITING = "SELECT by_id, numbers FROM intake_forms_waiting()"


def start_processing(*, at: datetime) -> bool:
    """Begin a piece of work for the forms that wait, unless none does or one is under way; whether one was begun."""
    waiting = _waiting()
    if not waiting or Work.objects.filter(kind=KIND, status__in=(Status.WAITING, Status.RUNNING)).exists():
        return False
    newest = max(number for _by, numbers in waiting for number in numbers)
    running.start(KIND, key=f"intake.submissions/{newest}/{int(at.timestamp()) // 60}", by=None)
    return True


def process_waiting(*, at: datetime, progress: Progress) -> Counter[str]:
    """Process every form that waits, until none does; how many came to which state."""
    states: Counter[str] = Counter()
    seen: set[int] = set()
    while groups := _unseen(seen):
        total = sum(len(numbers) for _by, numbers in groups)
        for by_id, numbers in groups:
            by = access.user_by_id(by_id)
            assert by is not None  # no account is ever removed
            with acting.as_user(by):
                for number in numbers:
                    states[_process(number, by=by, at=at)] += 1
                    seen.add(number)
                    progress.tell(sum(states.values()), total)
    return states


def _unseen(seen: set[int]) -> list[tuple[int, list[int]]]:
    found = [(by, [number for number in numbers if number not in seen]) for by, numbers in _waiting()]
    return [(by, numbers) for by, numbers in found if numbers]


def _waiting() -> list[tuple[int, list[int]]]:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return list(cursor.fetchall())


def _process(number: int, *, by: User, at: datetime) -> str:
    """The state that a form came to."""
    try:
        with transaction.atomic():
            found = models.Submission.objects.select_related("questionnaire").filter(pk=number).first()
            return submissions.process_submission(found, by=by, at=at).status if found else ""
    except OperationalError:
        raise  # the database is away: the form waits until it answers again
    except Refused as refusal:
        applying.hold(number, Problem("registry", facts={"text": str(refusal)[:1000]}), by=by)
    except Exception:  # whatever it is, the form is held for an officer and stops no other
        log.exception("form %s could not be processed", number)
        applying.hold(number, Problem("not_processed"), by=by)
    return "waiting"
