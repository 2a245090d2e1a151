"""A purpose and a correction, for those requests that need one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from ayni.privacy import models


def purpose(land: Any) -> int:
    """A person, and a purpose in force that can be put to them."""
    models.Purpose.objects.get_or_create(
        code="study",
        version=1,
        defaults={
            "names": {"en": "Research"},
            "basis": "consent",
            "since": date(2026, 1, 1),
            "reason": "The ministry decided",
            "status": "approved",
            "prepared_by": land.manager,
            "decided_by": land.approver,
            "decided_at": timezone.now(),
        },
    )
    return int(land.homes["old"].memberships.get(number=1).person_id)


def correction(land: Any) -> int:
    """A correction that somebody else wrote down."""
    made = models.CorrectionRequest.objects.create(
        person_id=land.person,
        what="other",
        asked="Another name",
        reason="Misspelt",
        lodged_by=land.manager,
        due_on=date(2026, 7, 1),
    )
    return int(made.pk)
