"""Joiners and leavers."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.db import SessionStore

from ayni.commons.access import actions as tokens
from ayni.commons.access.errors import NameTaken, NotPermitted, OutsideArea, UnknownRole
from ayni.commons.access.models import Grant, User
from ayni.commons.audit.models import Entry
from ayni.commons.directory.models import Area
from ayni.commons.signing import errors, factors, joining, keys, links, queries, sessions, waits
from ayni.kernel.refusals import Refused
from tests.unit.signing.conftest import NOW, PASSWORD


def invited(administrator, username="amina", role="analyst"):
    return joining.invite(username, name="Amina Diallo", email="", role=role, area=None, by=administrator, at=NOW)


def test_somebody_invited_has_a_role_and_no_password_until_they_choose_one(administrator):
    made = invited(administrator)
    user = User.objects.get(username="amina")
    assert not user.has_usable_password()
    assert user.roles == ("analyst",)
    links.use(made.text, password="a-very-long-password", at=NOW)
    assert authenticate(username="amina", password="a-very-long-password") == user


def test_a_name_is_taken_whatever_its_capitals(administrator):
    invited(administrator)
    with pytest.raises(NameTaken):
        invited(administrator, username="AMINA")
    with pytest.raises(UnknownRole):
        invited(administrator, username="fatou", role="king")
    assert not User.objects.filter(username="fatou").exists()


def test_a_closed_account_opens_nothing(officer, administrator):
    token = tokens.make_token("Notebook", days=30, by=officer, at=NOW).text
    link = links.make_link(officer, by=administrator, at=NOW).text
    session = SessionStore()
    sessions.begin(session, officer, at=NOW, address=None, browser="")
    session.save()
    joining.close_account(officer, reason="Has left the ministry", by=administrator, at=NOW)
    assert authenticate(username="omar", password=PASSWORD) is None
    assert keys.bearer(token, at=NOW) is None
    assert links.usable(link, at=NOW) is None
    assert not session.exists(session.session_key)
    entry = Entry.objects.get(facts__says="closed an account")
    assert entry.facts["reason"] == "Has left the ministry"


def test_an_account_opened_again_needs_a_new_password_and_no_old_key_works(officer, administrator):
    token = tokens.make_token("Notebook", days=30, by=officer, at=NOW).text
    joining.close_account(officer, reason="On leave", by=administrator, at=NOW)
    joining.reopen_account(officer, reason="Is back", by=administrator, at=NOW)
    officer.refresh_from_db()
    assert officer.is_active
    assert not officer.has_usable_password()
    assert keys.bearer(token, at=NOW + timedelta(hours=1)) is None


@pytest.mark.parametrize("act", [joining.close_account, joining.reopen_account])
def test_it_needs_a_reason_a_permission_and_somebody_else(act, officer, administrator):
    with pytest.raises(errors.NotYourself):
        act(administrator, reason="x", by=administrator, at=NOW)
    with pytest.raises(errors.ReasonMissing):
        act(officer, reason="  ", by=administrator, at=NOW)
    with pytest.raises(NotPermitted):
        act(administrator, reason="x", by=officer, at=NOW)


def test_closing_twice_is_refused(officer, administrator):
    joining.close_account(officer, reason="x", by=administrator, at=NOW)
    with pytest.raises(errors.AccountClosed):
        joining.close_account(officer, reason="x", by=administrator, at=NOW)


def test_an_administrator_ends_a_wait(officer, administrator):
    for _ in range(6):
        waits.attempted("omar", "192.0.2.1", at=NOW)
    assert waits.is_waiting("omar", at=NOW)
    joining.unlock(officer, by=administrator, at=NOW)
    assert not waits.is_waiting("omar", at=NOW)
    assert Entry.objects.filter(facts__says="ended the wait after failed sign-ins").exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda user, by: joining.close_account(user, reason="Gone", by=by, at=NOW),
        lambda user, by: joining.reopen_account(user, reason="Back", by=by, at=NOW),
        lambda user, by: joining.unlock(user, by=by, at=NOW),
        lambda user, by: links.make_link(user, by=by, at=NOW),
        lambda user, by: sessions.end_sessions(user, by=by, at=NOW),
        lambda user, by: factors.reset_factors(user, reason="Lost", by=by, at=NOW),
    ],
)
def test_who_manages_one_area_comes_into_no_account_with_a_role_in_another(act, administrator, officer):
    """Else they would choose a password for the administrator of the whole."""
    north = Area.objects.create(code="N", level=1, path="/N/", names={"en": "North"})
    northern = User.objects.create(username="nora")
    Grant.objects.create(user=northern, role_id="administrator", area=north, starts_on=date(2026, 1, 1))
    for user in (administrator, officer):
        with pytest.raises(OutsideArea):
            act(user, northern)
        assert queries.account(northern, user.pk, at=NOW) is None
    User.objects.filter(pk=administrator.pk).update(is_active=False)
    with pytest.raises(OutsideArea):
        act(User.objects.get(pk=administrator.pk), northern)
    Grant.objects.filter(user=officer).update(area=north)
    try:
        act(officer, northern)
    except OutsideArea:
        raise
    except Refused:
        pass  # there were no factors
    assert queries.account(northern, officer.pk, at=NOW) is not None
