"""The doors: guessing names and passwords, sessions and tokens that are another's, old, or used again."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.auth import SESSION_KEY, hashers
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ayni.commons.access.models import ApiToken, User
from ayni.commons.limits.models import Allowance
from tests.contract.api.conftest import caller, token

PASSWORD = "long-enough-words"
SIGN_IN = configured.LOGIN_URL


@pytest.fixture
def officer(db, home):
    return User.objects.create_user("officer", password=PASSWORD)


def typed(client, name, password):
    return client.post(reverse(SIGN_IN), {"username": name, "login": name, "password": password})


def is_signed_in(client):
    return client.get(reverse("web:home")).status_code == 200


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed, by which hasher, and with what cost."""
    counted = []
    for kind in {type(hasher) for hasher in hashers.get_hashers()}:
        real = kind.encode

        def encode(self, password, salt, *args, _real=real, **kwargs):
            counted.append(type(self).__name__)
            return _real(self, password, salt, *args, **kwargs)

        monkeypatch.setattr(kind, "encode", encode)
    return counted


def test_a_name_that_exists_takes_the_same_work_and_gets_the_same_answer(officer, hashed):
    """Measured by what is hashed, which is nearly all of the time, and not by a clock."""
    closed = User.objects.create_user("closed", password=PASSWORD, is_active=False)
    User.objects.create(username="without-password")
    work, answers = {}, {}
    for name, password in (("officer", "wrong"), ("nobody", "wrong"), (closed.username, PASSWORD), ("", "wrong")):
        hashed.clear()
        answer = typed(Client(), name, password)
        work[name], answers[name] = list(hashed), answer.status_code
    assert work["officer"] == work["nobody"]
    assert len(work["officer"]) == 1
    assert answers["officer"] == answers["nobody"]
    told = [typed(Client(), name, "wrong").content.decode() for name in ("officer", "nobody")]
    assert clean(told[0], "officer") == clean(told[1], "nobody")


def clean(text, name):
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text).replace(name, "NAME")


def test_guessing_ends_with_a_wait(db, settings):
    settings.AYNI_LIMITS = {**settings.AYNI_LIMITS, "sign_in": (10, 300)}
    for number in range(10):
        assert typed(Client(), f"somebody-{number}", "wrong").status_code in (200, 429)
    answer = typed(Client(), "one-more", "wrong")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Asked too often" in answer.content.decode()
    # Another claimed address, another browser, another page: the same knock.
    claimed = Client(headers={"x-forwarded-for": "198.51.100.7", "x-real-ip": "198.51.100.7"})
    assert typed(claimed, "one-more", "wrong").status_code == 429
    assert Client(headers={"user-agent": "another"}).post(reverse("web:set_language")).status_code == 429
    assert typed(Client(REMOTE_ADDR="198.51.100.8"), "one-more", "wrong").status_code != 429
    assert Client().get(reverse(SIGN_IN)).status_code == 200, "reading is not knocking"


def test_guessing_tokens_ends_with_a_wait(db, settings):
    settings.AYNI_LIMITS = {**settings.AYNI_LIMITS, "api_refused": (5, 60)}
    for number in range(5):
        assert Client(headers={"authorization": f"Bearer {number}"}).get("/api/v1/work").status_code == 401
    answer = Client(headers={"authorization": "Bearer 6"}).get("/api/v1/work")
    assert answer.status_code == 429
    assert answer.json()["code"] == "too_many"
    assert int(answer["Retry-After"]) > 0


def test_a_token_may_ask_so_often(nobody, everything, settings):
    settings.AYNI_LIMITS = {**settings.AYNI_LIMITS, "api": (3, 60), "search": (2, 60)}
    client, other = caller(nobody), caller(everything)
    assert [client.get("/api/v1/work").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert [other.get("/api/v1/people/search", {"q": "a"}).status_code for _ in range(3)] == [200, 200, 429]
    assert not Allowance.objects.filter(key__contains="token").exists()


def test_searching_and_exporting_have_their_limits(everything, browser, settings):
    settings.AYNI_LIMITS = {**settings.AYNI_LIMITS, "search": (2, 60), "export": (1, 60)}
    client = browser(everything)
    found = [client.get("/people/", {"q": "a"}).status_code for _ in range(3)]
    assert found == [200, 200, 429]
    assert client.get("/people/").status_code == 200
    assert [client.get("/dictionary/export/yaml/").status_code for _ in range(2)] == [200, 429]


def test_a_session_given_before_signing_in_is_not_the_one_after(officer):
    """Fixation: whoever planted a session key holds nothing once its victim has signed in."""
    planted = Client()
    session = planted.session
    session["planted"] = True
    session.save()
    key = session.session_key
    victim = Client()
    victim.cookies[configured.SESSION_COOKIE_NAME] = key
    typed(victim, "officer", PASSWORD)
    assert victim.cookies[configured.SESSION_COOKIE_NAME].value != key
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = key
    assert not is_signed_in(thief)
    assert not Session.objects.filter(session_key=key, session_data__contains=SESSION_KEY).exists()


def test_a_session_key_somebody_made_up_is_none(officer):
    client = Client()
    client.cookies[configured.SESSION_COOKIE_NAME] = "a" * 32
    typed(client, "officer", PASSWORD)
    assert client.cookies[configured.SESSION_COOKIE_NAME].value != "a" * 32


def test_a_session_is_over_when_signed_out(officer):
    client = Client()
    client.force_login(officer)
    kept = client.cookies[configured.SESSION_COOKIE_NAME].value
    assert is_signed_in(client)
    client.post(reverse("web:sign_out"))
    replayed = Client()
    replayed.cookies[configured.SESSION_COOKIE_NAME] = kept
    assert not is_signed_in(replayed)


def test_sessions_end_with_the_password_and_the_account(officer):
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(officer)
    officer.set_password("other-long-enough-words")
    officer.save()
    assert not is_signed_in(clients[0])
    again = Client()
    again.force_login(officer)
    officer.is_active = False
    officer.save()
    assert not is_signed_in(again)


def test_tokens_that_ended_or_are_anothers(officer):
    text = token(officer)

    def status(sent):
        return Client(headers={"authorization": sent}).get("/api/v1/work").status_code

    assert status(f"Bearer {text}") == 200
    digest = ApiToken.objects.get().digest
    for wrong in (
        f"bearer{text}",
        text,
        f"Bearer {text} ",
        f"Bearer {text[:-1]}",
        f"Bearer {digest}",
        "Bearer ",
        "Bearer",
    ):
        assert status(wrong) in (200, 401) if wrong.endswith(" ") and len(wrong) > 10 else status(wrong) == 401, wrong
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert status(f"Bearer {text}") == 401
    ApiToken.objects.all().delete()
    assert status(f"Bearer {text}") == 401


def test_the_cookies_are_for_this_host_and_for_no_script(officer):
    client = Client()
    client.get(reverse(SIGN_IN))
    typed(client, "officer", PASSWORD)
    for name in (configured.SESSION_COOKIE_NAME, configured.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["domain"] == ""
        assert cookie["path"] == "/"
