"""Change requests in the reader's areas: lists, one of them, what waits, who came and who left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, When

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.intake import errors, lifecycle, models, permissions
from ayni.intake.models import ChangeRequest
from ayni.intake.queries.changes import ground as grounds
from ayni.intake.queries.changes import kinds, registered, telling
from ayni.registry.queries import wording

GRAVE = tuple(code for code, kind in registered.KINDS.items() if kind.is_grave)
READ = (permissions.CHECK, permissions.REQUEST)


@dataclass(frozen=True)
class Asked:
    """Which changes; empty is all. `whose`: "mine", "others"; `late`: overdue only."""

    status: str = ""
    kind: str = ""
    source: str = ""
    area: str = ""
    whose: str = ""
    late: bool = False


@dataclass(frozen=True)
class Waiting:
    """How many changes wait for a reader's check, how many of those are overdue, and since when."""

    count: int
    overdue: int
    oldest: Any


@dataclass(frozen=True)
class Shown:
    """One change as its page shows it: before → after as it would be now, and what has changed since it was asked."""

    change: ChangeRequest
    differences: Sequence[kinds.Difference]
    moved_on: Sequence[kinds.Difference]
    seen: str


def changes(reader: User, asked: Asked = Asked(), *, on: date) -> QuerySet[ChangeRequest]:
    """The reader's changes: what is late first, then what is grave, then what is due soonest."""
    permission = _reads(reader)
    found = ChangeRequest.objects.select_related("person", "household", "area", "to_area", "made_by")
    found = found.defer("area__shape", "to_area__shape", "ground")
    for name in ("status", "kind", "source"):
        if value := getattr(asked, name):
            found = found.filter(**{name: value})
    if asked.area:
        found = found.filter(Q(area__path__contains=f"/{asked.area}/") | Q(to_area__path__contains=f"/{asked.area}/"))
    if asked.whose == "mine":
        found = found.filter(made_by=reader)
    if asked.whose == "others":
        found = found.exclude(made_by=reader)
    if asked.late:
        found = found.filter(status__in=lifecycle.OPEN, due_on__lt=on)
    scoping.paths(reader, permission)
    is_open, is_late = Q(status__in=lifecycle.OPEN), Q(status__in=lifecycle.OPEN, due_on__lt=on)
    return found.order_by(_first(is_open), _first(is_late), _first(Q(kind__in=GRAVE)), "due_on", "id")


def change(number: int, *, reader: User) -> ChangeRequest:
    """One change. Refuses: NotPermitted; NoSuchChange, also for one outside the reader's areas."""
    _reads(reader)
    found = (
        ChangeRequest.objects.select_related(
            "person",
            "household",
            "area",
            "to_area",
            "waits_in",
            "made_by",
            "checked_by",
            "first_checked_by",
            "rejected_by",
            "accepted_by_rule",
            "counters",
            "received_by",
            "sample_by",
        )
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise errors.NoSuchChange(number)
    return found


def shown(found: ChangeRequest, *, reader: User, on: date) -> Shown:
    """A change with what it would do now. Opening it is a look at whom it is about."""
    if seen := found.person or found.household:  # what is asked for from outside is not there to be looked at
        recording.look(seen, reader=reader, under=_reads(reader))
    subject = kinds.Subject.of(found)
    kind = registered.KINDS[found.kind]
    now = grounds.of(kind.needs(subject), on=on) if found.is_open else dict(found.ground)
    gone = grounds.changed(found.ground, now) if found.is_open and found.submitted_at else []
    return Shown(
        change=found,
        differences=kind.differences(subject, now),
        moved_on=[kinds.Difference(label(key), told(key, then), told(key, new)) for key, then, new in gone],
        seen=grounds.fingerprint(now),
    )


def papers(found: ChangeRequest) -> list[models.ChangeEvidence]:
    """What was shown for a change, without the files themselves."""
    return list(found.papers.defer("content").select_related("added_by"))


def paper(found: ChangeRequest, number: int, *, reader: User) -> models.ChangeEvidence:
    """One file of a change. Opening it is recorded. Refuses: NoSuchChange."""
    kept = found.papers.filter(number=number).first()
    if kept is None:
        raise errors.NoSuchChange(found.pk)
    if seen := found.person or found.household:
        recording.look(seen, reader=reader, under=_reads(reader), purpose=f"{found} {number}")
    return kept


def waiting(reader: User, *, on: date) -> Waiting:
    """What waits for this reader's check: made by others, in their areas."""
    if not reader.may(permissions.CHECK):
        return Waiting(0, 0, None)
    found = checkable(reader)
    told = found.aggregate(count=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=on)))
    oldest = found.order_by("submitted_at").values_list("submitted_at", flat=True).first()
    return Waiting(told["count"], told["overdue"], oldest)


def checkable(reader: User) -> QuerySet[ChangeRequest]:
    """Changes that this reader may check: neither made, nor checked first, nor rejected by them."""
    found = ChangeRequest.objects.filter(status__in=lifecycle.WAITING).exclude(made_by=reader)
    found = found.exclude(first_checked_by=reader).exclude(rejected_by=reader)
    return scoping.within(found, "area__path", scoping.paths(reader, permissions.CHECK))


def asked_back(reader: User) -> QuerySet[ChangeRequest]:
    """What this reader asked for and must add to."""
    return ChangeRequest.objects.filter(status=lifecycle.NEEDS_INFORMATION, made_by=reader).order_by("due_on")


def failed(reader: User) -> QuerySet[ChangeRequest]:
    """What was approved by this reader and could not be applied."""
    found = ChangeRequest.objects.filter(status=lifecycle.APPROVED, checked_by=reader).exclude(failure="")
    return found.order_by("due_on")


def arrivals(reader: User) -> QuerySet[ChangeRequest]:
    """Who moved into the reader's areas from elsewhere and was not yet received."""
    found = _moved(reader).filter(received_at=None)
    return scoping.within(found, "to_area__path", scoping.paths(reader, _reads(reader))).order_by("applied_at")


def departures(reader: User) -> QuerySet[ChangeRequest]:
    """Who left the reader's areas for another, the latest first."""
    return scoping.within(_moved(reader), "area__path", scoping.paths(reader, _reads(reader))).order_by("-applied_at")


def samples(reader: User) -> QuerySet[ChangeRequest]:
    """Changes accepted by a rule that an officer should look at."""
    found = ChangeRequest.objects.filter(is_sample=True, sample_found="", status=lifecycle.APPLIED)
    return scoping.within(found, "area__path", scoping.paths(reader, permissions.CHECK)).order_by("applied_at")


def of_record(*, person_id: int | None = None, household_id: int | None = None) -> list[ChangeRequest]:
    """The changes of one record, the newest first. Asked for a record that the reader has opened."""
    whose = Q(person=person_id) if person_id else Q(household=household_id)
    return list(ChangeRequest.objects.filter(whose).select_related("made_by").order_by("-id")[:100])


def label(key: str) -> str:
    """What a part of the record is called."""
    entity, number, what = key.split(":", 2)
    if what.startswith(grounds.ANSWER):
        return what.removeprefix(grounds.ANSWER)
    return str(registered.WHAT.get(what, what)) + (f" (P{int(number):08d})" if entity == "person" else "")


def told(key: str, value: Any) -> str:
    """The value of a part of the record, in words."""
    what = key.split(":", 2)[2]
    if value in (None, "", []):
        return "—"
    if what in ("sex", "born", "died_on"):
        return telling.of_person(what, value)
    if what == "household":
        return telling.household(value)
    if what == "members":
        return telling.persons(value)
    if what == "head":
        return telling.person(value)
    if what == "area":
        return telling.area(value)
    if what == "relationship":
        return str(wording.RELATIONSHIPS.get(value, value))
    return str(value)


def _moved(reader: User) -> QuerySet[ChangeRequest]:
    found = ChangeRequest.objects.filter(status=lifecycle.APPLIED, to_area__isnull=False).exclude(to_area=F("area"))
    return found.select_related("person", "household", "area", "to_area").defer("area__shape", "to_area__shape")


def _reads(reader: User) -> str:
    """The permission under which somebody reads changes. Refuses: NotPermitted."""
    permission = next((one for one in READ if reader.may(one)), READ[0])
    scoping.paths(reader, permission)
    return permission


def _first(condition: Q) -> Case:
    return Case(When(condition, then=False), default=True, output_field=BooleanField())
