"""Questions of the audit: what was done to a record, who looked at it, and the auditor's search.

`history` and `looks` are asked of a record that the reader has opened; who may open it may know them. The rest is for
who holds `audit.see`. Lists are read from one row on, newest first, and never counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Generic, Protocol, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from ayni.commons.audit import models, proving
from ayni.commons.audit.errors import NotPermitted

SEE = "audit.see"
M = TypeVar("M", bound=Model)
#: How long after an entry what the same request did may still be written.
SAME_REQUEST = timedelta(days=1)


class Reader(Protocol):
    """Somebody who asks: a user."""

    def may(self, permission: str) -> bool: ...


@dataclass(frozen=True)
class Asked:
    """What is searched for; nothing given is everything. `until` is the first day after."""

    who: str = ""
    subject: str = ""
    permission: str = ""
    road: str = ""
    since: date | None = None
    until: date | None = None

    def told(self) -> dict[str, Any]:
        """What was asked, as the audit itself keeps it."""
        return {name: str(value) for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Stretch(Generic[M]):
    """Some rows, and the one after which the next begin; None when there are no more."""

    rows: Sequence[M]
    after: int | None


def history(subject: str, *, limit: int = 50) -> list[models.Entry]:
    return list(models.Entry.objects.filter(subject=subject).select_related("actor").order_by("-id")[:limit])


def looks(subject: str, *, limit: int = 50) -> list[models.Look]:
    return list(models.Look.objects.filter(subject=subject).select_related("reader").order_by("-id")[:limit])


def search(asked: Asked, *, reader: Reader, after: int | None = None, limit: int = 50) -> Stretch[models.Entry]:
    """What was done. Refuses: NotPermitted."""
    _check(reader)
    found = _within(models.Entry.objects.select_related("actor"), asked, "actor")
    if asked.permission:
        found = found.filter(action=asked.permission)
    return _stretch(found, after, limit)


def search_looks(asked: Asked, *, reader: Reader, after: int | None = None, limit: int = 50) -> Stretch[models.Look]:
    """Who looked at whom. Refuses: NotPermitted."""
    _check(reader)
    return _stretch(_within(models.Look.objects.select_related("reader"), asked, "reader"), after, limit)


def entry(entry_id: int, *, reader: Reader) -> models.Entry | None:
    """One entry. Refuses: NotPermitted."""
    _check(reader)
    return models.Entry.objects.select_related("actor").filter(pk=entry_id).first()


def with_request(one: models.Entry, *, reader: Reader) -> tuple[list[models.Entry], list[models.Look]]:
    """What else the request of an entry did, and at whom it looked, in order. Refuses: NotPermitted."""
    _check(reader)
    if one.request is None:
        return [], []
    around = {"request": one.request, "at__range": (one.at - SAME_REQUEST, one.at + SAME_REQUEST)}
    entries = models.Entry.objects.filter(**around).exclude(pk=one.pk).select_related("actor").order_by("id")
    looked = models.Look.objects.filter(**around).select_related("reader").order_by("id")
    return list(entries[:50]), list(looked[:50])


def verdict(*, reader: Reader, since: datetime | None = None) -> proving.Verdict:
    """Whether the audit is as it was written. Refuses: NotPermitted."""
    _check(reader)
    return proving.verdict(since=since)


def subject_of(thing: object) -> str:
    """How a record is named in the audit: `benefits.paymentcycle:12`."""
    meta = getattr(thing, "_meta", None)
    return f"{meta.label_lower}:{thing.pk}" if meta is not None else ""  # type: ignore[attr-defined]


def _check(reader: Reader) -> None:
    if not reader.may(SEE):
        raise NotPermitted(SEE, str(reader))


def _within(rows: QuerySet[M], asked: Asked, person: str) -> QuerySet[M]:
    conditions = Q()
    if asked.who:
        conditions &= Q(**{f"{person}__in": _named(asked.who)})
    if asked.subject:
        conditions &= Q(subject=asked.subject)
    if asked.road:
        conditions &= Q(road=asked.road)
    if asked.since:
        conditions &= Q(at__gte=_begins(asked.since))
    if asked.until:
        conditions &= Q(at__lt=_begins(asked.until))
    return rows.filter(conditions)


def _named(text: str) -> list[int]:
    """Who goes by a user name, or has every one of these words in their name. Asked first: they are few, rows many."""
    words = Q()
    for word in text.split()[:4]:
        words &= Q(first_name__icontains=word) | Q(last_name__icontains=word)
    found = get_user_model().objects.filter(Q(username__iexact=text.strip()) | words)
    return list(found.values_list("pk", flat=True)[:100])


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _stretch(rows: QuerySet[M], after: int | None, limit: int) -> Stretch[M]:
    """One more is asked for than is shown, to know whether there are more."""
    asked = rows.filter(pk__lt=after) if after is not None else rows
    found = list(asked.order_by("-pk")[: limit + 1])
    return Stretch(found[:limit], found[limit - 1].pk if len(found) > limit else None)
