"""Open sessions: who is signed in where, and their end."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction

from ayni.commons.access import granting
from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.signing.models import OpenSession
from ayni.commons.signing.recording import record

#: What a session carries of itself.
BEGAN, SEEN, KEPT_AS = "began_at", "seen_at", "open_session"


def begin(session: SessionBase, user: User, *, at: datetime, address: str | None, browser: str) -> OpenSession:
    """Keep that the user has signed in here. Of more sessions than one may have, those longest unused are ended."""
    if session.session_key is None:
        session.create()
    with transaction.atomic():
        opened = OpenSession.objects.create(
            user=user, key=str(session.session_key), began_at=at, seen_at=at, address=address, browser=browser[:200]
        )
        session[BEGAN] = session[SEEN] = at.timestamp()
        session[KEPT_AS] = opened.pk
        _end(list(OpenSession.objects.filter(user=user)[settings.AYNI_SESSIONS_MOST :]))
    return opened


def has_ended(session: SessionBase, *, at: datetime) -> bool:
    """Whether nobody has used it for too long, it is too old, or it says nothing of its beginning."""
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        return True
    now = at.timestamp()
    return bool(now - seen > settings.AYNI_SESSION_IDLE or now - began > settings.SESSION_COOKIE_AGE)


def touch(session: SessionBase, *, at: datetime) -> None:
    """Keep that it was used now; not oftener than once a minute."""
    kept_as = session.get(KEPT_AS)
    if at.timestamp() - session[SEEN] >= 60:
        session[SEEN] = at.timestamp()
        OpenSession.objects.filter(pk=kept_as or 0).update(seen_at=at)


def follow(session: SessionBase) -> None:
    """The session has a new key, as after a change of password: it is still the same open session."""
    if session.session_key is not None and session.get(KEPT_AS) is not None:
        OpenSession.objects.filter(pk=session[KEPT_AS]).update(key=session.session_key)


def signed_out(key: str | None) -> None:
    OpenSession.objects.filter(key=key or "").delete()


def of(user: User) -> list[OpenSession]:
    """A user's open sessions, the last used first; those that have run out are not among them."""
    alive = Session.objects.values("session_key")
    return list(OpenSession.objects.filter(user=user, key__in=alive))


def end_own(session_id: int, *, by: User) -> bool:
    """End one of one's own sessions; whether there was such a one."""
    found = list(OpenSession.objects.filter(pk=session_id, user=by))
    with transaction.atomic():
        if found:
            _end(found)
            record(by, "ended one of their sessions")
    return bool(found)


def end_others(*, by: User, but: str | None) -> int:
    """End all one's own sessions but the one in use; how many were ended."""
    with transaction.atomic():
        ended = _end(list(OpenSession.objects.filter(user=by).exclude(key=but or "")))
        record(by, "ended their other sessions", sessions=ended)
    return ended


@action("access.manage", says="ended the user's sessions")
def end_sessions(user: User, *, by: User, at: datetime) -> int:
    """Sign a user out everywhere; how many sessions were ended. Refuses: OutsideArea, NotPermitted."""
    granting.check_over(by, user)
    return end_all(user)


def end_all(user: User, *, but: str | None = None) -> int:
    """Sign a user out everywhere, as part of another change: a closed account, a new password, a withdrawn grant."""
    return _end(list(OpenSession.objects.filter(user=user).exclude(key=but or "")))


def _end(opened: list[OpenSession]) -> int:
    Session.objects.filter(session_key__in=[one.key for one in opened]).delete()
    OpenSession.objects.filter(pk__in=[one.pk for one in opened]).delete()
    return len(opened)
