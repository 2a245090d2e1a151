"""Opening the sensitive answers of one household or person: for a purpose, which is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from ayni.commons.access import scoping
from ayni.commons.access.errors import OutsideArea
from ayni.commons.access.models import User
from ayni.commons.audit import recording
from ayni.commons.directory.models import Area
from ayni.registry import errors, models, permissions
from ayni.registry.queries import answers

LONGEST_WORDS = 150
#: What sensitive answers may be opened for: a closed list.
PURPOSES = {
    "eligibility": _("Assessing eligibility"),
    "case_work": _("Case work with the family"),
    "correction": _("Correction the person asked for"),
    "complaint": _("Complaint or appeal"),
    "request": _("The person asks what is kept of them"),
    "audit": _("Audit or inspection"),
}


@dataclass(frozen=True, repr=False)
class Opened:
    """The latest sensitive answers of a household or person, in the dictionary's order, and why they were opened."""

    id: int
    code: str
    name: str
    purpose: str
    words: str
    facts: tuple[answers.Fact, ...]


@dataclass(frozen=True)
class Record:
    """A household or person whose sensitive answers the reader may open."""

    entity: str
    subject: models.Household | models.Person
    name: str

    @property
    def code(self) -> str:
        return self.subject.code


def sensitive_of(entity: str, record: int, *, reader: User) -> Record:
    """Whose answers would be opened; nothing is. Refuses: NotPermitted, OutsideArea, NoSuchHousehold, NoSuchPerson."""
    held = {one: scoping.paths(reader, one) for one in (permissions.SEE, permissions.SEE_SENSITIVE)}
    found, area = _household(record) if entity == "household" else _person(record)
    for permission, paths in held.items():
        if not scoping.reaches(paths, area.path):
            raise OutsideArea(permission, str(reader))
    return found


@sensitive_variables()
def household_sensitive(
    household_id: int, *, reader: User, purpose: str, words: str = "", road: str = "screen"
) -> Opened:
    """A household's sensitive answers. That they were opened is recorded, with the purpose.

    Refuses: NotPermitted, OutsideArea, NoSuchHousehold, PurposeMissing, WordsTooLong; KeyMissing, KeyWrong, SealBroken.
    """
    return _opened(sensitive_of("household", household_id, reader=reader), reader, purpose, words, road)


@sensitive_variables()
def person_sensitive(person_id: int, *, reader: User, purpose: str, words: str = "", road: str = "screen") -> Opened:
    """A person's sensitive answers. That they were opened is recorded, with the purpose.

    Refuses: NotPermitted, OutsideArea, NoSuchPerson, PurposeMissing, WordsTooLong; KeyMissing, KeyWrong, SealBroken.
    """
    return _opened(sensitive_of("person", person_id, reader=reader), reader, purpose, words, road)


def _household(household_id: int) -> tuple[Record, Area]:
    found = models.Household.objects.select_related("area").defer("area__shape").filter(pk=household_id).first()
    if found is None:
        raise errors.NoSuchHousehold(household_id)
    return Record("household", found, found.code), found.area


def _person(person_id: int) -> tuple[Record, Area]:
    """Who lives nowhere now belongs to the last household."""
    on = timezone.localdate()
    stays = models.Membership.objects.filter(person=person_id).select_related("person", "household__area")
    stays = stays.defer("household__area__shape")
    last = max(stays, key=lambda stay: (on in stay.period, stay.period.lower or date.min), default=None)
    if last is None:
        raise errors.NoSuchPerson(person_id)
    return Record("person", last.person, last.person.name), last.household.area


@sensitive_variables()
def _opened(record: Record, reader: User, purpose: str, words: str, road: str) -> Opened:
    said = " ".join(words.split())
    if purpose not in PURPOSES:
        raise errors.PurposeMissing(list(PURPOSES))
    if len(said) > LONGEST_WORDS:
        raise errors.WordsTooLong(LONGEST_WORDS)
    with transaction.atomic():  # recorded first: what cannot be recorded is not opened
        recording.look(
            record.subject,
            reader=reader,
            under=permissions.SEE_SENSITIVE,
            road=road,
            purpose=f"{purpose}: {said}" if said else purpose,
        )
        facts = answers.sensitive(record.entity, record.subject.pk)
    return Opened(record.subject.pk, record.code, record.name, purpose, said, facts)
