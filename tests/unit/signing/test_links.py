"""One-time links: once, for a time, the newest only, and never kept as they are."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail

from ayni.commons.access.errors import BadPassword, NotPermitted
from ayni.commons.audit.models import Entry
from ayni.commons.jobs.models import Work
from ayni.commons.signing import errors, links, mailing, sessions
from ayni.commons.signing.models import OneTimeLink
from tests.unit.signing.conftest import NOW

NEW = "another-long-password-2"


def made(officer, administrator, at=NOW):
    return links.make_link(officer, by=administrator, at=at)


def test_a_link_sets_a_password_once(officer, administrator):
    text = made(officer, administrator).text
    links.use(text, password=NEW, at=NOW)
    officer.refresh_from_db()
    assert officer.check_password(NEW)
    with pytest.raises(errors.LinkSpent):
        links.use(text, password="yet-another-long-one", at=NOW)


def test_it_ends_after_its_hours(officer, administrator, settings):
    text = made(officer, administrator).text
    late = NOW + timedelta(hours=settings.AYNI_LINK_HOURS)
    assert links.usable(text, at=late - timedelta(seconds=1)) is not None
    assert links.usable(text, at=late) is None
    with pytest.raises(errors.LinkSpent):
        links.use(text, password=NEW, at=late)


def test_only_the_newest_works(officer, administrator):
    first, second = made(officer, administrator).text, made(officer, administrator).text
    assert links.usable(first, at=NOW) is None
    assert links.usable(second, at=NOW) is not None


def test_a_weak_password_is_refused_and_spends_nothing(officer, administrator):
    text = made(officer, administrator).text
    for weak in ("short", "1234567890123", "q1w2e3r4t5y6", "omar@example.org"):
        with pytest.raises(BadPassword):
            links.use(text, password=weak, at=NOW)
    assert links.usable(text, at=NOW) is not None


def test_choosing_a_password_ends_the_sessions(officer, administrator):
    session = SessionStore()
    sessions.begin(session, officer, at=NOW, address=None, browser="")
    session.save()
    links.use(made(officer, administrator).text, password=NEW, at=NOW)
    assert not session.exists(session.session_key)


def test_neither_the_table_nor_the_audit_has_the_text(officer, administrator):
    text = made(officer, administrator).text
    links.use(text, password=NEW, at=NOW)
    assert text not in str(list(OneTimeLink.objects.values()))
    told = str(list(Entry.objects.values()))
    assert text not in told
    assert NEW not in told
    assert Entry.objects.filter(facts__says="chose a password by a one-time link", actor=officer).exists()


def test_only_who_manages_users_makes_one(officer, administrator):
    with pytest.raises(NotPermitted):
        links.make_link(administrator, by=officer, at=NOW)


def test_nobody_makes_one_for_themselves_for_a_closed_account_or_for_a_system(officer, administrator):
    with pytest.raises(errors.NotYourself):
        links.make_link(administrator, by=administrator, at=NOW)
    officer.is_system = True
    with pytest.raises(errors.NotAPerson):
        made(officer, administrator)
    officer.is_active = False
    with pytest.raises(errors.AccountClosed):
        made(officer, administrator)


def test_a_link_of_a_closed_account_does_not_work(officer, administrator):
    text = made(officer, administrator).text
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    assert links.usable(text, at=NOW) is None


@pytest.mark.parametrize("text", ["", "x" * 5000, "\ud800", "' OR 1=1 --"])
def test_what_is_no_link_is_no_link(text, db):
    assert links.usable(text, at=NOW) is None


def test_a_forgotten_password_sends_a_link_by_mail(officer, settings):
    settings.AYNI_HAS_MAIL = True
    mailing.send_link(None, name="omar", address="https://ayni.example/sign-in/link/{}/", language="en")
    (sent,) = mail.outbox
    assert sent.to == ["omar@example.org"]
    text = sent.body.partition("/sign-in/link/")[2].partition("/")[0]
    assert links.usable(text, at=OneTimeLink.objects.get().made_at).user == officer


@pytest.mark.parametrize("name", ["nobody", "ada"])
def test_who_is_unknown_or_has_no_mail_is_sent_nothing(name, administrator, settings):
    settings.AYNI_HAS_MAIL = True
    assert mailing.send_link(None, name=name, address="{}", language="en") is None
    assert mail.outbox == []


def test_asking_leaves_the_same_for_every_name_and_no_secret(officer):
    for name in ("omar", "nobody"):
        mailing.ask(name, address="https://ayni.example/{}/")
    one, other = Work.objects.filter(kind="signing.send_link").order_by("pk")
    assert one.arguments.keys() == other.arguments.keys() == {"name", "address", "language"}
    assert not OneTimeLink.objects.exists()
