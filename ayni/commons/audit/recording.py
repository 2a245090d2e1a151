"""Writing the audit: what was done, and who looked at whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ayni.commons.audit import authority, models, origin, queries

RECORD, LIST, EXPORT = "record", "list", "export"


def entry(*, actor: Any, permission: str, subject: str, facts: dict[str, Any], changes: dict[str, Any]) -> None:
    """One action, in its own transaction."""
    models.Entry.objects.create(
        actor_id=actor.pk, action=permission, subject=subject, facts=facts, changes=changes, **_came(actor, permission)
    )


def entries(subjects: Iterable[str], *, actor: Any, permission: str, facts: dict[str, Any]) -> None:
    """One entry for each of many records that one action changed together, in its transaction."""
    came = _came(actor, permission)
    models.Entry.objects.bulk_create(
        (
            models.Entry(actor_id=actor.pk, action=permission, subject=subject, facts=facts, **came)
            for subject in subjects
        ),
        batch_size=1_000,
    )


def look(subject: object, *, reader: Any, under: str, road: str = "", purpose: str = "") -> None:
    """A record was opened, under a permission. The door and the purpose are those of the request, unless given."""
    came = _came(reader, under)
    came["road"] = came["road"] or road
    named = queries.subject_of(subject)
    models.Look.objects.create(reader_id=reader.pk, subject=named, purpose=_purpose(purpose), **came)


def listing(
    kind: str, *, reader: Any, under: str, asked: dict[str, Any], rows: int, subject: object = None, purpose: str = ""
) -> None:
    """A list or a file of people was taken out: once for all, with what was asked (plain values) and how many rows."""
    models.Look.objects.create(
        reader_id=reader.pk,
        kind=kind,
        subject=queries.subject_of(subject),
        asked=asked,
        rows=rows,
        purpose=_purpose(purpose),
        **_came(reader, under),
    )


def _purpose(given: str) -> str:
    return (given or origin.now().purpose)[:200]


def _came(actor: Any, permission: str) -> dict[str, Any]:
    here = origin.now()
    return {
        "road": here.road,
        "address": here.address,
        "request": here.request,
        "authority": authority.of(actor, permission),
    }
