"""Passkeys: made, used beside a password and instead of one; each way of cheating with one."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, TestCase
from django.urls import reverse

from ayni.commons.access.models import User
from tests.pages.authenticator import Passkey

PASSWORD = "long-enough-words"
JSON = {"HTTP_ACCEPT": "application/json"}


def asked(client: Client) -> dict[str, Any]:
    """What the sign-in page asks a passkey for."""
    told: dict[str, Any] = client.get(reverse("mfa_login_webauthn"), **JSON).json()["request_options"]["publicKey"]
    return told


def sent(client: Client, page: str, answer: dict[str, Any], **more: str) -> Any:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(reverse(page), {"credential": json.dumps(answer), **more})


def is_in(client: Client) -> bool:
    return client.get(reverse("web:tokens")).status_code == 200


def added(client: Client, passkey: Passkey) -> Any:
    client.post("/account/confirm/", {"password": PASSWORD})
    page = client.get(reverse("mfa_add_webauthn"))
    shown = page.content.decode()
    data = shown.partition('id="passkey-options" type="application/json">')[2].partition("</script>")[0]
    options = json.loads(data)["creation_options"]["publicKey"]
    return sent(client, "mfa_add_webauthn", passkey.made(options), name="My telephone")


@pytest.fixture
def passkey(place: Any) -> Passkey:
    """The analyst's, just added."""
    client, made = Client(), Passkey()
    client.post("/sign-in/", {"username": "analyst", "password": PASSWORD})
    answer = added(client, made)
    assert answer.status_code == 302, answer.content.decode()
    return made


def test_a_passkey_is_listed_renamed_and_removed(place: Any) -> None:
    client = Client()
    client.post("/sign-in/", {"username": "analyst", "password": PASSWORD})
    added(client, Passkey())
    kept = Authenticator.objects.get(type="webauthn")
    assert "My telephone" in client.get(reverse("mfa_list_webauthn")).content.decode()
    client.post(reverse("mfa_edit_webauthn", args=[kept.pk]), {"name": "Security key"})
    assert "Security key" in client.get(reverse("mfa_list_webauthn")).content.decode()
    assert "Security key" in client.get(reverse("mfa_remove_webauthn", args=[kept.pk])).content.decode()
    client.post(reverse("mfa_remove_webauthn", args=[kept.pk]))
    assert not Authenticator.objects.exists()


def test_a_passkey_signs_in_by_itself_and_goes_where_one_was_going(passkey: Passkey) -> None:
    client = Client()
    answer = sent(client, "mfa_login_webauthn", passkey.used(asked(client)), next=reverse("web:tokens"))
    assert answer["Location"] == reverse("web:tokens")
    assert is_in(client)


def test_a_passkey_is_a_second_factor(passkey: Passkey) -> None:
    client = Client()
    answer = client.post("/sign-in/", {"username": "analyst", "password": PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate")
    page = client.get(reverse("mfa_authenticate"))
    options = page.context["js_data"]["request_options"]["publicKey"]
    assert not is_in(client)
    sent(client, "mfa_authenticate", passkey.used(json.loads(json.dumps(options, default=dict))))
    assert is_in(client)


def test_it_never_leads_elsewhere(passkey: Passkey) -> None:
    client = Client()
    answer = sent(client, "mfa_login_webauthn", passkey.used(asked(client)), next="https://elsewhere.example/")
    assert answer["Location"] == reverse("web:home")


def refused(client: Client, answer: dict[str, Any]) -> None:
    assert sent(client, "mfa_login_webauthn", answer)["Location"] == reverse("account_login")
    assert not is_in(client)


def test_a_proof_is_good_once_and_in_the_browser_that_asked(passkey: Passkey) -> None:
    client, thief = Client(), Client()
    proof = passkey.used(asked(client))
    asked(thief)
    refused(thief, proof)
    sent(client, "mfa_login_webauthn", proof)
    assert is_in(client)
    client.post(reverse("web:sign_out"))
    refused(client, proof)
    asked(client)
    refused(client, proof)


def test_a_proof_for_another_site_is_refused(passkey: Passkey) -> None:
    client = Client()
    passkey.site = "elsewhere.example"
    refused(client, passkey.used(asked(client)))


def test_a_proof_from_another_origin_is_refused_where_there_is_tls(passkey: Passkey, settings: Any) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    client = Client()
    passkey.origin = "https://elsewhere.example"
    refused(client, passkey.used(asked(client)))
    passkey.origin = "https://testserver"
    sent(client, "mfa_login_webauthn", passkey.used(asked(client)))
    assert is_in(client)


def test_a_passkey_that_asked_nobody_signs_nobody_in_by_itself(passkey: Passkey) -> None:
    client = Client()
    passkey.is_verifying = False
    refused(client, passkey.used(asked(client)))


def test_anothers_key_under_the_users_name_is_refused(passkey: Passkey) -> None:
    client = Client()
    forged = Passkey(credential=passkey.credential, owner=passkey.owner)
    refused(client, forged.used(asked(client)))


def test_a_passkey_of_a_closed_account_opens_nothing(passkey: Passkey) -> None:
    User.objects.filter(username="analyst").update(is_active=False)
    client = Client()
    answer = sent(client, "mfa_login_webauthn", passkey.used(asked(client)))
    assert answer["Location"] == reverse("account_inactive")
    assert client.get(answer["Location"]).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("answer", ["", "null", "[]", "{}", "not json", '{"id": 1, "response": {"userHandle": 7}}'])
def test_what_is_no_proof_is_refused(answer: str, passkey: Passkey) -> None:
    client = Client()
    asked(client)
    client.post(reverse("mfa_login_webauthn"), {"credential": answer})
    assert not is_in(client)


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"id": 1, "rawId": "x", "response": {}}', '{"rawId": null}'])
def test_what_is_no_passkey_is_not_added(answer: str, place: Any) -> None:
    client = Client()
    client.post("/sign-in/", {"username": "analyst", "password": PASSWORD})
    client.post("/account/confirm/", {"password": PASSWORD})
    client.get(reverse("mfa_add_webauthn"))
    text = client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": answer}).content.decode()
    assert "There is a problem" in text
    assert not Authenticator.objects.exists()


def test_somebody_elses_passkey_is_not_there(passkey: Passkey) -> None:
    kept = Authenticator.objects.get(type="webauthn")
    client = Client()
    client.post("/sign-in/", {"username": "auditor", "password": PASSWORD})
    client.post("/account/confirm/", {"password": PASSWORD})
    for page in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(page, args=[kept.pk])).status_code == 404
        assert client.post(reverse(page, args=[kept.pk]), {"name": "x"}).status_code == 404
    assert Authenticator.objects.filter(pk=kept.pk).exists()
