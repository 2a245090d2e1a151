"""The mother of the district on record twice, a merge that stands, and a case of overpayment: what pages show."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from ayni.benefits.models import Overpayment, PaymentCycle, PaymentLine
from ayni.commons import acting
from ayni.identity import actions
from ayni.registry.models import Membership, Person
from tests.pages import district
from tests.unit.benefits import world
from tests.unit.identity import saying

DAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def double(place: district.District, key: str = "1") -> Person:
    """Another record of the mother, that lives nowhere."""
    return Person.objects.create(
        source="other", source_key=key, given_name="Fatima", family_name="Zahra", phone="+99955501019",
        registered_on=DAY, registered_in=place.large.area,
    )  # fmt: skip


def made(place: district.District) -> dict[str, Any]:
    """Numbers for addresses."""
    first, second = double(place), double(place, "2")
    second.phones.create(number="+99955501020")
    saying.said_same(place.mother, second)
    saying.said_same(place.mother, first)
    with acting.apart():
        merge = actions.merge_people(
            place.mother, absorbed=second, because="The same card", on=DAY, at=AT, by=place.users["data_steward"]
        )
    place.mother.phones.create(number="+99955501021")
    return {
        "kept": place.mother.pk, "other": first.pk, "merge": merge.pk, "case": case(place, merge).pk
    }  # fmt: skip


def case(place: district.District, merge: Any) -> Overpayment:
    """What was paid to both records of a merge."""
    grant = world.programme("grant")
    home = Membership.objects.get(person=merge.kept).household
    cycle = PaymentCycle.objects.create(
        programme=grant, period_from=DAY, period_to=date(2026, 4, 1), prepared_by=place.users["payment_officer"]
    )
    given = {"cycle": cycle, "household": home, "payee": merge.kept, "amount": 100, "account": "1", "status": "paid"}
    first = PaymentLine.objects.create(enrolment=world.enrol(grant, home), period_from=DAY, **given)
    enrolled = world.enrol(grant, home, person=merge.kept)
    second = PaymentLine.objects.create(enrolment=enrolled, period_from=DAY, **given)
    found = Overpayment.objects.create(merge=merge, programme=grant, household=home, amount=100)
    found.lines.create(line=second, beside=first)
    return found
