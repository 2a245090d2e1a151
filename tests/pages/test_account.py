"""Signing in and out, the language, and one's own tokens."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ayni.commons.access import queries as access
from ayni.commons.access.models import ApiToken
from ayni.commons.audit.models import Entry
from tests.pages import checks


@pytest.mark.parametrize("page", ["home", "people", "administration", "users", "tokens", "gallery"])
def test_a_page_asks_for_a_sign_in_and_comes_back_to_it(page: str, db: None) -> None:
    address = reverse(f"web:{page}")
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('web:sign_in')}?next={address}"


def test_signing_in_lands_where_one_was_going(place: Any) -> None:
    address = f"{reverse('web:sign_in')}?next={reverse('web:tokens')}"
    client = Client()
    typed = {"username": "analyst", "password": "long-enough-words", "next": reverse("web:tokens")}
    answer = client.post(address, typed)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("web:tokens")


def test_a_wrong_password_says_so_and_keeps_the_name(place: Any) -> None:
    answer = Client().post(reverse("web:sign_in"), {"username": "analyst", "password": "wrong"})
    text = answer.content.decode()
    assert "There is a problem" in text
    assert "The user name or the password is not right" in text
    assert 'value="analyst"' in text
    assert "<title>Error:" in text


def test_an_empty_form_says_what_to_enter_and_where(place: Any) -> None:
    text = Client().post(reverse("web:sign_in"), {}).content.decode()
    assert '<a href="#id_username">Enter your user name</a>' in text
    assert 'aria-describedby="id_password_error"' in text


def test_a_sign_in_never_leads_to_another_site(place: Any) -> None:
    typed = {"username": "analyst", "password": "long-enough-words", "next": "https://elsewhere.example/"}
    assert Client().post(reverse("web:sign_in"), typed)["Location"] == reverse("web:home")


def test_signing_out_needs_a_post(signed_in: Any) -> None:
    client = signed_in("analyst")
    assert client.get(reverse("web:sign_out")).status_code == 405
    assert client.post(reverse("web:sign_out"))["Location"] == reverse("web:sign_in")
    assert client.get(reverse("web:home")).status_code == 302


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_language_is_kept(language: str, direction: str, place: Any) -> None:
    client = Client()
    client.post(reverse("web:set_language"), {"language": language, "next": "/sign-in/"})
    text = client.get(reverse("web:sign_in")).content.decode()
    assert f'<html lang="{language}" dir="{direction}"' in text


def test_a_token_is_shown_once_and_kept_as_a_digest(signed_in: Any, place: Any) -> None:
    client = signed_in("payment_officer")
    answer = client.post(reverse("web:make_token"), {"name": "Bank link", "days": "90"})
    text = answer.context["made"].text
    assert text in answer.content.decode()
    assert text not in client.get(reverse("web:tokens")).content.decode()
    kept = ApiToken.objects.get()
    assert kept.digest == access.digest_of(text)
    assert access.user_of(text, at=timezone.now()) == place.users["payment_officer"]
    assert access.user_of(text, at=timezone.now() + timedelta(days=91)) is None
    entry = Entry.objects.get(action="access.hold_tokens")
    assert text not in str(entry.facts)


def test_a_revoked_token_no_longer_works(signed_in: Any) -> None:
    client = signed_in("analyst")
    made = client.post(reverse("web:make_token"), {"name": "Notebook", "days": "30"}).context["made"]
    answer = client.post(reverse("web:revoke_token", args=[made.token.pk]), follow=True)
    assert "“Notebook” no longer works" in answer.content.decode()
    assert access.user_of(made.text, at=timezone.now()) is None


def test_somebody_elses_token_is_not_there(signed_in: Any) -> None:
    made = signed_in("analyst").post(reverse("web:make_token"), {"name": "Mine", "days": "30"}).context["made"]
    address = reverse("web:revoke_token", args=[made.token.pk])
    assert signed_in("auditor").post(address).status_code == 404
    assert access.user_of(made.text, at=timezone.now()) is not None


@pytest.mark.parametrize("typed", [{"name": "", "days": "30"}, {"name": "x", "days": "3650"}, {"name": "x"}])
def test_a_token_form_with_mistakes_makes_nothing(typed: dict[str, str], signed_in: Any) -> None:
    answer = signed_in("analyst").post(reverse("web:make_token"), typed)
    assert "There is a problem" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_there_is_an_end_to_how_many_tokens_one_holds(signed_in: Any) -> None:
    client = signed_in("analyst")
    for number in range(20):
        client.post(reverse("web:make_token"), {"name": f"Token {number}", "days": "30"})
    answer = client.post(reverse("web:make_token"), {"name": "One more", "days": "30"})
    assert "You already have 20 tokens" in answer.content.decode()
    assert ApiToken.objects.count() == 20


def test_health_answers_without_a_sign_in(db: None) -> None:
    with checks.watched() as queries:
        answer = Client().get("/health")
    assert answer.json() == {"status": "well", "database": True}
    assert queries.count == 1
