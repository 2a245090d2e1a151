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


@sensitive_variables()
def household_sensitive(
    household_id: int, *, reader: User, purpose: str, words: str = "", road: str = "screen"
) -> Opened:
    """A household's sensitive answers. That they were opened is recorded, with the purpose.

    Refuses: NotPermitted, OutsideArea, NoSuchHousehold, PurposeMissing, WordsTooLong; KeyMissing, KeyWrong, SealBroken.
    """
    found = models.Household.objects.select_related("area").defer("area__shape").filter(pk=household_id).first()
    if found is None:
        raise errors.NoSuchHousehold(household_id)
    return _opened("household", found, found.area, found.code, reader=reader, purpose=purpose, words=words, road=road)


@sensitive_variables()
def person_sensitive(person_id: int, *, reader: User, purpose: str, words: str = "", road: str = "screen") -> Opened:
    """A person's sensitive answers. That they were opened is recorded, with the purpose.

    Refuses: NotPermitted, OutsideArea, NoSuchPerson, PurposeMissing, WordsTooLong; KeyMissing, KeyWrong, SealBroken.
    """
    on = timezone.localdate()
    stays = models.Membership.objects.filter(person=person_id).select_related("person", "household__area")
    stays = stays.defer("household__area__shape")
    last = max(stays, key=lambda stay: (on in stay.period, stay.period.lower or date.min), default=None)
    if last is None:
        raise errors.NoSuchPerson(person_id)
    who, area = last.person, last.household.area
    return _opened("person", who, area, who.name, reader=reader, purpose=purpose, words=words, road=road)


@sensitive_variables()
def _opened(
    entity: str,
    subject: models.Household | models.Person,
    area: Area,
    name: str,
    *,
    reader: User,
    purpose: str,
    words: str,
    road: str,
) -> Opened:
    for permission in (permissions.SEE, permissions.SEE_SENSITIVE):
        if not scoping.reaches(scoping.paths(reader, permission), area.path):
            raise OutsideArea(permission, str(reader))
    said = " ".join(words.split())
    if purpose not in PURPOSES:
        raise errors.PurposeMissing(list(PURPOSES))
    if len(said) > LONGEST_WORDS:
        raise errors.WordsTooLong(LONGEST_WORDS)
    with transaction.atomic():  # recorded first: what cannot be recorded is not opened
        recording.look(
            subject,
            reader=reader,
            under=permissions.SEE_SENSITIVE,
            road=road,
            purpose=f"{purpose}: {said}" if said else purpose,
        )
        facts = answers.sensitive(entity, subject.pk)
    return Opened(subject.pk, subject.code, name, purpose, said, facts)
