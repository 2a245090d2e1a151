"""Purposes, schedules, agreements and anonymisations, for whoever may see them. They are about no person."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from ayni.commons.access import scoping
from ayni.commons.access.models import User
from ayni.commons.directory.models import Institution
from ayni.privacy import errors, lifecycle, models, permissions

KINDS: dict[str, Any] = {
    "purpose": models.Purpose,
    "schedule": models.RetentionSchedule,
    "agreement": models.SharingAgreement,
    "anonymisation": models.Anonymisation,
}
OFFICERS = ("prepared_by", "decided_by")


def purposes(reader: User) -> list[models.Purpose]:
    """Every version of every purpose. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.SEE)
    return list(models.Purpose.objects.select_related(*OFFICERS))


def schedules(reader: User) -> list[models.RetentionSchedule]:
    """Every retention schedule, newest first. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.SEE)
    return list(models.RetentionSchedule.objects.select_related("purpose", *OFFICERS))


def anonymisations(reader: User) -> list[models.Anonymisation]:
    """What was made anonymous or is about to be, newest first. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.SEE)
    return list(models.Anonymisation.objects.select_related("schedule__purpose", *OFFICERS))


def agreements(reader: User) -> list[models.SharingAgreement]:
    """Every agreement, newest first. Refuses: NotPermitted."""
    scoping.paths(reader, permissions.SEE)
    return list(models.SharingAgreement.objects.select_related("partner", "purpose", *OFFICERS))


def partners() -> list[Institution]:
    """Institutions with which data may be shared. They are public: no reader is needed."""
    return list(Institution.objects.all())


def transfers(agreement: models.SharingAgreement, *, limit: int = 100) -> list[models.Transfer]:
    """What left under an agreement, newest first."""
    return list(agreement.transfers.select_related("by")[:limit])


def paper(kind: str, number: int, *, reader: User) -> Any:
    """One paper of a kind. Refuses: NotPermitted, NoSuchRecord."""
    scoping.paths(reader, permissions.SEE)
    found = KINDS[kind].objects.select_related(*OFFICERS).filter(pk=number).first() if kind in KINDS else None
    if found is None:
        raise errors.NoSuchRecord
    return found


def anonymisation(number: int, *, reader: User) -> models.Anonymisation:
    """One anonymisation. Refuses: NotPermitted, NoSuchRecord."""
    found: models.Anonymisation = paper("anonymisation", number, reader=reader)
    return found


def kind_of(found: models.Paper) -> str:
    """What kind of paper it is."""
    return next(kind for kind, model in KINDS.items() if isinstance(found, model))


def waiting(reader: User) -> Iterator[tuple[str, models.Paper]]:
    """What the reader may approve: prepared by somebody else."""
    if not reader.may(permissions.APPROVE):
        return
    drafts = (
        model.objects.filter(status=lifecycle.DRAFT).exclude(prepared_by=reader).order_by("id")[:50]
        for model in KINDS.values()
    )
    for found in chain.from_iterable(drafts):
        yield kind_of(found), found
