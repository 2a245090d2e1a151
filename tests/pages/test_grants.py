"""The pages on which roles are given, lent, reviewed and withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ayni.commons.access.models import Grant
from ayni.commons.audit.models import Entry
from tests.pages import checks


@pytest.fixture
def held(place: Any) -> Grant:
    return Grant.objects.get(user=place.users["analyst"])


def managing(held: Grant) -> list[str]:
    return [
        reverse("web:access_review"),
        reverse("web:give_role", args=[held.user_id]),
        reverse("web:withdraw_role", args=[held.pk]),
        reverse("web:confirm_role", args=[held.pk]),
    ]


def test_only_who_manages_users_reviews_and_opening_writes_nothing(role: str, signed_in: Any, held: Grant) -> None:
    client = signed_in(role)
    may = "access.manage" in settings.AYNI_ROLES[role]["permissions"]
    for address in managing(held):
        with checks.watched() as queries:
            assert client.get(address).status_code == (200 if may else 403), address
        assert queries.writes() == [], address
        assert queries.count <= 14, address


def test_a_role_is_given_reviewed_and_withdrawn(signed_in: Any, place: Any, held: Grant) -> None:
    client = signed_in("administrator")
    give = reverse("web:give_role", args=[held.user_id])
    wrong = client.post(give, {"role": "auditor", "area": "nowhere", "institution": "none"}).content.decode()
    assert "There is no area of this code" in wrong and "There is no institution of this code" in wrong
    answer = client.post(give, {"role": "auditor", "area": "0101", "reason": "Audit of the year"})
    assert answer.headers["Location"] == reverse("web:user_account", args=[held.user_id])
    new = Grant.objects.get(user=held.user_id, role="auditor")
    assert (new.area, new.granted_by, new.reason) == (place.area, place.users["administrator"], "Audit of the year")
    page = client.get(reverse("web:access_review")).content.decode()
    assert "Has never signed in." in page and "Green Valley" in page
    assert client.post(reverse("web:confirm_role", args=[new.pk])).status_code == 302
    new.refresh_from_db()
    assert new.reviewed_by == place.users["administrator"]
    withdraw = reverse("web:withdraw_role", args=[new.pk])
    assert "Say why" in client.post(withdraw, {"reason": ""}).content.decode()
    assert client.post(withdraw, {"reason": "Done"}).status_code == 302
    new.refresh_from_db()
    assert new.withdrawn_by == place.users["administrator"]
    says = set(Entry.objects.filter(actor=place.users["administrator"]).values_list("facts__says", flat=True))
    assert {"granted a role", "withdrew a role", "reviewed a grant and let it stand"} <= says


def test_a_role_is_lent_and_taken_back(signed_in: Any, place: Any) -> None:
    client, own = signed_in("district_officer"), Grant.objects.get(user=place.users["district_officer"])
    assert "Nothing is lent." in client.get(reverse("web:lending")).content.decode()
    lend = reverse("web:lend_role", args=[own.pk])
    until = timezone.localdate() + timedelta(days=10)
    refused = client.post(lend, {"to": "nobody", "until": until, "reason": "Leave"}).content.decode()
    assert "There is nobody of this user name" in refused
    late = {"to": "analyst", "until": until + timedelta(days=400), "reason": "Leave"}
    assert "Choose a day between" in client.post(lend, late).content.decode()
    assert client.post(lend, {**late, "until": until}).status_code == 302
    lent = Grant.objects.get(delegated_from=own)
    borrower = signed_in("analyst")
    assert borrower.get(reverse("web:household", args=[place.near.pk])).status_code == 200
    assert borrower.get(reverse("web:household", args=[place.far.pk])).status_code == 404
    end = reverse("web:take_back_role", args=[lent.pk])
    assert signed_in("auditor").get(end).status_code in {403, 404}
    assert client.get(end).status_code == 200
    assert client.post(end).status_code == 302
    assert signed_in("analyst").get(reverse("web:household", args=[place.near.pk])).status_code == 403


def test_nobody_lends_anothers_role(signed_in: Any, held: Grant) -> None:
    client = signed_in("auditor")
    address = reverse("web:lend_role", args=[held.pk])
    until = timezone.localdate() + timedelta(days=5)
    assert client.get(address).status_code in {403, 404}
    assert client.post(address, {"to": "auditor", "until": until, "reason": "x"}).status_code in {403, 404}
    assert not Grant.objects.exclude(delegated_from=None).exists()
