"""The pictures of people that came with a form: each goes to the person's record, by the rules of the registry.

A form that is applied tells in `became` whose picture each file is. A file that is not there yet, since it came in a
later post, goes on when it comes. One that the registry refuses stays with the form, and why is told.
"""

from __future__ import annotations

import io

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access.models import User
from ayni.engines.questionnaires.problems import Problem
from ayni.intake import models, queries
from ayni.kernel.refusals import Refused
from ayni.registry import actions as registry
from ayni.registry import models as records

NOT_KEPT = "picture_not_kept"


@sensitive_variables()
def hand_over(submission: models.Submission, *, by: User) -> int:
    """Hand over the pictures that are there; how many were kept. What still has to come stays in `became`."""
    wanted = dict(submission.became.get("pictures", {}))
    if not wanted:
        return 0
    there = submission.attachments.filter(source__in=wanted).exclude(stored="").order_by("source", "-id")
    files = {one.source: one for one in reversed(there)}
    problems = [one for one in submission.problems if one["code"] != NOT_KEPT]
    kept = 0
    for name, file in files.items():
        try:
            with transaction.atomic():
                _keep(file, wanted[name], submission, by=by)
        except Refused as refusal:
            told = Problem(NOT_KEPT, facts={"name": name, "text": str(refusal)[:500]}, stops=False)
            problems.append(told.to_data())
            continue
        del wanted[name]
        kept += 1
    submission.became = {**submission.became, "pictures": wanted}
    submission.problems = problems
    return kept


@sensitive_variables()
def _keep(file: models.Attachment, person: int, submission: models.Submission, *, by: User) -> None:
    who = records.Person.objects.get(pk=person)
    on = submission.interviewed_on or timezone.localdate(submission.received_at)
    registry.keep_photo(who, file=io.BytesIO(queries.file_of(file)), on=on, by=by)
