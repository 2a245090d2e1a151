"""Signing in: waits, sessions, `next`, links, second factors; each attack on it."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from ayni.commons.access.models import User
from ayni.commons.audit.models import Entry
from ayni.commons.signing import links, waits
from ayni.commons.signing.models import OpenSession, Wait

PASSWORD = "long-enough-words"
SIGN_IN = "/sign-in/"


def sign_in(client: Client, name: str = "analyst", password: str = PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"username": name, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get(reverse("web:tokens")).status_code == 200


def code(secret: str, *, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30 + later))


def post(client: Client, page: str, typed: dict[str, str]) -> Any:
    """As a request that commits: what is told after the commit is told."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(reverse(page), typed)


@pytest.fixture
def with_app(place: Any) -> tuple[Client, str]:
    """The analyst, signed in, who has just added an authenticator app; and its key."""
    client = Client()
    sign_in(client)
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert page.redirect_chain[-1][0].startswith("/account/confirm/")
    client.post(page.redirect_chain[-1][0], {"password": PASSWORD, "next": reverse("mfa_activate_totp")})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    answer = post(client, "mfa_activate_totp", {"code": code(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return client, secret


def test_signing_in_is_kept_with_its_session(place: Any) -> None:
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (Android 14; Mobile) Firefox/143.0")
    sign_in(client)
    kept = OpenSession.objects.get()
    assert (kept.user, kept.browser) == (place.users["analyst"], "Mozilla/5.0 (Android 14; Mobile) Firefox/143.0")
    assert kept.key == client.session.session_key
    assert Entry.objects.filter(actor=place.users["analyst"], facts__says="signed in").count() == 1
    assert "Firefox, Android" in client.get(reverse("web:own_account")).content.decode()


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(place: Any) -> None:
    planted = Client()
    planted.get(f"{SIGN_IN}?next=/")
    planted.post(reverse("web:set_language"), {"language": "fr"})
    session = planted.session
    session["planted"] = True
    session.save()
    victim = Client()
    victim.cookies["sessionid"] = session.session_key
    sign_in(victim)
    assert victim.session.session_key != session.session_key
    thief = Client()
    thief.cookies["sessionid"] = session.session_key
    assert not is_in(thief)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "http:elsewhere.example",
        "\thttps://elsewhere.example",
        "https://localhost/",
    ],
)
def test_signing_in_leads_nowhere_else(wanted: str, place: Any) -> None:
    assert sign_in(Client(), next=wanted)["Location"] == reverse("web:home")


def test_after_five_failures_even_the_right_password_waits(place: Any) -> None:
    client = Client()
    for _ in range(5):
        assert "is not right" in sign_in(client, password="wrong").content.decode()
    assert "too many failed attempts" in sign_in(client).content.decode()
    assert not is_in(client)
    says = "must wait after failed sign-ins"
    assert Entry.objects.filter(subject=f"access.user:{place.users['analyst'].pk}", facts__says=says).count() == 1


def test_a_name_that_is_not_there_is_answered_alike(place: Any) -> None:
    here, there = Client(), Client(REMOTE_ADDR="192.0.2.9")

    def told(client: Client, name: str) -> list[str]:
        answers = [sign_in(client, name, "wrong").content.decode() for _ in range(7)]
        return [one[one.index("error-summary") : one.index("</ul>")] for one in answers]

    assert told(here, "analyst") == told(there, "nobody-here")


def test_a_wait_ends_and_failures_are_told_at_the_next_sign_in(place: Any) -> None:
    client = Client()
    for _ in range(6):
        sign_in(client, password="wrong")
    Wait.objects.update(until=timezone.now() - timedelta(seconds=1))
    text = client.get(sign_in(client)["Location"]).content.decode()
    assert "somebody failed 5 times to sign in with your name" in text


def test_a_form_forwarded_address_is_not_believed(place: Any) -> None:
    for number in range(6):
        answer = Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}").post(
            SIGN_IN, {"username": "analyst", "password": "wrong"}
        )
    assert "too many failed attempts" in answer.content.decode()


def test_a_closed_account_is_told_as_a_wrong_password(place: Any) -> None:
    User.objects.filter(username="analyst").update(is_active=False)
    assert "is not right" in sign_in(Client()).content.decode()


def test_an_unused_session_ends(place: Any, settings: Any) -> None:
    client = Client()
    sign_in(client)
    session = client.session
    session["seen_at"] -= settings.AYNI_SESSION_IDLE + 1
    session.save()
    answer = client.get(reverse("web:tokens"), follow=True)
    assert answer.redirect_chain[0][0].startswith(SIGN_IN)
    assert "You were signed out" in answer.content.decode()
    assert not OpenSession.objects.exists()


def test_an_old_session_ends_however_it_is_used(place: Any, settings: Any) -> None:
    client = Client()
    sign_in(client)
    session = client.session
    session["began_at"] -= settings.SESSION_COOKIE_AGE + 1
    session.save()
    assert not is_in(client)


def test_opening_a_page_writes_nothing(place: Any, django_assert_num_queries: Any) -> None:
    client = Client()
    sign_in(client)
    session = client.session
    before = Session.objects.get(pk=session.session_key).session_data
    client.get(reverse("web:own_account"))
    assert Session.objects.get(pk=session.session_key).session_data == before


def test_ending_the_others(place: Any) -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    assert here.get(reverse("web:end_other_sessions")).status_code == 405
    here.post(reverse("web:end_other_sessions"))
    assert is_in(here)
    assert not is_in(there)


def test_ending_a_session_of_somebody_else_does_nothing(place: Any) -> None:
    analyst, auditor = Client(), Client()
    sign_in(analyst)
    sign_in(auditor, "auditor")
    theirs = OpenSession.objects.get(user=place.users["auditor"])
    analyst.post(reverse("web:end_session", args=[theirs.pk]))
    assert is_in(auditor)


def test_a_new_password_signs_out_everywhere_else(place: Any) -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    new = "quite-another-password"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = here.post(reverse("account_change_password"), typed)
    assert answer["Location"] == reverse("web:own_account"), answer.content.decode()
    assert is_in(here)
    assert not is_in(there)
    assert OpenSession.objects.get().key == here.session.session_key
    told = str(list(Entry.objects.values()))
    assert new not in told
    assert PASSWORD not in told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"oldpassword": "wrong"}, "not your present password"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "q1w2e3r4t5y6", "password2": "q1w2e3r4t5y6"}, "too common"),
        ({"password2": "something else entirely"}, "same password"),
    ],
)
def test_a_password_that_will_not_do(typed: dict[str, str], told: str, place: Any) -> None:
    client = Client()
    sign_in(client)
    good = {"oldpassword": PASSWORD, "password1": "quite-another-password", "password2": "quite-another-password"}
    assert told in client.post(reverse("account_change_password"), {**good, **typed}).content.decode()
    assert place.users["analyst"].check_password(PASSWORD)


def test_a_link_opens_a_page_that_spends_nothing_and_works_once(place: Any) -> None:
    made = links.make_link(place.users["analyst"], by=place.users["administrator"], at=timezone.now())
    address = reverse("web:choose_password", args=[made.text])
    client, new = Client(), "quite-another-password"
    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200
    assert "not the same" in client.post(address, {"password": new, "again": "x"}).content.decode()
    assert client.post(address, {"password": new, "again": new})["Location"] == SIGN_IN
    assert client.get(address).status_code == 404
    assert client.post(address, {"password": "x" * 20, "again": "x" * 20}).status_code == 404
    sign_in(client, password=new)
    assert is_in(client)


def test_who_forgot_asks_an_administrator_or_is_sent_a_link(place: Any, settings: Any) -> None:
    address = reverse("web:forgotten")
    assert "Ask an administrator" in Client().get(address).content.decode()
    settings.AYNI_HAS_MAIL = True
    one = Client().post(address, {"username": "analyst"}).content.decode()
    other = Client().post(address, {"username": "nobody"}).content.decode()
    assert "a link is on its way" in one
    assert one[one.index("<main") :] == other[other.index("<main") :]


def test_the_password_alone_opens_nothing_once_there_is_an_app(with_app: tuple[Client, str]) -> None:
    client = Client()
    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert "One more step" in client.get(reverse("mfa_authenticate")).content.decode()


def test_a_code_signs_in_and_no_code_signs_in_twice(with_app: tuple[Client, str]) -> None:
    _, secret = with_app
    now = code(secret, later=1)
    first, second = Client(), Client()
    sign_in(first)
    assert first.post(reverse("mfa_authenticate"), {"code": now})["Location"] == reverse("web:home")
    assert is_in(first)
    sign_in(second)
    assert "used before" in second.post(reverse("mfa_authenticate"), {"code": now}).content.decode()
    assert not is_in(second)


def test_guessing_codes_waits(with_app: tuple[Client, str]) -> None:
    client = Client()
    sign_in(client)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code(with_app[1])})
    assert "too many failed attempts" in answer.content.decode()
    assert Entry.objects.filter(facts__says="failed at the second factor").count() == 5


def test_a_recovery_code_signs_in_once_and_is_shown_once(with_app: tuple[Client, str]) -> None:
    client, _ = with_app
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(one in again for one in codes)
    for expected in (True, False):
        other = Client()
        sign_in(other)
        other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_in(other) is expected


def test_the_apps_key_is_sealed_in_the_table_and_nowhere_in_the_audit(with_app: tuple[Client, str]) -> None:
    kept = str(list(Authenticator.objects.values())) + str(list(Entry.objects.values()))
    assert with_app[1] not in kept
    assert Entry.objects.filter(facts__says="added a second factor", facts__factor="totp").exists()


def test_changing_factors_asks_who_it_is_again(place: Any) -> None:
    client = Client()
    sign_in(client)
    for page in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert client.get(reverse(page))["Location"].startswith("/account/confirm/"), page
    assert "not your password" in client.post("/account/confirm/", {"password": "wrong"}).content.decode()


def test_adding_a_factor_ends_the_other_sessions(place: Any) -> None:
    there, here = Client(), Client()
    sign_in(there)
    sign_in(here)
    here.post("/account/confirm/", {"password": PASSWORD})
    secret = here.get(reverse("mfa_activate_totp")).context["form"].secret
    post(here, "mfa_activate_totp", {"code": code(secret)})
    assert is_in(here)
    assert not is_in(there)


def test_a_role_that_needs_a_factor_does_nothing_before_it_has_one(place: Any, settings: Any) -> None:
    settings.AYNI_SECOND_FACTOR_GRACE_DAYS = 0
    client = Client()
    sign_in(client, "administrator")
    for page in ("web:home", "web:users", "web:tokens"):
        assert client.get(reverse(page))["Location"] == reverse("mfa_index")
    assert client.get("/api/v1/programmes").status_code == 401
    assert "Add a second factor first" in client.get(reverse("mfa_index")).content.decode()
    client.post("/account/confirm/", {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    post(client, "mfa_activate_totp", {"code": code(secret)})
    assert client.get(reverse("web:users")).status_code == 200


def test_within_the_grace_it_only_says_so(place: Any, settings: Any) -> None:
    settings.AYNI_SECOND_FACTOR_GRACE_DAYS = 30
    client = Client()
    sign_in(client, "administrator")
    assert client.get(reverse("web:users")).status_code == 200
    assert "Your role needs a second factor" in client.get(reverse("web:own_account")).content.decode()


def test_other_roles_need_none(place: Any, settings: Any) -> None:
    settings.AYNI_SECOND_FACTOR_GRACE_DAYS = 0
    client = Client()
    sign_in(client)
    assert is_in(client)


def test_nobody_signs_up(db: None) -> None:
    for address in ("/accounts/signup/", "/account/signup/", "/sign-up/"):
        assert Client().get(address).status_code in (302, 404)
    assert not User.objects.exists()


def test_a_sign_in_without_the_forms_token_is_refused(place: Any) -> None:
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403


def test_waits_are_the_same_for_every_process(place: Any) -> None:
    """What one process counted, another finds in the database."""
    for _ in range(5):
        waits.attempted("analyst", "127.0.0.1", at=timezone.now())
    assert "too many failed attempts" in sign_in(Client()).content.decode()
