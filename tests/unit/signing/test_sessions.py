"""Open sessions: their limits, their number, their end."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore

from ayni.commons.access.errors import NotPermitted
from ayni.commons.access.models import Grant
from ayni.commons.audit.models import Entry
from ayni.commons.signing import sessions
from ayni.commons.signing.models import OpenSession
from tests.unit.signing.conftest import NOW


def opened(user, at=NOW):
    session = SessionStore()
    sessions.begin(session, user, at=at, address="192.0.2.1", browser="Firefox")
    session.save()
    return session


def alive(session):
    return SessionStore().exists(session.session_key)


def test_unused_for_too_long_it_has_ended(officer, settings):
    session = opened(officer)
    assert not sessions.has_ended(session, at=NOW + timedelta(seconds=settings.AYNI_SESSION_IDLE))
    assert sessions.has_ended(session, at=NOW + timedelta(seconds=settings.AYNI_SESSION_IDLE + 1))


def test_however_much_it_is_used_it_ends(officer, settings):
    session, at = opened(officer), NOW
    while at < NOW + timedelta(seconds=settings.SESSION_COOKIE_AGE):
        assert not sessions.has_ended(session, at=at)
        sessions.touch(session, at=at)
        at += timedelta(minutes=20)
    assert sessions.has_ended(session, at=at + timedelta(minutes=1))


def test_a_session_that_says_nothing_of_its_beginning_has_ended(db):
    assert sessions.has_ended(SessionStore(), at=NOW)


def test_use_is_kept_once_a_minute(officer, django_assert_num_queries):
    session = opened(officer)
    with django_assert_num_queries(0):
        sessions.touch(session, at=NOW + timedelta(seconds=59))
    sessions.touch(session, at=NOW + timedelta(seconds=61))
    assert OpenSession.objects.get().seen_at == NOW + timedelta(seconds=61)


def test_of_more_than_one_may_have_the_longest_unused_is_ended(officer, settings):
    made = [opened(officer, NOW + timedelta(minutes=number)) for number in range(settings.AYNI_SESSIONS_MOST + 2)]
    assert [alive(one) for one in made] == [False, False] + [True] * settings.AYNI_SESSIONS_MOST


def test_one_ends_ones_own_and_nobody_elses(officer, administrator):
    mine, theirs = opened(officer), opened(administrator)
    kept = OpenSession.objects.get(user=administrator)
    assert not sessions.end_own(kept.pk, by=officer)
    assert sessions.end_own(OpenSession.objects.get(user=officer).pk, by=officer)
    assert not alive(mine)
    assert alive(theirs)


def test_ending_all_others_keeps_this_one(officer):
    here, *others = [opened(officer) for _ in range(3)]
    assert sessions.end_others(by=officer, but=here.session_key) == 2
    assert alive(here)
    assert not any(alive(one) for one in others)


def test_an_administrator_ends_a_users_sessions_and_it_is_kept(officer, administrator):
    session = opened(officer)
    assert sessions.end_sessions(officer, by=administrator, at=NOW) == 1
    assert not alive(session)
    entry = Entry.objects.get(facts__says="ended the user's sessions")
    assert (entry.actor_id, entry.subject) == (administrator.pk, f"access.user:{officer.pk}")


def test_nobody_else_does(officer, administrator):
    session = opened(administrator)
    with pytest.raises(NotPermitted):
        sessions.end_sessions(administrator, by=officer, at=NOW)
    assert alive(session)


def test_the_audit_has_no_key(officer, administrator):
    session = opened(officer)
    sessions.end_own(OpenSession.objects.get().pk, by=officer)
    assert session.session_key not in str(list(Entry.objects.values()))


def test_a_grant_taken_away_ends_the_sessions_by_whatever_road(officer, administrator):
    theirs, others = opened(officer), opened(administrator)
    Grant.objects.filter(user=officer).update(ends_on=date(2026, 2, 1))
    assert not alive(theirs)
    assert alive(others)
    again = opened(officer)
    Grant.objects.filter(user=officer).delete()
    assert not alive(again)


def test_a_grant_that_stays_as_it_is_ends_nothing(officer):
    session = opened(officer)
    Grant.objects.filter(user=officer).update(ends_on=None)
    assert alive(session)
