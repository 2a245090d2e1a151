"""Signing in through a real OpenID Connect provider, and every answer of one that must not be believed."""

from __future__ import annotations

import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ayni.commons.access.models import User
from ayni.commons.signing import providers
from tests.contract.openid.conftest import CLIENT, SECRET, Running
from tests.unit.signing.conftest import somebody

NONCE = "the-nonce-that-was-sent"


@pytest.fixture(autouse=True)
def known(db: None, settings: Any, running: Running) -> User:
    """The provider is ours to sign in with, and some of its people are known here."""
    settings.AYNI_OIDC_URL, settings.AYNI_OIDC_CLIENT, settings.AYNI_OIDC_SECRET = running.url, CLIENT, SECRET
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    somebody("ada", "administrator", email="ada@example.org")
    somebody("closed", "analyst", is_active=False)
    somebody("civil", "analyst", is_system=True)
    return somebody("omar", "analyst", email="omar@example.org")


def is_in(client: Client) -> bool:
    return client.get(reverse("web:tokens")).status_code == 200


def test_the_sign_in_page_offers_it_only_where_there_is_one(settings: Any) -> None:
    assert "/sign-in/openid/" in Client().get("/sign-in/").content.decode()
    settings.AYNI_OIDC_URL = ""
    assert "/sign-in/openid/" not in Client().get("/sign-in/").content.decode()
    assert Client().get("/sign-in/openid/").status_code == 404


def test_somebody_known_signs_in_and_goes_where_they_were_going(running: Running) -> None:
    client = Client()
    answer = client.get(running.answer(client, "omar", wanted="?next=/tokens/"))
    assert answer["Location"] == "/tokens/"
    assert is_in(client)


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_it_leads_nowhere_else(wanted: str, running: Running) -> None:
    client = Client()
    assert client.get(running.answer(client, "omar", wanted=f"?next={wanted}"))["Location"] == reverse("web:home")


def test_the_session_is_a_new_one(running: Running) -> None:
    client = Client()
    address = running.answer(client, "omar")
    before = client.session.session_key
    client.get(address)
    assert client.session.session_key != before


@pytest.mark.parametrize("name", ["stranger", "closed", "civil"])
def test_whoever_is_not_an_open_account_of_a_person_is_told_so_and_made_nothing(name: str, running: Running) -> None:
    client, before = Client(), User.objects.count()
    answer = client.get(running.answer(client, name))
    assert answer.status_code == 403
    assert "You are not known here" in answer.content.decode()
    assert not is_in(client)
    assert User.objects.count() == before


def test_by_e_mail_only_a_verified_one_counts(running: Running, settings: Any) -> None:
    settings.AYNI_OIDC_CLAIM = "email"
    client, thief = Client(), Client()
    client.get(running.answer(client, "omar"))
    assert is_in(client)
    assert thief.get(running.answer(thief, "stranger")).status_code == 403  # says that it is ada@example.org


def test_by_e_mail_two_of_the_same_are_nobody(running: Running, settings: Any) -> None:
    settings.AYNI_OIDC_CLAIM = "email"
    somebody("other", "analyst", email="OMAR@example.org")
    client = Client()
    assert client.get(running.answer(client, "omar")).status_code == 403


def refused(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400
    assert not is_in(client)


def test_an_answer_is_good_once(running: Running) -> None:
    client = Client()
    address = running.answer(client, "omar")
    client.get(address)
    client.post(reverse("web:sign_out"))
    refused(client, address)


def test_an_answer_to_another_browser_is_refused(running: Running) -> None:
    """Else somebody could be signed in, unnoticed, as another."""
    thief, victim = Client(), Client()
    address = running.answer(thief, "omar")
    refused(victim, address)
    running.answer(victim, "omar")
    refused(victim, address)


def test_a_code_with_another_verifier_is_refused_by_the_provider(running: Running) -> None:
    client = Client()
    address = running.answer(client, "omar")
    session = client.session
    session["openid_started"] = {**session["openid_started"], "verifier": "x" * 50}
    session.save()
    refused(client, address)


def test_a_token_for_another_nonce_is_refused(running: Running) -> None:
    client = Client()
    address = running.answer(client, "omar")
    session = client.session
    session["openid_started"] = {**session["openid_started"], "nonce": "another"}
    session.save()
    refused(client, address)


def test_an_answer_that_comes_too_late_is_refused(running: Running) -> None:
    client = Client()
    address = running.answer(client, "omar")
    session = client.session
    session["openid_started"] = {**session["openid_started"], "at": time.time() - 601}
    session.save()
    refused(client, address)


def test_the_providers_own_refusal_is_told(running: Running) -> None:
    client = Client()
    client.get("/sign-in/openid/")
    state = client.session["openid_started"]["state"]
    refused(client, f"/sign-in/openid/back/?error=access_denied&state={state}")


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=", "?code=x&state=%F0%9F%98%80"])
def test_what_is_no_answer_is_refused(query: str, running: Running) -> None:
    client = Client()
    client.get("/sign-in/openid/")
    refused(client, f"/sign-in/openid/back/{query}")


def test_a_provider_that_is_away_is_told(settings: Any) -> None:
    settings.AYNI_OIDC_URL = "http://127.0.0.1:9/o"
    assert Client().get("/sign-in/openid/").status_code == 400


def claims(running: Running, **changed: Any) -> dict[str, Any]:
    now = int(time.time())
    good = {"iss": running.url, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 300, "nonce": NONCE}
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def kid(running: Running) -> str:
    told = providers.configured()._asked("GET", f"{running.url}/.well-known/jwks.json")
    return str(told["keys"][0]["kid"])


def verified(running: Running, token: str) -> dict[str, Any]:
    provider = providers.configured()
    return provider.verified(token, nonce=NONCE, told=provider._told(), at=timezone.now())


def test_a_token_signed_with_the_providers_key_is_believed(running: Running) -> None:
    token = jwt.encode(claims(running), running.key, algorithm="RS256", headers={"kid": kid(running)})
    assert verified(running, token)["sub"] == "1"


class Seconds(int):
    """So many seconds from now; the now of the test, which has the same name in every process."""


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"azp": "another-client"},
        {"iss": "https://elsewhere.example"},
        {"exp": Seconds(-60)},
        {"iat": Seconds(-1000)},
        {"iat": Seconds(1000)},
        {"nbf": Seconds(1000)},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": None},
        {"sub": None},
        {"aud": None},
    ],
    ids=str,
)
def test_a_token_with_a_claim_out_of_order_is_refused(changed: dict[str, Any], running: Running) -> None:
    now = int(time.time())
    said = {name: now + value if isinstance(value, Seconds) else value for name, value in changed.items()}
    token = jwt.encode(claims(running, **said), running.key, algorithm="RS256", headers={"kid": kid(running)})
    with pytest.raises(providers.ProviderFailed):
        verified(running, token)


def test_a_token_signed_with_another_key_is_refused(running: Running) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for name in (kid(running), "another"):
        token = jwt.encode(claims(running), other, algorithm="RS256", headers={"kid": name})
        with pytest.raises(providers.ProviderFailed):
            verified(running, token)


def test_a_token_that_is_not_signed_or_with_a_shared_secret_is_refused(running: Running) -> None:
    name = {"kid": kid(running)}
    unsigned = jwt.encode(claims(running), None, algorithm="none", headers=name)
    shared = jwt.encode(claims(running), SECRET * 2, algorithm="HS256", headers=name)
    for token in (unsigned, shared, "", "a.b.c", "not a token"):
        with pytest.raises(providers.ProviderFailed):
            verified(running, token)


def test_a_token_that_was_changed_is_refused(running: Running) -> None:
    token = jwt.encode(claims(running), running.key, algorithm="RS256", headers={"kid": kid(running)})
    head, _, signature = token.split(".")
    other = jwt.encode(claims(running, sub="2"), running.key, algorithm="RS256").split(".")[1]
    with pytest.raises(providers.ProviderFailed):
        verified(running, f"{head}.{other}.{signature}")


def test_a_description_of_another_issuer_is_refused(running: Running, settings: Any) -> None:
    settings.AYNI_OIDC_URL = running.url.replace("127.0.0.1", "localhost")
    with pytest.raises(providers.ProviderFailed):
        providers.configured()._told()
