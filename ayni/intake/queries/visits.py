"""Lists of visits: one's own to be made now, those of a campaign, and one visit with where and whom to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.commons.directory.models import Area
from ayni.intake import errors, lifecycle, permissions
from ayni.intake.models import Campaign, QuestionnaireVersion, Submission, Visit, VisitAttempt, VisitState
from ayni.intake.queries.questionnaires import offered
from ayni.registry.models import Dwelling, Membership

#: How many of an enumerator's visits one page shows: what a day can hold, light enough for a weak network.
MOST_TODAY = 60
MOST_EXPORTED = 50_000
NEAREST, BY_AREA = "nearest", "area"
#: Codes with their words.
STATES = VisitState.choices

#: What may be said of a visit.
DONE, AGAIN, NOT_WILLING = lifecycle.DONE, lifecycle.AGAIN, lifecycle.NOT_WILLING
GONE, EMPTY, NOT_FOUND, DOUBLE = lifecycle.GONE, lifecycle.EMPTY, lifecycle.NOT_FOUND, lifecycle.DOUBLE


@dataclass(frozen=True)
class Listed:
    """A visit with what leads to it: where it is and whom to ask for. Names only of those who are known."""

    visit: Visit
    area: str
    who: str = ""
    phone: str = ""
    address: str = ""
    directions: str = ""
    latitude: float | None = None
    longitude: float | None = None
    household: str = ""

    @property
    def where(self) -> str:
        """In a line: the address, else how to find it, else what the listing calls it."""
        return self.address or self.directions or self.visit.key or self.household


@dataclass(frozen=True)
class Today:
    """One's own visits: those to be made now, and how many there are besides."""

    rows: list[Listed]
    due: int
    later: int
    waiting: int  # done, and the form has not arrived
    settled_today: int


def today(reader: User, *, on: date, order: str = BY_AREA, here: tuple[float, float] | None = None) -> Today:
    """What this enumerator is to visit now: planned up to that day or for none, and tries that are due.

    That it was looked at is recorded. Refuses: NotPermitted.
    """
    scoping.paths(reader, permissions.VISIT)
    own = Visit.objects.filter(enumerator=reader, campaign__status=lifecycle.OPENED)
    open_ = own.filter(status__in=lifecycle.TO_DO)
    due = open_.filter(_due(on))
    rows = list(_ordered(due, order, here)[:MOST_TODAY])
    counts = due.count()
    later = open_.count() - counts
    found = Today(
        rows=list(listed(rows, on=on)),
        due=counts,
        later=later,
        waiting=own.filter(status=lifecycle.DONE).count(),
        settled_today=own.filter(settled_at__date=on).exclude(status__in=lifecycle.TO_DO).count(),
    )
    if rows:
        asked = {"visits": "today", "on": on.isoformat()}
        recording.listing(recording.LIST, reader=reader, under=permissions.VISIT, asked=asked, rows=len(rows))
    return found


def waiting(reader: User) -> int:
    """How many visits an enumerator has still to make in open campaigns."""
    if not reader.may(permissions.VISIT):
        return 0
    return Visit.objects.filter(
        enumerator=reader, campaign__status=lifecycle.OPENED, status__in=lifecycle.TO_DO
    ).count()


def settled(reader: User, *, on: date) -> list[Visit]:
    """What this enumerator said of visits on a day, the last first: to be looked at again, and put right."""
    scoping.paths(reader, permissions.VISIT)
    found = Visit.objects.filter(enumerator=reader, settled_at__date=on).select_related("area", "submission")
    return list(found.defer("area__shape").order_by("-settled_at", "-id")[:MOST_TODAY])


def own_visit(number: int, *, reader: User, on: date) -> Listed:
    """One visit on the reader's own list. The telephone number is told while it is to be made; the look is recorded.

    Refuses: NotPermitted; NoSuchVisit, for one on somebody else's list.
    """
    scoping.paths(reader, permissions.VISIT)
    found = _whole().filter(pk=number, enumerator=reader).first()
    if found is None:
        raise errors.NoSuchVisit(number)
    return _looked_at(found, reader=reader, under=permissions.VISIT, on=on, may_call=found.is_to_do)


def visit(number: int, *, reader: User, on: date) -> Listed:
    """One visit in the reader's areas, for a supervisor; the look is recorded. Refuses: NotPermitted, NoSuchVisit."""
    scoping.paths(reader, permissions.SUPERVISE)
    found = _whole().filter(pk=number).first()
    if found is None or not scoping.reaches(reader.where(permissions.SUPERVISE), found.area.path):
        raise errors.NoSuchVisit(number)
    return _looked_at(found, reader=reader, under=permissions.SUPERVISE, on=on, may_call=True)


def tries(found: Visit) -> QuerySet[VisitAttempt]:
    """Everything that was said of a visit, the last first."""
    return found.tries.select_related("by").order_by("-id")


@dataclass(frozen=True)
class Asked:
    """Which visits of a campaign: by status, area and enumerator; none for all."""

    status: str = ""
    area: Area | None = None
    officer: User | None = None

    def told(self) -> dict[str, Any]:
        """What was asked, as the audit keeps it."""
        told = {"status": self.status, "area": self.area.code if self.area else ""}
        return {name: text for name, text in {**told, "officer": str(self.officer or "")}.items() if text}


def of_campaign(found: Campaign, asked: Asked, *, reader: User) -> QuerySet[Visit]:
    """The visits of a campaign in the reader's areas. Refuses: NotPermitted."""
    held = scoping.paths(reader, permissions.SUPERVISE)
    rows = scoping.within(Visit.objects.filter(campaign=found), "area__path", held)
    if asked.status:
        rows = rows.filter(status=asked.status)
    if asked.officer is not None:
        rows = rows.filter(enumerator=asked.officer)
    if asked.area is not None:
        rows = rows.filter(area__path__startswith=asked.area.path)
    return rows.select_related("area", "enumerator", "household").defer("area__shape").order_by("place", "id")


def page(rows: Iterable[Visit], found: Campaign, asked: Asked, *, reader: User, on: date) -> list[Listed]:
    """Some visits of a campaign with where they are; that they were looked at is recorded."""
    told, shown = {"campaign": found.code, **asked.told()}, list(rows)
    if shown:
        recording.listing(recording.LIST, reader=reader, under=permissions.SUPERVISE, asked=told, rows=len(shown))
    return list(listed(shown, on=on))


def exported(found: Campaign, asked: Asked, *, reader: User, on: date) -> list[Listed]:
    """The visits of a campaign for a file, within the reader's areas; that they were taken out is recorded."""
    rows = list(of_campaign(found, asked, reader=reader)[:MOST_EXPORTED])
    told = {"campaign": found.code, **asked.told()}
    recording.listing(recording.EXPORT, reader=reader, under=permissions.SUPERVISE, asked=told, rows=len(rows))
    return list(listed(rows, on=on))


def unlinked(found: Campaign, *, reader: User, limit: int = 100) -> list[Submission]:
    """Forms of a campaign that belong to no visit yet, in the reader's areas; the newest first."""
    scoping.paths(reader, permissions.SUPERVISE)
    forms = Submission.objects.filter(
        questionnaire__in=found.questionnaires.all(),
        received_at__date__gte=found.starts_on,
        visit=None,
        back_check=None,
        is_contradiction=False,
    ).exclude(status__in=[lifecycle.REFUSED, lifecycle.REPLACED])
    return list(forms.select_related("by", "area").defer("area__shape").order_by("-id")[:limit])


def _whole() -> QuerySet[Visit]:
    return Visit.objects.select_related("campaign", "area", "household", "enumerator", "submission").defer(
        "area__shape"
    )


def _due(on: date) -> Q:
    is_planned = Q(planned_on=None) | Q(planned_on__lte=on)
    return Q(status=lifecycle.TO_VISIT) & is_planned | Q(status=lifecycle.AGAIN, next_on__lte=on)


def _ordered(found: QuerySet[Visit], order: str, here: tuple[float, float] | None) -> QuerySet[Visit]:
    """Tries that are due first; then by area, or from the place where the reader stands outwards."""
    found = found.select_related("area", "household", "campaign").defer("area__shape")
    if order == NEAREST and here is not None:
        away = (F("latitude") - here[0]) * (F("latitude") - here[0]) + (F("longitude") - here[1]) * (
            F("longitude") - here[1]
        )
        return found.annotate(away=away).order_by(F("away").asc(nulls_last=True), "area__path", "key", "id")
    again = Case(When(status=lifecycle.AGAIN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(again, "planned_on", "area__path", F("latitude").asc(nulls_last=True), "key", "id")


def _looked_at(found: Visit, *, reader: User, under: str, on: date, may_call: bool) -> Listed:
    recording.look(found, reader=reader, under=under)
    (one,) = listed([found], on=on, with_phones=may_call)
    return one


def listed(rows: Sequence[Visit], *, on: date, with_phones: bool = False) -> Iterator[Listed]:
    """Each visit with the head and the dwelling of its household, as far as whoever asks may know them."""
    homes = [row.household_id for row in rows if row.household_id is not None]
    heads = {
        one.household_id: one.person
        for one in Membership.objects.filter(household__in=homes, relationship="head", period__contains=on)
        .select_related("person")
        .order_by("-id")
    }
    dwellings = {one.household_id: one for one in Dwelling.objects.filter(household__in=homes, period__contains=on)}
    for row in rows:
        home = row.household_id or 0
        head, dwelling = heads.get(home), dwellings.get(home)
        yield Listed(
            visit=row,
            area=row.area.name,
            who=head.name if head else row.head_name,
            phone=((head.phone if head else "") or row.phone) if with_phones else "",
            address=row.address or (dwelling.address if dwelling else ""),
            directions=row.directions or (dwelling.directions if dwelling else ""),
            latitude=row.latitude if row.latitude is not None or dwelling is None else dwelling.latitude,
            longitude=row.longitude if row.longitude is not None or dwelling is None else dwelling.longitude,
            household=row.household.code if row.household else "",
        )


def forms_of(found: Visit, *, reader: User) -> list[QuestionnaireVersion]:
    """What can be filled in on the web for a visit: the newest version of each questionnaire that it asks for."""
    if not reader.may(permissions.SUBMIT) or not found.is_to_do:
        return []
    asked = set(found.campaign.questionnaires.values_list("pk", flat=True))
    return [one for one in offered(reader) if one.questionnaire_id in asked]


def of_form(instance_id: str, *, reader: User) -> Visit | None:
    """The visit on the reader's own list that a form was begun for."""
    return Visit.objects.filter(instance_id=instance_id, enumerator=reader).first() if instance_id else None
