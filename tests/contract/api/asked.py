"""A purpose, a correction, an office and a change of boundaries, for those requests that need one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone

from ayni.benefits.models import Overpayment, PaymentLine
from ayni.commons.access.models import User
from ayni.commons.directory.models import Area, BoundaryChange, Institution, Place
from ayni.identity.models import Candidate, Merge
from ayni.intake.models import Campaign, CampaignArea, ChangeRequest, Visit
from ayni.privacy import models
from ayni.registry.models import Person
from tests.unit.identity import saying


def purpose(land: Any) -> int:
    """A person, and a purpose in force that can be put to them."""
    models.Purpose.objects.get_or_create(
        code="study",
        version=1,
        defaults={
            "names": {"en": "Research"},
            "basis": "consent",
            "since": date(2026, 1, 1),
            "reason": "The ministry decided",
            "status": "approved",
            "prepared_by": land.manager,
            "decided_by": land.approver,
            "decided_at": timezone.now(),
        },
    )
    return int(land.homes["old"].memberships.get(number=1).person_id)


def correction(land: Any) -> int:
    """A correction that somebody else wrote down."""
    made = models.CorrectionRequest.objects.create(
        person_id=land.person,
        what="other",
        asked="Another name",
        reason="Misspelt",
        lodged_by=land.manager,
        due_on=date(2026, 7, 1),
    )
    return int(made.pk)


def change(land: Any) -> int:
    """A change of a record that somebody else asked for."""
    person = Person.objects.get(pk=land.person)
    home = person.memberships.first().household
    made = ChangeRequest.objects.create(
        kind="correction",
        person=person,
        household=home,
        area=home.area,
        proposed={"given_name_latin": "Ada"},
        ground={f"person:{person.pk}:given_name_latin": person.given_name_latin},
        happened_on=date(2026, 6, 1),
        evidence="visit",
        made_by=land.manager,
        submitted_at=timezone.now(),
        due_on=date(2026, 7, 1),
        status="submitted",
    )
    return int(made.pk)


def office(land: Any) -> str:
    """The code of an office in the first district, of an institution."""
    bank, _new = Institution.objects.get_or_create(code="bank", defaults={"names": {"en": "Bank"}})
    given = {"kind": "office", "names": {"en": "Office"}, "institution": bank, "area": Area.objects.get(code="N1")}
    return str(Place.objects.get_or_create(code="office", defaults={**given, "latitude": 1, "longitude": 1})[0].code)


def boundaries(land: Any) -> int:
    """A change of boundaries that somebody else proposed."""
    plan = {"kind": "rename", "areas": ["S1"], "into": [], "names": {"en": "New name"}}
    day = date(2026, 6, 1)
    made = BoundaryChange.objects.create(kind="rename", on=day, plan=plan, reason="Law", prepared_by=land.manager)
    return int(made.pk)


def campaign(land: Any) -> Campaign:
    """An open campaign in an area."""
    given = {"names": {"en": "Walk"}, "road": "walk", "starts_on": date(2026, 6, 1), "ends_on": date(2040, 1, 1)}
    made, is_new = Campaign.objects.get_or_create(
        code="walk", defaults={**given, "planned_by": land.manager, "status": "open"}
    )
    if is_new:
        CampaignArea.objects.create(campaign=made, area=Area.objects.get(code="N1"), target=9)
    return made


def visit(land: Any) -> int:
    """A visit on the list of the one who may everything."""
    place = campaign(land).places.get()
    who = User.objects.filter(username="everything").first() or land.manager
    given = {"place": place, "area": place.area, "enumerator": who}
    return int(Visit.objects.get_or_create(campaign=place.campaign, key="w-1", defaults=given)[0].pk)


def double(land: Any) -> int:
    """Another record of a person, in no household yet."""
    area = Area.objects.get(code="N1")
    made = Person.objects.create(
        source="registered-again", source_key=uuid4().hex, registered_on=date(2026, 6, 1), registered_in=area
    )
    return int(made.pk)


def doubled(land: Any) -> int:
    """Another record of a person, which an officer has said to be theirs."""
    other = double(land)
    saying.said_same(Person.objects.get(pk=land.person), Person.objects.get(pk=other))
    return other


def candidate(land: Any) -> int:
    """Two records that may be one person."""
    one, other = sorted((int(land.person), double(land)))
    area = Area.objects.get(code="N1")
    here = {"one_area": area, "other_area": area}
    made = Candidate.objects.create(one_id=one, other_id=other, source="run", chance=0.9, **here)
    return int(made.pk)


def merge(land: Any) -> int:
    """Two records that were merged."""
    made = Merge.objects.create(
        kept_id=land.person,
        absorbed_id=double(land),
        because="The same card",
        on=date(2026, 6, 1),
        merged_by=land.manager,
        marks={"keys": {}, "paths": ["/"]},
    )
    return int(made.pk)


def overpayment(land: Any) -> int:
    """A person who was paid twice."""
    line = PaymentLine.objects.select_related("cycle").first()
    made = Overpayment.objects.create(
        merge_id=merge(land), programme_id=line.cycle.programme_id, household_id=line.household_id, amount=1
    )
    return int(made.pk)
