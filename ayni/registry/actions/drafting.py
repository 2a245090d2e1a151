"""Writing a household down step by step: kept as it is written, until it is registered or thrown away.

What a draft holds is what was typed, by step: `place` (area, address, directions, phone) and `members`, each with the
words of its form; `begun`, by a member's number, what was typed of somebody and not kept. Nothing of it is anybody's
record.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Area
from ayni.registry import models, permissions, queries
from ayni.registry.actions import people
from ayni.registry.actions.people import NewMember, Whereabouts
from ayni.registry.errors import drafts as refusals

MOST_MEMBERS = 60


@action(permissions.REGISTER, says="wrote down a part of a household", unsaid=("told",))
def save_draft(
    draft: models.RegistrationDraft | None, *, told: Mapping[str, Any], at: datetime, by: User
) -> models.RegistrationDraft:
    """Keep what was written so far; without a draft a new one begins. Refuses: DraftOfAnother, DraftDone."""
    if draft is None:
        return models.RegistrationDraft.objects.create(owner=by, key=uuid.uuid4(), told=dict(told), saved_at=at)
    _check(draft, by)
    draft.told, draft.saved_at = {**draft.told, **told}, at
    draft.save(update_fields=["told", "saved_at"])
    return draft


@action(permissions.REGISTER, says="threw away a household that was being written down")
def discard_draft(draft: models.RegistrationDraft, *, by: User) -> None:
    """Throw away what was written. Refuses: DraftOfAnother, DraftDone."""
    _check(draft, by)
    draft.delete()


@action(permissions.REGISTER, says="registered a household that was written down")
def register_draft(draft: models.RegistrationDraft, *, on: date, by: User) -> models.Household:
    """Register the household that was written down, once however often it is sent; the draft is empty afterwards.

    Refuses: DraftOfAnother, PlaceMissing, NobodyYet, HalfWritten; and what registering a household refuses.
    """
    held = models.RegistrationDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if held is None or held.owner_id != by.pk:
        raise refusals.DraftOfAnother
    if held.household is not None:
        return held.household
    place, members = held.told.get("place") or {}, held.told.get("members") or []
    area = Area.objects.filter(code=place.get("area", "")).first()
    if area is None:
        raise refusals.PlaceMissing
    if not members:
        raise refusals.NobodyYet
    if held.told.get("begun"):
        raise refusals.HalfWritten(len(held.told["begun"]))
    whereabouts = Whereabouts(address=place.get("address", ""), directions=place.get("directions", ""))
    made = people.register_household(
        area, [_member(one, on) for one in members], key=str(held.key), on=on, by=by, whereabouts=whereabouts
    )
    held.household, held.told = made, {}
    held.save(update_fields=["household", "told"])
    return made


def _member(told: Mapping[str, Any], on: date) -> NewMember:
    days, known = queries.born(told, on)
    return NewMember(
        given_name=told.get("given_name", ""),
        family_name=told.get("family_name", ""),
        given_name_latin=told.get("given_name_latin", ""),
        family_name_latin=told.get("family_name_latin", ""),
        relationship=told.get("relationship", ""),
        sex=told.get("sex") or None,
        born=days,
        birth_known=known,
        phone=told.get("phone", ""),
        mother=told.get("mother") or None,
        father=told.get("father") or None,
    )


def _check(draft: models.RegistrationDraft, by: User) -> None:
    if draft.owner_id != by.pk:
        raise refusals.DraftOfAnother
    if draft.household_id is not None:
        raise refusals.DraftDone(str(draft.household))
