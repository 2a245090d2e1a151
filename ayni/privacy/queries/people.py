"""What a person has asked, within the reader's areas."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.privacy import errors, lifecycle, models, permissions
from ayni.privacy.queries import scope
from ayni.registry import queries as registry
from ayni.registry.errors import NoSuchPerson
from ayni.registry.models import Kinship, Person

DESK = (permissions.RECORD_CONSENT, permissions.GIVE_COPY, permissions.LODGE_CORRECTION, permissions.DECIDE_CORRECTION)


def person(person_id: int, *, reader: User, permission: str) -> Person:
    """Somebody in the reader's areas. Refuses: NotPermitted, NoSuchPerson, OutsideArea, MergedInto."""
    scoping.paths(reader, permission)
    registry.holds(person_id)
    found = Person.objects.filter(pk=person_id).first()
    if found is None:
        raise NoSuchPerson(person_id)
    scope.check(reader, permission, found)
    return found


def is_anonymous(who: Person) -> bool:
    """Whether the person was made anonymous everywhere."""
    done = models.Anonymised.objects.filter(person=who, done_at__isnull=False)
    return done.filter(anonymisation__schedule__tables=[]).exists()


def speakers(who: Person) -> list[Person]:
    """Who may speak for the person: mother, father, guardian, caregiver."""
    kinds = ("mother", "father", "guardian", "caregiver")
    ties = Kinship.objects.filter(person=who, kind__in=kinds).select_related("relative").order_by("kind")
    return list({tie.relative_id: tie.relative for tie in ties}.values())


def copies(who: Person) -> list[models.DataCopy]:
    """The copies a person asked for, newest first."""
    return list(models.DataCopy.objects.filter(person=who).select_related("requested_by", "handed_over_by"))


def copy(copy_id: int, *, reader: User) -> models.DataCopy:
    """One request for a copy. Refuses: NotPermitted, NoSuchRecord, OutsideArea."""
    scoping.paths(reader, permissions.GIVE_COPY)
    found = models.DataCopy.objects.filter(pk=copy_id).select_related("person", "requested_by", "handed_over_by")
    one = found.first()
    if one is None:
        raise errors.NoSuchRecord
    scope.check(reader, permissions.GIVE_COPY, one.person)
    return one


def corrections(reader: User, *, person: Person | None = None, status: str = "") -> QuerySet[models.CorrectionRequest]:
    """Corrections that people of the reader's areas asked for, those due soonest first. Refuses: NotPermitted."""
    held = {*reader.where(permissions.LODGE_CORRECTION), *reader.where(permissions.DECIDE_CORRECTION)}
    paths = tuple(held) or scoping.paths(reader, permissions.LODGE_CORRECTION)
    found = models.CorrectionRequest.objects.select_related("person", "lodged_by", "decided_by")
    if "/" not in paths:
        found = found.filter(person__in=scope.last_stays(paths).values("person"))
    if person is not None:
        found = found.filter(person=person)
    return found.filter(status=status) if status else found


def correction(request_id: int, *, reader: User) -> models.CorrectionRequest:
    """One correction. Refuses: NotPermitted; NoSuchRecord, also outside the reader's areas."""
    found = corrections(reader).filter(pk=request_id).first()
    if found is None:
        raise errors.NoSuchRecord
    return found


def corrections_waiting(reader: User) -> list[models.CorrectionRequest]:
    """What the reader may decide: lodged by somebody else."""
    if not reader.may(permissions.DECIDE_CORRECTION):
        return []
    return list(corrections(reader, status=lifecycle.LODGED).exclude(lodged_by=reader)[:50])


def holds(who: Person) -> list[models.LegalHold]:
    return list(models.LegalHold.objects.filter(person=who).select_related("placed_by", "lifted_by"))


def hold(hold_id: int, *, reader: User) -> models.LegalHold:
    """One hold. Refuses: NotPermitted, NoSuchRecord, OutsideArea."""
    scoping.paths(reader, permissions.SCHEDULE)
    found = models.LegalHold.objects.filter(pk=hold_id).select_related("person").first()
    if found is None:
        raise errors.NoSuchRecord
    scope.check(reader, permissions.SCHEDULE, found.person)
    return found


def overdue(request: models.CorrectionRequest, on: date) -> bool:
    return request.is_open and request.due_on < on
