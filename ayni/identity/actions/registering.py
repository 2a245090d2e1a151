"""Registering people of whom it was asked whether they are on record already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.identity import errors
from ayni.identity.actions import checking
from ayni.registry import actions as registry
from ayni.registry import models
from ayni.registry import permissions as registry_permissions

ANSWERS = "answers"  # of a draft: by a member's number, who they are and who they are not
SAME, APART = "same", "apart"


def answers(draft: models.RegistrationDraft, number: int) -> dict[str, Any]:
    """What was said of one person of a draft: `same`, the record; `apart`, by records, why they are another."""
    return dict(draft.told.get(ANSWERS, {}).get(str(number), {}))


def answer_same(
    draft: models.RegistrationDraft, number: int, person_id: int, *, chance: float, at: datetime, by: User
) -> models.RegistrationDraft:
    """Keep that a person of a draft is on record already: once registered, the two wait for who reads pairs."""
    said = answers(draft, number) | {SAME: {"person": person_id, "chance": chance}}
    return _keep(draft, number, said, at=at, by=by)


def answer_apart(
    draft: models.RegistrationDraft,
    number: int,
    person_id: int,
    *,
    applicant: str,
    because: str,
    at: datetime,
    by: User,
) -> models.RegistrationDraft:
    """Keep that a person of a draft is somebody else than a record, and why. Refuses: ReasonMissing."""
    checking.tell_apart(person_id, applicant=applicant, because=because, by=by)
    said = answers(draft, number)
    said[APART] = {**said.get(APART, {}), str(person_id): because.strip()}
    if said.get(SAME, {}).get("person") == person_id:
        del said[SAME]
    return _keep(draft, number, said, at=at, by=by)


@action(registry_permissions.REGISTER, says="registered a household whose people were looked for on record")
def register_checked(draft: models.RegistrationDraft, *, on: date, at: datetime, by: User) -> models.Household:
    """Register a household that was written down; who was said to be on record already waits with that record for the
    officers who read pairs.

    Refuses: LooksRegistered, while somebody very likely on record is not said to be the same or another; and what
    registering a draft refuses.
    """
    said: Mapping[str, Any] = dict(draft.told.get(ANSWERS, {}))
    if left := unanswered(draft, on=on, at=at, by=by):
        raise errors.LooksRegistered(left)
    home = registry.register_draft(draft, on=on, by=by)
    people = dict(home.memberships.values_list("number", "person_id"))
    for number, told in said.items():
        same = told.get(SAME)
        if same and int(number) in people:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT identity_report(%s, %s, %s, %s)",
                    [
                        people[int(number)],
                        same["person"],
                        _("Said at the desk when they were registered"),
                        same["chance"],
                    ],
                )
    return home


def unanswered(draft: models.RegistrationDraft, *, on: date, at: datetime, by: User) -> list[str]:
    """Names of the people of a draft who are very likely on record, and of whom nobody said whether they are."""
    place = draft.told.get("place") or {}
    return [
        f"{one.get('given_name', '')} {one.get('family_name', '')}".strip()
        for number, one in enumerate(draft.told.get("members") or [], start=1)
        if SAME not in answers(draft, number)
        and checking.check_applicant(
            checking.written(one, area=place.get("area", ""), on=on),
            by=by,
            at=at,
            apart=[int(pk) for pk in answers(draft, number).get(APART, {})],
            is_counted=False,
            is_shown=False,
        ).very_likely
    ]


def _keep(
    draft: models.RegistrationDraft, number: int, said: Mapping[str, Any], *, at: datetime, by: User
) -> models.RegistrationDraft:
    every = {**draft.told.get(ANSWERS, {}), str(number): dict(said)}
    kept: models.RegistrationDraft = registry.save_draft(draft, told={ANSWERS: every}, at=at, by=by)
    return kept
