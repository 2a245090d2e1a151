"""What may leave for a partner, and what did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from ayni.commons.access.models import User
from ayni.commons.actions import action
from ayni.commons.directory.models import Institution
from ayni.privacy import errors, models, permissions
from ayni.privacy.actions import papers
from ayni.privacy.queries import naming, scope


@dataclass(frozen=True)
class NewAgreement:
    """An agreement with a partner. No `areas` or `programmes` (codes) means all of them."""

    code: str
    partner: Institution
    purpose: models.Purpose
    law: str
    starts_on: date
    ends_on: date
    fields: Sequence[str]
    areas: Sequence[str] = field(default_factory=tuple)
    programmes: Sequence[str] = field(default_factory=tuple)


@action(permissions.SHARE, says="prepared an agreement with a partner")
def prepare_agreement(agreement: NewAgreement, *, reason: str, by: User) -> models.SharingAgreement:
    """Write down what may leave for a partner; another officer approves it.

    Refuses: NotEverywhere, ReasonMissing, PeriodBackward, UnknownFields (none named is none known).
    """
    scope.everywhere(by, permissions.SHARE)
    if agreement.ends_on <= agreement.starts_on:
        raise errors.PeriodBackward
    if not agreement.fields:
        raise errors.UnknownFields(["—"])
    naming.check(agreement.fields)
    naming.check_places(agreement.areas, agreement.programmes)
    given = {name: getattr(agreement, name) for name in ("code", "partner", "purpose", "law", "starts_on", "ends_on")}
    listed = {name: sorted(set(getattr(agreement, name))) for name in ("fields", "areas", "programmes")}
    return models.SharingAgreement.objects.create(**given, **listed, reason=papers.given_reason(reason), prepared_by=by)


@action(permissions.TRANSFER, says="sent data to a partner", everywhere=True)
def record_transfer(
    agreement: models.SharingAgreement,
    *,
    fields: Sequence[str],
    rows: int,
    digest: str,
    by: User,
    at: datetime,
    road: str = "api",
) -> models.Transfer:
    """Record what left under an agreement: `digest` is the SHA-256 of what was sent.

    Refuses: NotInForce; NotAgreed, with the fields that the agreement does not name.
    """
    kept = models.SharingAgreement.objects.get(pk=agreement.pk)
    if not kept.is_in_force(at.date()):
        raise errors.NotInForce(kept.code)
    beyond = sorted(set(fields) - set(kept.fields))
    if beyond:
        raise errors.NotAgreed(beyond)
    return models.Transfer.objects.create(
        agreement=kept, at=at, by=by, fields=sorted(set(fields)), rows=rows, digest=digest, road=road
    )
