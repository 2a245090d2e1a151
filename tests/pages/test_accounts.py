"""The administrator's pages of users' accounts and of service accounts."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from oauth2_provider.models import Application

from ayni.commons.access.models import Role, User
from ayni.commons.audit.models import Entry
from ayni.commons.signing import waits
from ayni.web.administration.accounts import STEPS
from tests.pages import checks

PASSWORD = "long-enough-words"


@pytest.fixture
def analyst(place: Any) -> User:
    user: User = place.users["analyst"]
    return user


@pytest.fixture
def partner_role(place: Any) -> None:
    Role.objects.get_or_create(code="partner_system", defaults={"permissions": ["programmes.see"]})


def pages(user: User) -> list[str]:
    of_user = [reverse(f"web:user_{step}", args=[user.pk]) for step in STEPS]
    return [
        reverse("web:add_user"),
        reverse("web:user_account", args=[user.pk]),
        reverse("web:service_accounts"),
        reverse("web:add_service_account"),
        reverse("web:rotate_secret", args=[user.pk]),
        *of_user,
    ]


def test_only_who_manages_users_opens_them_and_opening_writes_nothing(role: str, signed_in: Any, analyst: User) -> None:
    client = signed_in(role)
    may = "access.manage" in settings.AYNI_ROLES[role]["permissions"]
    for address in pages(analyst):
        with checks.watched() as queries:
            assert client.get(address).status_code == (200 if may else 403), address
        assert queries.writes() == [], address
        assert queries.count <= 16, address


def test_nobody_else_does_what_they_do(signed_in: Any, analyst: User) -> None:
    client = signed_in("auditor")
    for address in pages(analyst):
        typed = {"reason": "x", "username": "x", "name": "X", "role": "administrator"}
        assert client.post(address, typed).status_code == 403, address
    analyst.refresh_from_db()
    assert analyst.is_active
    assert not User.objects.filter(username="x").exists()


def test_a_user_is_added_and_signs_in_by_the_link_that_is_shown_once(signed_in: Any) -> None:
    client = signed_in("administrator")
    typed = {"name": "Amina Diallo", "username": "amina", "role": "analyst", "area": "0101", "email": ""}
    answer = client.post(reverse("web:add_user"), typed)
    assert answer.status_code == 200, answer.content.decode()
    address = answer.context["address"]
    assert address in answer.content.decode()
    user = User.objects.get(username="amina")
    assert address not in client.get(reverse("web:user_account", args=[user.pk])).content.decode()
    hers, new = Client(), "quite-another-password"
    hers.post(address.removeprefix("http://testserver"), {"password": new, "again": new})
    hers.post("/sign-in/", {"username": "amina", "password": new})
    assert hers.get(reverse("web:tokens")).status_code == 200
    assert address.rsplit("/", 2)[1] not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"username": "analyst"}, "is taken"),
        ({"username": "a b"}, "Letters, digits"),
        ({"role": "king"}, "king"),
        ({"area": "nowhere"}, "There is no area of this code"),
        ({"name": ""}, "Enter a name"),
        ({"email": "x"}, "email"),
    ],
)
def test_a_form_with_mistakes_adds_nobody(typed: dict[str, str], told: str, signed_in: Any) -> None:
    client, before = signed_in("administrator"), User.objects.count()
    good = {"name": "Amina", "username": "amina", "role": "analyst", "area": "", "email": ""}
    text = client.post(reverse("web:add_user"), {**good, **typed}).content.decode()
    assert "There is a problem" in text
    assert told in text
    assert User.objects.count() == before


def test_what_is_not_asked_is_not_set(signed_in: Any) -> None:
    typed = {"name": "A", "username": "amina", "role": "analyst", "is_superuser": "1", "is_staff": "1", "password": "x"}
    signed_in("administrator").post(reverse("web:add_user"), {**typed, "is_system": "1"})
    user = User.objects.get(username="amina")
    assert not (user.is_superuser or user.is_staff or user.is_system or user.has_usable_password())


def test_closing_and_opening_an_account(signed_in: Any, analyst: User) -> None:
    admin, theirs = signed_in("administrator"), Client()
    theirs.post("/sign-in/", {"username": "analyst", "password": PASSWORD})
    address = reverse("web:user_close", args=[analyst.pk])
    assert "Say why" in admin.post(address, {"reason": ""}).content.decode()
    admin.post(address, {"reason": "Has left"})
    assert theirs.get(reverse("web:tokens")).status_code == 302
    assert "Closed" in admin.get(reverse("web:user_account", args=[analyst.pk])).content.decode()
    admin.post(reverse("web:user_reopen", args=[analyst.pk]), {"reason": "Is back"})
    analyst.refresh_from_db()
    assert analyst.is_active


def test_nobody_closes_their_own_account(signed_in: Any, place: Any) -> None:
    admin = place.users["administrator"]
    text = signed_in("administrator").post(reverse("web:user_close", args=[admin.pk]), {"reason": "x"})
    assert "Ask another administrator" in text.content.decode()
    admin.refresh_from_db()
    assert admin.is_active


def test_a_wait_sessions_and_factors_are_ended(signed_in: Any, analyst: User) -> None:
    admin, theirs = signed_in("administrator"), Client()
    theirs.post("/sign-in/", {"username": "analyst", "password": PASSWORD})
    Authenticator.objects.create(user=analyst, type="totp", data={"secret": "sealed"})
    for _ in range(6):
        waits.attempted("analyst", "192.0.2.1", at=timezone.now())
    text = admin.get(reverse("web:user_account", args=[analyst.pk])).content.decode()
    assert "They must wait" in text
    assert "Authenticator app" in text
    assert "sealed" not in text
    admin.post(reverse("web:user_unlock", args=[analyst.pk]))
    assert not waits.is_waiting("analyst", at=timezone.now())
    admin.post(reverse("web:user_reset-factors", args=[analyst.pk]), {"reason": "Telephone stolen, seen in person"})
    assert not Authenticator.objects.exists()
    assert theirs.get(reverse("web:tokens")).status_code == 302
    entry = Entry.objects.get(facts__says="removed the user's second factors")
    assert entry.facts["reason"] == "Telephone stolen, seen in person"


def test_a_service_account_is_made_renewed_and_listed(signed_in: Any, partner_role: None) -> None:
    client = signed_in("administrator")
    answer = client.post(reverse("web:add_service_account"), {"name": "Bank", "username": "bank", "area": ""})
    made = answer.context["made"]
    assert made.text in answer.content.decode()
    user = User.objects.get(username="bank", is_system=True)
    listed = client.get(reverse("web:service_accounts")).content.decode()
    assert made.application.client_id in listed
    assert made.text not in listed
    renewed = client.post(reverse("web:rotate_secret", args=[user.pk])).context["made"]
    assert renewed.text != made.text
    assert Application.objects.get().client_secret != renewed.text
    assert "one-time" not in client.get(reverse("web:user_account", args=[user.pk])).content.decode()


def test_a_token_is_narrowed_and_replaced_on_the_pages(signed_in: Any) -> None:
    client = signed_in("analyst")
    typed = {"name": "Chart", "days": "30", "permissions": ["monitoring.see"]}
    made = client.post(reverse("web:make_token"), typed).context["made"]
    assert made.token.permissions == ["monitoring.see"]
    assert "See indicators" in client.get(reverse("web:tokens")).content.decode()
    answer = client.post(reverse("web:rotate_token", args=[made.token.pk]))
    new = answer.context["made"]
    assert new.text in answer.content.decode()
    old, fresh = (
        Client().get("/api/v1/insight/indicators", HTTP_AUTHORIZATION=f"Bearer {text}")
        for text in (made.text, new.text)
    )
    assert old.status_code == 401
    assert fresh.status_code != 401


def test_a_token_with_what_one_does_not_hold_is_not_made(signed_in: Any) -> None:
    typed = {"name": "Chart", "days": "30", "permissions": ["access.manage"]}
    assert "There is a problem" in signed_in("analyst").post(reverse("web:make_token"), typed).content.decode()
