"""The page each role lands on, and what its navigation shows."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from ayni.benefits.models import PaymentCycle
from ayni.commons.jobs.models import Work
from ayni.programmes.models import Programme
from tests.pages import checks, district

NOW = datetime(2026, 3, 4, 14, 5, tzinfo=UTC)


def test_every_role_has_a_home_that_writes_nothing(role: str, signed_in: Any) -> None:
    client = signed_in(role)
    with checks.watched() as queries:
        answer = client.get(reverse("web:home"))
    assert answer.status_code == 200
    assert "Nothing waits for you" in answer.content.decode()
    assert queries.writes() == []
    assert queries.count <= 22  # one for each list a role may have work in, whatever is in it


def test_each_role_sees_its_own_places(signed_in: Any) -> None:
    assert _places(signed_in("administrator")) == ["My work", "Places", "Administration"]
    assert "People" in _places(signed_in("district_officer"))
    assert "People" not in _places(signed_in("analyst"))
    assert "Payments" not in _places(signed_in("analyst"))


def test_the_search_box_is_for_those_who_may_see_people(signed_in: Any) -> None:
    assert "search-everywhere" in _home(signed_in("auditor"))
    assert "search-everywhere" not in _home(signed_in("payment_officer"))


def test_one_sees_the_work_one_started(signed_in: Any, place: Any) -> None:
    Work.objects.create(key="snapshot/mine", kind="snapshots.take", by=place.users["programme_manager"])
    assert "snapshot/mine" in _home(signed_in("programme_manager"))
    assert "snapshot/mine" not in _home(signed_in("analyst"))


@pytest.fixture
def cycle(place: district.District) -> PaymentCycle:
    """A computed payment cycle, prepared by the payment officer."""
    programme = Programme.objects.create(code="child-grant", titles={"en": "Child grant"})
    return PaymentCycle.objects.create(
        programme=programme,
        period_from=date(2026, 3, 1),
        period_to=date(2026, 4, 1),
        lines_count=1204,
        amount=Decimal("1806000"),
        prepared_by=place.users["payment_officer"],
    )


def test_a_computed_cycle_waits_for_who_may_approve_it(cycle: PaymentCycle, signed_in: Any) -> None:
    text = _home(signed_in("payment_approver"))
    assert "1 thing waits for you" in text
    assert "Child grant, March 2026: 1,204 payments, LCU\u00a01,806,000" in text
    assert reverse("web:approve_cycle", args=[cycle.pk]) in text
    assert "Nothing waits for you" in _home(signed_in("payment_officer"))


def test_nobody_is_asked_to_approve_what_they_prepared(
    cycle: PaymentCycle, signed_in: Any, place: district.District
) -> None:
    PaymentCycle.objects.filter(pk=cycle.pk).update(prepared_by=place.users["payment_approver"])
    assert "Nothing waits for you" in _home(signed_in("payment_approver"))


def test_an_approved_cycle_waits_for_who_may_release_it(
    cycle: PaymentCycle, signed_in: Any, place: district.District
) -> None:
    approver = place.users["payment_approver"]
    PaymentCycle.objects.filter(pk=cycle.pk).update(status="approved", approved_by=approver, approved_at=NOW)
    text = _home(signed_in("payment_officer"))
    assert reverse("web:release_cycle", args=[cycle.pk]) in text
    assert "Since <time" in text
    assert "Nothing waits for you" in _home(signed_in("payment_approver"))


def _home(client: Any) -> str:
    return str(client.get(reverse("web:home")).content.decode())


def _places(client: Any) -> list[str]:
    navigation = _home(client).partition('<nav class="navigation"')[2].partition("</nav>")[0]
    return re.findall(r"<li><a [^>]*>([^<]*)</a>", navigation)
