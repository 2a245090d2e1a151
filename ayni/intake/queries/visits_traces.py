"""What a form tells of its own interview: when it was held, where, and how often "don't know" was the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ayni.engines.questionnaires import errors as unreadable
from ayni.engines.questionnaires.fitting import MISSING
from ayni.engines.questionnaires.instances import Instance
from ayni.engines.questionnaires.tree import Question
from ayni.intake import models, queries

#: Of a phone's own clock, which may be years off, a longer interview than this says nothing.
LONGEST_INTERVIEW = 24 * 3600  # seconds


@dataclass(frozen=True)
class Trace:
    """Of one interview; none where the form does not tell. `asked` counts questions with an answer."""

    started_at: datetime | None = None
    ended_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    asked: int | None = None
    unknown: int | None = None


@sensitive_variables()
def trace(submission: models.Submission) -> Trace:
    """The trace of one form; empty for one that cannot be read as what its questionnaire asks."""
    if submission.version is None:
        return Trace()
    try:
        instance = queries.filled(submission.version, queries.xml_of(submission), {})
    except unreadable.InstanceError:
        return Trace()
    return traced(instance)


def traced(instance: Instance) -> Trace:
    """The trace of a filled-in form."""
    started, ended = (_moment(instance, kind) for kind in ("start", "end"))
    if started and ended and not 0 <= (ended - started).total_seconds() <= LONGEST_INTERVIEW:
        started = None
    latitude, longitude = next(_points(instance), (None, None))
    answers = list(_answers(instance))
    return Trace(started, ended, latitude, longitude, len(answers), sum(text in MISSING for text in answers))


def _moment(instance: Instance, kind: str) -> datetime | None:
    for question in instance.form.questions:
        if question.type == kind:
            try:
                told = datetime.fromisoformat(instance.value(question.path))
            except ValueError:
                return None
            return told if told.tzinfo else timezone.make_aware(told)
    return None


def _points(instance: Instance) -> Iterator[tuple[float, float]]:
    for node in instance.root.walk():
        if node.type == "geopoint" and node.text:
            try:
                latitude, longitude = (float(part) for part in node.text.split()[:2])
            except ValueError:
                continue
            if abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0.0, 0.0):
                yield latitude, longitude


def _answers(instance: Instance) -> Iterator[str]:
    for node in instance.root.walk():
        if isinstance(node.item, Question) and node.item.is_asked and node.text.strip():
            yield node.text.strip()
