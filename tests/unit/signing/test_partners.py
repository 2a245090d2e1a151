"""Service accounts: client credentials and nothing else, scopes that are permissions, tokens that end."""

import logging
from base64 import b64encode
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from ayni.commons.access.errors import NotPermitted
from ayni.commons.access.models import Grant, User
from ayni.commons.audit.models import Entry
from ayni.commons.signing import errors, joining, keys, partners
from tests.unit.signing.conftest import NOW

TODAY = date(2026, 1, 1)


@pytest.fixture
def partner(administrator):
    """A service account that may what an analyst may, and its secret."""
    return partners.make_service_account(
        "civil", name="Civil registration", area=None, by=administrator, on=TODAY, role="analyst"
    )


def ask(made, client=None, secret=None, **form):
    data = {"grant_type": "client_credentials", "client_id": made.application.client_id}
    return (client or Client()).post("/oauth/token", {**data, "client_secret": secret or made.text, **form})


def token(made, **form):
    return ask(made, **form).json()["access_token"]


def call(text, path="/api/v1/programmes"):
    return Client().get(path, HTTP_AUTHORIZATION=f"Bearer {text}")


def test_a_partner_gets_a_token_of_an_hour_and_uses_it(partner):
    told = ask(partner).json()
    assert told["token_type"] == "Bearer"
    assert told["expires_in"] <= 3600
    assert "refresh_token" not in told
    assert call(told["access_token"]).status_code == 200


def test_the_secret_may_come_in_the_header(partner):
    basic = b64encode(f"{partner.application.client_id}:{partner.text}".encode()).decode()
    answer = Client().post("/oauth/token", {"grant_type": "client_credentials"}, HTTP_AUTHORIZATION=f"Basic {basic}")
    assert answer.status_code == 200


def test_a_token_goes_as_far_as_its_scope_and_no_further(partner):
    text = token(partner, scope="programmes.see")
    bearer = keys.bearer(text, at=timezone.now())
    assert set(bearer.user.places) == {"programmes.see"}
    assert bearer.name == f"partner:{partner.application.pk}"


@pytest.mark.parametrize("scope", ["access.manage", "programmes.see access.manage", "no.such", "__all__"])
def test_a_scope_that_the_account_does_not_hold_is_refused(scope, partner):
    answer = ask(partner, scope=scope)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")
    assert not AccessToken.objects.exists()


def test_what_the_account_loses_its_tokens_lose(partner):
    text = token(partner)
    Grant.objects.filter(user=partner.application.user).update(ends_on=date(2026, 1, 2))
    assert keys.bearer(text, at=timezone.now()).user.places == {}
    assert ask(partner).status_code == 400


def test_an_expired_token_opens_nothing(partner):
    text = token(partner)
    assert keys.bearer(text, at=timezone.now() + timedelta(minutes=59)) is not None
    assert keys.bearer(text, at=timezone.now() + timedelta(hours=1, seconds=1)) is None
    AccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert call(text).status_code == 401


def test_a_revoked_token_opens_nothing(partner):
    text = token(partner)
    form = {"token": text, "client_id": partner.application.client_id, "client_secret": partner.text}
    assert Client().post("/oauth/revoke", form).status_code == 200
    assert call(text).status_code == 401


def test_nobody_revokes_anothers_token(partner, administrator):
    other = partners.make_service_account("bank", name="Bank", area=None, by=administrator, on=TODAY, role="analyst")
    text = token(partner)
    form = {"token": text, "client_id": other.application.client_id, "client_secret": other.text}
    Client().post("/oauth/revoke", form)
    assert call(text).status_code == 200


def test_a_new_secret_ends_the_old_one_and_its_tokens(partner, administrator):
    text = token(partner)
    renewed = partners.rotate_secret(partner.application.user, by=administrator, at=NOW)
    assert call(text).status_code == 401
    assert ask(partner).status_code == 401
    assert ask(renewed).status_code == 200


def test_a_closed_account_gets_nothing_and_keeps_nothing(partner, administrator):
    text = token(partner)
    joining.close_account(partner.application.user, reason="Agreement ended", by=administrator, at=NOW)
    assert call(text).status_code == 401
    assert ask(partner).status_code in (400, 401)
    with pytest.raises(errors.AccountClosed):
        partners.rotate_secret(User.objects.get(username="civil"), by=administrator, at=NOW)


@pytest.mark.parametrize(
    "form",
    [
        {"grant_type": "password", "username": "ada", "password": "long-enough-words"},
        {"grant_type": "authorization_code", "code": "x"},
        {"grant_type": "refresh_token", "refresh_token": "x"},
        {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": "x"},
        {"grant_type": "implicit"},
        {"grant_type": ""},
    ],
)
def test_no_other_grant_is_given(form, partner):
    answer = ask(partner, **form)
    assert answer.status_code in (400, 401, 404)
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("path", ["authorize", "authorize/", "introspect", "introspect/", "applications/", "userinfo/"])
def test_nothing_else_of_the_library_is_open(path, db):
    assert Client().get(f"/oauth/{path}").status_code in (302, 404)
    assert Client().post(f"/oauth/{path}").status_code in (302, 404)


def test_guessing_the_secret_waits_even_with_the_right_one(partner):
    for _ in range(5):
        assert ask(partner, secret="wrong").status_code == 401
    answer = ask(partner)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_a_person_gets_no_token_and_a_partner_no_password(partner, officer, administrator):
    with pytest.raises(errors.NotAPartner):
        partners.rotate_secret(officer, by=administrator, at=NOW)
    application = Application.objects.create(
        user=officer,
        client_type="confidential",
        authorization_grant_type="client-credentials",
        client_secret="guessed-it",
    )
    assert ask(partners.MadeSecret(application, "guessed-it")).status_code == 400
    assert not partner.application.user.has_usable_password()


def test_only_who_manages_users_makes_one(officer):
    with pytest.raises(NotPermitted):
        partners.make_service_account("x", name="X", area=None, by=officer, on=TODAY)
    with pytest.raises(NotPermitted):
        partners.listed(officer)


def test_neither_secret_nor_token_is_kept_or_logged(partner, caplog):
    caplog.set_level(logging.DEBUG)
    text = token(partner)
    call(text)
    ask(partner, secret="not-the-secret-at-all")
    kept = str(list(AccessToken.objects.values())) + str(list(Application.objects.values()))
    for secret in (text, partner.text, "not-the-secret-at-all"):
        assert secret not in kept + str(list(Entry.objects.values())) + caplog.text


@pytest.mark.parametrize("text", ["x", "x" * 201, "ayni_" + "0" * 43, "é"])
def test_what_is_no_token_is_no_token(text, db):
    assert call(text).status_code == 401
