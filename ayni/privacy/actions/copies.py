"""A copy of one's data: asked for, and handed over by an officer who knows who it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.kernel import lifecycles
from ayni.privacy import errors, lifecycle, models, permissions
from ayni.privacy.actions.words import Words
from ayni.privacy.queries import documents, scope
from ayni.registry.models import Person

WAITS_DAYS = 30


@action(permissions.GIVE_COPY, says="recorded a request for a copy of a person's data")
def request_copy(person: Person, *, language: str, asked_by: Words, on: date, by: User) -> models.DataCopy:
    """Record that somebody asks for a copy of all that is kept on them; it waits for 30 days. Refuses: OutsideArea."""
    scope.check(by, permissions.GIVE_COPY, person)
    return models.DataCopy.objects.create(
        person=person,
        language=language,
        asked_by=asked_by.said,
        requested_by=by,
        expires_on=on + timedelta(days=WAITS_DAYS),
    )


@action(permissions.GIVE_COPY, says="handed over a copy of a person's data")
def hand_over_copy(copy: models.DataCopy, *, identity: Words, by: User, at: datetime) -> models.DataCopy:
    """Make the copy for the one who came for it; `identity` says how the officer knows who that is.

    Nothing of the copy itself is kept: only its digest and how much it holds. Refuses: OutsideArea, IdentityMissing,
    CopyExpired, WrongState.
    """
    scope.check(by, permissions.GIVE_COPY, copy.person)
    if not identity.said:
        raise errors.IdentityMissing
    copy = _stepped(copy, "hand over")
    if copy.has_expired(at.date()):
        raise errors.CopyExpired(copy.expires_on)
    made = documents.made(copy, reader=by, at=at)
    copy.identity, copy.handed_over_by, copy.handed_over_at = identity.said, by, at
    copy.digest, copy.counts = made.digest, made.counts
    copy.save(update_fields=["status", "identity", "handed_over_by", "handed_over_at", "digest", "counts"])
    return copy


@action(permissions.GIVE_COPY, says="cancelled a request for a copy")
def cancel_copy(copy: models.DataCopy, *, by: User) -> models.DataCopy:
    """Let go of a request that nobody needs any more. Refuses: OutsideArea, WrongState."""
    scope.check(by, permissions.GIVE_COPY, copy.person)
    copy = _stepped(copy, "cancel")
    copy.save(update_fields=["status"])
    return copy


def _stepped(copy: models.DataCopy, verb: str) -> models.DataCopy:
    kept = models.DataCopy.objects.select_for_update(of=("self",)).select_related("person").get(pk=copy.pk)
    kept.status = lifecycles.step(lifecycle.COPY, kept.status, verb, what=str(kept))
    return kept
